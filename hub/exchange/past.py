"""A round that is over comes back as it was: through the states that rounds go through, in one transaction.

Nothing is announced and no item is moved: what became of the items stands with the items.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from hub.accounts.models import Team, User
from hub.exchange import values
from hub.exchange.formats.rounds import Account
from hub.exchange.playing import one
from hub.roadmap.actions.rounds.casting import checked_marks
from hub.roadmap.models import Candidate, RoadmapItem, Round, RoundVoter
from hub.roadmap.rounds.outcome import outcome

NEEDED = {
    "closed": ("opened_at", "closes_at", "closed_at"),
    "confirmed": ("opened_at", "closes_at", "closed_at", "confirmed_at"),
    "void": ("opened_at", "closes_at", "statement"),
}
FACTS = frozenset({"title", "reason", "voters", "points", "funded", "greedy", "teams"})
IN_ORDER = ("opened_at", "reminded_at", "closed_at", "confirmed_at")


def restore(account: Account) -> Round:
    """Write a round that is over. Raises Unfit or ValidationError, saying what makes no sense."""
    _refuse_odd(account)
    found = _draft(account)
    rows = [_candidate(found, row) for row in account.candidates]
    marked = _electorate(found, account)
    _go(found, Round.State.OPEN, opened_at=account.told["opened_at"], closes_at=account.told["closes_at"])
    if "closed_at" in account.told:
        result = _result(found, account, marked=marked)
        _go(found, Round.State.CLOSED, closed_at=account.told["closed_at"], result=result)
        _answer(rows, account)
    if account.state == Round.State.CONFIRMED:
        by = _person(account.names.get("confirmed_by"))
        _go(found, Round.State.CONFIRMED, confirmed_at=account.told["confirmed_at"], confirmed_by=by,
            statement=account.told.get("statement", ""))  # fmt: skip
    elif account.state == Round.State.VOID:
        _go(found, Round.State.VOID, statement=account.told["statement"])
    return found


def _refuse_odd(account: Account) -> None:
    """What is missing, comes in the wrong order, or cannot have been."""
    told = account.told
    if missing := [word for word in ("title", "quarter", "capacity") if word not in account.settings]:
        raise values.Unfit(f"{missing[0]} is missing")
    for word in NEEDED[account.state]:
        if not told.get(word):
            raise values.Unfit(f"{word} is missing: it is {account.state}")
    times = [told[word] for word in IN_ORDER if told.get(word)]
    if times != sorted(times) or told["closes_at"] <= told["opened_at"]:
        raise values.Unfit("its times are in no order in which a round goes")
    if times[-1] > timezone.now():
        raise values.Unfit("it ends in the future")
    if account.ballots:
        raise values.Unfit("the ballots of a round that is over stand in its electorate")
    if not account.candidates:
        raise values.Unfit("it has no candidates")


def _draft(account: Account) -> Round:
    told = {name: account.told[name] for name in ("created_at", "reminded_at") if name in account.told}
    told.setdefault("created_at", account.told["opened_at"])
    found = Round(slug=account.slug, created_by=_person(account.names.get("by")), **account.settings, **told)
    found.full_clean()
    found.save(force_insert=True)
    return found


def _candidate(found: Round, told: dict[str, Any]) -> Candidate:
    facts = {name: told[name] for name in ("cost", "standing", "reason", "evidence") if name in told}
    item = one(RoadmapItem, told["item"], "roadmap item")
    row = Candidate(round=found, item=item, **facts)
    row.full_clean()
    if row.cost is None:
        raise values.Unfit(f"the candidate {item.slug} has no cost")
    row.save(force_insert=True)
    return row


def _electorate(found: Round, account: Account) -> bool:
    """Who had a ballot, and what was on it; says whether anybody is known to have had one."""
    rows = [_voter(found, told) for told in account.electorate]
    keys = [(row.user_id, None if row.user_id else row.team_id) for row in rows]
    if len(set(keys)) < len(keys):
        raise values.Unfit("somebody is twice in its electorate")
    RoundVoter.objects.bulk_create(rows, batch_size=1000)
    return bool(rows)


def _voter(found: Round, told: dict[str, Any]) -> RoundVoter:
    person = _person(told.get("person"))
    if (person is None) != found.votes_by_team:
        raise values.Unfit(f"a voter is a {'team' if found.votes_by_team else 'person'} in this round")
    team = one(Team, told["team"], "team") if "team" in told else None
    if person is None and team is None:
        raise values.Unfit("a voter is nobody")
    row = RoundVoter(round=found, user=person, team=team, cast_by=_person(told.get("cast_by")) or person)
    for name in ("capacity", "admitted_at", "admitted_why", "cast_at"):
        if name in told:
            setattr(row, name, told[name])
    row.marks = _marks(found, row.cast_at, told)
    if row.cast_at is None:
        row.cast_by = None
    return row


def _marks(found: Round, cast_at: dt.datetime | None, told: dict[str, Any]) -> dict[str, int]:
    if (cast_at is None) != ("marks" not in told):
        raise values.Unfit("a ballot needs both marks and cast_at")
    return checked_marks(told["marks"], found) if cast_at else {}


def _result(found: Round, account: Account, *, marked: bool) -> dict[str, Any] | None:
    """The result as it is told; of a file that has none it is counted from the ballots.

    One that was voided before it was filled never had one.
    """
    told: dict[str, Any] | None = account.told.get("result")
    if told is None and account.state == Round.State.VOID:
        return None
    if told is None and not marked:
        raise values.Unfit("it has neither a result nor an electorate to count one from")
    counted = outcome(found)
    if told is not None and _form(told) != _form(counted):
        raise values.Unfit("its result is not one of these candidates")
    return told or counted


def _form(result: dict[str, Any]) -> Any:
    """What pages rely on: the parts of a result, and its candidates."""
    try:
        rules = {
            view: {rule: sorted(one) for rule, one in both.items()} for view, both in result["views"].items()
        }
        items = {row["slug"]: (row["cost"], row["standing"], row.keys() >= FACTS) for row in result["items"]}
        return sorted(result), result["view"], rules, items
    except (KeyError, TypeError, AttributeError):
        return None


def _answer(rows: list[Candidate], account: Account) -> None:
    """What the platform team decided about each candidate, once it did."""
    for row, told in zip(rows, account.candidates, strict=True):
        row.taken, row.departure = told.get("taken"), told.get("departure", "")
        if account.state == Round.State.CONFIRMED and row.taken is None:
            raise values.Unfit(f"it does not say whether {row.item.slug} was taken")
    Candidate.objects.bulk_update(rows, ["taken", "departure"])


def _go(found: Round, state: str, **facts: Any) -> None:
    """The next state, with what is known of it from then on."""
    found.state = state
    for name, value in facts.items():
        setattr(found, name, value)
    try:
        with transaction.atomic():
            found.save(update_fields=["state", *facts])
    except IntegrityError as error:
        if "one_open_round_per_quarter" not in str(error):
            raise
        raise values.Unfit(f"a round for {found.quarter} is open here; close it first") from None


def _person(name: Any) -> User | None:
    return one(User, name, "person", "handle") if name else None
