"""What people do with recordings."""

from hub.recordings.actions.care import (
    publish_recording,
    retire_recording,
    set_audience,
    take_back_recording,
)
from hub.recordings.actions.retention import keep_recording, remove_files, retire_when_over, warn_owner
from hub.recordings.actions.signing import ask_speakers, remind_speaker, sign_off

__all__ = [
    "ask_speakers",
    "keep_recording",
    "publish_recording",
    "remind_speaker",
    "remove_files",
    "retire_recording",
    "retire_when_over",
    "set_audience",
    "sign_off",
    "take_back_recording",
    "warn_owner",
]
