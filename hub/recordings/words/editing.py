"""A page of captions in the editor: what stands in it, what was typed into it, and how the two differ."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from hub.recordings.actions.words import Edit
from hub.recordings.models import Cue, Track
from hub.recordings.words.captions import stamp

PER_PAGE = 40
TIME = re.compile(r"(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,5})(?:[.,](\d{1,3}))?")
KEY = re.compile(r"text-(\d{1,18})")


@dataclass
class Row:
    """One caption in the form, as text; beside what others made of it, when they did."""

    cue: int
    starts: str
    ends: str
    speaker: str
    text: str
    begins_ms: int = 0
    error: str = ""
    now: Row | None = None
    gone: bool = False

    @property
    def said(self) -> tuple[str, str, str, str]:
        """What people can change in it."""
        return self.starts, self.ends, self.speaker.strip(), "\n".join(self.text.split("\r\n")).strip()

    @property
    def height(self) -> int:
        """Lines to show in the form."""
        return max(2, self.text.count("\n") + 1, len(self.text) // 60 + 1)


@dataclass
class Typed:
    """What was sent with a page of captions."""

    version: int
    rows: list[Row]
    split: tuple[int, int] | None = None
    join: int | None = None
    at: str = field(default="")

    def edits(self) -> list[Edit]:
        """The corrections. Raises ValidationError when a time cannot be read; the row says which."""
        made = []
        for row in self.rows:
            try:
                made.append(Edit(row.cue, ms_of(row.starts), ms_of(row.ends), row.speaker, row.text))
                if made[-1].ends_ms < made[-1].starts_ms:
                    row.error = "It ends before it begins."
            except ValueError:
                row.error = "Write times as 12:40.5 or 1:02:03."
        if any(row.error for row in self.rows):
            raise ValidationError("Nothing is saved yet: look at the marked captions.")
        return made


def typed(sent: Mapping[str, Any]) -> Typed:
    """What was sent, as text; numbers that make no sense count as none."""
    keys = [int(found[1]) for name in sent if (found := KEY.fullmatch(name))]
    rows = [
        Row(key, sent[f"starts-{key}"], sent[f"ends-{key}"], sent[f"speaker-{key}"], sent[f"text-{key}"])
        for key in keys
        if all(f"{name}-{key}" in sent for name in ("starts", "ends", "speaker"))
    ]
    split, join = _whole(sent.get("split")), _whole(sent.get("join"))
    at = _whole(sent.get("at")) if _whole(sent.get("at_cue")) == split else 0
    return Typed(_whole(sent.get("version")), rows, (split, at) if split else None, join or None)


def rows_of(cues: list[Cue]) -> list[Row]:
    """The captions as the form shows them."""
    return [
        Row(cue.pk, stamp(cue.starts_ms), stamp(cue.ends_ms), cue.speaker, cue.text, cue.starts_ms)
        for cue in cues
    ]


def compared(sent: Typed, track: Track) -> list[Row]:
    """The rows as they were typed, each with what stands there now where that differs."""
    cues = {cue.pk: cue for cue in track.cues.filter(pk__in=[row.cue for row in sent.rows])}
    for row in sent.rows:
        cue = cues.get(row.cue)
        row.gone = cue is None
        if cue:
            now = rows_of([cue])[0]
            row.begins_ms = now.begins_ms
            row.now = now if now.said != row.said else None
    return sent.rows


def ms_of(text: str) -> int:
    """A time as people write it: 1:02:03.5, 12:40, 754. Raises ValueError."""
    found = TIME.fullmatch(text.strip())
    if not found:
        raise ValueError(text)
    hours, minutes, seconds, rest = (part or "0" for part in found.groups())
    if (found[2] and int(seconds) > 59) or (found[1] and int(minutes) > 59):
        raise ValueError(text)
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(rest.ljust(3, "0"))


def _whole(text: Any) -> int:
    return int(text) if isinstance(text, str) and re.fullmatch(r"\d{1,18}", text) else 0
