"""Vote in a round, vote anew, and take one's ballot back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hub.accounts.models import Membership, Team, User
from hub.core.errors import Refused
from hub.roadmap.actions.rounds.holding import hold_open
from hub.roadmap.models import Candidate, Round, RoundVoter

#: More entries than a round has candidates are not even looked at.
MOST_MARKS = 200


@transaction.atomic
def cast_ballot(found: Round, *, by: User, marks: Any, team: Team | None = None) -> RoundVoter:
    """Vote, or vote anew: the new ballot takes the place of the one before, or everything stays as it was.

    `marks` are points by the slug of an item (1 where a ballot approves). Where teams vote, anybody who is in
    the team today casts its one ballot; `team` says which, when they are in several. Raises Refused when the
    round is not open or they have no ballot, ValidationError for marks that it does not take.
    """
    held, now = hold_open(found)
    row = ballot_of(held, by, team)
    row.marks = checked_marks(marks, held)
    row.cast_by, row.cast_at = by, now
    row.save(update_fields=["marks", "cast_by", "cast_at"])
    return row


@transaction.atomic
def withdraw_ballot(found: Round, *, by: User, team: Team | None = None) -> RoundVoter:
    """Take the ballot back: it counts as not cast. Raises Refused as casting does."""
    held, _ = hold_open(found)
    row = ballot_of(held, by, team)
    row.marks, row.cast_by, row.cast_at = {}, None, None
    row.save(update_fields=["marks", "cast_by", "cast_at"])
    return row


def ballot_of(held: Round, by: User, team: Team | None = None) -> RoundVoter:
    """The ballot that this person casts, held until the transaction ends; refused where there is none."""
    rows = held.electorate.select_for_update(of=("self",), no_key=True).select_related("team", "user")
    if not held.votes_by_team:
        row = rows.filter(user=by).first()
        if row is None:
            raise Refused(
                "You have no ballot in this round: who votes was noted at the opening.", "not_voter"
            )
        return row
    mine = Membership.objects.on(timezone.localdate()).filter(user=by).values("team")
    own = list(rows.filter(user=None, team__in=mine).order_by("team__name"))
    if team is not None:
        own = [row for row in own if row.team_id == team.pk]
    if not own:
        raise Refused("Teams vote in this round, and you are in none that has a ballot.", "not_voter")
    if len(own) > 1:
        raise Refused("You are in several teams: say for which you vote.", "which_team")
    return own[0]


def checked_marks(marks: Any, held: Round) -> dict[str, int]:
    """The marks as they are kept: whole numbers above 0, of candidates only, within the credits."""
    if not isinstance(marks, Mapping) or len(marks) > MOST_MARKS:
        raise ValidationError({"marks": "A ballot gives each item a number of points."})
    given = {key: _number(key, value) for key, value in marks.items()}
    open_to_votes = held.candidates.filter(standing=Candidate.Standing.CANDIDATE)
    known = set(open_to_votes.values_list("item__slug", flat=True))
    if unknown := sorted(str(key) for key in given if key not in known):
        raise ValidationError({"marks": f"Nobody votes on this in the round: {', '.join(unknown)[:200]}."})
    kept = {key: number for key, number in sorted(given.items()) if number}
    _refuse_too_much(kept, held)
    return kept


def _refuse_too_much(kept: dict[str, int], held: Round) -> None:
    if not kept:
        raise ValidationError({"marks": "An empty ballot says nothing: mark something, or withdraw yours."})
    if held.ballot == Round.Ballot.APPROVAL:
        if any(number > 1 for number in kept.values()):
            raise ValidationError({"marks": "Here an item is approved (1) or not (0)."})
    elif (spent := sum(kept.values())) > held.credits:
        raise ValidationError({"marks": f"You gave {spent} points and have {held.credits}."})


def _number(key: Any, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValidationError({"marks": f"{str(key)[:100]}: give a whole number of points, 0 or more."})
    return value
