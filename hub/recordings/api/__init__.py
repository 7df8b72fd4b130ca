"""Recordings for programs."""

from hub.recordings.api.library import RecordingViewSet, SegmentSerializer

__all__ = ["RecordingViewSet", "SegmentSerializer"]
