"""The addresses of this app."""

from django.urls import path

from hub.meetings import days  # noqa: F401 -- teaches addresses what a day is
from hub.meetings.views import agenda, lists, meeting, minutes, running

app_name = "meetings"
urlpatterns = [
    path("meetings/", lists.meetings, name="meetings"),
    path("meetings/<slug:slug>/", lists.series, name="series"),
    # the points of a date and of the backlog
    path("meetings/<slug:slug>/agenda/new/", agenda.new_point, name="new_point"),
    path("meetings/<slug:slug>/agenda/order/", agenda.order, name="order"),
    path("meetings/<slug:slug>/agenda/<int:key>/", agenda.point, name="point"),
    path("meetings/<slug:slug>/agenda/<int:key>/removal/", agenda.remove_point, name="remove_point"),
    path("meetings/<slug:slug>/agenda/<int:key>/place/", agenda.place_point, name="place_point"),
    # one meeting
    path("meetings/<slug:slug>/<onday:day>/", meeting.meeting, name="meeting"),
    path("meetings/<slug:slug>/<onday:day>/running/", running.running, name="running"),
    path("meetings/<slug:slug>/<onday:day>/carrying/", running.carrying, name="carrying"),
    path("meetings/<slug:slug>/<onday:day>/attendance/", running.attendance, name="attendance"),
    path("meetings/<slug:slug>/<onday:day>/presence/", running.presence, name="presence"),
    path("meetings/<slug:slug>/<onday:day>/minutes/", minutes.minutes, name="minutes"),
    path("meetings/<slug:slug>/<onday:day>/minutes/revisions/", minutes.revisions, name="revisions"),
    path(
        "meetings/<slug:slug>/<onday:day>/minutes/revisions/<int:number>/", minutes.revision, name="revision"
    ),
    path(
        "meetings/<slug:slug>/<onday:day>/minutes/revisions/<int:number>/return/",
        minutes.bring_back,
        name="bring_back",
    ),
]
