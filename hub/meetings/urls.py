"""The addresses of this app."""

from django.urls import path

from hub.meetings import days  # noqa: F401 -- teaches addresses what a day is
from hub.meetings.views import agenda, calendars, dates, lists, meeting, minutes, running, series

app_name = "meetings"
urlpatterns = [
    path("meetings/", lists.meetings, name="meetings"),
    path("meetings/new/", series.new_series, name="new_series"),
    path("meetings/rhythm/", series.rhythm, name="rhythm"),
    path("meetings/calendars/", calendars.calendars, name="calendars"),
    path("meetings/calendars/key/", calendars.key, name="calendar_key"),
    path("meetings/calendars/key/removal/", calendars.key_removal, name="calendar_key_removal"),
    path("meetings/calendars/all.ics", calendars.everything, name="calendar"),
    path("meetings/calendars/series/<slug:slug>.ics", calendars.one_series, name="series_calendar"),
    path("meetings/calendars/groups/<slug:slug>.ics", calendars.one_group, name="group_calendar"),
    path("meetings/calendars/mine/<str:key>.ics", calendars.mine, name="my_calendar"),
    path("meetings/schedule.json", lists.schedule_json, name="schedule_json"),
    path("meetings/<slug:slug>/", lists.series, name="series"),
    path("meetings/<slug:slug>/edit/", series.edit_series, name="edit_series"),
    path("meetings/<slug:slug>/ending/", series.ending, name="ending"),
    path("meetings/<slug:slug>/dates/new/", dates.new_date, name="new_date"),
    path("meetings/<slug:slug>/<str:day>/moving/", dates.moving, name="moving"),
    path("meetings/<slug:slug>/<str:day>/cancelling/", dates.cancelling, name="cancelling"),
    path("meetings/<slug:slug>/<str:day>/restoring/", dates.restoring, name="restoring"),
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
