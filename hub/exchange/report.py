"""What an import or export did, for people and for programs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, order=True)
class Place:
    """A line of a file; line 0 is the file as a whole."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True)
class Remark:
    """Something to know about one place."""

    place: Place
    reason: str

    def as_json(self) -> dict[str, Any]:
        """The same for programs."""
        return {"file": self.place.file, "line": self.place.line, "reason": self.reason}


@dataclass
class SourceReport:
    """What became of one source: one file or one tree of files."""

    label: str
    form: str
    files: int = 0
    failed: bool = False
    seconds: float = 0.0
    counts: dict[str, Counter[str]] = field(default_factory=dict)

    def count(self, kind: str, what: str, number: int = 1) -> None:
        """Add to what happened to one kind of thing."""
        self.counts.setdefault(kind, Counter())[what] += number

    def total(self, what: str) -> int:
        """How many things were created, changed or unchanged."""
        return sum(counter[what] for counter in self.counts.values())

    def as_json(self) -> dict[str, Any]:
        """The same for programs."""
        totals = {what: self.total(what) for what in OUTCOMES}
        kinds = {kind: {what: counter[what] for what in OUTCOMES} for kind, counter in self.counts.items()}
        return {
            "source": self.label, "format": self.form, "files": self.files, "failed": self.failed,
            "seconds": round(self.seconds, 3), **totals, "kinds": kinds,
        }  # fmt: skip


@dataclass(frozen=True)
class Contradiction:
    """What items that came in say that cannot be true all at once: how many do, and which."""

    kind: str
    sentence: str
    items: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "kind": self.kind,
            "sentence": self.sentence,
            "count": len(self.items),
            "items": list(self.items),
        }


OUTCOMES = ("created", "changed", "unchanged")


@dataclass
class Report:
    """What one import did."""

    dry_run: bool = False
    sources: list[SourceReport] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)
    ignored: list[Remark] = field(default_factory=list)
    unknown: dict[tuple[str, str], tuple[int, Place]] = field(default_factory=dict)
    contradictions: list[Contradiction] = field(default_factory=list)
    seconds: float = 0.0

    def refuse(self, place: Place, reason: str) -> None:
        """Something does not go in."""
        self.refused.append(Remark(place, reason))

    def note(self, place: Place, reason: str) -> None:
        """Something goes in, read in another way than it is written."""
        self.notes.append(Remark(place, reason))

    def unknown_field(self, form: str, name: str, place: Place) -> None:
        """A field the hub has no place for; counted, with the first place it was met at."""
        count, first = self.unknown.get((form, name), (0, place))
        self.unknown[form, name] = (count + 1, first)

    def total(self, what: str) -> int:
        """How many things were created, changed or unchanged in all sources."""
        return sum(source.total(what) for source in self.sources)

    @property
    def ok(self) -> bool:
        """Something was recognised and went in (or was in already)."""
        return any(not source.failed for source in self.sources)

    def as_json(self) -> dict[str, Any]:
        """The report for programs; the keys are a promise."""
        return {
            "dry_run": self.dry_run,
            **{what: self.total(what) for what in OUTCOMES},
            "refused": [remark.as_json() for remark in sorted(self.refused, key=_by_place)],
            "unknown_fields": [
                {"format": form, "field": name, "count": count, "file": place.file, "line": place.line}
                for (form, name), (count, place) in sorted(self.unknown.items())
            ],
            "notes": [remark.as_json() for remark in sorted(self.notes, key=_by_place)],
            "contradictions": [found.as_json() for found in self.contradictions],
            "ignored": [{"file": remark.place.file, "reason": remark.reason} for remark in self.ignored],
            "sources": [source.as_json() for source in self.sources],
            "seconds": round(self.seconds, 3),
        }


def _by_place(remark: Remark) -> tuple[Place, str]:
    return (remark.place, remark.reason)
