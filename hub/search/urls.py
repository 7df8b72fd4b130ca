"""The addresses of this app."""

from django.urls import path

from hub.search import views

app_name = "search"
urlpatterns = [path("", views.search, name="search")]
