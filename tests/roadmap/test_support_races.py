"""Races on real connections: one voice a person, none lost to a merge, nobody waits for ever."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from hub.core.errors import Refused
from hub.roadmap.actions import merge_item, support_for, support_item, unmerge_item, withdraw_support
from hub.roadmap.models import Merge, RoadmapItem, Support
from hub.roadmap.tallies import recount_all
from tests.factories import RoadmapItemFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
CONNECTIONS = 14


@pytest.fixture(autouse=True)
def connections():
    """As many connections as three servers would hold."""
    pool = connection.pool
    before = pool.min_size, pool.max_size
    pool.resize(1, CONNECTIONS + 4)
    yield
    pool.resize(*before)


def together(*calls: Callable[[], Any]) -> list[Any]:
    """All calls at once, each on a thread and connection of its own; gives what each answered or its refusal."""
    start = threading.Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return call()
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def kept():
    return list(RoadmapItem.objects.order_by("pk").values_list("supporters", "blocked"))


def kept_is_counted():
    before = kept()
    recount_all()
    return before == kept()


@pytest.mark.parametrize("attempt", range(3))
def test_supports_of_many_race_with_a_merge_and_none_is_lost(attempt):
    a, b, admin = RoadmapItemFactory(), RoadmapItemFactory(), UserFactory()
    people = UserFactory.create_batch(10)
    supports = [lambda p=p, i=i: support_item((a, b)[i % 2], by=p, need=3) for i, p in enumerate(people)]
    answers = together(*supports, lambda: merge_item(a, into=b, by=admin))
    assert not [answer for answer in answers if isinstance(answer, str)]
    b.refresh_from_db()
    assert (b.supporters, b.blocked) == (10, 10)
    assert kept_is_counted()


def test_one_person_supporting_both_while_they_are_merged_counts_once():
    a, b, admin, person = RoadmapItemFactory(), RoadmapItemFactory(), UserFactory(), UserFactory()
    together(
        *[lambda i=i: support_item((a, b)[i % 2], by=person, need=2) for i in range(8)],
        lambda: merge_item(a, into=b, by=admin),
    )
    b.refresh_from_db()
    assert b.supporters == 1
    assert kept_is_counted()


def test_merge_and_its_undo_race_with_supports_and_withdrawals():
    a, b, admin = RoadmapItemFactory(), RoadmapItemFactory(), UserFactory()
    people = UserFactory.create_batch(4)
    for person in people:
        support_item(a, by=person, need=1)
    merge_item(a, into=b, by=admin)
    together(
        lambda: unmerge_item(a, by=admin),
        lambda: merge_item(b, into=a, by=admin),
        lambda: merge_item(RoadmapItemFactory(), into=b, by=admin),
        *[lambda p=p: withdraw_support(b, by=p) for p in people],
        *[lambda p=p: support_item(a, by=p, need=3) for p in people],
    )
    assert kept_is_counted()
    assert not RoadmapItem.objects.filter(canonical__canonical__isnull=False).exists()


def test_two_merges_that_would_make_a_circle_make_one_merge():
    a, b, admin = RoadmapItemFactory(), RoadmapItemFactory(), UserFactory()
    answers = together(
        *[lambda: merge_item(a, into=b, by=admin), lambda: merge_item(b, into=a, by=admin)] * 3
    )
    assert Merge.objects.count() == 1
    assert RoadmapItem.objects.filter(canonical=None).count() == 1
    assert sum(isinstance(answer, str) for answer in answers) == 5


def test_support_races_with_its_own_withdrawal():
    item, person = RoadmapItemFactory(), UserFactory()
    together(*[lambda: support_item(item, by=person, need=3), lambda: withdraw_support(item, by=person)] * 6)
    item.refresh_from_db()
    assert item.supporters == Support.objects.count() <= 1
    assert kept_is_counted()


def test_what_the_person_says_wins_over_what_others_say_for_them():
    item, person, leads = RoadmapItemFactory(), UserFactory(), UserFactory.create_batch(5)
    together(
        *[lambda lead=lead: support_for(item, by=lead, person=person, need=3) for lead in leads],
        lambda: support_item(item, by=person, need=1),
    )
    said = Support.objects.get()
    assert (said.need, said.said_by) == (1, None)
