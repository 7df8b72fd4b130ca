"""The addresses of this app."""

from django.urls import path

from hub.meetings.views import calendars, dates, lists, series

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
]
