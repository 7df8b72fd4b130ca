"""What people do with the roadmap."""

from hub.roadmap.actions.looking import mark_seen
from hub.roadmap.actions.merging import merge_item, unmerge_item
from hub.roadmap.actions.moving import move_item, plan_item
from hub.roadmap.actions.noting import free_item, impede_item, note_item
from hub.roadmap.actions.placing import place_item
from hub.roadmap.actions.proposing import edit_item, propose_item
from hub.roadmap.actions.publishing import publish_capacity
from hub.roadmap.actions.releasing import ReleaseText, edit_release
from hub.roadmap.actions.steering import steer_item
from hub.roadmap.actions.supporting import support_for, support_item, withdraw_support
from hub.roadmap.actions.syncing import note_in_sync, tell_update
from hub.roadmap.actions.using import ask_use, measure_uptake, say_use

__all__ = [
    "ReleaseText", "ask_use", "edit_item", "edit_release", "free_item", "impede_item", "mark_seen", "measure_uptake",
    "merge_item", "move_item", "note_in_sync", "note_item", "place_item", "plan_item", "propose_item",
    "publish_capacity", "say_use", "steer_item", "support_for", "support_item", "tell_update", "unmerge_item",
    "withdraw_support",
]  # fmt: skip
