"""What a reader found, field by field, before it meets the database."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hub.exchange import values
from hub.exchange.marked import Mapping
from hub.exchange.report import Place, Report
from hub.exchange.tables import BY_KIND, BY_MODEL, Table

if TYPE_CHECKING:
    from hub.exchange.formats.decisions import Script
    from hub.exchange.formats.media import Beside
    from hub.exchange.formats.rounds import Account


@dataclass
class Row:
    """One thing as a source tells it: checked values, and the names of the things it points to."""

    table: Table
    place: Place
    label: str
    values: dict[str, Any] = field(default_factory=dict)
    links: dict[str, tuple[str, Place]] = field(default_factory=dict)
    many: dict[str, list[tuple[str, Place]]] = field(default_factory=dict)
    mention: bool = False


@dataclass(frozen=True)
class CaptionsFile:
    """Captions beside a recording."""

    path: Path
    recording: str
    language: str


class Batch:
    """The rows of one source, in the making."""

    def __init__(self, form: str, label: str, report: Report) -> None:
        self.form = form
        self.label = label
        self.report = report
        self.rows: dict[str, list[Row]] = {kind: [] for kind in BY_KIND}
        self.decisions: list[Script] = []  # these are no rows: verbs take them in
        self.rounds: list[Account] = []
        self.beside: list[Beside] = []  # files of recordings: the storage takes them in
        self.captions: list[CaptionsFile] = []
        self.files = 0

    @property
    def captions_alone(self) -> list[CaptionsFile]:
        """Captions that lie beside a recording without being named in its file."""
        named = {row.path for row in self.beside}
        return [file for file in self.captions if file.path not in named]

    def add(
        self,
        kind: str,
        file: str,
        node: Mapping | int,
        told: AnyMapping[str, Any],
        *,
        keys: AnyMapping[str, str] | None = None,
        mention: bool = False,
    ) -> Row | None:
        """Take one thing in; a value that does not fit is named and left out, without its key all of it.

        `told` is by field of the noun; `keys` gives the word of the file where it differs, to find its line.
        """
        table = BY_KIND[kind]
        at = _Lines(file, node, keys or {})
        row = Row(table, at.place(""), _label(table, told), mention=mention)
        faults = {name: fault for name, raw in told.items() if (fault := self._put(row, name, raw, at))}
        missing = [name for name in sorted(table.required) if not self._has(row, name)]
        if missing:
            reason = " and ".join(faults.pop(name, f"{at.word(name)} is missing") for name in missing)
            self.report.refuse(at.place(missing[0]), f"{row.label}: {reason}; left out")
        lost = bool(missing or (faults and table.whole))
        for name, fault in faults.items():
            self.report.refuse(at.place(name), f"{row.label}: {fault}{'; left out' if table.whole else ''}")
        if lost:
            return None
        self.rows[kind].append(row)
        return row

    def _put(self, row: Row, name: str, raw: Any, at: _Lines) -> str:
        """Put one value in its place; says what is wrong with it."""
        column = row.table.fields[name]
        try:
            if column.many_to_many:
                row.many[name] = [
                    (values.line(item), at.place(name)) for item in values.words(raw or []) if item
                ]
            elif column.is_relation:
                if raw not in (None, ""):
                    row.links[name] = (values.line(raw), at.place(name))
                elif column.null:
                    row.values[column.attname] = None
            else:
                row.values[name] = values.fit(column, raw)
                if name in row.table.key and name == "slug" and row.values[name] != str(raw).strip():
                    self.report.note(at.place(name), f"{raw!r} is written {row.values[name]!r} in addresses")
        except values.Unfit as error:
            return f"{at.word(name)} {error}"
        return ""

    def _has(self, row: Row, name: str) -> bool:
        return name in row.links or row.values.get(name) not in (None, "")


@dataclass(frozen=True)
class _Lines:
    """Where the values of one thing are written."""

    file: str
    node: Mapping | int
    keys: AnyMapping[str, str]

    def word(self, name: str) -> str:
        return self.keys.get(name, name)

    def place(self, name: str) -> Place:
        if isinstance(self.node, int):
            return Place(self.file, self.node)
        return Place(self.file, self.node.line_of(self.word(name)) if name else self.node.line)


def _label(table: Table, told: AnyMapping[str, Any]) -> str:
    """How a report speaks of it."""
    name = next((told[key] for key in ("slug", "handle", "name", "title", "text") if told.get(key)), None)
    if name is None or isinstance(name, dict | list):
        name = (
            " ".join(str(told[key]) for key in table.key if isinstance(told.get(key), str | int))
            or "without a name"
        )
    return f"{table.word} {str(name)[:80]}"


def target_table(table: Table, name: str) -> Table:
    """The kind of thing a link points to."""
    return BY_MODEL[table.fields[name].related_model]
