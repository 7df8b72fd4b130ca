"""The roadmap for programs."""

from hub.roadmap.api.items import RoadmapViewSet
from hub.roadmap.api.rounds import RoundViewSet

__all__ = ["RoadmapViewSet", "RoundViewSet"]
