"""Pages about confirmed rounds: the record of what a quarter took, what it left, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from hub.goldenpath.pages.page import READER, Page, Reading, file_name, place
from hub.roadmap.models import Candidate, Round
from hub.roadmap.rounds import proposal

FOLDER = "roadmap/rounds"  # a folder of its own: no item can have the name of a round


@dataclass(frozen=True)
class Line:
    """What became of one candidate; without a path where nobody can read its item any more."""

    title: str
    path: str
    cost: str
    proposed: bool
    taken: bool
    departure: str
    why: str


def read() -> list[Any]:
    """All rounds that were answered, with their candidates, the latest quarter first; two queries."""
    candidates = Candidate.objects.select_related("item__canonical").order_by("pk")
    rounds = Round.objects.visible_to(READER).filter(state=Round.State.CONFIRMED)
    return list(rounds.order_by("-quarter", "-pk").prefetch_related(Prefetch("candidates", candidates)))


def path_of(found: Any) -> str:
    """The path of the page about a round."""
    return f"{FOLDER}/{file_name(found.slug)}"


def pages(reading: Reading, rounds: Sequence[Any], items: Sequence[Any]) -> Iterator[Page]:
    """The record of every round; `items` are those that have pages."""
    places = {item.pk: place(item) for item in items}
    quarters = {item.quarter for item in items}
    for found in rounds:
        yield record(reading, found, places, has_quarter=found.quarter in quarters)


def record(reading: Reading, found: Any, places: Mapping[int, str], *, has_quarter: bool) -> Page:
    """What was decided for one quarter."""
    lines = [_line(found, row, places) for row in found.candidates.all()]
    kept = found.result or {}
    return reading.page(
        path_of(found),
        "round.md",
        title=found.title,
        description=f"What {found.quarter} took from a round of everybody, what it left, and why.",
        address=found.get_absolute_url(),
        statement=found.statement,
        answered_on=found.confirmed_at,
        closed_on=found.closed_at,
        by_team=found.votes_by_team,
        capacity=f"{found.capacity.normalize():f}",
        spent=_sum(row.cost for row in found.candidates.all() if row.taken),
        ballots=kept.get("ballots", 0),
        electorate=kept.get("electorate", 0),
        quarter=found.quarter,
        quarter_path=f"roadmap/by-quarter/{found.quarter.lower()}.md" if has_quarter else "",
        taken=[line for line in lines if line.taken],
        left=[line for line in lines if not line.taken],
        departures=[line for line in lines if line.departure],
    )


def _line(found: Any, row: Any, places: Mapping[int, str]) -> Line:
    slug = row.item.slug
    fact = proposal.facts(found)[slug]
    proposed = slug in proposal.funded(found)
    return Line(
        title=fact["title"],
        path=places.get(row.item.canonical_id or row.item_id, ""),
        cost=fact["cost"],
        proposed=proposed,
        taken=bool(row.taken),
        departure=row.departure,
        why=row.reason if proposed or row.reason else proposal.why_not(fact),
    )


def _sum(costs: Any) -> str:
    return f"{float(sum(cost for cost in costs if cost)):g}"
