"""The addresses of this app."""

from django.urls import path

from hub.meetings.views import lists

app_name = "meetings"
urlpatterns = [
    path("meetings/", lists.meetings, name="meetings"),
    path("meetings/<slug:slug>/", lists.series, name="series"),
]
