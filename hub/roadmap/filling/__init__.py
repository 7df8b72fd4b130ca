"""Fills a round: which items a capacity pays for, by the Method of Equal Shares or greedily.

Pure: an Instance in, a Filling out; exact numbers throughout. `docs/reference/filling.md` describes the method.
"""

from hub.roadmap.filling.equal_shares import COMPLETIONS, equal_shares
from hub.roadmap.filling.greedy import greedy
from hub.roadmap.filling.instance import BadInstance, Instance, Project, Voter
from hub.roadmap.filling.outcome import Filling, PassedOver, Purchase
from hub.roadmap.filling.teams import TeamShare, by_team
from hub.roadmap.filling.what_if import capacity_for, what_if

RULES = ("equal-shares", "greedy")

__all__ = [
    "COMPLETIONS",
    "RULES",
    "BadInstance",
    "Filling",
    "Instance",
    "PassedOver",
    "Project",
    "Purchase",
    "TeamShare",
    "Voter",
    "by_team",
    "capacity_for",
    "equal_shares",
    "greedy",
    "what_if",
]
