"""What would become of the rows of a table: the plan that people look at before anything is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from hub.roadmap.models import RoadmapItem

NEW, CHANGED, SAME, REFUSED = "new", "changed", "unchanged", "refused"


@dataclass
class Fault:
    """Why something of a row does not fit."""

    column: str
    reason: str


@dataclass
class RowPlan:
    """One row and what would become of it."""

    line: int
    title: str
    outcome: str = SAME
    item: RoadmapItem | None = None
    values: dict[str, Any] = field(default_factory=dict)
    services: list[int] | None = None
    changes: list[tuple[str, str, str]] = field(default_factory=list)  # label, before, after
    faults: list[Fault] = field(default_factory=list)
    external_id: str = ""

    def refuse(self, column: str, reason: str) -> None:
        """The row does not go in."""
        self.faults.append(Fault(column, reason))
        self.outcome = REFUSED

    def as_json(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "row": self.line, "title": self.title, "outcome": self.outcome,
            "item": self.item.slug if self.item else None,
            "changes": [{"field": name, "before": old, "after": new} for name, old, new in self.changes],
            "refused": [{"column": fault.column, "reason": fault.reason} for fault in self.faults],
        }  # fmt: skip


@dataclass
class Plan:
    """What would become of all rows."""

    rows: list[RowPlan]
    problem: str = ""

    def counts(self) -> dict[str, int]:
        """How many rows of each outcome."""
        found = Counter(row.outcome for row in self.rows)
        return {outcome: found[outcome] for outcome in (NEW, CHANGED, SAME, REFUSED)}

    @property
    def good(self) -> list[RowPlan]:
        """Rows that would be written."""
        return [row for row in self.rows if row.outcome in (NEW, CHANGED)]
