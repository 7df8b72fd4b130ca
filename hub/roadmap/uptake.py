"""What became of a release: of those who needed it, how many answered and how many use it. No clock, no database."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

ASKED_BEFORE = 7  # days that people have to answer before it is measured
LATEST = 180  # a release that is entered later than this is not asked about any more
YES, NOT_YET, NO = "yes", "not-yet", "no"
NO_TEAM = ("", "In no team")


def asked_between(days: int, windows: Sequence[int]) -> tuple[int, int]:
    """From which age of a release (in days) people are asked for this window, and before which."""
    later = [other for other in windows if other > days]
    return days - ASKED_BEFORE, min(later) - ASKED_BEFORE if later else LATEST


def window_of(age: int, windows: Sequence[int]) -> int | None:
    """The window for which people are asked about a release of this age; one at a time."""
    for days in windows:
        first, end = asked_between(days, windows)
        if first <= age < end:
            return days
    return None


def may_measure(age: int, days: int, waited: int) -> bool:
    """Whether the window has come and those who were asked so many days ago had time to answer."""
    return age >= days and waited >= ASKED_BEFORE


def counted(
    supporters: Sequence[int], answers: Mapping[int, str], teams: Sequence[tuple[str, str, int]]
) -> dict[str, Any]:
    """The facts: of all supporters, how many answered what, by team too; others who say yes stand apart.

    `teams` are (slug, name, person): a person in two teams counts in both, one in none under "In no team".
    """
    asked = set(supporters)
    said = [answers[person] for person in asked if person in answers]
    return {
        "supporters": len(asked),
        "answered": len(said),
        "yes": said.count(YES),
        "not_yet": said.count(NOT_YET),
        "no": said.count(NO),
        "others": sum(answer == YES for person, answer in answers.items() if person not in asked),
        "teams": _by_team(asked, answers, teams),
    }


def _by_team(
    asked: set[int], answers: Mapping[int, str], teams: Sequence[tuple[str, str, int]]
) -> list[dict[str, Any]]:
    people: dict[tuple[str, str], set[int]] = defaultdict(set)
    for slug, name, person in teams:
        if person in asked:
            people[slug, name].add(person)
    if alone := asked - {person for _, _, person in teams}:
        people[NO_TEAM] = alone
    rows = [
        {
            "slug": slug, "name": name, "supporters": len(of), "answered": sum(person in answers for person in of),
            "yes": sum(answers.get(person) == YES for person in of),
        }
        for (slug, name), of in people.items()
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row["slug"] == "", -row["supporters"], row["name"]))


def age_of(released_on: dt.date, today: dt.date) -> int:
    """Days since people have it."""
    return (today - released_on).days
