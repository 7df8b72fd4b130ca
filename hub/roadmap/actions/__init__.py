"""What people do with the roadmap."""

from hub.roadmap.actions.merging import merge_item, unmerge_item
from hub.roadmap.actions.moving import move_item, plan_item
from hub.roadmap.actions.noting import free_item, impede_item, note_item
from hub.roadmap.actions.proposing import edit_item, propose_item
from hub.roadmap.actions.publishing import publish_capacity
from hub.roadmap.actions.releasing import ReleaseText
from hub.roadmap.actions.steering import steer_item
from hub.roadmap.actions.supporting import support_for, support_item, withdraw_support

__all__ = [
    "ReleaseText", "edit_item", "free_item", "impede_item", "merge_item", "move_item", "note_item", "plan_item",
    "propose_item", "publish_capacity", "steer_item", "support_for", "support_item", "unmerge_item",
    "withdraw_support",
]  # fmt: skip
