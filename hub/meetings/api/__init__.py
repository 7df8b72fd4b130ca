"""Meetings for programs."""

from hub.meetings.api.addresses import paths
from hub.meetings.api.series import MeetingViewSet, SeriesViewSet

__all__ = ["MeetingViewSet", "SeriesViewSet", "paths"]
