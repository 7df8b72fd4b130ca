"""Races on real connections: one ballot per voter, none too late, one result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from hub.accounts.models import Membership, User
from hub.activity.models import Entry
from hub.core.errors import Refused
from hub.roadmap.actions import rounds
from hub.roadmap.models import Round, RoundVoter
from tests.factories import TeamFactory, today
from tests.roadmap import filled
from tests.voting.test_races import CONNECTIONS, attempt, together

pytestmark = pytest.mark.django_db(transaction=True)
MARKS = [{"alpha": 10}, {"beta": 10}, {"alpha": 4, "gamma": 6}]


@pytest.fixture(autouse=True)
def connections():
    """As many connections as three servers would hold."""
    pool = connection.pool
    before = pool.min_size, pool.max_size
    pool.resize(1, CONNECTIONS + 4)
    yield
    pool.resize(*before)


def many(count: int, team: Any = None) -> list[User]:
    """So many people who can sign in, made in bulk."""
    people = User.objects.bulk_create(
        User(handle=f"voter-{n}", name=f"Voter {n}", email=f"voter-{n}@example.org") for n in range(count)
    )
    if team:
        Membership.objects.bulk_create(
            Membership(user=person, team=team, starts_on=today(-9)) for person in people
        )
    return people


def cast(found: Round, person: User, marks: Any) -> Callable[[], Any]:
    return lambda: rounds.cast_ballot(found, by=person, marks=marks)


def test_one_voter_on_many_threads_has_one_ballot():
    (person,) = many(1)
    found = filled.opened()
    answers = together(*[cast(found, person, MARKS[n % 3]) for n in range(12)])
    assert all(isinstance(answer, RoundVoter) for answer in answers)
    rows = found.electorate.filter(user=person)
    assert [row.marks in MARKS for row in rows] == [True]


def test_points_are_never_overspent_by_racing():
    (person,) = many(1)
    found = filled.opened()

    def tried(marks: Any) -> Callable[[], Any]:
        def call() -> Any:
            try:
                return rounds.cast_ballot(found, by=person, marks=marks)
            except ValidationError:
                return "too much"

        return call

    answers = together(*[tried({"alpha": 6}), tried({"beta": 6}), tried({"alpha": 6, "beta": 6})] * 4)
    assert answers.count("too much") == 4
    assert sum(found.electorate.get(user=person).marks.values()) == 6


def test_members_of_a_team_at_once_make_one_ballot():
    team = TeamFactory()
    people = many(10, team)
    found = filled.opened(voters="teams")
    together(*[cast(found, person, MARKS[n % 3]) for n, person in enumerate(people)])
    row = RoundVoter.objects.get(round=found)
    assert row.marks == MARKS[people.index(row.cast_by) % 3]


def test_closing_in_the_middle_of_hundreds_of_ballots():
    """What was accepted is counted, what was not accepted is not there: nothing in between."""
    people = many(300)
    found = filled.opened()
    calls: list[Callable[[], Any]] = [cast(found, person, MARKS[n % 3]) for n, person in enumerate(people)]
    calls.insert(200, lambda: rounds.fill_round(rounds.close_round(found, by=filled.platform())))
    with filled.at(found.opened_at + rounds.closing.MINIMUM), ThreadPoolExecutor(CONNECTIONS) as threads:
        answers = list(threads.map(attempt, calls))
    del answers[200]
    taken = [answer for answer in answers if isinstance(answer, RoundVoter)]
    assert {answer for answer in answers if not isinstance(answer, RoundVoter)} <= {"closed"}
    assert taken
    held = Round.objects.get()
    assert held.electorate.exclude(cast_at=None).count() == held.result["ballots"] == len(taken)
    points = Counter({row["slug"]: row["points"] for row in held.result["items"]})
    wanted: Counter[str] = Counter()
    for row in taken:
        wanted.update(row.marks)
    assert +points == wanted


def test_six_closers_make_one_result():
    people = many(6)
    found = filled.opened()
    filled.vote(found, dict.fromkeys(people, MARKS[0]))
    with filled.at(found.closes_at):
        answers = together(*[lambda: rounds.fill_round(rounds.close_round(found)).result] * 6)
    assert all(answer == answers[0] for answer in answers)
    assert Entry.objects.filter(kind="roadmap.round_closed").count() == 1


def test_two_openers_open_once():
    many(5)
    found = filled.drafted()
    by, until = filled.platform(), filled.timezone.now() + filled.dt.timedelta(days=9)

    def opening() -> Any:
        return rounds.open_round(found, by=by, closes_at=until, accept_warnings=True)

    answers = together(*[opening] * 6)
    assert Counter(answer if isinstance(answer, str) else "opened" for answer in answers) == {
        "opened": 1, "not_draft": 5,
    }  # fmt: skip
    assert found.electorate.count() == 6


def test_two_rounds_of_a_quarter_at_once_open_one():
    by, until = filled.platform(), filled.timezone.now() + filled.dt.timedelta(days=9)
    drafts = [filled.drafted({f"item-{n}": 9, f"other-{n}": 3}) for n in range(2)]
    answers = together(
        *[
            lambda one=one: rounds.open_round(one, by=by, closes_at=until, accept_warnings=True)
            for one in drafts
        ]
    )
    assert sorted(answer if isinstance(answer, str) else "opened" for answer in answers) == [
        "another_open",
        "opened",
    ]


def test_two_answers_at_once_are_one():
    (person,) = many(1)
    found = filled.closed(filled.opened({"alpha": 3}), {person: {"alpha": 1}})
    by = filled.platform()
    answers = together(*[lambda: rounds.confirm_round(found, by=by, taken={"alpha": True})] * 4)
    assert sorted(answer if isinstance(answer, str) else "done" for answer in answers) == [
        "confirmed"
    ] * 3 + ["done"]
    assert filled.item_of("alpha").moves.count() == 1


def test_refusals_are_of_the_kind_that_people_read():
    found = filled.closed(filled.opened())
    with pytest.raises(Refused, match="closed"):
        rounds.cast_ballot(found, by=filled.platform(), marks={"alpha": 1})
