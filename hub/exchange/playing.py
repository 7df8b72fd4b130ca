"""Decisions of the hub's own files go in by the same verbs that people use, at the time of the import.

Nothing is backdated: a vote that a file calls closed is opened, cast and closed now, and its ledger says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.catalog.models import Service
from hub.core.errors import Refused
from hub.exchange import values
from hub.exchange.formats.decisions import SETTINGS, Script
from hub.exchange.marked import Mapping
from hub.exchange.report import Report, SourceReport
from hub.sigs.models import Group
from hub.voting import actions
from hub.voting.models import Decision

BY_PEOPLE = "ballots are cast by people, not by files"
SETTLED = {"resolved": actions.resolve_concern, "withdrawn": actions.withdraw_concern}


def play(scripts: Iterable[Script], report: Report, source: SourceReport) -> None:
    """Take decisions in, each all or not at all; one whose name is there already stays untouched."""
    for script in scripts:
        if Decision.objects.filter(slug=script.slug).exists():
            source.count("decision", "unchanged")
        elif script.acts and not settings.DEMO:
            report.refuse(script.place, f"{script.label}: {BY_PEOPLE}; left out")
        else:
            _play_one(script, report, source)


def _play_one(script: Script, report: Report, source: SourceReport) -> None:
    try:
        with transaction.atomic():
            _Play(script).run()
    except values.Unfit as error:
        report.refuse(script.place, f"{script.label}: {error}; left out")
    except Refused as refusal:
        report.refuse(script.place, f"{script.label}: {refusal.reason} Left out")
    except ValidationError as error:
        report.refuse(script.place, f"{script.label}: {' '.join(error.messages)} Left out")
    else:
        source.count("decision", "created")


class _Play:
    """One decision on its way."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.by = self.person(script.words.get("by"))

    def run(self) -> None:
        """Draft it, and go as far as the file says."""
        decision = self.draft()
        if self.script.state == "announced":
            self.announce(decision)
        elif self.script.state != "draft":
            self.open(decision)
            self.vote(decision)
            if self.script.state != "open":
                actions.close_decision(decision, by=self.by)
            if self.script.state == "decided":
                self.conclude(decision)

    def draft(self) -> Decision:
        """The draft under the name of its file."""
        words = self.script.words
        invited = [self.person(name) for name in values.words(words.get("invited") or [])]
        decision = actions.draft_decision(
            group=one(Group, words.get("group"), "group"),
            by=self.by,
            question=values.text(words.get("question", "")),
            context=values.text(words.get("context", "")),
            purpose=values.text(words.get("purpose", Decision.Purpose.QUESTION)),
            options=self.script.lists["options"],
            invited=invited,
            services=self.services(words.get("services")),
            **{name: words[name] for name in SETTINGS & words.keys()},
        )
        decision.slug = self.script.slug
        decision.save(update_fields=["slug"])
        return decision

    def announce(self, decision: Decision) -> None:
        """Announce the election; people are proposed, and those who are asked answer."""
        until = timezone.now() + dt.timedelta(days=self.script.days)
        actions.announce_election(decision, by=self.by, nominations_until=until)
        for row in self.script.lists["nominations"]:
            person, statement = self.person(row.get("person")), values.text(row.get("statement", ""))
            proposer = self.person(row["by"]) if "by" in row else person
            nomination = actions.nominate(decision, by=proposer, person=person, statement=statement)
            if "accept" in row and proposer != person:
                actions.answer_nomination(
                    nomination, by=person, accept=values.flag(row["accept"]), statement=statement
                )

    def open(self, decision: Decision) -> None:
        """Put it to the vote for so many days."""
        closes_at = timezone.now() + dt.timedelta(days=self.script.days)
        actions.open_decision(decision, by=self.by, closes_at=closes_at, accept_warnings=True)

    def vote(self, decision: Decision) -> None:
        """The ballots and concerns of the file, each by whom it names."""
        for row in self.script.lists["ballots"]:
            paper = {name: value for name, value in row.items() if name != "person"}
            actions.cast_ballot(decision, by=self.person(row.get("person")), paper=paper)
        for row in self.script.lists["concerns"]:
            self.object(decision, row)

    def object(self, decision: Decision, row: Mapping) -> None:
        """One concern, and how it was settled."""
        author, title = self.person(row.get("person")), values.text(row.get("title", ""))
        concern = actions.raise_concern(
            decision, by=author, title=title, text=values.text(row.get("text", ""))
        )
        state, reply = row.get("state", "raised"), values.text(row.get("reply", ""))
        if state == "answered":
            actions.answer_concern(concern, by=self.person(row.get("by")), reply=reply)
        elif state in SETTLED:
            SETTLED[state](concern, by=author, reply=reply)
        elif state != "raised":
            raise values.Unfit(f"a concern is not {values.short(state)}")

    def conclude(self, decision: Decision) -> None:
        """What the group concluded from it."""
        told: dict[str, Any] = dict(self.script.conclusion or {})
        if "review_on" in told:
            told["review_on"] = values.date(told["review_on"])
        cases = [(row.get("use_case", ""), row.get("verdict", "")) for row in told.pop("cases", [])]
        services = self.services(told.pop("services", []))
        decision.refresh_from_db()
        actions.conclude(decision, by=self.by, cases=cases, services=services, **told)

    def services(self, raw: Any) -> list[Service]:
        return [one(Service, name, "service") for name in values.words(raw or [])]

    def person(self, raw: Any) -> User:
        """Somebody by handle. Raises Unfit for nobody."""
        return one(User, raw, "person", "handle")


def one(model: Any, raw: Any, word: str, field: str = "slug") -> Any:
    """A thing by its name. Raises Unfit for what is not there."""
    found = model.objects.filter(**{field: raw}).first() if isinstance(raw, str) else None
    if found is None:
        raise values.Unfit(f"there is no {word} {values.short(raw)}")
    return found
