"""The addresses of this app."""

from django.urls import path

from hub.sigs import views

app_name = "sigs"
urlpatterns = [
    path("groups/", views.groups, name="groups"),
    path("groups/<slug:slug>/", views.group, name="group"),
]
