"""What people do with demos."""

from hub.demos.actions.deciding import (
    accept_demo,
    decline_demo,
    mark_given,
    mark_not_given,
    publish_demo,
    reopen_demo,
    unpublish_demo,
    withdraw_demo,
)
from hub.demos.actions.keeping import follow_agenda, give_if_over, remind_presenters
from hub.demos.actions.missing import forget_miss, note_miss, sweep_misses
from hub.demos.actions.proposing import edit_demo, propose_demo
from hub.demos.actions.scheduling import move_on, schedule_demo, unschedule_demo
from hub.demos.actions.taking import take_wish
from hub.demos.actions.wishing import close_wish, join_wish, leave_wish, make_wish, recount_voices

__all__ = [
    "accept_demo", "close_wish", "decline_demo", "edit_demo", "follow_agenda", "forget_miss", "give_if_over",
    "join_wish", "leave_wish", "make_wish", "mark_given", "mark_not_given", "move_on", "note_miss",
    "propose_demo", "publish_demo", "recount_voices", "remind_presenters", "reopen_demo", "schedule_demo",
    "sweep_misses", "take_wish", "unpublish_demo", "unschedule_demo", "withdraw_demo",
]  # fmt: skip
