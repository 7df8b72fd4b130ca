"""What people do with meetings."""

from hub.meetings.actions.dates import write_down

__all__ = ["write_down"]
