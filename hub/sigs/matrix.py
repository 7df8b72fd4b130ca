"""An evaluation as a matrix: criteria down, options across, what was found where they meet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hub.sigs.models import Criterion, Evaluation, Finding, Option


@dataclass
class Cell:
    """One option by one criterion."""

    option: Option
    criterion: Criterion
    findings: list[Finding] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Its name on the page."""
        return f"{self.option.key}--{self.criterion.key}"


@dataclass
class Head:
    """An option with what speaks for and against it, counted."""

    option: Option
    pros: int = 0
    cons: int = 0


@dataclass
class Row:
    """A criterion with a cell for each option."""

    criterion: Criterion
    cells: list[Cell]


@dataclass
class Matrix:
    """All of it."""

    heads: list[Head]
    rows: list[Row]

    @property
    def empty_cells(self) -> int:
        """Where nobody has found anything yet."""
        return sum(not cell.findings for row in self.rows for cell in row.cells)

    @property
    def cells(self) -> int:
        """How many there are."""
        return len(self.heads) * len(self.rows)


def matrix_of(evaluation: Evaluation) -> Matrix:
    """The whole matrix in three queries."""
    options, criteria = list(evaluation.options.all()), list(evaluation.criteria.all())
    heads = {option.pk: Head(option) for option in options}
    cells: dict[Any, Cell] = {
        (option.pk, criterion.pk): Cell(option, criterion) for criterion in criteria for option in options
    }
    for finding in Finding.objects.filter(option__evaluation=evaluation).select_related("author"):
        cells[finding.option_id, finding.criterion_id].findings.append(finding)
        head = heads[finding.option_id]
        head.pros += finding.leaning == Finding.Leaning.PRO
        head.cons += finding.leaning == Finding.Leaning.CON
    rows = [Row(criterion, [cells[option.pk, criterion.pk] for option in options]) for criterion in criteria]
    return Matrix(list(heads.values()), rows)


def cell_of(option: Option, criterion: Criterion) -> Cell:
    """One cell."""
    findings = Finding.objects.filter(option=option, criterion=criterion).select_related("author")
    return Cell(option, criterion, list(findings))


def head_of(option: Option) -> Head:
    """One option, counted."""
    leanings = list(option.findings.order_by().values_list("leaning", flat=True))
    return Head(option, leanings.count(Finding.Leaning.PRO), leanings.count(Finding.Leaning.CON))
