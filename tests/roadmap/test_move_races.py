"""Two people move one item at once, on real connections: one move, and the other is told what it is now."""

from __future__ import annotations

import pytest

from hub.roadmap.actions import ReleaseText, move_item, plan_item
from hub.roadmap.models import Move, Release, RoadmapItem
from tests.factories import RoadmapItemFactory, UserFactory
from tests.voting.test_races import connections, together  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db(transaction=True)
WISHES = [
    {"to": "declined", "reason": "No."}, {"to": "under-review"}, {"to": "accepted"},
    {"to": "deferred", "reason": "Later."},
]  # fmt: skip


@pytest.mark.parametrize("_again", range(3))
def test_of_many_who_move_one_item_one_does(_again):
    item, people = RoadmapItemFactory(), [UserFactory() for _ in range(8)]
    calls = [
        lambda by=person, wish=WISHES[n % 4]: move_item(item, by=by, **wish).state
        for n, person in enumerate(people)
    ]
    said = together(*calls)
    item.refresh_from_db()
    assert sorted(said) == sorted([item.state] + ["moved_meanwhile"] * 7)
    assert [(move.from_state, move.to_state) for move in Move.objects.all()] == [("proposed", item.state)]


def test_shipping_clicked_many_times_at_once_makes_one_release():
    item, by = RoadmapItemFactory(state="in-progress", quarter="2026-Q4"), UserFactory()
    calls = [
        lambda n=n: move_item(item, by=by, to="shipped", release=ReleaseText(f"New {n}")).state
        for n in range(6)
    ]
    assert sorted(together(*calls)) == ["moved_meanwhile"] * 5 + ["shipped"]
    assert (Release.objects.count(), Move.objects.count()) == (1, 1)


def test_of_two_quarters_dragged_at_once_one_stands():
    RoadmapItemFactory(state="planned", quarter="2026-Q4")
    item, by = RoadmapItem.objects.get(), UserFactory()
    said = together(
        *[lambda q=q: plan_item(item, by=by, quarter=q).quarter for q in ("2027-Q1", "2027-Q2", "2027-Q3")]
    )
    item.refresh_from_db()
    assert sorted(said) == sorted([item.quarter] + ["moved_meanwhile"] * 2)
    assert Move.objects.count() == 1
