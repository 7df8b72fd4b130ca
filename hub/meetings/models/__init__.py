"""The nouns of meetings."""

from hub.meetings.models.agenda import AgendaItem, AgendaItemQuerySet
from hub.meetings.models.calendars import CalendarKey
from hub.meetings.models.meetings import Meeting, MeetingQuerySet
from hub.meetings.models.minutes import Attendance, Revision
from hub.meetings.models.series import Series, SeriesQuerySet, known_zone, zones

__all__ = [
    "AgendaItem", "AgendaItemQuerySet", "Attendance", "CalendarKey", "Meeting", "MeetingQuerySet", "Revision",
    "Series", "SeriesQuerySet", "known_zone", "zones",
]  # fmt: skip
