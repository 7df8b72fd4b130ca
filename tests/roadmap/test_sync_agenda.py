"""What a sync talks about, in which order, for how long; and whose turn it is to tell."""

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.roadmap.models import RoadmapItem
from hub.roadmap.sync.agenda import LEAST, Why, agenda, shares
from hub.roadmap.sync.rotation import Turn, in_turn


def item(pk, state="planned", **facts):
    return RoadmapItem(pk=pk, title=f"Item {pk}", state=state, **facts)


def test_impeded_comes_first_then_moved_then_in_progress_then_next():
    items = [
        item(1), item(2, "in-progress"), item(3, "shipped"), item(4, "in-progress", impediment="A port"),
        item(5, "declined"), item(6, "shipped"),
    ]  # fmt: skip
    walked = agenda(items, [3, 5], 30)
    assert [(point.item.pk, point.why) for point in walked.points] == [
        (4, Why.IMPEDED), (3, Why.MOVED), (5, Why.MOVED), (2, Why.IN_PROGRESS), (1, Why.NEXT),
    ]  # fmt: skip


def test_more_needed_items_of_a_kind_come_earlier():
    walked = agenda([item(1, supporters=9), item(2, blocked=1, supporters=1), item(3)], [], 30)
    assert [point.item.pk for point in walked.points] == [2, 1, 3]


def test_impeded_gets_three_parts_moved_two_others_one():
    walked = agenda([item(1), item(2), item(3, impediment="A port")], [2], 30, updates=False)
    assert [point.seconds for point in walked.points] == [900, 600, 300]
    assert walked.fits


def test_teams_keep_a_fifth_of_the_time_and_two_minutes_at_least():
    assert agenda([], [], 30).slot == 360
    assert agenda([], [], 5).slot == 120
    assert agenda([], [], 2).slot == 60
    assert agenda([], [], 30, updates=False).slot == 0


def test_long_meeting_walks_for_half_an_hour():
    assert agenda([], [], 90, updates=False).seconds == 1800


def test_too_many_items_are_said_not_to_fit():
    walked = agenda([item(number) for number in range(60)], [], 15)
    assert not walked.fits
    assert walked.missing == 60 * LEAST - walked.seconds
    assert {point.seconds for point in walked.points} == {LEAST}


@given(st.lists(st.sampled_from([1, 2, 3]), max_size=80), st.integers(0, 3600))
def test_shares_use_all_of_the_time_and_nobody_gets_less_than_the_least(weights, total):
    given_out = shares(weights, total)
    assert len(given_out) == len(weights)
    assert all(seconds >= LEAST for seconds in given_out)
    if weights and len(weights) * LEAST <= total:
        assert sum(given_out) == total
    by_weight = sorted(zip(weights, given_out, strict=True))
    for (light, few), (heavy, many) in itertools.pairwise(by_weight):
        assert few <= many + 1 or light == heavy


def test_who_never_told_is_first_then_who_told_longest_ago():
    at = dt.datetime(2026, 11, 3, tzinfo=dt.UTC)
    turns = [Turn("a", "A", at), Turn("b", "B", at - dt.timedelta(days=14)), Turn("z", "Z"), Turn("m", "m")]
    assert [turn.slug for turn in in_turn(turns)] == ["m", "z", "b", "a"]


@pytest.mark.parametrize("turns", [[], [Turn("a", "A")]])
def test_few_teams_have_their_turns_too(turns):
    assert in_turn(turns) == turns
