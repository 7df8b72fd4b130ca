"""Where a recording can be watched: our own file, or elsewhere, at a given second."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.core.files.storage import default_storage

from hub.recordings.models import Recording

FOLDER = "recordings"
TYPES = {"mp4": "video/mp4", "webm": "video/webm"}
YOUTUBE = {"youtube.com", "youtu.be", "youtube-nocookie.com"}


@dataclass(frozen=True)
class Media:
    """A file of our own: its name in the storage and its type."""

    name: str
    content_type: str


def own_media(recording: Recording) -> Media | None:
    """The recording's file in our storage, `recordings/SLUG.mp4` or `.webm`, when there is one."""
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
