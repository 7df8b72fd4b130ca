"""The addresses of this app."""

from django.urls import path

from hub.meetings import views

app_name = "meetings"
urlpatterns = [
    path("meetings/", views.meetings, name="meetings"),
    path("meetings/<slug:slug>/", views.series, name="series"),
]
