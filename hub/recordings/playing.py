"""What a player needs of a recording: its files, captions, the second asked for, and what is before and after it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from hub.recordings.models import MediaFile, Recording, RecordingQuerySet, Track
from hub.recordings.watching import old_media

SECONDS = re.compile(r"(\d{1,7})(?:\.\d{1,6})?s?\Z")
CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})\Z")
UNITS = re.compile(r"(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,5})s)?\Z")
TILES = ("seconds", "columns", "rows", "width", "height")
SHORTEST_TO_RESUME = 10  # seconds: nobody asks to go on at the very beginning
TAIL = 15  # seconds: who stopped this close to the end has seen it


@dataclass(frozen=True)
class Source:
    """A file that can be played, and where it is served."""

    address: str
    content_type: str


@dataclass(frozen=True)
class Player:
    """Everything the player shows; what is not there is None or empty."""

    media: Source | None
    audio: Source | None
    poster: str
    storyboard: dict[str, Any] | None
    tracks: list[Track]
    as_audio: bool
    seconds: int | None

    @property
    def source(self) -> Source | None:
        """What is played: the picture too, or the sound alone."""
        return self.audio if self.as_audio else self.media


def player_of(recording: Recording, *, as_audio: bool) -> Player:
    """The player of a recording; sound alone when that is asked for, or when there is no picture.

    A retired one has none: its words stay, its files are gone.
    """
    files = {} if recording.is_retired else {file.kind: file for file in recording.files.all()}
    media, audio = _source(recording, files), files.get("audio")
    sound = Source(address_of(recording, "audio"), audio.content_type) if audio else None
    lengths = [file.seconds for file in files.values() if file.seconds]
    return Player(
        media=media,
        audio=sound,
        poster=address_of(recording, "poster") if "poster" in files else "",
        storyboard=_tiles(recording, files.get("storyboard")),
        tracks=list(recording.tracks.all()),
        as_audio=bool(sound and (as_audio or not media)),
        seconds=recording.seconds or (int(lengths[0]) if lengths else None),
    )


def _source(recording: Recording, files: dict[str, MediaFile]) -> Source | None:
    if video := files.get("video"):
        return Source(address_of(recording), video.content_type)
    own = None if recording.is_retired else old_media(recording)
    return Source(address_of(recording), own.content_type) if own else None


def _tiles(recording: Recording, file: MediaFile | None) -> dict[str, Any] | None:
    """How the tiles of a storyboard lie, and where it is; None for one that does not say."""
    if file is None or not all(file.details.get(name) for name in TILES):
        return None
    return {name: file.details[name] for name in TILES} | {"src": address_of(recording, "storyboard")}


def address_of(recording: Recording, kind: str = "") -> str:
    """Where a file of a recording is served: the video, or one of another kind."""
    return f"{recording.get_absolute_url()}{kind or 'media'}/"


def second_of(asked: str) -> int | None:
    """The second that `?t=` asks for: 754, 754.5, 12:34, 1:02:03 or 1h2m3s; None when it makes no sense."""
    asked = asked.strip().lower()
    if found := SECONDS.match(asked):
        return int(found[1])
    if found := CLOCK.match(asked):
        return _summed(found)
    if asked and (found := UNITS.match(asked)):
        return _summed(found)
    return None


def _summed(found: re.Match[str]) -> int:
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds


def place_of(recording: Recording, user: Any, length: int | None) -> int | None:
    """Where this person stopped, when it is worth asking whether to go on there."""
    if not user.is_authenticated:
        return None
    seconds = recording.watches.filter(user=user).values_list("seconds", flat=True).first()
    if seconds is None or seconds < SHORTEST_TO_RESUME or (length and seconds > length - TAIL):
        return None
    return int(seconds)


@dataclass(frozen=True)
class Playlist:
    """The recordings that one is among: its series or event, and the ones before and after it."""

    name: str
    question: dict[str, str]
    before: Recording | None
    after: Recording | None


def playlist_of(recording: Recording, visible: RecordingQuerySet) -> Playlist | None:
    """The playlist of the series that the recorded meeting is of, or else of the event."""
    if recording.meeting:
        series = recording.meeting.series
        name, asked = series.title, {"series": series.slug}
        rows = visible.filter(meeting__series=series)
    elif recording.event:
        name, asked = recording.event, {"event": recording.event}
        rows = visible.filter(event=recording.event)
    else:
        return None
    rows = rows.listed().defer("description", "details", "links")
    day = recording.recorded_on
    later, earlier = Q(recorded_on=day, pk__gt=recording.pk), Q(recorded_on=day, pk__lt=recording.pk)
    if day:
        later, earlier = later | Q(recorded_on__gt=day), earlier | Q(recorded_on__lt=day)
    before = rows.filter(earlier).order_by("-recorded_on", "-pk").first()
    after = rows.filter(later).order_by("recorded_on", "pk").first()
    return Playlist(name, asked, before, after) if before or after else None
