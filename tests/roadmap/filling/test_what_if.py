"""People try another capacity before they settle on one."""

from dataclasses import replace
from fractions import Fraction

import pytest

from hub.roadmap.filling import BadInstance, capacity_for, equal_shares, greedy, what_if
from tests.roadmap.filling.rounds import rounds
from tests.roadmap.filling.test_equal_shares import instance


def test_each_capacity_is_answered_as_if_it_were_the_rounds_own():
    for one in rounds(300, seed=11):
        step = one.capacity / 10
        capacities = [one.capacity * part for part in (Fraction(1, 2), 1, Fraction(7, 5), 3)]
        for completion in ("add-one", "none"):
            found = what_if(one, capacities, completion=completion, step=step)
            for capacity in capacities:
                filled = equal_shares(replace(one, capacity=capacity), completion=completion, step=step)
                assert found[capacity] == filled.funded
        found = what_if(one, capacities, rule="greedy")
        assert found == {each: greedy(replace(one, capacity=each)).funded for each in capacities}


def test_without_a_step_it_is_the_step_of_the_round():
    one = instance({"a": 60, "b": 35, "c": 30}, ["a"] * 6 + ["b"] * 3 + ["c"], 100)
    assert what_if(one, [100]) == {100: equal_shares(one).funded}


def test_somebody_asks_what_it_would_take():
    one = instance({"a": 50, "b": 50, "c": 40}, ["ab"] * 6 + ["c"] * 4, 100)
    needed = capacity_for(one, "b")
    assert "b" in equal_shares(replace(one, capacity=needed), step=Fraction(1, 10)).funded
    assert all("b" not in what_if(one, [capacity])[capacity] for capacity in range(100, int(needed)))
    assert capacity_for(one, "a") == 100
    assert capacity_for(one, "c", rule="greedy") == 140


def test_more_capacity_does_not_help_what_nobody_supports():
    assert capacity_for(instance({"a": 5, "b": 5}, ["a"], 5), "b") is None


def test_must_haves_stay_and_set_the_least_capacity():
    one = instance({"a": 60, "b": 40}, ["b"], 60, must_haves=("a",))
    assert what_if(one, [60, 100]) == {60: ("a",), 100: ("a", "b")}
    assert capacity_for(one, "b", by=Fraction(15)) == 105
    with pytest.raises(BadInstance, match="must-haves cost more"):
        what_if(one, [59])


def test_nobody_asks_for_too_many_capacities():
    with pytest.raises(BadInstance, match="at most 1000"):
        capacity_for(instance({"a": 5000, "b": 1}, ["b"], 1), "a")
