"""What stands between a recording and its publication: who has not agreed, what must not be seen, what is not there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from hub.accounts.models import User
from hub.recordings.models import Cue, MediaFile, Recording
from hub.recordings.watching import own_media

PLAYED = (MediaFile.Kind.ORIGINAL, MediaFile.Kind.VIDEO, MediaFile.Kind.AUDIO)
Span = tuple[int, int]


def presenters_of(recording: Recording) -> QuerySet[User]:
    """Those who present a demo that it shows: its speakers as far as the hub knows them."""
    return User.objects.filter(demos__segments__recording=recording, is_active=True).distinct()


def hindrances(recording: Recording, by: Any = None) -> list[str]:
    """Every reason not to publish it yet, in words for people; who publishes agrees by doing so."""
    return [*_unsigned(recording, by), *_unwanted(recording), *_nothing(recording)]


def _unsigned(recording: Recording, by: Any) -> list[str]:
    rows = [
        row for row in recording.sign_offs.select_related("user") if row.user != by or row.agrees is False
    ]
    found = [
        f"{row.user.name} asks: {row.words or 'do not publish it'}." for row in rows if row.agrees is False
    ]
    found += [f"{row.user.name} has not answered yet." for row in rows if row.agrees is None]
    asked = recording.sign_offs.values("user")
    others = [user for user in presenters_of(recording).exclude(pk__in=asked).order_by("name") if user != by]
    return found + [f"{user.name} presents in it and was not asked." for user in others]


def _unwanted(recording: Recording) -> list[str]:
    """Demos that may not be recorded, unless all of their spans are cut."""
    cuts = list(recording.cuts.values_list("starts_ms", "ends_ms"))
    rows = recording.segments.filter(demo__may_record=False).select_related("demo")
    return [
        f"“{row.demo.title}” may not be recorded: cut it out from {row.starts_clock} on."
        for row in rows
        if row.demo and not covered((row.starts_s * 1000, row.ends_s * 1000), cuts)
    ]


def _nothing(recording: Recording) -> list[str]:
    return [] if has_content(recording) else ["There is nothing to watch or read yet."]


def has_content(recording: Recording) -> bool:
    """Whether there is anything to watch, to hear or to read."""
    return bool(
        recording.video_url
        or recording.files.filter(kind__in=PLAYED).exists()
        or Cue.objects.filter(track__recording=recording).exists()
        or own_media(recording)
    )


def covered(span: Span, cuts: Iterable[Span]) -> bool:
    """Whether the cuts together take out the whole span."""
    at, end = span
    for start, stop in sorted(cuts):
        if start > at:
            break
        at = max(at, stop)
    return at >= end
