"""Rounds that are over, in the words of the hub's own files; ballots only where somebody asked for them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from hub.exchange import codec
from hub.exchange.exporting.words import clean
from hub.exchange.formats.rounds import OVER, SETTINGS, TIMES
from hub.roadmap.models import Candidate, Round, RoundVoter

Names = Callable[[str], dict[int, str]]


class Rounds:
    """Reads rounds that were opened and are over; `names` gives the public names of a kind of thing."""

    def __init__(self, names: Names, *, ballots: bool) -> None:
        self.names, self.ballots = names, ballots

    def everything(self) -> dict[str, dict[str, Any]]:
        """Each round, by name; one whose quarter is not filled yet stays at home until it is."""
        rows = Round.objects.filter(state__in=OVER).exclude(opened_at=None)
        rows = rows.exclude(pk__in=Round.objects.being_counted()).order_by("slug")
        return {row.slug: self.round(row) for row in rows}

    def round(self, row: Round) -> dict[str, Any]:
        """One round; what is empty is not written."""
        told: dict[str, Any] = {name: getattr(row, name) for name in SETTINGS}
        told |= {"state": row.state, "by": self.name("person", row.created_by_id)}
        told |= {word: getattr(row, column) for word, column in TIMES.items()}
        told |= {"confirmed_by": self.name("person", row.confirmed_by_id), "statement": row.statement}
        told["candidates"] = [self.candidate(one) for one in row.candidates.order_by("pk")]
        told["result"] = row.result if self.ballots else without_teams(row.result)
        if self.ballots:
            told["electorate"] = [self.voter(one, row) for one in row.electorate.order_by("pk")]
        return _written(told)

    def candidate(self, row: Candidate) -> dict[str, Any]:
        """What stood in it, what was known of it, and what became of it."""
        told: dict[str, Any] = {"item": self.name("item", row.item_id)}
        for name in ("cost", "standing", "reason", "taken", "departure", "evidence"):
            told[name] = getattr(row, name)
        return _written(told)

    def voter(self, row: RoundVoter, of: Round) -> dict[str, Any]:
        """Who had a ballot; what was on it only once the round was closed."""
        told: dict[str, Any] = {
            "person": self.name("person", row.user_id),
            "team": self.name("team", row.team_id),
        }
        told |= {name: getattr(row, name) for name in ("capacity", "admitted_at", "admitted_why")}
        if of.is_over and row.cast_at:
            by = row.cast_by_id if row.cast_by_id != row.user_id else None
            told |= {"marks": row.marks, "cast_at": row.cast_at, "cast_by": self.name("person", by)}
        return _written(told)

    def name(self, kind: str, key: int | None) -> str | None:
        return self.names(kind).get(key) if key is not None else None


def without_teams(result: dict[str, Any] | None) -> dict[str, Any] | None:
    """A result as somebody sees it who is not signed in: what a team did is for people who are."""
    if result is None:
        return None
    return result | {"teams": [], "items": [row | {"teams": []} for row in result["items"]]}


def _written(told: dict[str, Any]) -> dict[str, Any]:
    return {word: _value(value) for word, value in told.items() if value not in (None, "", {}, [])}


def _value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return codec.write_decimal(value)
    return codec.write_exactly(value) if hasattr(value, "astimezone") else clean(value)
