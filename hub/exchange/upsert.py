"""Bring rows into the database: compare in memory, write in bulk, and leave alone what people changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from hub.exchange import chains, values
from hub.exchange.models import Trace
from hub.exchange.names import Names
from hub.exchange.report import Place, Report, SourceReport
from hub.exchange.rows import Batch, Row, target_table
from hub.exchange.tables import BY_KIND, TABLES, Table

CHUNK = 500
OWN = "community"  # the hub's own files may speak of everything, whoever spoke of it first
FORMS = {
    OWN: "one of the community's own",
    "groups": "one from a file of groups",
    "keps": "one from a tree of proposals",
    "landscape": "one from a landscape",
    "talks": "one from a tree of talks",
    "schedules": "one from the schedule of a conference",
}

Key = tuple[Any, ...]


class Upsert:
    """Writes the batches of one import, one after the other; remembers who spoke of what."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.names = Names()
        self.claimed: dict[tuple[str, Key], Place] = {}

    def write(self, batch: Batch, source: SourceReport) -> None:
        """All rows of one source, those first that others refer to."""
        for table in TABLES:
            if table.kind == "item":
                self.moves_first(batch, source)
            rows = batch.rows[table.kind]
            if rows:
                TableWrite(self, table, batch, source).run(rows)
                self.names.forget(table)

    def moves_first(self, batch: Batch, source: SourceReport) -> None:
        """Moves of items that are there go in before the items: else the database writes them without a name."""
        there = set(self.names.read(BY_KIND["item"]))
        rows = batch.rows["move"]
        known = [row for row in rows if row.links["item"][0] in there]
        if known:
            TableWrite(self, BY_KIND["move"], batch, source).run(known)
            batch.rows["move"] = [row for row in rows if row.links["item"][0] not in there]


class Slots:
    """Of some things only one may be in force at a time, or have a name: who holds which place."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.holders: dict[Any, Key] = {}

    def holder(self, key: Key, thing: models.Model) -> Key:
        """The key of what is in one of the thing's places; its own when they are free or there are none."""
        holders = (self.holders.get(slot, key) for slot in self.table.slots(thing))
        return next((holder for holder in holders if holder != key), key)

    def take(self, key: Key, thing: models.Model) -> None:
        """Give the thing its places, and free those it had."""
        self.holders = {slot: holder for slot, holder in self.holders.items() if holder != key}
        for slot in self.table.slots(thing):
            self.holders[slot] = key


class TableWrite:
    """The rows of one kind from one source."""

    def __init__(self, upsert: Upsert, table: Table, batch: Batch, source: SourceReport) -> None:
        self.upsert, self.table, self.form, self.source = upsert, table, batch.form, source
        self.report = upsert.report
        self.existing: dict[Key, models.Model] = {}
        self.traces: dict[int, Trace] = {}
        self.slots = Slots(table)
        self.created: dict[Key, models.Model] = {}
        self.changed: dict[Key, set[str]] = {}
        self.told: dict[Key, dict[str, str]] = {}
        self.spoken: dict[Key, Row] = {}

    def run(self, rows: list[Row]) -> None:
        """Resolve, compare, write."""
        linked = [(key, row) for row in rows if (key := self.link(row)) is not None]
        self.load(key for key, _ in linked)
        for key, row in sorted(linked, key=lambda pair: pair[1].mention):
            self.mention(key, row) if row.mention else self.take(key, row)
        self.save()
        chains.connect(self)
        self.connect()
        self.remember()
        self.count()

    def link(self, row: Row) -> Key | None:
        """Resolve the names in a row and give its key; None when it cannot be placed."""
        for name, (target, place) in row.links.items():
            if name in chains.of(self.table):
                continue  # the other one may come in with this very source
            attname = self.table.fields[name].attname
            try:
                row.values[attname] = self.upsert.names.find(target_table(self.table, name), target)
            except values.Unfit as error:
                lost = name in self.table.required
                self.report.refuse(place, f"{row.label}: {error}" + ("; left out" if lost else ""))
                if lost:
                    return None
        if fault := self.table.check(row.values):
            self.report.refuse(row.place, f"{row.label}: {fault}; left out")
            return None
        return tuple(row.values.get(column) for column in self.table.key_columns)

    def load(self, keys: Iterable[Key]) -> None:
        """The things that are there already, and what was said of them before."""
        table, first = self.table, self.table.key_columns[0]
        wanted = {key[0] for key in keys}
        for thing in table.model._default_manager.filter(**{f"{first}__in": wanted}).order_by("pk"):
            key = tuple(getattr(thing, column) for column in table.key_columns)
            self.existing[key] = thing
            self.slots.take(key, thing)
        for name, field in table.fields.items():
            if field.one_to_one and field.null and name not in chains.of(table):
                others = table.model._default_manager.exclude(**{f"{first}__in": wanted})
                for thing in others.exclude(**{name: None}):
                    self.slots.take(tuple(getattr(thing, column) for column in table.key_columns), thing)
        kept = Trace.objects.filter(
            kind=table.kind, object_id__in=[thing.pk for thing in self.existing.values()]
        )
        self.traces = {trace.object_id: trace for trace in kept}

    def take(self, key: Key, row: Row) -> None:
        """One thing that a source speaks of as its own."""
        thing = self.existing.get(key)
        trace = self.traces.get(thing.pk) if thing is not None else None
        if fault := self.not_ours(key, trace):
            self.report.refuse(row.place, f"{row.label}: {fault}; left out")
            return
        self.upsert.claimed[self.table.kind, key] = row.place
        told = {name: values.digest(value) for name, value in row.values.items()}
        if thing is not None:
            self.alter(key, thing, row, told, trace)
        else:
            thing = make(self.table, row)
            if not self.slot_is_free(key, thing, row):
                return
            self.created[key] = thing
        self.slots.take(key, thing)
        self.told[key] = told
        self.spoken[key] = row

    def not_ours(self, key: Key, trace: Trace | None) -> str:
        """Two of one name, here or from another sort of source: the first stands, the second is named."""
        place = self.upsert.claimed.get((self.table.kind, key))
        if place is not None:
            return f"is there already, in {place}"
        if trace and self.form not in (OWN, trace.form):
            return f"the name belongs to {FORMS.get(trace.form, trace.form)}"
        return ""

    def alter(
        self, key: Key, thing: models.Model, row: Row, told: dict[str, str], trace: Trace | None
    ) -> None:
        """Write what is new in the source; what it said before, people may have changed since."""
        before = trace.told if trace else {}
        changed = {
            name for name, value in row.values.items()
            if before.get(name) != told[name]
            and name not in self.table.first_only
            and not values.same(getattr(thing, name), value)
        }  # fmt: skip
        if changed and self.table.frozen:
            self.report.refuse(
                row.place, f"{row.label}: happened as it is written here already; left as it is"
            )
            return
        held = {name: getattr(thing, name) for name in changed}
        for name in changed:
            setattr(thing, name, row.values[name])
        if changed and not self.slot_is_free(key, thing, row):
            for name, value in held.items():
                setattr(thing, name, value)
        elif changed:
            self.changed[key] = changed

    def mention(self, key: Key, row: Row) -> None:
        """Somebody named in passing: known from now on, and what is blank is filled in."""
        thing = self.created.get(key) or self.existing.get(key)
        if thing is None:
            self.created[key] = make(self.table, row)
            self.spoken[key] = row
            return
        blanks = {name for name, value in row.values.items() if value and not getattr(thing, name)}
        for name in blanks:
            setattr(thing, name, row.values[name])
        if blanks and key not in self.created:
            self.changed.setdefault(key, set()).update(blanks)
        self.spoken.setdefault(key, row)

    def slot_is_free(self, key: Key, thing: models.Model, row: Row) -> bool:
        """Say so when another thing of the kind is in force."""
        holder = self.slots.holder(key, thing)
        if holder != key:
            taken = self.table.taken.format(holder[-1])
            self.report.refuse(row.place, f"{row.label}: {taken}; left out")
        return holder == key

    def save(self) -> None:
        """Changes first: an end makes room for a beginning."""
        manager = self.table.model._default_manager
        columns = sorted(set().union(*self.changed.values()))
        if columns:
            things = [self.existing[key] for key in self.changed]
            fields = [self.table.model._meta.get_field(column).name for column in columns]
            manager.bulk_update(things, fields, batch_size=CHUNK)
        manager.bulk_create(list(self.created.values()), batch_size=CHUNK)

    def connect(self) -> None:
        """Links to many: those the source adds are added, none is taken away."""
        for name, field in self.table.fields.items():
            if field.many_to_many:
                self.connect_field(name, field)

    def connect_field(self, name: str, field: Any) -> None:
        table, through = target_table(self.table, name), field.remote_field.through
        ours, theirs = field.m2m_column_name(), field.m2m_reverse_name()
        owners = {key: self.thing(key).pk for key, row in self.spoken.items() if name in row.many}
        held = set(through.objects.filter(**{f"{ours}__in": owners.values()}).values_list(ours, theirs))
        rows = []
        for key, owner in owners.items():
            wanted = targets(self.upsert, table, self.spoken[key], name)
            self.told.setdefault(key, {})[name] = now = values.digest(sorted(wanted))
            trace = self.traces.get(owner)
            if trace and trace.told.get(name) == now:
                continue
            new = {(owner, target) for target in wanted} - held
            rows += [through(**{ours: owner, theirs: target}) for _, target in sorted(new)]
            if new and key not in self.created:
                self.changed.setdefault(key, set())
        through.objects.bulk_create(rows, batch_size=CHUNK)

    def thing(self, key: Key) -> models.Model:
        return self.created.get(key) or self.existing[key]

    def remember(self) -> None:
        """Keep what was said, to know next time what is new."""
        new, old = [], []
        for key, told in self.told.items():
            thing = self.thing(key)
            trace = self.traces.get(thing.pk)
            if trace is None:
                new.append(Trace(kind=self.table.kind, object_id=thing.pk, form=self.form, told=told))
            elif not told.items() <= trace.told.items():
                trace.told = trace.told | told
                old.append(trace)
        Trace.objects.bulk_create(
            new, batch_size=CHUNK, update_conflicts=True, update_fields=["form", "told"],
            unique_fields=["kind", "object_id"],
        )  # fmt: skip
        Trace.objects.bulk_update(old, ["told"], batch_size=CHUNK)

    def count(self) -> None:
        """Say what became of the rows."""
        kind = self.table.kind
        same = len(self.spoken) - len(self.created) - len(self.changed.keys() - self.created.keys())
        for what, number in (
            ("created", len(self.created)),
            ("changed", len(self.changed)),
            ("unchanged", same),
        ):
            self.source.count(kind, what, number)


def make(table: Table, row: Row) -> models.Model:
    """A new thing; a person nobody gave a password cannot sign in with one."""
    thing = table.model(**row.values)
    if hasattr(thing, "set_unusable_password"):
        thing.set_unusable_password()
    return thing


def targets(upsert: Upsert, table: Table, row: Row, name: str) -> set[int]:
    """The keys of the things a row names; those that are not there are reported."""
    found = set()
    for target, place in row.many[name]:
        try:
            found.add(upsert.names.find(table, target))
        except values.Unfit as error:
            upsert.report.refuse(place, f"{row.label}: {error}")
    return found
