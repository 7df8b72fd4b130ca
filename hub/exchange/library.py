"""Put the files of imported recordings into the storage, and what is said in them into the database."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import filetype
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from hub.exchange.formats.media import CAPTIONS, Beside
from hub.exchange.models import Trace
from hub.exchange.report import Report, SourceReport
from hub.recordings.actions.words import take_in_captions
from hub.recordings.models import MediaFile, Recording, Track
from hub.recordings.words import keeping
from hub.recordings.words.captions import Line, UnreadableError
from hub.recordings.words.reading import read

FORM = "community"
LARGEST = 512 * 1024 * 1024
TYPES = {
    MediaFile.Kind.VIDEO: ("video/mp4", "video/webm"),
    MediaFile.Kind.AUDIO: ("audio/mp4", "audio/mpeg", "audio/aac", "audio/ogg", "audio/x-m4a"),
    MediaFile.Kind.POSTER: ("image/jpeg", "image/png", "image/webp"),
    MediaFile.Kind.STORYBOARD: ("image/jpeg", "image/png", "image/webp"),
}


def take_library(files: list[Beside], report: Report, outcome: SourceReport) -> None:
    """Every file once: one that was taken in before is left as it is, whatever became of it here since."""
    slugs = {row.recording for row in files}
    recordings = {row.slug: row for row in Recording.objects.filter(slug__in=slugs)}
    for row in files:
        recording = recordings.get(row.recording)
        if recording and (row.kind == CAPTIONS or not recording.is_retired):
            take = _take_captions if row.kind == CAPTIONS else _take_file
            word = "captions" if row.kind == CAPTIONS else "media"
            if done := take(recording, row, report):
                outcome.count(word, done)


def _take_file(recording: Recording, row: Beside, report: Report) -> str:
    """One film or picture; says what became of it."""
    size = row.path.stat().st_size
    kind = filetype.guess(row.path)
    if size > LARGEST or kind is None or kind.mime not in TYPES[MediaFile.Kind(row.kind)]:
        report.refuse(
            row.place, f"recording {recording.slug}: {row.path.name} is no {row.kind} the hub can show"
        )
        return ""
    digest, name = _digest(row.path), f"media:{row.kind}"
    if _told(name, recording) == digest:
        return "unchanged"
    held = recording.files.filter(kind=row.kind).first()
    if held and not _told(name, recording):
        report.refuse(
            row.place, f"recording {recording.slug}: has another {row.kind} here already; left as it is"
        )
        return ""
    target = f"recordings/{recording.pk}/{row.kind}-{digest[:24]}.{kind.extension}"
    if not report.dry_run:
        _store(row.path, target, held)
    facts = {name: row.facts.get(name) for name in ("seconds", "width", "height")}
    if row.kind == MediaFile.Kind.STORYBOARD:
        facts = {"details": dict(row.facts)}
    values = {"name": target, "content_type": kind.mime, "bytes": size, "sha256": digest, **facts}
    recording.files.update_or_create(kind=row.kind, defaults=values)
    _remember(name, recording, digest)
    return "changed" if held else "created"


def _store(path: Path, target: str, held: MediaFile | None) -> None:
    """The name tells the content: a file that is there already is the same one. What it replaces goes at the end."""
    if not default_storage.exists(target):
        with path.open("rb") as file:
            default_storage.save(target, File(file))
    if held and held.name != target:
        old = held.name
        transaction.on_commit(lambda: default_storage.delete(old))


def _take_captions(recording: Recording, row: Beside, report: Report) -> str:
    """What is said in one language; says what became of it."""
    language, data = row.facts["language"], row.path.read_bytes()
    name, digest = f"captions:{language}"[:20], hashlib.sha256(data).hexdigest()
    if _told(name, recording) == digest:
        return "unchanged"
    try:
        lines = read(data).lines
    except UnreadableError as error:
        why = f"{row.path.name} holds no captions that can be read ({error}); left out"
        report.refuse(row.place, f"recording {recording.slug}: {why}")
        return ""
    held = recording.tracks.filter(language=language).first()
    if held and _says_so_already(held, row, lines):
        _remember(name, recording, digest)
        return "unchanged"
    if held and (held.version > 1 or not _told(name, recording)):
        report.refuse(
            row.place, f"recording {recording.slug}: its captions were changed here; left as they are"
        )
        return ""
    try:
        taken = take_in_captions(recording, data=data, language=language, by=None)
    except ValidationError as error:
        why = " ".join(error.messages)
        report.refuse(row.place, f"recording {recording.slug}: {row.path.name}: {why}; left out")
        return ""
    Track.objects.filter(pk=taken.track.pk).update(origin=row.facts["origin"], model=row.facts["model"])
    _remember(name, recording, digest)
    return "changed" if held else "created"


def _says_so_already(held: Track, row: Beside, lines: list[Line]) -> bool:
    """Whether what people see of it is what the file says, as when a hub reads its own export."""
    same = (held.origin, held.model) == (row.facts["origin"], row.facts["model"])
    return same and keeping.shown_lines(held) == lines


def _told(kind: str, recording: Recording) -> str:
    """What the library said of it last, as a digest."""
    trace = Trace.objects.filter(kind=kind, object_id=recording.pk).first()
    return str(trace.told.get("sha256", "")) if trace else ""


def _remember(kind: str, recording: Recording, digest: str) -> None:
    told: dict[str, Any] = {"sha256": digest}
    Trace.objects.update_or_create(kind=kind, object_id=recording.pk, defaults={"form": FORM, "told": told})


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
