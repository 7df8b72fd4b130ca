"""Answer a round: the platform team takes what it proposes, or departs from it in writing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from hub.accounts.models import User
from hub.activity.actions import record
from hub.core import limits
from hub.core.errors import Refused
from hub.roadmap import lifecycle
from hub.roadmap.actions.holding import hold_all
from hub.roadmap.actions.moving import move_item, plan_item
from hub.roadmap.actions.noting import note_item
from hub.roadmap.actions.rounds.holding import NOT_FILLED, WORDS, State, hold, voters_told
from hub.roadmap.models import Candidate, Note, RoadmapItem, Round
from hub.roadmap.rounds import proposal

#: The way into the quarter, from each state; what is built or shipped already stays where it is.
WAYS = {
    lifecycle.PROPOSED: (lifecycle.ACCEPTED, lifecycle.PLANNED),
    lifecycle.REVIEW: (lifecycle.ACCEPTED, lifecycle.PLANNED),
    lifecycle.DEFERRED: (lifecycle.ACCEPTED, lifecycle.PLANNED),
    lifecycle.ACCEPTED: (lifecycle.PLANNED,),
    lifecycle.PLANNED: (),
    lifecycle.IN_PROGRESS: (),
    lifecycle.SHIPPED: (),
}


@transaction.atomic
def confirm_round(
    found: Round,
    *,
    by: User,
    taken: Mapping[str, bool],
    departures: Mapping[str, str] | None = None,
    statement: str = "",
) -> Round:
    """Say of every candidate (by the slug of its item) whether it is taken into the quarter.

    Where that is not what the round proposes, `departures` says why. What is taken is planned for the quarter;
    of the rest everybody who asked for it hears why not. Raises Refused when the round is not closed
    or not filled yet, or an item cannot be planned any more, ValidationError naming what is missing.
    """
    held, now = hold(found)
    if held.state != State.CLOSED:
        raise Refused(
            *WORDS[State(held.state)] if held.state != State.OPEN else ("It is still open.", "open")
        )
    if held.is_being_counted:
        raise Refused(*NOT_FILLED)
    rows = list(held.candidates.select_related("item__canonical").order_by("item"))
    hold_all(_root(row) for row in rows)
    statement = statement.strip()
    _decide(held, rows, taken, departures or {})
    _refuse_over_capacity(held, rows, statement)
    Candidate.objects.bulk_update(rows, ["taken", "departure"])
    held.state, held.confirmed_at, held.confirmed_by, held.statement = State.CONFIRMED, now, by, statement
    held.full_clean(validate_unique=False, validate_constraints=False)
    held.save(update_fields=["state", "confirmed_at", "confirmed_by", "statement"])
    planned = {_root(row) for row in rows if row.taken}
    for row in rows:
        if row.taken or _root(row) not in planned:  # of two that were merged one may be taken: it is planned
            _carry_out(held, row, by)
    _tell(held, rows, by)
    return held


def _root(row: Candidate) -> int:
    """The key of the item it is now, after all merges."""
    return row.item.canonical_id or row.item_id


def _decide(
    held: Round, rows: Sequence[Candidate], taken: Mapping[str, bool], departures: Mapping[str, str]
) -> None:
    """Write the decision on each candidate; everything that is missing is said at once."""
    proposed, wrong = proposal.funded(held), {}
    unknown = sorted({*taken, *departures} - {row.item.slug for row in rows})
    if unknown:
        raise ValidationError({"taken": f"Not in this round: {', '.join(unknown)[:200]}."})
    for row in rows:
        slug = row.item.slug
        row.departure = " ".join(departures.get(slug, "").split())
        if slug not in taken and row.standing != Candidate.Standing.EXCLUDED:
            wrong[slug] = "Say whether it is taken."
        row.taken = bool(taken.get(slug, False))
        if row.taken == (slug in proposed):
            row.departure = ""
        elif not row.departure:
            wrong[slug] = "That is not what the round proposes: say why."
        elif len(row.departure) > limits.LINE:
            wrong[slug] = f"At most {limits.LINE} characters."
    if wrong:
        raise ValidationError({"taken": [f"{slug}: {words}" for slug, words in wrong.items()]})


def _refuse_over_capacity(held: Round, rows: Sequence[Candidate], statement: str) -> None:
    total = sum((row.cost or Decimal(0) for row in rows if row.taken), Decimal(0))
    if total > held.capacity and not statement:
        words = f"What you take costs {total} of {held.capacity} team-weeks: say how that can be."
        raise ValidationError({"statement": words})


def _carry_out(held: Round, row: Candidate, by: User) -> None:
    """Plan the item, or answer those who asked for it; of one that was merged meanwhile, the item it is now."""
    item = RoadmapItem.objects.get(pk=_root(row))
    if row.taken:
        _plan(held, row, item, by)
    else:
        note_item(item, by=by, text=proposal.answer(held, row), kind=Note.Kind.ANSWER)


def _plan(held: Round, row: Candidate, item: RoadmapItem, by: User) -> None:
    if item.state not in WAYS:
        words = item.get_state_display().lower()
        raise Refused(f"“{item.title}” is {words} meanwhile: it cannot be planned now.", "moved_meanwhile")
    reason = proposal.reason(held, row)
    if item.state == lifecycle.PLANNED and item.quarter != held.quarter:
        plan_item(item, by=by, quarter=held.quarter, reason=reason)
    for to in WAYS[item.state]:
        item = move_item(item, by=by, to=to, reason=reason, quarter=held.quarter)


def _tell(held: Round, rows: Sequence[Candidate], by: User) -> None:
    taken, departed = sum(1 for row in rows if row.taken), sum(1 for row in rows if row.departure)
    words = f", departing from the proposal in {departed}" if departed else ", as the round proposed"
    items = "1 item" if taken == 1 else f"{taken} items"
    record(
        "roadmap.round_confirmed",
        held,
        f"answered the round “{held.title}”: {items} for {held.quarter}{words}",
        by=by,
        tell=list(User.objects.filter(pk__in=voters_told(held)).order_by("pk")),
        departures=departed,
    )
