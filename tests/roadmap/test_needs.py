"""How badly an item is needed, counted three ways, and what is said when they disagree. No database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.roadmap.needs import NEEDS, disagreements, middle, voices

NAMES = {1: "Pricing", 2: "Search", 3: "Trust", 4: "Ads"}


def rows(said):
    return [(row.need, row.people, row.teams, row.capacity) for row in said.levels()]


def test_people_teams_and_capacity_stand_side_by_side():
    said = voices(
        [(10, 3), (11, 3), (12, 1), (13, 0)], [(1, 10), (1, 11), (2, 12), (3, 13)], {1: 5, 2: 8, 3: 2}
    )
    assert rows(said) == [(3, 2, 1, 5), (2, 0, 0, 0), (1, 1, 1, 8), (0, 1, 1, 2)]


def test_team_counts_with_the_strongest_need_of_its_people():
    assert rows(voices([(10, 1), (11, 3)], [(1, 10), (1, 11)], {1: 4}))[0] == (3, 1, 1, 4)


def test_person_of_two_teams_speaks_for_both_and_counts_once():
    assert rows(voices([(10, 2)], [(1, 10), (2, 10)], {1: 4, 2: 6}))[1] == (2, 1, 2, 10)


def test_person_without_a_team_counts_as_a_person_only():
    assert rows(voices([(10, 3)]))[0] == (3, 1, 0, 0)


def test_who_said_nothing_does_not_count_for_the_team():
    assert rows(voices([(10, 1)], [(1, 10), (1, 99), (2, 98)], {1: 1, 2: 7})) == [
        (3, 0, 0, 0), (2, 0, 0, 0), (1, 1, 1, 1), (0, 0, 0, 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("weights", "need"),
    [
        ({}, None),
        ({3: 0}, None),
        ({3: 1}, 3),
        ({3: 1, 0: 1}, 3),
        ({3: 1, 1: 2}, 1),
        ({2: 5, 0: 4}, 2),
        ({0: 3}, 0),
    ],
)
def test_the_middle_is_what_half_say_at_least(weights, need):
    assert middle(weights) == need


def test_loud_team_is_named():
    said = voices([(p, 3) for p in range(4)] + [(9, 1), (8, 1)], [(1, p) for p in range(4)] + [(2, 9), (3, 8)],
                  {1: 4, 2: 20, 3: 10}, NAMES)  # fmt: skip
    assert disagreements(said) == [
        (
            "The middle answer is blocked without it by people, nice to have by teams "
            "and nice to have by capacity."
        ),
        "4 of the 6 people who need it are in Pricing.",
        "Search alone is 20 of the 34 people of capacity behind it.",
    ]


def test_nothing_is_said_when_they_agree():
    said = voices(
        [(n, 2) for n in range(1, 5)], [(n, n) for n in range(1, 5)], dict.fromkeys(range(1, 5), 3), NAMES
    )
    assert disagreements(said) == []
    assert disagreements(voices([])) == []


def test_two_people_of_one_team_are_too_few_to_be_loud():
    assert disagreements(voices([(1, 2), (2, 2)], [(1, 1), (1, 2)], {1: 2}, NAMES)) == []


def test_team_whose_capacity_is_nothing_does_not_break_the_count():
    assert disagreements(voices([(1, 2)], [(1, 1)], {1: 0}, NAMES)) == []


said = st.dictionaries(st.integers(1, 9), st.sampled_from(NEEDS))
of = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 12)))


@given(said, of, st.dictionaries(st.integers(1, 4), st.integers(0, 40)))
def test_sums_are_those_of_people_teams_and_capacity(needs, teams, capacities):
    counted = voices(needs.items(), teams, capacities, NAMES)
    speaking = {team for team, person in teams if person in needs}
    levels = counted.levels()
    assert sum(row.people for row in levels) == len(needs)
    assert sum(row.teams for row in levels) == len(speaking)
    assert sum(row.capacity for row in levels) == sum(capacities.get(team, 0) for team in speaking)
    assert all(text.endswith(".") for text in disagreements(counted))


@given(said, of, st.randoms())
def test_order_changes_nothing(needs, teams, dice):
    pairs, mixed = list(needs.items()), list(teams)
    dice.shuffle(pairs)
    dice.shuffle(mixed)
    one, other = voices(needs.items(), teams, {1: 3}, NAMES), voices(pairs, mixed, {1: 3}, NAMES)
    assert one.levels() == other.levels()
    assert sorted(disagreements(one)) == sorted(disagreements(other))
