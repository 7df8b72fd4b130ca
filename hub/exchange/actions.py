"""Take a community in."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import DatabaseError, transaction

from hub.activity.actions import record
from hub.demos.actions import recount_voices
from hub.exchange.captions import take_captions
from hub.exchange.formats import schedules
from hub.exchange.library import take_library
from hub.exchange.models import Import
from hub.exchange.playing import play
from hub.exchange.recognise import find
from hub.exchange.report import OUTCOMES, Contradiction, Place, Remark, Report, SourceReport
from hub.exchange.rounds import take_rounds
from hub.exchange.rows import Batch
from hub.exchange.settling import settle
from hub.exchange.source import Source
from hub.exchange.upsert import Upsert
from hub.roadmap import consistency, meanings, tallies
from hub.roadmap.models import RoadmapItem

if TYPE_CHECKING:
    from hub.accounts.models import User

KIND = "exchange.community_imported"
# What is taken in only when it is asked for by name: a programme brings its rooms as series.
OTHERWISE = {schedules.FORM: "a programme of a conference: import_schedule takes it in"}


def import_community(
    paths: Iterable[Path | str], *, by: User | None, dry_run: bool = False, only: Collection[str] = ()
) -> Report:
    """Take in everything recognised in files and folders, each source in one transaction.

    `only` names the forms that are wanted; what is of another is listed as ignored.

    The report says what became of it. A dry run does the same and takes all of it back: it reports the same.
    """
    begin = time.monotonic()
    report = Report(dry_run=dry_run)
    sources = find([Path(path) for path in paths], report)
    for source in [source for source in sources if not _is_wanted(source, only)]:
        sources.remove(source)
        report.ignored.append(
            Remark(Place(source.label), OTHERWISE.get(source.form, f"it is of {source.form}"))
        )
    upsert = Upsert(report)
    with transaction.atomic(durable=False):
        for source in sources:
            if dry_run:
                _take_in(source, upsert, by)
        if dry_run:
            _contradictions(upsert)
        transaction.set_rollback(dry_run)
    for source in [] if dry_run else sources:
        _take_in(source, upsert, by)
    if not dry_run:
        _contradictions(upsert)
    report.seconds = time.monotonic() - begin
    return report


def _is_wanted(source: Source, only: Collection[str]) -> bool:
    return source.form in only if only else source.form not in OTHERWISE


def _take_in(source: Source, upsert: Upsert, by: User | None) -> None:
    """One source, all of it or (when the database refuses) nothing; the next one goes on."""
    report = upsert.report
    outcome = SourceReport(source.label, source.form, len(source.files))
    report.sources.append(outcome)
    begin = time.monotonic()
    claimed = dict(upsert.claimed)
    try:
        with transaction.atomic():
            batch = Batch(source.form, source.label, report)
            source.read(source.files, batch)
            upsert.write(batch, outcome)
            settle(batch, outcome)
            take_captions(batch.captions_alone, report, outcome)
            tallies.recount_all()
            recount_voices()
            meanings.remember_meanings()
            take_library(batch.beside, report, outcome)
            play(batch.decisions, report, outcome)
            take_rounds(batch.rounds, report, outcome)
            _note(source, outcome, by)
    except DatabaseError as error:
        outcome.failed, outcome.counts = True, {}
        upsert.claimed = claimed
        upsert.names.known.clear()
        report.refuse(
            Place(source.label), f"the database refused it, nothing of it is in: {str(error).splitlines()[0]}"
        )
    outcome.seconds = time.monotonic() - begin


def _contradictions(upsert: Upsert) -> None:
    """Say which of the items that were spoken of contradict themselves: they go in as they are."""
    slugs = [key[0] for kind, key in upsert.claimed if kind == "item"]
    came = RoadmapItem.objects.filter(slug__in=slugs)
    for rule, _ in consistency.counts(came) if slugs else []:
        items = consistency.contradictory(came, rule.key).order_by("slug").values_list("slug", flat=True)
        upsert.report.contradictions.append(Contradiction(rule.key, rule.sentence, tuple(items)))


def _note(source: Source, outcome: SourceReport, by: User | None) -> None:
    """Write down what was imported; a source that brought nothing new is no event."""
    created, changed, unchanged = (outcome.total(what) for what in OUTCOMES)
    if not created and not changed:
        return
    name = (
        Path(source.label).resolve().name
    )  # everybody reads it: where it lies on the machine is nobody's business
    row = Import.objects.create(
        source=name[:500], form=source.form, by=by,
        created=created, changed=changed, unchanged=unchanged, counts=outcome.as_json()["kinds"],
    )  # fmt: skip
    summary = f"imported {name[:300]}: {created} new, {changed} changed"
    record(KIND, row, summary, by=by, created=created, changed=changed, unchanged=unchanged)
