"""Where programs find one meeting, and the points of a series."""

from django.urls import path

from hub.meetings import days  # noqa: F401 -- teaches addresses what a day is
from hub.meetings.api import meeting

POINTS = "series/<slug:series>/agenda/"
DATE = "series/<slug:series>/dates/<onday:day>/"

paths = [
    path(POINTS, meeting.BacklogView.as_view(), name="points"),
    path(f"{POINTS}order/", meeting.OrderView.as_view(), name="points-order"),
    path(f"{POINTS}<int:key>/", meeting.PointView.as_view(), name="point"),
    path(f"{POINTS}<int:key>/place/", meeting.PlaceView.as_view(), name="point-place"),
    path(DATE, meeting.DateView.as_view(), name="date"),
    path(f"{DATE}running/", meeting.RunningView.as_view(), name="date-running"),
    path(f"{DATE}carrying/", meeting.CarryingView.as_view(), name="date-carrying"),
    path(f"{DATE}attendance/", meeting.AttendanceView.as_view(), name="date-attendance"),
    path(f"{DATE}presence/", meeting.PresenceView.as_view(), name="date-presence"),
    path(f"{DATE}minutes/", meeting.MinutesView.as_view(), name="date-minutes"),
    path(f"{DATE}minutes/revisions/", meeting.RevisionsView.as_view(), name="date-revisions"),
    path(f"{DATE}minutes/revisions/<int:number>/", meeting.RevisionView.as_view(), name="date-revision"),
]
