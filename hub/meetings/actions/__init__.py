"""What people do with meetings."""

from hub.meetings.actions.agenda import add_point, edit_point, order_agenda, place_point, remove_point, shift
from hub.meetings.actions.attending import say_whether_coming, tick_presence
from hub.meetings.actions.calendars import new_key, remove_key
from hub.meetings.actions.carrying import carry_forward
from hub.meetings.actions.dates import add_date, cancel_date, move_date, remind, restore_date, write_down
from hub.meetings.actions.minutes import Contradiction, bring_back, save_minutes
from hub.meetings.actions.running import begin_meeting, end_meeting, next_point
from hub.meetings.actions.series import edit_series, end_series, make_series

__all__ = [
    "Contradiction", "add_date", "add_point", "begin_meeting", "bring_back", "cancel_date",
    "carry_forward", "edit_point", "edit_series", "end_meeting", "end_series", "make_series", "move_date",
    "new_key", "next_point", "order_agenda", "place_point", "remind", "remove_key", "remove_point",
    "restore_date", "save_minutes", "say_whether_coming", "shift", "tick_presence", "write_down",
]  # fmt: skip
