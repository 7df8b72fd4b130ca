"""What is public, in the words of the hub's own files: one consistent read, a handful of queries a kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models

from hub.exchange import codec
from hub.exchange.exporting.rounds import Rounds
from hub.exchange.exporting.words import clean
from hub.exchange.formats import rounds
from hub.exchange.rows import target_table
from hub.exchange.shapes import SHAPES, Shape
from hub.exchange.tables import BY_KIND, Table
from hub.roadmap.models import RoadmapItem

PRIVATE = {"targets"}  # how things are probed is nobody else's business
RIGHTS = {"is_platform_admin"}  # a right is given by the hub that honours it


class Gather:
    """Reads everything that somebody who is not signed in may see."""

    def __init__(self, *, ballots: bool = False) -> None:
        self.known: dict[str, dict[int, str]] = {}
        self.ballots = ballots

    def everything(self) -> Iterator[tuple[str, dict[str, dict[str, Any]]]]:
        """Each kind of thing: the name of its file or folder, and its things by name."""
        for noun, shape in SHAPES.items():
            if noun not in PRIVATE:
                yield noun, self.things(shape)
        yield rounds.NOUN, Rounds(lambda kind: self.names(BY_KIND[kind]), ballots=self.ballots).everything()

    def things(self, shape: Shape) -> dict[str, dict[str, Any]]:
        """All public things of a kind, by name."""
        rows = list(visible(shape.table.model).order_by(shape.key))
        fields = self.fields(shape, rows)
        parts = {word: self.parts(part, rows) for word, part in shape.parts.items()}
        things = {}
        for row in rows:
            found = fields[row.pk] | {word: part[row.pk] for word, part in parts.items() if part[row.pk]}
            things[getattr(row, shape.key)] = found
        return dict(sorted(things.items()))

    def parts(self, shape: Shape, owners: list[models.Model]) -> dict[int, list[dict[str, Any]]]:
        """The lesser things inside, by what they are in, in their order."""
        parent = shape.table.fields[shape.parent].attname
        rows = visible(shape.table.model).filter(**{f"{parent}__in": [owner.pk for owner in owners]})
        held = list(shape.only(rows).order_by(shape.parent, *shape.order))
        zones = {owner.pk: getattr(owner, "timezone", "UTC") for owner in owners}
        fields = self.fields(shape, held, zones)
        inside = {word: self.parts(part, held) for word, part in shape.parts.items()}
        found: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for row in held:
            if fields[row.pk] is not None:
                parts = {word: part[row.pk] for word, part in inside.items() if part[row.pk]}
                if "revisions" in parts:
                    fields[row.pk].pop("notes", None)  # the last revision says it
                found[getattr(row, parent)].append(fields[row.pk] | parts)
        return found

    def fields(self, shape: Shape, rows: list[Any], zones: dict[int, str] | None = None) -> dict[int, Any]:
        """The words of each row; None where it stands on something that is not public."""
        many = {
            column: self.many(shape, column, rows)
            for column in shape.words.values() if shape.table.fields[column].many_to_many
        }  # fmt: skip
        return {row.pk: self.row(shape, row, many, zones or {}) for row in rows}

    def row(
        self, shape: Shape, row: Any, many: dict[str, Any], zones: dict[int, str]
    ) -> dict[str, Any] | None:
        """One row in words; what is empty is not written."""
        told = _when(row, zones[row.series_id]) if shape.kind == "meeting" else {}
        for word, column in shape.words.items():
            field = shape.table.fields[column]
            if word in told:
                continue
            if field.many_to_many:
                value: Any = many[column][row.pk]
            elif field.is_relation:
                value = self.names(target_table(shape.table, column)).get(getattr(row, field.attname))
                if value and column in shape.local:
                    value = value.rpartition("/")[2]
                if value is None and not field.null:
                    return None
            else:
                value = self.value(shape, field, getattr(row, column))
            if column not in RIGHTS and not _is_empty(field, value):
                told[word] = value
        return told

    def value(self, shape: Shape, field: Any, held: Any) -> Any:
        """One value as it is written."""
        encode: Any = codec.WRITE.get((shape.kind, field.name))
        if encode and held is not None:
            return encode(held)
        if isinstance(field, models.TimeField):
            return f"{held:%H:%M}" if held else None
        return clean(held)

    def many(self, shape: Shape, column: str, rows: list[Any]) -> dict[int, list[str]]:
        """Links to many, by name."""
        field = shape.table.fields[column]
        ours, theirs = field.m2m_column_name(), field.m2m_reverse_name()
        names = self.names(target_table(shape.table, column))
        found: dict[int, list[str]] = defaultdict(list)
        links = field.remote_field.through.objects.filter(**{f"{ours}__in": [row.pk for row in rows]})
        for owner, target in links.values_list(ours, theirs):
            if target in names:
                found[owner].append(names[target])
        return defaultdict(list, {owner: sorted(targets) for owner, targets in found.items()})

    def names(self, table: Table) -> dict[int, str]:
        """The first name of each public thing that means nothing else."""
        if table.kind not in self.known:
            public = set(visible(table.model).values_list("pk", flat=True))
            means: dict[str, set[int]] = defaultdict(set)
            for name, key in table.all_names():
                means[name].add(key)
            best: dict[int, str] = {}
            for name, key in table.all_names():
                if key in public and len(means[name]) == 1:
                    best.setdefault(key, name)
            self.known[table.kind] = best
        return self.known[table.kind]


def visible(model: type[models.Model]) -> Any:
    """What somebody who is not signed in may see; lesser things are as public as what they are in."""
    rows = model._default_manager.all()
    if model is RoadmapItem:
        return rows  # what was merged has no page of its own, but is no secret
    return rows.visible_to(AnonymousUser()) if hasattr(rows, "visible_to") else rows


def _when(meeting: Any, zone: str) -> dict[str, Any]:
    """When a meeting is, in the time of its series."""
    minutes = round((meeting.ends_at - meeting.starts_at).total_seconds() / 60)
    return {"at": codec.write_start(meeting.starts_at, zone), "minutes": minutes}


def _is_empty(field: Any, value: Any) -> bool:
    """Whether a reader would come to this value without being told."""
    if value is None or value in ("", [], {}):
        return True
    default = field.default if field.has_default() and not callable(field.default) else None
    return not field.many_to_many and not field.choices and default is not None and value == default
