"""What people do with recordings."""

from hub.recordings.actions.care import (
    publish_recording,
    retire_recording,
    set_audience,
    take_back_recording,
)
from hub.recordings.actions.retention import keep_recording, remove_files, retire_when_over, warn_owner
from hub.recordings.actions.segmenting import (
    add_segment,
    chapters_from_agenda,
    chapters_from_text,
    edit_segment,
    remove_segment,
    set_beginning,
)
from hub.recordings.actions.signing import ask_speakers, remind_speaker, sign_off
from hub.recordings.actions.suggesting import accept_suggestion, dismiss_suggestion
from hub.recordings.actions.watching import forget_place, keep_place, remove_note, write_note

__all__ = [
    "accept_suggestion",
    "add_segment",
    "ask_speakers",
    "chapters_from_agenda",
    "chapters_from_text",
    "dismiss_suggestion",
    "edit_segment",
    "forget_place",
    "keep_place",
    "keep_recording",
    "publish_recording",
    "remind_speaker",
    "remove_files",
    "remove_note",
    "remove_segment",
    "retire_recording",
    "retire_when_over",
    "set_audience",
    "set_beginning",
    "sign_off",
    "take_back_recording",
    "warn_owner",
    "write_note",
]
