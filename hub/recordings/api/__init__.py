"""Recordings for programs."""

from hub.recordings.api.library import RecordingViewSet, SegmentSerializer
from hub.recordings.api.words import CaptionsView

__all__ = ["CaptionsView", "RecordingViewSet", "SegmentSerializer"]
