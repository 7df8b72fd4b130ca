"""Turnout by team: names where ballots have them, never few people where they are secret."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.voting.tally.turnout import FEW, NO_TEAM, SMALL, TOGETHER, turnout_of


def seats(**teams):
    """seats(pricing=(3, 5)): three of five took part."""
    return [(team, n < voted) for team, (voted, people) in teams.items() for n in range(people)]


def lines(turnout):
    return [(row["team"], row["ballots"], row["electors"]) for row in turnout["by_team"]]


def test_open_vote_shows_every_team():
    turnout = turnout_of([*seats(pricing=(1, 2), risk=(5, 6)), ("", True)], named=True)
    assert lines(turnout) == [(NO_TEAM, 1, 1), ("pricing", 1, 2), ("risk", 5, 6)]
    assert (turnout["electors"], turnout["ballots"]) == (9, 7)


def test_secret_vote_merges_teams_of_few():
    turnout = turnout_of(seats(a=(1, 2), b=(3, 4), c=(5, 6)), named=False)
    assert lines(turnout) == [("c", 5, 6), (SMALL, 4, 6)]


def test_a_single_small_team_hides_behind_the_next_smallest():
    """Alone in its line it would be told by subtraction."""
    turnout = turnout_of(seats(a=(1, 2), b=(3, 5), c=(5, 9)), named=False)
    assert lines(turnout) == [("c", 5, 9), (TOGETHER, 4, 7)]


@pytest.mark.parametrize("people", [1, 4])
def test_very_small_electorate_is_one_line(people):
    assert lines(turnout_of(seats(a=(1, people)), named=False)) == [(SMALL, 1, people)]


def test_nobody_is_no_line():
    assert turnout_of([], named=False) == {"electors": 0, "ballots": 0, "by_team": []}


TEAMS = st.lists(st.tuples(st.sampled_from(["", *"abcdefg"]), st.booleans()), max_size=60)


@given(TEAMS, st.booleans())
def test_lines_add_up_and_no_secret_line_is_of_few(electors, named):
    turnout = turnout_of(electors, named=named)
    rows = turnout["by_team"]
    assert sum(row["electors"] for row in rows) == len(electors) == turnout["electors"]
    assert sum(row["ballots"] for row in rows) == turnout["ballots"]
    assert named or len(rows) <= 1 or all(row["electors"] >= FEW for row in rows)
