"""Captions come in: from a file that people bring, or from a machine that listened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.activity.actions import record
from hub.core.errors import Refused
from hub.recordings.models import Recording, Spelling, Track
from hub.recordings.words import keeping
from hub.recordings.words.captions import Line, UnreadableError
from hub.recordings.words.reading import past_the_end, read
from hub.recordings.words.spelling import all_corrected

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}")


@dataclass
class TakenIn:
    """A track as it is now, whether that is news, and what was odd about the file."""

    track: Track
    changed: bool
    warnings: list[str] = field(default_factory=list)


@transaction.atomic
def take_in_captions(recording: Recording, *, data: bytes, language: str, by: User | None) -> TakenIn:
    """Take in a file of captions that people wrote, in the place of what the language had; again changes nothing.

    Raises ValidationError for a file or a language that cannot be read.
    """
    recording = _locked(recording)
    language = checked_language(language)
    try:
        captions = read(data)
    except UnreadableError as error:
        raise ValidationError({"file": str(error).capitalize()}) from None
    if not captions.lines:
        raise ValidationError({"file": "; ".join(captions.warnings).capitalize()})
    warnings = captions.warnings + past_the_end(captions, recording.seconds)
    track, changed = _put(recording, captions.lines, language, Track.Origin.HUMAN, "")
    if changed:
        _note(recording, track, by, f"brought captions ({language})")
    return TakenIn(track, changed, warnings)


@transaction.atomic
def write_machine_captions(
    recording: Recording, *, lines: Sequence[Line], language: str, model: str
) -> TakenIn:
    """Keep what a machine heard, with every name as people have corrected it; what people wrote it never replaces.

    Raises Refused when people wrote or corrected the captions of the language.
    """
    recording = _locked(recording)
    refuse_over_people(recording, language)
    known = list(Spelling.objects.values_list("wrong", "right"))
    track, changed = _put(
        recording, all_corrected(lines, known), checked_language(language), Track.Origin.MACHINE, model[:100]
    )
    if changed:
        _note(recording, track, None, f"wrote down what is said ({language})")
    return TakenIn(track, changed)


def refuse_over_people(recording: Recording, language: str) -> None:
    """Raise Refused when people wrote or corrected the captions of a language."""
    people = recording.tracks.filter(language=language).exclude(origin=Track.Origin.MACHINE)
    if people.exists():
        raise Refused("People wrote the captions; a machine does not replace them.", "written_by_people")


def checked_language(language: str) -> str:
    """A language as BCP 47 has it, its parts in the usual case: en, pt-BR."""
    language = language.strip()
    if not LANGUAGE.fullmatch(language) or len(language) > 20:
        raise ValidationError({"language": "Name the language as in en, de or pt-BR."})
    first, *rest = language.split("-")
    return "-".join([first.lower(), *(part.upper() if len(part) == 2 else part for part in rest)])


def _locked(recording: Recording) -> Recording:
    return Recording.objects.select_for_update(of=("self",)).get(pk=recording.pk)


def _put(
    recording: Recording, lines: Sequence[Line], language: str, origin: str, model: str
) -> tuple[Track, bool]:
    """The track of the language with these captions; not touched where it has them already."""
    track, made = Track.objects.get_or_create(
        recording=recording, language=language, defaults={"origin": origin, "model": model}
    )
    track.recording = recording
    same = not made and (track.origin, track.model) == (origin, model)
    if same and keeping.lines_of(track) == list(lines):
        return track, False
    if not made:
        track.version += 1
        track.origin, track.model, track.changed_at = origin, model, timezone.now()
        track.save(update_fields=["version", "origin", "model", "changed_at"])
    keeping.write_lines(track, lines)
    return track, True


def _note(recording: Recording, track: Track, by: User | None, what: str) -> None:
    owner = [recording.owner] if recording.owner and recording.owner != by else []
    record(
        "recordings.captions_came", recording, f"{what}: {recording.title}", by=by, tell=owner,
        public=recording.is_open, language=track.language, origin=track.origin,
    )  # fmt: skip
