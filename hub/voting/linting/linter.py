"""What would make a vote go wrong, said before it opens: pure checks of a plan, in plain sentences."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations
from typing import Literal

from hub.voting.tally.turnout import quorum_needs

SECRET_FROM = 5  # people; fewer know each other's votes from the result
BOX_HOLDS = 5_000  # electors of a detached ballot: its box is rewritten with every vote
WORKING_DAYS = 5  # a week: people are ill, away, or in meetings
ELECTION_DAYS = 10
SEASON = dt.timedelta(days=100)  # as far as working days are counted, whatever somebody typed
ALIKE = 0.86  # ratio of equal letters; "Feature store" and "Feature stores" are alike, "MLflow" and "Kubeflow" not
QUIET = ((12, 24), (12, 25), (12, 26), (12, 31), (1, 1), (1, 6), (5, 1))  # month and day
RANKED = ("schulze", "ranked-pairs", "stv")
ONE_ANSWER = ("lazy", "consent", "majority")  # the question itself is put to the vote


@dataclass(frozen=True)
class Problem:
    """One finding: `stop` keeps a vote from opening, `warn` asks whether it is meant."""

    level: Literal["stop", "warn"]
    code: str
    text: str


@dataclass(frozen=True)
class Plan:
    """A vote about to open, as far as it can go wrong. Times are aware; `electors` is a number of people."""

    kind: str
    election: bool
    options: Sequence[str]
    status_quo: bool
    seats: int
    tie_rule: str
    secrecy: str
    electors: int
    quorum_base: str
    quorum: int
    minimum_hours: int
    opens_at: dt.datetime
    closes_at: dt.datetime | None
    turnouts: Sequence[int] = ()  # percent, of the group's last votes
    holidays: Sequence[dt.date] = ()

    @property
    def needed(self) -> int:
        """How many people the quorum asks for."""
        return quorum_needs(self.quorum_base, self.quorum, self.electors)


def lint(plan: Plan) -> list[Problem]:
    """All findings, those that stop first."""
    found = [problem for check in CHECKS for problem in check(plan)]
    return sorted(found, key=lambda problem: problem.level != "stop")


def stop(code: str, text: str) -> Problem:
    """A finding that keeps the vote from opening."""
    return Problem("stop", code, text)


def warn(code: str, text: str) -> Problem:
    """A finding that asks whether it is meant."""
    return Problem("warn", code, text)


def options_are_enough(plan: Plan) -> Iterator[Problem]:
    """There is something to choose between."""
    if plan.kind in ONE_ANSWER:
        return
    things = "candidates" if plan.election else "options"
    if len(plan.options) < (1 if plan.election else 2):
        yield stop("too_few_options", f"There are too few {things} to choose between.")
    elif len(plan.options) <= plan.seats:
        yield warn("no_choice", f"There are no more {things} than seats: whoever votes, all of them win.")


def status_quo_is_there(plan: Plan) -> Iterator[Problem]:
    """People can say that nothing should change."""
    if plan.tie_rule == "status-quo" and not plan.status_quo and plan.kind not in ONE_ANSWER:
        yield stop(
            "no_status_quo_to_win", "A tie should go to the status quo, but no option is marked as it."
        )
    elif not (plan.status_quo or plan.election or plan.kind in ONE_ANSWER):
        yield warn(
            "no_status_quo", "No option says that everything stays as it is: who wants that cannot vote."
        )


def plain(name: str) -> str:
    """The words of a name, without case, spaces and signs."""
    return " ".join(re.findall(r"\w+", name.casefold()))


def alike(one: str, other: str) -> bool:
    """The same words in another order, or nearly the same letters; versions of one thing are two options."""
    if sorted(one.split()) == sorted(other.split()):
        return bool(one)
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() > ALIKE


def options_differ(plan: Plan) -> Iterator[Problem]:
    """No two options are one: they would split its votes, or be counted as two findings."""
    for one, other in combinations(plan.options, 2):
        if alike(plain(one), plain(other)):
            yield warn("twins", f"“{one}” and “{other}” look like one option twice.")


def electorate_is_there(plan: Plan) -> Iterator[Problem]:
    """Somebody may vote, and a secret stays one."""
    if not plan.electors:
        yield stop("no_electors", "Nobody may vote by this rule.")
    elif plan.secrecy == "open" or plan.kind == "lazy":
        return
    elif plan.electors < SECRET_FROM:
        if plan.kind == "consent" and plan.secrecy != "detached":
            return  # what weighs there is said by name
        text = f"Only {plan.electors} may vote: with fewer than {SECRET_FROM} the result tells who voted how."
        yield stop("too_few_for_secrecy", text) if plan.secrecy == "detached" else warn("small_secret", text)
    elif plan.secrecy == "detached" and plan.electors > BOX_HOLDS:
        yield stop(
            "too_many_for_box",
            f"A detached ballot holds up to {BOX_HOLDS:,} people; {plan.electors:,} may vote.",
        )


def quorum_can_be_met(plan: Plan) -> Iterator[Problem]:
    """The quorum is within reach, and there is one."""
    if plan.kind == "lazy":
        return
    if plan.quorum_base == "none":
        yield warn("no_quorum", "Without a quorum a single ballot decides.")
    elif plan.needed > plan.electors:
        yield stop(
            "quorum_unreachable", f"The quorum asks for {plan.needed} people, but {plan.electors} may vote."
        )
    elif plan.turnouts and plan.electors and plan.needed * 100 > max(plan.turnouts) * plan.electors:
        yield warn(
            "quorum_above_habit",
            f"The quorum asks for {plan.needed} of {plan.electors}; in the last votes of the group "
            f"at most {max(plan.turnouts)} percent took part.",
        )


def working_days(first: dt.date, last: dt.date, holidays: Sequence[dt.date]) -> int:
    """Days on which people work, from the day after `first` to `last`."""
    days = (first + dt.timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(
        day.weekday() < 5 and (day.month, day.day) not in QUIET and day not in holidays for day in days
    )


def window_is_long_enough(plan: Plan) -> Iterator[Problem]:
    """People have time to vote, holidays and weekends taken off."""
    if plan.closes_at is None:
        yield stop("no_close", "Say when the vote closes.")
        return
    if plan.closes_at < plan.opens_at + dt.timedelta(hours=plan.minimum_hours):
        yield stop("shorter_than_minimum", f"It has to stay open for at least {plan.minimum_hours} hours.")
        return
    first, last = plan.opens_at.date(), plan.closes_at.date()
    days = working_days(first, min(last, first + SEASON), plan.holidays)
    wanted = ELECTION_DAYS if plan.election else WORKING_DAYS
    if days < wanted and plan.kind != "lazy":
        yield warn(
            "short_window", f"Only {days} working days, weekends and holidays taken off; {wanted} are usual."
        )
    if plan.closes_at.weekday() >= 5:
        yield warn("closes_on_weekend", "It closes on a weekend, when few would still vote.")


def method_suits(plan: Plan) -> Iterator[Problem]:
    """The way of counting fits what is asked."""
    if plan.kind in ONE_ANSWER and plan.seats > 1:
        yield stop("seats_without_options", "Several seats need options to fill them.")
    if plan.kind in ONE_ANSWER and plan.election:
        yield stop(
            "election_without_candidates", "An election needs a method that chooses between candidates."
        )
    if plan.kind == "stv" and plan.seats == 1:
        yield warn(
            "stv_for_one", "STV shares several seats fairly; for one seat Schulze finds the better winner."
        )
    if plan.kind in RANKED and len(plan.options) == 2:
        yield warn("two_options", "With two options a majority vote says the same and is easier.")
    if plan.election and plan.seats > 1 and plan.kind != "stv":
        yield warn("not_proportional", "For several seats only STV gives a minority its share.")


CHECKS: tuple[Callable[[Plan], Iterator[Problem]], ...] = (
    options_are_enough,
    status_quo_is_there,
    options_differ,
    electorate_is_there,
    quorum_can_be_met,
    window_is_long_enough,
    method_suits,
)
