"""A source: one file or one tree of files of one form, and the reader that understands it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hub.exchange.marked import Mapping
from hub.exchange.report import Place, Report
from hub.exchange.rows import Batch


@dataclass
class File:
    """A file that was read."""

    name: str
    content: Any

    def place(self, line: int = 0) -> Place:
        """A line of it."""
        return Place(self.name, line)


@dataclass
class Source:
    """What is taken in as one, in one transaction."""

    form: str
    label: str
    read: Callable[[list[File], Batch], None]
    files: list[File] = field(default_factory=list)


def strangers(
    form: str, file: str, node: Mapping, known: frozenset[str], report: Report, under: str = ""
) -> None:
    """Report the fields of a mapping that the hub has no place for."""
    for key in node.keys() - known:
        report.unknown_field(form, under + key[:100], Place(file, node.line_of(key)))


def mapping(raw: Any) -> Mapping:
    """The value if it is a mapping, else an empty one."""
    return raw if isinstance(raw, Mapping) else Mapping()


def mappings(raw: Any, file: str, what: str, report: Report, line: int = 0) -> list[Mapping]:
    """The mappings of a list; anything else in their place is refused and named."""
    if raw is None:
        return []
    if not isinstance(raw, list):
        report.refuse(Place(file, line), f"{what} must be a list")
        return []
    lines = getattr(raw, "lines", [line] * len(raw))
    for item, at in zip(raw, lines, strict=True):
        if not isinstance(item, Mapping):
            report.refuse(
                Place(file, at), f"{what}: an entry must have fields, this is {item!r:.60}; left out"
            )
    return [item for item in raw if isinstance(item, Mapping)]


def place_of(file: str, node: Mapping, key: str = "") -> Place:
    """Where a key of a mapping is written, or the mapping itself."""
    return Place(file, node.line_of(key) if key else node.line)
