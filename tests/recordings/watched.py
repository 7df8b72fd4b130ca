"""What tests of the player put there: captions, and files in the storage."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from hub.recordings.models import Cue, MediaFile, Recording, Track

SAID = [
    (0, 3_000, "Ana", "Welcome to the sync."),
    (3_500, 6_200, "Ana", "Today we publish the winner with MLflow."),
    (62_000, 65_000, "Ben", "The feature store is next."),
    (120_400, 125_000, "Ben", "Thanks, questions?"),
]


def captioned(recording: Recording, said: Iterable[tuple[int, int, str, str]] = SAID, **facts: Any) -> Track:
    """Captions of a recording: begins and ends (milliseconds), speaker, words."""
    track = Track.objects.create(recording=recording, **facts)
    Cue.objects.bulk_create(
        Cue(track=track, number=number, starts_ms=starts, ends_ms=ends, speaker=speaker, text=text)
        for number, (starts, ends, speaker, text) in enumerate(said, 1)
    )
    return track


def filed(recording: Recording, kind: str = "video", content: bytes = b"\0" * 64, **facts: Any) -> MediaFile:
    """A file of a recording, in the storage and in the table."""
    endings = {"video": "mp4", "audio": "m4a", "poster": "jpg", "storyboard": "jpg"}
    types = {"video": "video/mp4", "audio": "audio/mp4", "poster": "image/jpeg", "storyboard": "image/jpeg"}
    stem = recording.slug if kind == "video" else f"{recording.slug}-{kind}"
    name = default_storage.save(f"recordings/{stem}.{endings[kind]}", ContentFile(content))
    facts = {"content_type": types[kind], "bytes": len(content)} | facts
    return MediaFile.objects.create(recording=recording, kind=kind, name=name, **facts)
