"""Each team sees what it got."""

import random
from fractions import Fraction

import pytest

from hub.roadmap.filling import Instance, Project, Voter, by_team, equal_shares, greedy
from tests.roadmap.filling.rounds import rounds
from tests.roadmap.filling.test_equal_shares import instance


def test_a_team_sees_its_share_what_it_paid_and_what_it_was_given():
    one = instance({"a": 50, "b": 50, "c": 40}, ["ab"] * 6 + ["c"] * 4, 100)
    teams = by_team(equal_shares(one, completion="none"), ["Vision"] * 6 + ["Search"] * 4)
    search, vision = teams
    assert (search.team, search.voters, search.share, search.spent, search.funded) == ("Search", 4, 40, 40, 1)
    assert (vision.team, vision.share, vision.spent, vision.funded) == ("Vision", 60, 50, Fraction(1, 2))
    assert vision.paid == {"a": 50}


def test_by_greedy_costs_are_split_by_points():
    one = instance({"a": 50, "b": 50, "c": 40}, ["ab"] * 6 + ["bc"] * 4, 100)
    search, vision = by_team(greedy(one), ["Vision"] * 6 + ["Search"] * 4)
    assert vision.paid == {"b": 30, "a": 50}
    assert search.paid == {"b": 20}
    assert search.funded == Fraction(1, 2)


def test_weights_make_teams_equal():
    items = (Project("a", "A", Fraction(50)), Project("b", "B", Fraction(50)))
    voters = [*([Voter({"a": 1}, Fraction(1, 4))] * 4), Voter({"b": 1})]
    filling = equal_shares(Instance(items, voters, Fraction(100)), completion="none")
    assert [(team.share, team.spent) for team in by_team(filling, ["Big"] * 4 + ["Small"])] == [(50, 50)] * 2


def test_a_team_that_gave_nothing_got_nothing():
    (team,) = by_team(equal_shares(instance({"a": 1}, [""], 1)), ["Quiet"])
    assert (team.funded, team.spent, team.as_json()["funded"]) == (None, 0, None)


def test_teams_add_up_to_the_round():
    dice = random.Random(12)  # noqa: S311
    for one in rounds(300, seed=12):
        teams_of = [dice.choice("XYZ") for _ in one.voters]
        for filling in (equal_shares(one), greedy(one)):
            teams = by_team(filling, teams_of)
            assert sum(team.spent for team in teams) == filling.spent
            assert sum(team.share for team in teams) == one.capacity
            assert all(team.spent <= team.endowment for team in teams if filling.rule == "equal-shares")
            assert [team.as_json()["team"] for team in teams] == sorted(set(teams_of))


def test_every_voter_needs_a_team():
    with pytest.raises(ValueError, match="one team for each voter"):
        by_team(equal_shares(instance({"a": 1}, ["a", "a"], 1)), ["X"])
