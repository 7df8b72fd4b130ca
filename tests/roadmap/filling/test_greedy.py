"""People see what taking the items with most points would fund."""

from hub.roadmap.filling import greedy
from tests.roadmap.filling.test_equal_shares import instance


def test_most_points_first_and_what_does_not_fit_is_skipped():
    filling = greedy(instance({"a": 50, "b": 60, "c": 40}, ["a", "a", "a", "b", "b", "c"], 100))
    assert filling.funded == ("a", "c")
    assert [(item.key, item.reason, item.had) for item in filling.passed_over] == [("b", "no room", 50)]


def test_the_biggest_bloc_takes_all():
    assert greedy(instance({"a": 50, "b": 50, "c": 40}, ["ab"] * 6 + ["c"] * 4, 100)).funded == ("a", "b")


def test_ties_go_to_lower_cost_then_key():
    filling = greedy(instance({"c": 2, "b": 2, "a": 3}, ["abc"], 4))
    assert filling.funded == ("b", "c")
    assert filling.purchases[0].tied == ("c", "a")


def test_nobody_funds_what_nobody_wants():
    assert greedy(instance({"a": 1, "b": 1}, ["b"], 5)).funded == ("b",)


def test_must_haves_come_first():
    assert greedy(instance({"a": 60, "b": 50}, ["b"], 100, must_haves=("a",))).funded == ("a",)
