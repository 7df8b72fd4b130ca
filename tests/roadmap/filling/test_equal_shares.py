"""People fill a quarter by the Method of Equal Shares."""

from fractions import Fraction

import pytest

from hub.roadmap.filling import BadInstance, Instance, Project, Voter, equal_shares


def instance(costs, ballots, capacity, **more):
    items = tuple(Project(key, key.upper(), Fraction(cost)) for key, cost in costs.items())
    voters = [Voter(b if isinstance(b, dict) else dict.fromkeys(b, 1)) for b in ballots]
    return Instance(items, voters, Fraction(capacity), **more)


def test_a_minority_decides_on_its_share():
    round_ = instance({"a": 50, "b": 50, "c": 40}, ["ab"] * 6 + ["c"] * 4, 100)
    assert equal_shares(round_).funded == ("a", "c")


def test_supporters_pay_the_same_and_exactly_the_cost():
    filling = equal_shares(instance({"a": 7, "b": 2}, ["ab", "ab", "a"], 9))
    assert filling.payments["a"] == {0: Fraction(7, 3), 1: Fraction(7, 3), 2: Fraction(7, 3)}
    assert sum(filling.payments["b"].values()) == 2


def test_whoever_has_less_left_pays_all_of_it():
    filling = equal_shares(instance({"a": 4, "b": 5}, ["ab", "ab", "b"], 9), completion="none")
    assert filling.funded == ("b",)
    filling = equal_shares(
        instance({"a": 2, "b": 6}, [{"a": 3, "b": 1}, {"b": 1}, {"b": 1}], 9), completion="none"
    )
    assert filling.funded == ("a", "b")
    assert filling.payments["b"] == {0: 1, 1: Fraction(5, 2), 2: Fraction(5, 2)}
    assert filling.purchases[1].emptied == {0: 1}


def test_more_points_weigh_like_more_voters():
    ballots = [{"a": 3, "b": 1}, {"b": 1}, {"b": 1}]
    assert equal_shares(instance({"a": 2, "b": 6}, ballots, 8), completion="none").purchases[0].support == 3


def test_a_tie_goes_to_points_then_cost_then_key_and_is_told():
    filling = equal_shares(instance({"c": 2, "b": 2, "a": 3}, ["abc", "abc"], 7))
    assert filling.funded == ("b", "c", "a")
    assert [purchase.tied for purchase in filling.purchases] == [("c", "a"), ("a",), ()]


def test_endowments_rise_until_the_capacity_would_be_passed():
    round_ = instance({"a": 60, "b": 35, "c": 30}, ["a"] * 6 + ["b"] * 3 + ["c"], 100)
    assert equal_shares(round_, completion="none").funded == ("a",)
    filling = equal_shares(round_)
    assert (filling.funded, filling.spent, filling.overspending) == (("a", "b"), 95, 125)
    assert filling.raises == 199
    assert filling.endowment == Fraction(299, 10)


def test_must_haves_come_off_the_top_and_left_outs_never_in():
    round_ = instance({"a": 60, "b": 40, "c": 10}, ["b", "b", "c"], 100, must_haves=("a",), left_out=("b",))
    filling = equal_shares(round_)
    assert filling.funded == ("a", "c")
    assert (filling.spent, filling.left_over) == (70, 30)
    assert [(item.key, item.reason) for item in filling.passed_over] == [("b", "left out")]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ({"ballots": [{"z": 1}]}, "voter 1 marks z, which is no item of this round."),
        ({"ballots": [{"a": -1}]}, "voter 1 gives item a less than 0 points."),
        ({"costs": {"a": -1}}, "the cost of item a is below 0."),
        ({"capacity": -1}, "the capacity is below 0."),
        ({"must_haves": ("a",), "left_out": ("a",)}, "item a is both a must-have and left out."),
        ({"must_haves": ("a",), "capacity": 1}, "the must-haves cost more than the capacity."),
        ({"left_out": ("q",)}, "there is no item q."),
    ],
)
def test_nobody_fills_a_broken_round(broken, reason):
    given = {"costs": {"a": 2}, "ballots": ["a"], "capacity": 3} | broken
    with pytest.raises(BadInstance, match=reason):
        instance(**given)
