"""The roadmap for programs."""

from hub.roadmap.api.items import RoadmapViewSet

__all__ = ["RoadmapViewSet"]
