"""What lies beside a `recording.yml`: the film, its pictures, and what is said in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hub.exchange import values
from hub.exchange.marked import Mapping
from hub.exchange.report import Place, Report
from hub.exchange.source import mappings, place_of
from hub.recordings.models import MediaFile, Track

MEDIA, CAPTIONS = "media", "captions"
WORDS = frozenset({MEDIA, CAPTIONS})
KINDS = (MediaFile.Kind.VIDEO, MediaFile.Kind.AUDIO, MediaFile.Kind.POSTER, MediaFile.Kind.STORYBOARD)
LARGEST = 10**6  # seconds or pixels
FACTS = ("seconds", "width", "height")
DETAILS = ("every", "tiles", "columns", "rows", "width", "height")  # of the small pictures of a storyboard


@dataclass(frozen=True)
class Beside:
    """One file of a recording: where it lies and what the library says of it."""

    recording: str
    kind: str
    path: Path
    place: Place
    facts: dict[str, Any] = field(default_factory=dict)


def read(file: str, slug: str, node: Mapping, report: Report) -> list[Beside]:
    """The files that a recording names; one that is not there is named and left out."""
    found = [*_media(file, slug, node, report), *_captions(file, slug, node, report)]
    return [row for row in found if _is_there(row, report)]


def _media(file: str, slug: str, node: Mapping, report: Report) -> Iterator[Beside]:
    media = node.get(MEDIA) or Mapping()
    if not isinstance(media, Mapping):
        report.refuse(place_of(file, node, MEDIA), f"recording {slug}: media must name files by kind")
        return
    for kind in media:
        row, place = media[kind], place_of(file, media, kind)
        if kind not in KINDS or not isinstance(row, Mapping):
            report.refuse(
                place, f"recording {slug}: {values.short(kind)} is none of: {', '.join(KINDS)}; left out"
            )
            continue
        known = DETAILS if kind == MediaFile.Kind.STORYBOARD else FACTS
        facts = {name: value for name in known if (value := _number(row.get(name))) is not None}
        yield Beside(slug, str(kind), _path(file, row.get("file")), place, facts)


def _captions(file: str, slug: str, node: Mapping, report: Report) -> Iterator[Beside]:
    for row in mappings(node.get(CAPTIONS), file, CAPTIONS, report, node.line_of(CAPTIONS)):
        place, origin = place_of(file, row), row.get("origin", Track.Origin.HUMAN)
        language = str(row.get("language") or "en")[:20]
        if origin not in Track.Origin.values:
            report.refuse(place, f"recording {slug}: captions are human, machine or corrected; read as human")
            origin = Track.Origin.HUMAN
        facts = {"language": language, "origin": origin, "model": str(row.get("model") or "")[:100]}
        yield Beside(slug, CAPTIONS, _path(file, row.get("file")), place, facts)


def _path(file: str, name: Any) -> Path:
    """A file of the same folder, and of no other."""
    return Path(file).parent / Path(str(name or "")).name


def _number(raw: Any) -> int | float | None:
    """A length or size as a file writes it; None for what is none."""
    try:
        value = float(str(raw))
    except ValueError:
        return None
    if not 0 < value < LARGEST:
        return None
    return int(value) if value.is_integer() else value


def _is_there(row: Beside, report: Report) -> bool:
    if row.path.is_file() and not row.path.is_symlink():
        return True
    report.refuse(
        row.place, f"recording {row.recording}: there is no file {row.path.name} beside it; left out"
    )
    return False
