"""Where a recording can be watched: our own file, or elsewhere, at a given second."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.core.files.storage import default_storage

from hub.recordings.models import MediaFile, Recording

FOLDER = "recordings"
TYPES = {"mp4": "video/mp4", "webm": "video/webm"}
WATCHED = (MediaFile.Kind.VIDEO, MediaFile.Kind.AUDIO)
YOUTUBE = {"youtube.com", "youtu.be", "youtube-nocookie.com"}


@dataclass(frozen=True)
class Media:
    """A file of our own: its name in the storage, its type, and what tells it from the one before it."""

    name: str
    content_type: str
    bytes: int | None = None
    tag: str = ""
    made_at: dt.datetime | None = None


def own_media(recording: Recording, *kinds: str) -> Media | None:
    """The recording's file of one of these kinds; without any named what is watched: the video, else the sound."""
    kinds = kinds or WATCHED
    if found := first_of(recording.files.all(), *kinds):
        return found
    return old_media(recording) if MediaFile.Kind.VIDEO in kinds else None


def first_of(files: Iterable[MediaFile], *kinds: str) -> Media | None:
    """The file of the first of these kinds that is there."""
    by_kind = {file.kind: file for file in files}
    found = next((by_kind[kind] for kind in kinds if kind in by_kind), None)
    if found is None:
        return None
    tag = f"{found.pk}-{found.made_at:%s%f}"
    return Media(found.name, found.content_type, found.bytes, tag, found.made_at)


def old_media(recording: Recording) -> Media | None:
    """A file that was put into the storage by hand as `recordings/SLUG.mp4`, until something was made of it or cut."""
    made = [file for file in recording.files.all() if file.kind != MediaFile.Kind.ORIGINAL]
    if made or recording.cuts.exists():
        return None
    for ending, content_type in TYPES.items():
        name = f"{FOLDER}/{recording.slug}.{ending}"
        if default_storage.exists(name):
            return Media(name, content_type)
    return None


def elsewhere_at(url: str, seconds: int) -> str:
    """The address of a video elsewhere, beginning at that second where its host understands it."""
    parts = urlsplit(url)
    if not seconds:
        return url
    if host_of(url) in YOUTUBE:
        query = [pair for pair in parse_qsl(parts.query) if pair[0] != "t"]
        return urlunsplit(parts._replace(query=urlencode([*query, ("t", f"{seconds}s")])))
    return urlunsplit(parts._replace(fragment=f"t={seconds}"))


def host_of(url: str) -> str:
    """The host that a link leads to, as people know it."""
    return (urlsplit(url).hostname or "").removeprefix("www.").removeprefix("m.")
