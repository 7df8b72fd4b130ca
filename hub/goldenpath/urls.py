"""The addresses of this app."""

from django.urls import path, re_path

from . import views

app_name = "goldenpath"
urlpatterns = [
    path("", views.page, name="home"),
    re_path(r"^(?P<path>[\s\S]+)\Z", views.page, name="page"),
]
