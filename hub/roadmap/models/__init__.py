"""The nouns of the roadmap."""

from hub.roadmap.models.items import QUARTER, ItemQuerySet, ItemStage, RoadmapItem
from hub.roadmap.models.moves import Look, Merge, Move, Note, TeamUpdate
from hub.roadmap.models.releases import Release, Uptake, Use
from hub.roadmap.models.rounds import Candidate, Round, RoundVoter
from hub.roadmap.models.support import Support

__all__ = [
    "QUARTER", "Candidate", "ItemQuerySet", "ItemStage", "Look", "Merge", "Move", "Note", "Release",
    "RoadmapItem", "Round", "RoundVoter", "Support", "TeamUpdate", "Uptake", "Use",
]  # fmt: skip
