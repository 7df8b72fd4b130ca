"""What the pages of a round show: reads only, a fixed number of queries."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone

from hub.core.permissions import may
from hub.roadmap.models import Candidate, Round
from hub.roadmap.rounds import picture, proposal, what_if
from hub.roadmap.rounds.linter import cost_of, problems
from hub.roadmap.rounds.standing import ballots_of, is_counting, is_past, turnout

Standing = Candidate.Standing
#: The columns of the table, in this order: what is stored as JSON has none.
VIEWS = (("people", "Per person"), ("teams", "Per team"), ("capacity", "Per capacity"))


def find(user: Any, slug: str) -> Round:
    """The round, if this person may know of it."""
    rows = Round.objects.visible_to(user).select_related("created_by", "confirmed_by")
    return get_object_or_404(rows, slug=slug)


def candidates_of(found: Round) -> list[Candidate]:
    """All candidates with their items; one query."""
    return list(found.candidates.select_related("item"))


def head(found: Round, user: Any) -> dict[str, Any]:
    """What the head of every page of a round shows."""
    return {
        "round": found,
        "past": is_past(found),
        "counting": is_counting(found),
        "may_run": may(user, "roadmap.run_round"),
        "may_see_ballots": may(user, "roadmap.see_ballots"),
    }


def draft(found: Round, user: Any) -> dict[str, Any]:
    """A draft: its candidates, what they cost against the capacity, and what to look at before it opens."""
    rows = candidates_of(found)
    musts, wanted = cost_of(rows, Standing.MUST), cost_of(rows, Standing.CANDIDATE)
    return head(found, user) | {
        "candidates": rows,
        "musts": musts,
        "wanted": wanted,
        "left": found.capacity - musts,
        "problems": problems(found, rows),
    }


def running(found: Round, user: Any) -> dict[str, Any]:
    """A round without a result: open, being counted or void; its candidates, who votes, where the reader stands."""
    rows = candidates_of(found)
    mine = list(ballots_of(user, [found])) if found.state == Round.State.OPEN else []
    return head(found, user) | {
        "voted_on": [row for row in rows if row.standing == Standing.CANDIDATE],
        "settled": [row for row in rows if row.standing != Standing.CANDIDATE],
        "left": found.capacity - cost_of(rows, Standing.MUST),
        "mine": mine,
        "missing": [row for row in mine if row.cast_at is None],
        **turnout(found),
    }


def result(found: Round, user: Any, typed: str = "") -> dict[str, Any]:
    """A closed round, from its stored result: the proposal, what each team got, and what-if on the capacity."""
    kept, facts = found.result or {}, proposal.facts(found)
    main = kept["views"][kept["view"]]
    rows = {row.item.slug: row for row in candidates_of(found)}
    asked = what_if.asked(found, typed) if typed else None
    least, most = what_if.bounds(found)
    return head(found, user) | {
        "result": kept,
        "bars": _bars(main, facts, kept["capacity"]),
        "items": [_line(fact, rows[slug], kept) for slug, fact in facts.items()],
        "views": [label for view, label in VIEWS if view in kept["views"]],
        "teams": _teams(kept["teams"]) if may(user, "roadmap.see_ballots") else [],
        "least": least,
        "most": most,
        "typed": typed,
        "what_if": what_if.what_if(found, asked) if asked is not None else None,
        "facts": facts,
    }


def _bars(main: dict[str, Any], facts: dict[str, Any], capacity: str) -> list[picture.Bar]:
    mes, greedy = main["equal-shares"]["funded"], main["greedy"]["funded"]
    return [
        picture.bar("Equal shares", mes, facts, capacity, greedy),
        picture.bar("Greedy", greedy, facts, capacity, mes),
    ]


def _line(fact: dict[str, Any], row: Candidate, kept: dict[str, Any]) -> dict[str, Any]:
    """One row of the table: the stored facts, the decision, in which views it is funded, and why not."""
    slug = fact["slug"]
    names = {team["slug"]: team["name"] for team in kept["teams"]}
    return fact | {
        "candidate": row,
        "seen": [
            (label, slug in kept["views"][view]["equal-shares"]["funded"])
            for view, label in VIEWS
            if view in kept["views"]
        ],
        "differs": fact["funded"] != fact["greedy"],
        "because": "" if fact["funded"] else proposal.why_not(fact),
        "payers": [team | {"name": names.get(team["slug"], team["slug"])} for team in fact["teams"]],
    }


def _teams(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The teams with the lengths of their bars, in hundredths of the longest."""
    longest = max((float(row[name]) for row in rows for name in ("share", "marked", "paid")), default=0) or 1
    found = []
    for row in rows:
        widths = {
            f"{name}_width": round(100 * float(row[name]) / longest, 1)
            for name in ("share", "marked", "paid")
        }
        part = round(100 * row["points_funded"] / row["points"]) if row["points"] else None
        found.append(row | widths | {"part": part})
    return found


def listed(user: Any) -> dict[str, Any]:
    """The list: what is open with the reader's state, drafts, what is counted and what is over; three queries."""
    rows = list(Round.objects.visible_to(user))
    mine: dict[int, list[Any]] = {}
    for row in ballots_of(user, [found for found in rows if found.state == Round.State.OPEN]):
        mine.setdefault(row.round_id, []).append(row)
    for found in rows:
        found.mine = mine.get(found.pk, [])  # type: ignore[attr-defined]
        found.missing = [row for row in found.mine if row.cast_at is None]  # type: ignore[attr-defined]
        found.past = found.closes_at is not None and found.closes_at <= timezone.now()  # type: ignore[attr-defined]
    groups = [
        ("Open now", [row for row in rows if row.state == Round.State.OPEN]),
        ("Drafts", [row for row in rows if row.state == Round.State.DRAFT]),
        ("Being counted", [row for row in rows if row.is_being_counted]),
        (
            "Waiting for the platform team",
            [row for row in rows if row.state == Round.State.CLOSED and row.result],
        ),
        ("Earlier rounds", [row for row in rows if row.state in (Round.State.CONFIRMED, Round.State.VOID)]),
    ]
    return {
        "groups": [(title, part) for title, part in groups if part],
        "may_run": may(user, "roadmap.run_round"),
    }
