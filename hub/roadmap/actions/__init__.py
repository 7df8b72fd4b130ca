"""What people do with the roadmap."""

from hub.roadmap.actions.proposing import edit_item, propose_item
from hub.roadmap.actions.supporting import support_item, withdraw_support

__all__ = ["edit_item", "propose_item", "support_item", "withdraw_support"]
