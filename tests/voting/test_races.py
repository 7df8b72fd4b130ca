"""Races on real connections: whatever the order, one ballot per elector, none too late, one result."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.activity.models import Entry
from hub.core.errors import Refused
from hub.sigs.models import Group, Term
from hub.voting import actions
from hub.voting.models import Ballot, BallotBox, Decision
from hub.voting.tally import published as ballots
from tests.factories import GroupFactory
from tests.voting import chains, rounds

pytestmark = pytest.mark.django_db(transaction=True)
PAPERS = [{"approved": [key]} for key in ("alpha", "beta", "stay-as-it-is")]
CONNECTIONS = 20


@pytest.fixture(autouse=True)
def connections():
    """As many connections as three servers would hold."""
    pool = connection.pool
    before = pool.min_size, pool.max_size
    pool.resize(1, CONNECTIONS + 4)
    yield
    pool.resize(*before)


def together(*calls: Callable[[], Any]) -> list[Any]:
    """All calls at once, each on a thread and connection of its own; gives what each answered or raised."""
    start = threading.Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        start.wait()
        return attempt(call)

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def attempt(call: Callable[[], Any]) -> Any:
    try:
        return call()
    except Refused as refusal:
        return refusal.code
    finally:
        connection.close()


def crowd(count: int) -> tuple[Group, list[User]]:
    """A group with so many people, made in bulk; the first one leads it."""
    group = GroupFactory()
    people = User.objects.bulk_create(
        User(handle=f"voter-{n}", name=f"Voter {n}", password="!") for n in range(count)
    )
    roles = [Term.Role.CHAIR] + [Term.Role.MEMBER] * (count - 1)
    Term.objects.bulk_create(
        Term(group=group, user=person, role=role) for person, role in zip(people, roles, strict=True)
    )
    return group, people


def votes(decision: Decision, person: User, papers: Sequence[Any]) -> list[Callable[[], Any]]:
    return [lambda paper=paper: actions.cast_ballot(decision, by=person, paper=paper) for paper in papers]


@pytest.mark.parametrize("secrecy", ["open", "peers"])
def test_one_voter_many_threads_one_ballot(secrecy):
    group, (person, *_) = crowd(3)
    decision = rounds.open_vote(group, secrecy=secrecy)
    answers = together(*votes(decision, person, PAPERS * 4))
    assert all(isinstance(answer, actions.Cast) for answer in answers)
    rows = Ballot.objects.order_by("revision")
    assert [row.revision for row in rows] == list(range(1, len(rows) + 1))
    assert [row.current for row in rows] == [False] * (len(rows) - 1) + [True]
    assert {answer.receipt for answer in answers} == {row.receipt for row in rows}
    assert chains.fault(decision.slug, decision.ledger.order_by("height")) == ""


def test_same_paper_from_many_threads_is_one_ballot():
    group, (person, *_) = crowd(3)
    decision = rounds.open_vote(group)
    answers = together(*votes(decision, person, PAPERS[:1] * 12))
    assert len({answer.receipt for answer in answers}) == 1 == Ballot.objects.count()


def test_detached_ballot_is_handed_in_once_whatever_the_race():
    group, (person, *_) = crowd(5)
    decision = rounds.open_vote(group, secrecy="detached")
    answers = together(*votes(decision, person, PAPERS * 4))
    assert Counter(map(type, answers)) == {actions.Cast: 1, str: 11}
    assert answers.count("handed_in") == 11
    box = BallotBox.objects.get()
    assert (len(box.papers), len(box.handed_in)) == (1, 1)


def test_detached_ballots_of_many_are_all_in_the_box():
    group, people = crowd(40)
    decision = rounds.open_vote(group, secrecy="detached")
    calls = [votes(decision, person, PAPERS[:1])[0] for person in people]
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        answers = list(threads.map(attempt, calls))
    box = BallotBox.objects.get()
    assert sorted(answer.receipt for answer in answers) == [paper["receipt"] for paper in box.papers]
    assert len(box.handed_in) == 40


def test_people_who_invite_each_other_draft_at_once():
    """Neither waits for the other: a draft holds its author so that others can still refer to them."""
    group, (one, two, *_) = crowd(3)

    def draft(by: User, other: User) -> Decision:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '5s'")
            return rounds.draft(group, by=by, question=by.name, electorate="named", invited=[other])

    with transaction.atomic(), ThreadPoolExecutor(1) as thread:
        mine = draft(one, two)
        theirs = thread.submit(attempt, lambda: draft(two, one)).result()
    assert Decision.objects.count() == 2
    assert (mine.invited.get(), theirs.invited.get()) == (two, one)


def test_ballot_that_waits_while_the_deadline_passes_is_too_late():
    """The clock is read after the lock: arriving in time is not enough."""
    group, (person, *_) = crowd(3)
    decision = rounds.open_vote(group)
    answers: list[Any] = []
    with rounds.at(decision.closes_at - rounds.MICROSECOND):
        with transaction.atomic():
            Decision.objects.select_for_update().get()
            waiting = threading.Thread(
                target=lambda: answers.append(attempt(votes(decision, person, PAPERS)[0]))
            )
            waiting.start()
            wait_until_somebody_waits()
            timezone.now = lambda: decision.closes_at
        waiting.join()
    assert answers == ["closed"]
    assert not Ballot.objects.exists()


def wait_until_somebody_waits() -> None:
    """Until another connection waits for a lock of this one."""
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    pytest.fail("Nobody waited for the lock.")


def test_server_that_dies_before_the_commit_keeps_the_old_ballot():
    """The database loses its connection after the new ballot was written."""
    group, (person, *_) = crowd(3)
    decision = rounds.open_vote(group, secrecy="open")
    first = actions.cast_ballot(decision, by=person, paper=PAPERS[0])

    def dies() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            actions.cast_ballot(decision, by=person, paper=PAPERS[1])
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    with ThreadPoolExecutor(1) as thread, pytest.raises(OperationalError):
        thread.submit(attempt, dies).result()
    assert [row.receipt for row in Ballot.objects.filter(current=True)] == [first.receipt]
    assert (Ballot.objects.count(), decision.ledger.count()) == (1, 2)
    assert actions.cast_ballot(decision, by=person, paper=PAPERS[1]).revision == 2


def test_two_closers_make_one_result():
    group, people = crowd(6)
    decision = rounds.open_vote(group)
    rounds.cast(decision, dict.fromkeys(people[:3], PAPERS[0]))
    with rounds.at(decision.closes_at):
        answers = together(*[lambda: actions.close_decision(decision).result] * 8)
    assert all(answer == answers[0] for answer in answers)
    assert Counter(decision.ledger.values_list("kind", flat=True)) == {"opened": 1, "closed": 1, "tallied": 1}
    assert Entry.objects.filter(kind="voting.decision_closed").count() == 1


def test_two_openers_open_once():
    group, (lead, *_) = crowd(6)
    decision = rounds.draft(group)
    answers = together(*[lambda: rounds.open_draft(decision, by=lead)] * 6)
    assert Counter(answer if isinstance(answer, str) else "opened" for answer in answers) == {
        "opened": 1, "not_draft": 5,
    }  # fmt: skip
    assert (decision.electors.count(), decision.ledger.count()) == (6, 1)


@pytest.mark.parametrize("secrecy", ["peers", "detached"])
def test_stepping_aside_against_casting(secrecy):
    """Either the ballot came first and counts no more (or cannot be taken out), or it is refused."""
    group, people = crowd(17)
    racing = people[2:12]
    decision = rounds.open_vote(group, secrecy=secrecy)
    calls: list[Callable[[], Any]] = []
    for person in racing:
        calls += votes(decision, person, PAPERS[:1])
        calls.append(
            lambda person=person: actions.recuse(decision, person=person, reason="Sells it", by=person)
        )
    answers = together(*calls)
    closed = rounds.close(decision)
    counted, recused = 0, decision.electors.exclude(recused_at=None).count()
    for cast, stepped in zip(answers[::2], answers[1::2], strict=True):
        if secrecy == "detached":
            counted += isinstance(cast, actions.Cast)
            assert [cast == "recused", stepped == "handed_in"].count(True) == 1
        else:
            assert stepped not in ("recused", "handed_in")
    assert closed.result["turnout"]["ballots"] == len(ballots.published(closed)) == counted
    assert closed.result["turnout"]["electors"] == 17 - recused


@pytest.mark.parametrize("secrecy", ["open", "peers", "detached"])
def test_closing_in_the_middle_of_casting(secrecy):
    """What was accepted is counted, what was not accepted is not there: nothing in between."""
    group, people = crowd(60)
    decision = rounds.open_vote(group, secrecy=secrecy, minimum_hours=0)
    calls: list[Callable[[], Any]] = [votes(decision, person, PAPERS[:1])[0] for person in people]
    calls.insert(30, lambda: actions.close_decision(decision, by=people[0]))
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        answers = list(threads.map(attempt, calls))
    del answers[30]
    accepted = {answer.receipt for answer in answers if isinstance(answer, actions.Cast)}
    refused = [answer for answer in answers if not isinstance(answer, actions.Cast)]
    assert set(refused) <= {"closed"}
    assert accepted
    decision = Decision.objects.get()
    assert {row["receipt"] for row in ballots.published(decision)} == accepted
    assert decision.result["turnout"]["ballots"] == len(accepted)
    assert chains.fault(decision.slug, decision.ledger.order_by("height")) == ""


@pytest.mark.slow
@pytest.mark.parametrize("secrecy", ["peers", "open"])
def test_thousand_voters_click_twice_and_the_close_comes_between(secrecy):
    """Two different papers each, in a wild order, on twenty connections; closed by hand near the end."""
    group, people = crowd(1000)
    decision = rounds.open_vote(group, secrecy=secrecy, minimum_hours=0)
    calls: list[Callable[[], Any]] = [
        votes(decision, people[number * 389 % 1000], PAPERS)[(number + click) % 3]
        for click in (0, 1)
        for number in range(1000)
    ]
    calls.insert(1900, lambda: actions.close_decision(decision, by=people[0]))
    began = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        answers = list(threads.map(attempt, calls))
    print(f"2,000 casts in {time.perf_counter() - began:.1f} s")
    del answers[1900]
    taken = [answer for answer in answers if isinstance(answer, actions.Cast)]
    assert answers.count("closed") == 2000 - len(taken)
    assert len(taken) >= 1880
    decision = Decision.objects.get()
    assert Ballot.objects.count() == len(taken)
    assert Ballot.objects.filter(current=True).count() == 1000
    assert {row["receipt"] for row in ballots.published(decision)} <= {cast.receipt for cast in taken}
    assert decision.result["turnout"]["ballots"] == 1000 == len(ballots.published(decision))
    assert not Ballot.objects.filter(cast_at__gt=decision.closed_at).exists()
    totals = Counter(row.content["approved"][0] for row in Ballot.objects.filter(current=True))
    assert {key: int(number) for key, number in decision.result["count"]["totals"].items()} == totals
    assert chains.fault(decision.slug, decision.ledger.order_by("height")) == ""
