"""What can be imported: every noun, what identifies it and what must hold of it, in the order of writing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models

from hub.accounts.models import Membership, Team, User
from hub.catalog.models import Cluster, ClusterStage, Enablement, Service, ServiceStage
from hub.demos.models import Demo, Wish, WishVoice
from hub.exchange.checks import (
    Check,
    all_of,
    askable,
    begun,
    begun_before_over,
    fair_point,
    founded,
    lasting,
    meant_for,
    not_new,
    since_when,
    to_come,
)
from hub.goldenpath.models import Path, Step
from hub.meetings.models import AgendaItem, Meeting, Revision, Series
from hub.recordings.models import Cut, Recording, Segment, SegmentService, TimedNote, clock
from hub.roadmap.models import (
    ItemStage,
    Merge,
    Move,
    Note,
    Release,
    RoadmapItem,
    Support,
    TeamUpdate,
    Uptake,
    Use,
)
from hub.sigs.models import (
    CaseVerdict,
    Conclusion,
    Criterion,
    Evaluation,
    Finding,
    Group,
    Option,
    Subproject,
    Term,
)
from hub.status.models import Target
from hub.voting.models import ReturnCondition


def _by_slug(model: type[models.Model], name: str = "slug") -> Iterator[tuple[str, int]]:
    yield from model._default_manager.values_list(name, "pk")


def no_names() -> Iterator[tuple[str, int]]:
    """Things that nobody refers to by name."""
    yield from ()


def meeting_names() -> Iterator[tuple[str, int]]:
    """`ml-sync@2026-11-03` by its local day, and to the minute for the days that have two."""
    rows = Meeting.objects.values_list("pk", "series__slug", "series__timezone", "starts_at")
    for key, slug, zone, start in rows:
        local = start.astimezone(ZoneInfo(zone))
        yield f"{slug}@{local:%Y-%m-%d}", key
        yield f"{slug}@{start:%Y-%m-%dT%H:%M:%SZ}", key


def point_names() -> Iterator[tuple[str, int]]:
    """`ml-sync@2026-11-03/Roadmap` on a date, `ml-sync/Roadmap` in the backlog, or by the moment it was added."""
    rows = AgendaItem.objects.select_related("series", "meeting").order_by("pk")
    for row in rows.only("title", "added_at", "series__slug", "series__timezone", "meeting__starts_at"):
        where = row.series.slug
        if row.meeting:
            where += f"@{row.meeting.starts_at.astimezone(ZoneInfo(row.series.timezone)):%Y-%m-%d}"
        yield f"{where}/{row.title}", row.pk
        yield f"{row.series.slug}/{row.added_at.astimezone(dt.UTC).isoformat()}/{row.title}", row.pk


def segment_names() -> Iterator[tuple[str, int]]:
    """`recording@12:30` by where it begins, its title behind the recording, or the demo when that has one segment."""
    rows = Segment.objects.values_list("pk", "recording__slug", "starts_s", "title", "demo__slug")
    for key, recording, start, title, demo in rows:
        yield f"{recording}@{clock(start)}", key
        yield f"{recording}/{title}", key
        if demo:
            yield demo, key


def compared_names(model: type[Option | Criterion]) -> Callable[[], Iterator[tuple[str, int]]]:
    """`which-registry/mlflow`: what an evaluation compares, or by what, behind the evaluation's name."""

    def names() -> Iterator[tuple[str, int]]:
        rows = model._default_manager.values_list("pk", "evaluation__slug", "key")
        for key, evaluation, name in rows:
            yield f"{evaluation}/{name}", key

    return names


def release_names() -> Iterator[tuple[str, int]]:
    """A release is named like the item that shipped."""
    yield from Release.objects.values_list("item__slug", "pk")


@dataclass(frozen=True)
class Table:
    """One kind of thing an import writes."""

    kind: str
    word: str
    model: type[models.Model]
    key: tuple[str, ...] = ("slug",)
    names: Callable[[], Iterator[tuple[str, int]]] | None = None
    check: Check = lambda _row: ""
    slots: Callable[[Any], tuple[Hashable, ...]] = lambda _thing: ()
    taken: str = "another one is in force since {}"
    first_only: frozenset[str] = frozenset()
    frozen: bool = False  # what happened stays as it happened
    whole: bool = False  # half of it would say something else

    @cached_property
    def fields(self) -> dict[str, Any]:
        """The fields of the model by name, without those that follow from others or lead to what has no table."""
        opts = self.model._meta
        return {
            field.name: field for field in (*opts.concrete_fields, *opts.many_to_many)
            if field.editable and (not field.is_relation or field.related_model in BY_MODEL)
        }  # fmt: skip

    @cached_property
    def required(self) -> set[str]:
        """Fields a thing cannot be without."""
        return {
            name for name, field in self.fields.items()
            if not field.many_to_many and not field.primary_key
            and not field.null and not field.blank and not field.has_default()
        } - {"password"} | {name for name in self.key if not self.fields[name].null}  # fmt: skip

    @cached_property
    def key_columns(self) -> tuple[str, ...]:
        """The attributes that identify a row."""
        return tuple(self.fields[name].attname for name in self.key)

    def all_names(self) -> Iterator[tuple[str, int]]:
        """Every name by which something of this kind can be referred to."""
        return self.names() if self.names else _by_slug(self.model)


def _enabled_now(thing: Enablement) -> tuple[Hashable, ...]:
    return ((thing.service_id, thing.cluster_id),) if thing.ends_on is None else ()


def _compared_once(thing: Option | Criterion) -> tuple[Hashable, ...]:
    """A name is compared once, and one option means that everything stays."""
    name = (thing.evaluation_id, thing.name)
    return (name, thing.evaluation_id) if getattr(thing, "status_quo", False) else (name,)


def _one_a_day(thing: Meeting) -> tuple[Hashable, ...]:
    return ((thing.series_id, thing.occurs_on),) if thing.occurs_on else ()


def _one_place(thing: Demo) -> tuple[Hashable, ...]:
    return (thing.slot_id,) if thing.slot_id else ()


def _person_names() -> Iterator[tuple[str, int]]:
    return _by_slug(User, "handle")


_in_team = lasting("starts_on", "ends_on", "the membership")
_in_office = lasting("starts_on", "ends_on", "the term")
_running = lasting("starts_on", "ends_on", "the enablement")
_held = all_of(lasting("starts_at", "ends_at", "the meeting"), begun_before_over)
_point = all_of(fair_point, begun_before_over)
_cut = lasting("starts_ms", "ends_ms", "the cut")
_shown = lasting("starts_s", "ends_s", "the segment")
_STAGE_KEY = ("subject", "stage", "starts_on")

TABLES = (
    Table("person", "person", User, ("handle",), _person_names, first_only=frozenset({"is_platform_admin"})),
    Table("team", "team", Team),
    Table("membership", "membership", Membership, ("user", "team", "starts_on"), no_names, _in_team),
    Table("group", "group", Group),
    Table("term", "term", Term, ("group", "user", "role", "starts_on"), no_names, _in_office),
    Table("subproject", "subproject", Subproject, ("group", "name"), no_names),
    Table("evaluation", "evaluation", Evaluation, check=not_new("slug")),
    Table(
        "option",
        "option",
        Option,
        ("evaluation", "key"),
        compared_names(Option),
        not_new("key"),
        _compared_once,
        "“{}” has this name already, or means that everything stays as it is",
    ),
    Table(
        "criterion",
        "criterion",
        Criterion,
        ("evaluation", "key"),
        compared_names(Criterion),
        not_new("key"),
        _compared_once,
        "“{}” has this name already",
    ),
    Table("finding", "finding", Finding, ("option", "criterion", "key"), no_names),
    Table("conclusion", "conclusion", Conclusion),
    Table("case", "use case", CaseVerdict, ("conclusion", "use_case"), no_names),
    Table("service", "service", Service),
    Table(
        "return_condition",
        "return condition",
        ReturnCondition,
        ("conclusion", "service", "stage"),
        no_names,
        to_come,
    ),
    Table("cluster", "cluster", Cluster),
    Table("service_stage", "stage", ServiceStage, _STAGE_KEY, no_names, begun),
    Table("cluster_stage", "stage", ClusterStage, _STAGE_KEY, no_names, begun),
    Table(
        "enablement",
        "enablement",
        Enablement,
        ("service", "cluster", "starts_on"),
        no_names,
        _running,
        _enabled_now,
    ),
    Table("target", "target", Target, check=askable, whole=True),
    Table("series", "series", Series),
    Table(
        "meeting",
        "meeting",
        Meeting,
        ("series", "starts_at"),
        meeting_names,
        _held,
        _one_a_day,
        "the meeting of {:%Y-%m-%d %H:%M} UTC stands for this day of the rule already",
    ),
    Table("revision", "revision", Revision, ("meeting", "number"), no_names, founded, frozen=True),
    Table("agenda_item", "point", AgendaItem, ("series", "added_at", "title"), point_names, _point),
    Table("team_update", "team update", TeamUpdate, ("meeting", "team"), no_names),
    Table("demo", "demo", Demo, slots=_one_place, taken="the demo {} has this place already"),
    Table("wish", "wish", Wish),
    Table("wish_voice", "wish of a person", WishVoice, ("wish", "user"), no_names),
    Table("recording", "recording", Recording, check=meant_for),
    Table("segment", "segment", Segment, ("recording", "starts_s", "title"), segment_names, _shown),
    Table("shown", "service shown", SegmentService, ("segment", "service"), no_names),
    Table("cut", "cut", Cut, ("recording", "starts_ms", "ends_ms"), no_names, _cut),
    Table("timed_note", "note", TimedNote, ("recording", "user", "made_at"), no_names),
    Table("item", "roadmap item", RoadmapItem, check=since_when),
    Table("item_stage", "milestone", ItemStage, ("item", "stage"), no_names),
    Table("support", "support", Support, ("item", "user"), no_names),
    Table("move", "move", Move, ("item", "at", "to_state"), no_names, frozen=True),
    Table("note", "note", Note, ("item", "at"), no_names, frozen=True),
    Table("merge", "merge", Merge, ("item", "at"), no_names, frozen=True),
    Table("release", "release note", Release, ("item",), release_names),
    Table("uptake", "uptake", Uptake, ("release", "days"), no_names, frozen=True),
    Table("use", "use", Use, ("item", "user"), no_names),
    Table("path", "golden path", Path),
    Table("step", "step", Step, ("path", "position"), no_names),
)
BY_KIND = {table.kind: table for table in TABLES}
BY_MODEL = {table.model: table for table in TABLES}
