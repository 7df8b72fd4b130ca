"""How a group fares, in words and from facts: no score, each number with the list behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from hub.sigs.models import Conclusion, Group
from hub.sigs.people import Office

ACTIVE = dt.timedelta(days=30)
QUIET = dt.timedelta(days=90)
MOSTLY = 2 / 3  # of the planned meetings that left a trace


@dataclass(frozen=True)
class Fact:
    """One fact about a group.

    Attributes:
        state: fine, look (somebody should), or unknown.
        word: What it comes to.
        number: What its text begins with, as a link to the list behind it.
        url: That list.
        text: The rest of the sentence.
        moment: A time that ends the sentence.
    """

    state: str
    word: str
    text: str
    number: str = ""
    url: str = ""
    moment: dt.datetime | dt.date | None = None


def facts(
    group: Group,
    *,
    kept: Any,
    met: bool,
    questions: Sequence[Any],
    conclusions: int,
    overdue: Sequence[Conclusion],
    offices: Sequence[Office],
    moments: Sequence[dt.datetime],
) -> list[Fact]:
    """All of them: meetings, activity, concerns, reviews, terms.

    `kept` is what is known of its meetings (`met` says whether it has any series), `questions` are the open ones
    with their `open_concerns`, `moments` when something happened.
    """
    latest = [(moment, "#history") for moment in moments]
    latest += [(kept.last.ends_at, kept.last.url)] if kept.last else []
    return [
        _meetings(group, kept, met=met),
        _activity(max(latest, default=None)),
        _concerns(group, questions),
        _reviews(group, conclusions, overdue),
        _terms(offices),
    ]


def _meetings(group: Group, kept: Any, *, met: bool) -> Fact:
    if not met:
        return Fact("unknown", "Meetings unknown", "The hub knows no meeting of this group.")
    if not kept.planned:
        return Fact(
            "unknown", "Meetings unknown", "None was planned in the last 90 days, as far as the hub knows."
        )
    planned = "planned meeting" if kept.planned == 1 else "planned meetings"
    written = "was" if kept.written == 1 else "were"
    text = f"{planned} of the last 90 days {written} written down: {kept.noted} with notes, {kept.recorded} recorded."
    if kept.traced < kept.planned:
        text += f" Whether {_others(kept)} held is not known."
    url = f"/community/meetings/?show=past&group={group.slug}&since={kept.since:%Y-%m-%d}"
    number = f"{kept.written} of {kept.planned}"
    if not kept.traced:
        return Fact("unknown", "No trace of a meeting", text, number, url)
    if kept.traced >= MOSTLY * kept.planned:
        return Fact("fine", "It meets", text, number, url)
    return Fact("look", "Few traces of meetings", text, number, url)


def _others(kept: Any) -> str:
    if not kept.traced:
        return "it was" if kept.planned == 1 else "they were"
    missing = kept.planned - kept.traced
    return "the other one was" if missing == 1 else f"the other {missing} were"


def _activity(latest: tuple[dt.datetime, str] | None) -> Fact:
    if latest is None:
        return Fact("unknown", "No activity known", "Nothing the group did is known to the hub.")
    last, url = latest
    silence = timezone.now() - last
    word = "Active" if silence <= ACTIVE else "Quiet" if silence <= QUIET else "Silent for three months"
    return Fact("fine" if silence <= ACTIVE else "look", word, "", "Last heard of", url, last)


def _concerns(group: Group, questions: Sequence[Any]) -> Fact:
    count = sum(question.open_concerns for question in questions)
    if not count:
        text = "No question is open." if not questions else "Nothing stands against the open questions."
        return Fact("fine", "No open concern", text)
    text = "concern waits" if count == 1 else "concerns wait"
    url = f"/community/decisions/?group={group.slug}&state=open"
    return Fact("look", "Open concerns", f"{text} for an answer.", str(count), url)


def _reviews(group: Group, conclusions: int, overdue: Sequence[Conclusion]) -> Fact:
    url = f"/community/conclusions/?group={group.slug}"
    if not conclusions:
        return Fact("unknown", "Nothing concluded", "No conclusion of this group is written down.")
    if overdue:
        text = f"of {conclusions} in force should have been looked at again."
        return Fact("look", "Reviews overdue", text, str(len(overdue)), f"{url}&standing=due")
    text = "conclusion holds" if conclusions == 1 else "conclusions hold"
    return Fact("fine", "Reviews up to date", f"{text}; none is due for review.", str(conclusions), url)


def _terms(offices: Sequence[Office]) -> Fact:
    held = [office for office in offices if not office.over]
    over, soon = len(offices) - len(held), sum(office.soon for office in held)
    if not held:
        return Fact("look", "Nobody leads it", "Somebody has to be elected or appointed.", url="#leads")
    if over:
        text = (
            "leading term is over and nobody followed."
            if over == 1
            else "leading terms are over and nobody followed."
        )
        return Fact("look", "Term over", text, str(over), "#leads")
    if soon:
        text = (
            "term of a lead ends within two months." if soon == 1 else "terms of leads end within two months."
        )
        return Fact("look", "Term ends soon", text, str(soon), "#leads")
    endless = sum(office.ends_on is None for office in held)
    if endless:
        text = f"of {len(held)} {'lead has' if len(held) == 1 else 'leads have'} a term without an end."
        return Fact("unknown", "No end of term known", text, str(endless), "#leads")
    text = "lead has" if len(held) == 1 else "leads have"
    return Fact(
        "fine", "Terms run", f"{text} a term that lasts longer than two months.", str(len(held)), "#leads"
    )
