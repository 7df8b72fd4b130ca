"""What people type about meetings."""

from hub.meetings.forms.filters import MeetingFilter

__all__ = ["MeetingFilter"]
