"""The addresses of this app."""

from django.urls import path

from hub.demos.views import demos

app_name = "demos"
urlpatterns = [
    path("demos/", demos.demos, name="demos"),
    path("demos/new/", demos.new_demo, name="new_demo"),
    path("demos/<slug:slug>/", demos.demo, name="demo"),
]
