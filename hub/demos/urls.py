"""The addresses of this app."""

from django.urls import path

from hub.demos import views

app_name = "demos"
urlpatterns = [
    path("demos/", views.demos, name="demos"),
    path("demos/new/", views.new_demo, name="new_demo"),
    path("demos/<slug:slug>/", views.demo, name="demo"),
]
