"""Captions that lie beside a recording go in by the verb that people use; what people corrected here stays."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from hub.activity.models import Entry
from hub.exchange.report import Place, Report, SourceReport
from hub.exchange.rows import CaptionsFile
from hub.recordings.actions import words as actions
from hub.recordings.models import Recording, Track


def take_captions(files: Iterable[CaptionsFile], report: Report, source: SourceReport) -> None:
    """Take in every file of captions whose recording is there, each all or not at all."""
    for file in files:
        place = Place(str(file.path))
        recording = Recording.objects.filter(slug=file.recording).first()
        if recording is None:
            report.refuse(place, f"there is no recording {file.recording}; left out")
        elif _corrected_here(recording, file.language):
            report.note(place, "these captions were corrected in the hub; left as they are there")
            source.count("track", "unchanged")
        else:
            _take_one(file, recording, report, source)


def _take_one(file: CaptionsFile, recording: Recording, report: Report, source: SourceReport) -> None:
    place = Place(str(file.path))
    known = Track.objects.filter(recording=recording, language=file.language).exists()
    try:
        with transaction.atomic():
            data = file.path.read_bytes()
            taken = actions.take_in_captions(recording, data=data, language=file.language, by=None)
    except OSError as error:
        report.refuse(place, f"cannot be read: {error.strerror}")
    except ValidationError as error:
        report.refuse(place, f"{' '.join(error.messages)}; left out")
    else:
        source.count("track", "unchanged" if not taken.changed else "changed" if known else "created")
        for warning in taken.warnings:
            report.note(place, warning)


def _corrected_here(recording: Recording, language: str) -> bool:
    corrections = Entry.objects.filter(
        kind="recordings.captions_corrected",
        subject_kind=recording._meta.label_lower,
        subject_id=recording.pk,
    )
    return corrections.filter(data__language=language).exists()
