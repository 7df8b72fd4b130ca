"""The nouns of recordings."""

from hub.recordings.models.media import Cut, Job, MediaFile, Upload
from hub.recordings.models.recordings import Recording, RecordingQuerySet, SignOff, clock
from hub.recordings.models.segments import Segment, SegmentQuerySet, SegmentService, Suggestion
from hub.recordings.models.watches import TimedNote, TimedNoteQuerySet, Watch
from hub.recordings.models.words import Cue, Passage, PassageQuerySet, Spelling, Track

__all__ = [
    "Cue",
    "Cut",
    "Job",
    "MediaFile",
    "Passage",
    "PassageQuerySet",
    "Recording",
    "RecordingQuerySet",
    "Segment",
    "SegmentQuerySet",
    "SegmentService",
    "SignOff",
    "Spelling",
    "Suggestion",
    "TimedNote",
    "TimedNoteQuerySet",
    "Track",
    "Upload",
    "Watch",
    "clock",
]  # fmt: skip
