"""What people do with meetings."""

from hub.meetings.actions.calendars import new_key, remove_key
from hub.meetings.actions.dates import add_date, cancel_date, move_date, remind, restore_date, write_down
from hub.meetings.actions.series import edit_series, end_series, make_series

__all__ = [
    "add_date", "cancel_date", "edit_series", "end_series", "make_series", "move_date", "new_key", "remind",
    "remove_key", "restore_date", "write_down",
]  # fmt: skip
