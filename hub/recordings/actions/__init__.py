"""What people do with recordings."""

from hub.recordings.actions.segmenting import (
    add_segment,
    chapters_from_agenda,
    chapters_from_text,
    edit_segment,
    remove_segment,
    set_beginning,
)
from hub.recordings.actions.suggesting import accept_suggestion, dismiss_suggestion
from hub.recordings.actions.watching import forget_place, keep_place, remove_note, write_note

__all__ = [
    "accept_suggestion",
    "add_segment",
    "chapters_from_agenda",
    "chapters_from_text",
    "dismiss_suggestion",
    "edit_segment",
    "forget_place",
    "keep_place",
    "remove_note",
    "remove_segment",
    "set_beginning",
    "write_note",
]
