"""What people do with meetings."""

from hub.meetings.actions.agenda import add_point, edit_point, order_agenda, place_point, remove_point, shift
from hub.meetings.actions.attending import say_whether_coming, tick_presence
from hub.meetings.actions.carrying import carry_forward
from hub.meetings.actions.dates import write_down
from hub.meetings.actions.minutes import Contradiction, bring_back, save_minutes
from hub.meetings.actions.running import begin_meeting, end_meeting, next_point

__all__ = [
    "Contradiction", "add_point", "begin_meeting", "bring_back", "carry_forward", "edit_point", "end_meeting",
    "next_point", "order_agenda", "place_point", "remove_point", "save_minutes", "say_whether_coming", "shift",
    "tick_presence", "write_down",
]  # fmt: skip
