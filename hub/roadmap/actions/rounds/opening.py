"""Open a round: electorate and evidence are noted and frozen; later only with a reason somebody is let in."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from hub.accounts.models import Membership, Team, User
from hub.activity.actions import record
from hub.core.errors import Refused
from hub.roadmap.actions.rounds.holding import hold_draft, hold_open, one_line, voters_told
from hub.roadmap.models import Candidate, Round, RoundVoter
from hub.roadmap.rounds import electorate, evidence
from hub.roadmap.rounds.linter import problems

LONGEST = dt.timedelta(days=92)


@transaction.atomic
def open_round(found: Round, *, by: User, closes_at: dt.datetime, accept_warnings: bool = False) -> Round:
    """Put a draft to the vote until `closes_at`: from now on settings, candidates and evidence are frozen.

    Raises Refused with the reason: not a draft, odd times, what the checks stop, and what they warn of unless
    that is accepted ("warnings").
    """
    held, now = hold_draft(found)
    if closes_at <= now:
        raise Refused("It has to close in the future.", "closes_in_the_past")
    if closes_at > now + LONGEST:
        raise Refused("A round stays open for a quarter at most.", "too_long")
    candidates = list(held.candidates.select_related("item"))
    _refuse_problems(held, candidates, closes_at - now, accept_warnings=accept_warnings)
    rows = electorate.rows_for(held, timezone.localdate(now))
    if not rows:
        raise Refused("Nobody could vote: no one can sign in, or no team has people.", "no_voters")
    RoundVoter.objects.bulk_create(rows, batch_size=1000)
    evidence.note(candidates, now)
    Candidate.objects.bulk_update(candidates, ["evidence"])
    held.opened_at, held.closes_at, held.state = now, closes_at, Round.State.OPEN
    _save_open(held)
    _announce(held, by, len(rows))
    return held


def _refuse_problems(
    held: Round, candidates: list[Candidate], length: dt.timedelta, *, accept_warnings: bool
) -> None:
    found = problems(held, candidates, length)
    for problem in found:
        if problem.level == "stop":
            raise Refused(problem.text, problem.code)
    if found and not accept_warnings:
        raise Refused(" ".join(problem.text for problem in found), "warnings")


def _save_open(held: Round) -> None:
    try:
        with transaction.atomic():
            held.save(update_fields=["opened_at", "closes_at", "state"])
    except IntegrityError as error:
        if "one_open_round_per_quarter" not in str(error):
            raise
        raise Refused(f"Another round for {held.quarter} is open.", "another_open") from error


def _announce(held: Round, by: User, voters: int) -> None:
    until = f"{held.closes_at.astimezone(dt.UTC):%d %B %Y %H:%M} UTC" if held.closes_at else ""
    record(
        "roadmap.round_opened",
        held,
        f"opened the round “{held.title}” until {until}",
        by=by,
        tell=list(User.objects.filter(pk__in=voters_told(held)).order_by("pk")),
        voters=voters,
    )


@transaction.atomic
def admit_voter(
    found: Round, *, by: User, reason: str, person: User | None = None, team: Team | None = None
) -> RoundVoter:
    """Let a person (or a team, where teams vote) into an open round, with the reason for all to read.

    Raises Refused when they have a ballot already or cannot sign in, ValidationError without a reason.
    """
    why = one_line(reason, "reason")
    held, now = hold_open(found)
    row = _row_of_team(held, team, now) if held.votes_by_team else _row_of_person(held, person, now)
    same = {"user": row.user} if row.user else {"user": None, "team": row.team}
    if RoundVoter.objects.filter(round=held, **same).exists():
        raise Refused("They have a ballot in this round already.", "voter_already")
    row.admitted_at, row.admitted_why = now, why
    row.save(force_insert=True)
    told = [row.user] if row.user else list(_people_in(row.team, now))
    record(
        "roadmap.round_voter_admitted", held, f"admitted {row} to the round “{held.title}”: {why}", by=by, tell=told
    )  # fmt: skip
    return row


def _row_of_person(held: Round, person: User | None, now: dt.datetime) -> RoundVoter:
    if person is None:
        raise ValidationError({"person": "Say who."})
    if not electorate.people().filter(pk=person.pk).exists():
        raise Refused("They cannot sign in, so they cannot vote.", "cannot_sign_in")
    day = timezone.localdate(now)
    return electorate.row_of(
        held, person, electorate.first_teams([person.pk], day).get(person.pk), electorate.capacities(day)
    )


def _row_of_team(held: Round, team: Team | None, now: dt.datetime) -> RoundVoter:
    if team is None:
        raise ValidationError({"team": "Say which team."})
    if not _people_in(team, now).exists():
        raise Refused("Nobody is in this team, so nobody could cast its ballot.", "nobody_in_team")
    capacity = electorate.capacities(timezone.localdate(now))[team.pk]
    return RoundVoter(round=held, team=team, capacity=capacity)


def _people_in(team: Team | None, now: dt.datetime) -> QuerySet[User]:
    rows = Membership.objects.on(timezone.localdate(now)).filter(team=team)
    people: QuerySet[User] = User.objects.filter(pk__in=rows.values("user"), is_active=True).order_by("pk")
    return people
