"""Rounds of the hub's own files: one to come goes in by the verbs that people use, one that is over as it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hub.accounts.models import Team, User
from hub.core.errors import Refused
from hub.exchange import values
from hub.exchange.formats.rounds import Account
from hub.exchange.past import restore
from hub.exchange.playing import BY_PEOPLE, one
from hub.exchange.report import Report, SourceReport
from hub.roadmap.actions import rounds as actions
from hub.roadmap.models import RoadmapItem, Round


def take_rounds(accounts: Iterable[Account], report: Report, source: SourceReport) -> None:
    """Take rounds in, each all or not at all; one whose name is there already stays untouched.

    Those that are over come first: of two for a quarter the open one is the later.
    """
    for account in sorted(accounts, key=lambda account: not account.is_over):
        if Round.objects.filter(slug=account.slug).exists():
            source.count("round", "unchanged")
        elif account.is_over:
            _try(restore, account, report, source)
        elif (account.state == "open" or account.ballots) and not settings.DEMO:
            report.refuse(account.place, f"{account.label}: {BY_PEOPLE}; left out")
        else:
            _try(play_round, account, report, source)


def _try(verb: Callable[[Account], object], account: Account, report: Report, source: SourceReport) -> None:
    try:
        with transaction.atomic():
            verb(account)
    except values.Unfit as error:
        report.refuse(account.place, f"{account.label}: {error}; left out")
    except Refused as refusal:
        report.refuse(account.place, f"{account.label}: {refusal.reason} Left out")
    except ValidationError as error:
        report.refuse(account.place, f"{account.label}: {' '.join(error.messages)} Left out")
    else:
        source.count("round", "created")


def play_round(account: Account) -> None:
    """Draft a round, and where the file says so open it now and cast its ballots."""
    by = one(User, account.names.get("by"), "person", "handle")
    for word in ("title", "quarter", "capacity"):
        if word not in account.settings:
            raise values.Unfit(f"{word} is missing")
    found = actions.draft_round(by=by, **account.settings)
    found.slug = account.slug
    found.full_clean()
    found.save(update_fields=["slug"])
    for row in account.candidates:
        facts = {name: row[name] for name in ("cost", "standing", "reason") if name in row}
        actions.add_candidate(found, item=one(RoadmapItem, row["item"], "roadmap item"), **facts)
    if account.state == "open":
        closes_at = timezone.now() + dt.timedelta(days=account.days)
        actions.open_round(found, by=by, closes_at=closes_at, accept_warnings=True)
    for row in account.ballots:
        team = one(Team, row["team"], "team") if row["team"] else None
        person = one(User, row["person"], "person", "handle")
        actions.cast_ballot(found, by=person, marks=row["marks"], team=team)
