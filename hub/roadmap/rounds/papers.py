"""The ballot as a form: a number or a tick for each candidate, in an order of the voter's own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms

from hub.roadmap.models import Candidate, Round


class BallotForm(forms.Form):
    """Points or ticks for the candidates."""

    def __init__(
        self,
        data: Any = None,
        *,
        found: Round,
        candidates: Sequence[Candidate],
        marks: Mapping[str, int] | None = None,
    ) -> None:
        super().__init__(data, auto_id="mark_%s")
        self.round, self.candidates = found, candidates
        for row in candidates:
            slug = row.item.slug
            self.fields[f"item-{slug}"] = self._field(row, (marks or {}).get(slug, 0))

    def _field(self, row: Candidate, mark: int) -> forms.Field:
        title = row.evidence.get("title", row.item.title)
        if self.round.ballot == Round.Ballot.APPROVAL:
            return forms.BooleanField(label=title, required=False, initial=bool(mark))
        wrong = f"{title}: give a whole number of points, 0 or more."
        most = f"{title}: you have {self.round.credits} points in all."
        return forms.IntegerField(
            label=title, required=False, min_value=0, max_value=self.round.credits, initial=mark,
            error_messages={"invalid": wrong, "min_value": wrong, "max_value": most},
        )  # fmt: skip

    @property
    def rows(self) -> Iterator[tuple[Candidate, forms.BoundField]]:
        """Each candidate with its field."""
        for row in self.candidates:
            yield row, self[f"item-{row.item.slug}"]

    def marks(self) -> dict[str, int]:
        """What the verb takes."""
        given = {
            row.item.slug: int(self.cleaned_data[f"item-{row.item.slug}"] or 0) for row in self.candidates
        }
        return {slug: mark for slug, mark in given.items() if mark}

    @property
    def left(self) -> int:
        """Points not yet given, as the form stands; below nothing when there are too many."""
        typed = [str(self[name].value() or 0) for name in self.fields]
        return self.round.credits - sum(int(value) for value in typed if value.isdecimal())


def shuffled(candidates: Sequence[Candidate], found: Round, voter: str) -> list[Candidate]:
    """The candidates in an order of this voter's own, always the same: nobody profits from being listed first."""

    def weight(row: Candidate) -> str:
        return hashlib.sha256(f"{found.slug}\n{voter}\n{row.item.slug}".encode()).hexdigest()

    return sorted(candidates, key=weight)
