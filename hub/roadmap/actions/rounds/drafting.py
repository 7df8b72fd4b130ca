"""Draft a round: its capacity, and the candidates with what each costs."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from hub.accounts.models import User
from hub.core.errors import Refused
from hub.core.slugs import save_with_slug
from hub.roadmap.actions.rounds.holding import hold_draft
from hub.roadmap.models import Candidate, RoadmapItem, Round
from hub.roadmap.quarters import is_quarter
from hub.roadmap.rounds.linter import ELIGIBLE

#: Words under /roadmap/rounds/ that no round may take.
ADDRESSES = frozenset({"new"})
MOST_CANDIDATES = 200
SETTINGS = ("title", "introduction", "quarter", "capacity", "ballot", "credits", "voters")


@transaction.atomic
def draft_round(
    *,
    by: User,
    title: str,
    quarter: str,
    capacity: Decimal,
    introduction: str = "",
    ballot: str = Round.Ballot.POINTS,
    credits: int = 10,
    voters: str = Round.Voters.PEOPLE,
) -> Round:
    """Begin a round; only the platform team sees it until it opens. Raises ValidationError."""
    found = Round(
        created_by=by, quarter=quarter, capacity=capacity, ballot=ballot, credits=credits, voters=voters
    )
    found.title, found.introduction = " ".join(title.split()), introduction.strip()
    _refuse_odd_quarter(found)
    save_with_slug(found, found.title, "round", ADDRESSES)
    return found


@transaction.atomic
def edit_round(found: Round, **settings: Any) -> Round:
    """Change the settings of a draft. Raises Refused once it was opened, ValidationError."""
    held, _ = hold_draft(found)
    for name in SETTINGS:
        if name in settings:
            setattr(held, name, settings[name])
    held.title, held.introduction = " ".join(held.title.split()), held.introduction.strip()
    _refuse_odd_quarter(held)
    held.full_clean()
    held.save(update_fields=SETTINGS)
    return held


def _refuse_odd_quarter(found: Round) -> None:
    """Nothing could ever be planned for a quarter that no item may stand in: the round would have no answer."""
    if not is_quarter(found.quarter):
        raise ValidationError({"quarter": ValidationError("A quarter looks like 2026-Q4.", "no_quarter")})


@transaction.atomic
def add_candidate(
    found: Round,
    *,
    item: RoadmapItem,
    cost: Decimal | None = None,
    standing: str = Candidate.Standing.CANDIDATE,
    reason: str = "",
) -> Candidate:
    """Let an item stand in a draft; without a cost its estimate is taken.

    Raises Refused when the item was merged, has its answer already or stands in the round, and when the round
    is full; ValidationError for a must-have or an item left out without a reason.
    """
    held, _ = hold_draft(found)
    item = RoadmapItem.objects.select_for_update(of=("self",), no_key=True).get(pk=item.pk)
    _refuse_unfit(held, item)
    row = Candidate(round=held, item=item, cost=cost if cost is not None else item.estimate)
    return _saved(row, standing, reason)


@transaction.atomic
def add_candidates(found: Round, *, items: Iterable[RoadmapItem]) -> list[Candidate]:
    """Let several items stand at once, each with its estimate; those that stand already stay as they are."""
    held, _ = hold_draft(found)
    there = set(held.candidates.values_list("item", flat=True))
    return [add_candidate(held, item=item) for item in items if item.pk not in there]


@transaction.atomic
def edit_candidate(
    candidate: Candidate, *, cost: Decimal | None, standing: str, reason: str = ""
) -> Candidate:
    """Change the cost or the standing of a candidate of a draft. Raises Refused, ValidationError."""
    hold_draft(candidate.round)
    row = Candidate.objects.select_related("item", "round").get(pk=candidate.pk)
    row.cost = cost
    return _saved(row, standing, reason)


@transaction.atomic
def remove_candidate(candidate: Candidate) -> None:
    """Take an item out of a draft. Raises Refused once the round was opened."""
    hold_draft(candidate.round)
    Candidate.objects.filter(pk=candidate.pk).delete()


def _refuse_unfit(held: Round, item: RoadmapItem) -> None:
    if item.canonical_id is not None:
        raise Refused(f"“{item.title}” was merged: put the item it became part of into the round.", "merged")
    if item.state not in ELIGIBLE:
        words = item.get_state_display().lower()
        raise Refused(f"“{item.title}” is {words}: it has its answer already.", "not_eligible")
    if held.candidates.filter(item=item).exists():
        raise Refused(f"“{item.title}” stands in this round already.", "stands_already")
    if held.candidates.count() >= MOST_CANDIDATES:
        raise Refused(f"A round has at most {MOST_CANDIDATES} candidates.", "full")


def _saved(row: Candidate, standing: str, reason: str) -> Candidate:
    row.standing, row.reason = standing, " ".join(reason.split())
    if row.standing == Candidate.Standing.CANDIDATE:
        row.reason = ""
    elif not row.reason:
        raise ValidationError({"reason": "Say why it must be done, or why it is left out."})
    row.full_clean()
    row.save()
    return row
