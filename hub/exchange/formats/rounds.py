"""Rounds in the hub's own files: those to come (a draft, or one to open now), and those that are over."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import models

from hub.exchange import codec, values
from hub.exchange.marked import Mapping
from hub.exchange.report import Place, Report
from hub.exchange.source import mappings, place_of, strangers
from hub.roadmap.models import Candidate, Round, RoundVoter

NOUN = "rounds"
STATES = tuple(Round.State.values)
OVER = frozenset({"closed", "confirmed", "void"})
SETTINGS = ("title", "introduction", "quarter", "capacity", "ballot", "credits", "voters")
#: What is known of a round that is over, by the word of a file.
TIMES = {
    "drafted_at": "created_at", "opened_at": "opened_at", "closes_at": "closes_at",
    "reminded_at": "reminded_at", "closed_at": "closed_at", "confirmed_at": "confirmed_at",
}  # fmt: skip
PAST = frozenset({*TIMES, "confirmed_by", "statement", "result", "electorate"})
WORDS = frozenset({*SETTINGS, "by", "state", "days", "candidates", "ballots"}) | PAST
CANDIDATE = ("item", "cost", "standing", "reason")
ANSWER = ("evidence", "taken", "departure")
VOTER = ("person", "team", "capacity", "admitted_at", "admitted_why", "marks", "cast_by", "cast_at")
MOST_DAYS = 92


@dataclass(frozen=True)
class Account:
    """One round as a file tells it: values that fit their fields, people and things still by name."""

    slug: str
    place: Place
    state: str
    days: int
    names: dict[str, Any]
    settings: dict[str, Any]
    told: dict[str, Any]
    candidates: list[dict[str, Any]]
    electorate: list[dict[str, Any]]
    ballots: list[dict[str, Any]]

    @property
    def label(self) -> str:
        """How a report speaks of it."""
        return f"round {self.slug}"

    @property
    def is_over(self) -> bool:
        """It happened: it goes in as it is told."""
        return self.state in OVER


def read_round(file: str, name: str, node: Any, report: Report, line: int = 1) -> Account | None:
    """One round; None, with the reason in the report, where it makes no sense."""
    if not isinstance(node, Mapping):
        report.refuse(Place(file, line), f"round {name}: has no fields; left out")
        return None
    try:
        return _account(file, name, node, report)
    except values.Unfit as error:
        report.refuse(place_of(file, node), f"round {name}: {error}; left out")
        return None


def _account(file: str, name: str, node: Mapping, report: Report) -> Account:
    strangers("community", file, node, WORDS, report, "round.")
    state = str(node.get("state", "draft"))
    if state not in STATES:
        raise values.Unfit(f"state {values.short(state)} is none of: {', '.join(STATES)}")
    if state not in OVER and (early := sorted(PAST & node.keys())):
        raise values.Unfit(f"{early[0]} is known only of a round that is over")
    days = values.whole(node.get("days", 10))
    if not 1 <= days <= MOST_DAYS:
        raise values.Unfit(f"days must be from 1 to {MOST_DAYS}")

    def rows(word: str, known: tuple[str, ...]) -> list[Mapping]:
        found = mappings(node.get(word), file, word, report, node.line_of(word))
        for row in found:
            strangers("community", file, row, frozenset(known), report, f"round.{word}.")
        return found

    return Account(
        slug=values.slug(name),
        place=place_of(file, node),
        state=state,
        days=days,
        names={word: node[word] for word in ("by", "confirmed_by") if node.get(word)},
        settings=_fitted(Round, node, SETTINGS),
        told=_told(node),
        candidates=[_candidate(row) for row in rows("candidates", CANDIDATE + ANSWER)],
        electorate=[_voter(row) for row in rows("electorate", VOTER)],
        ballots=[_ballot(row) for row in rows("ballots", ("person", "team", "marks"))],
    )


def _told(node: Mapping) -> dict[str, Any]:
    """When what happened, and what came out."""
    told: dict[str, Any] = {column: _moment(node, word) for word, column in TIMES.items() if word in node}
    told |= _fitted(Round, node, ("statement",))
    if node.get("result") is not None:
        told["result"] = _mapping(node, "result")
    return told


def _candidate(row: Mapping) -> dict[str, Any]:
    told = {"item": row.get("item")} | _fitted(Candidate, row, ("cost", "standing", "reason", "departure"))
    if "taken" in row:
        told["taken"] = values.flag(row["taken"])
    if "evidence" in row:
        told["evidence"] = _mapping(row, "evidence")
    return told


def _voter(row: Mapping) -> dict[str, Any]:
    told = {word: row[word] for word in ("person", "team", "cast_by") if row.get(word)}
    told |= _fitted(RoundVoter, row, ("capacity", "admitted_why"))
    told |= {word: _moment(row, word) for word in ("admitted_at", "cast_at") if word in row}
    return told | ({"marks": _mapping(row, "marks")} if "marks" in row else {})


def _ballot(row: Mapping) -> dict[str, Any]:
    return {"person": row.get("person"), "team": row.get("team"), "marks": _mapping(row, "marks")}


def _fitted(model: type[models.Model], node: Mapping, columns: tuple[str, ...]) -> dict[str, Any]:
    """The values of a mapping as the fields of these names hold them; Unfit names the word."""
    told = {}
    for name in columns:
        if name in node:
            try:
                told[name] = values.fit(model._meta.get_field(name), node[name])  # type: ignore[arg-type]
            except values.Unfit as error:
                raise values.Unfit(f"{name} {error}") from None
    return told


def _mapping(node: Mapping, word: str) -> dict[str, Any]:
    value = values.plain(node.get(word))
    if not isinstance(value, dict):
        raise values.Unfit(f"{word} must be a mapping")
    return value


def _moment(node: Mapping, word: str) -> dt.datetime:
    try:
        return codec.moment(node[word])
    except values.Unfit as error:
        raise values.Unfit(f"{word} {error}") from None
