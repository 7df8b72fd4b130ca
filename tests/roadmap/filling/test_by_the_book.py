"""The counter and its definition agree, to the last fraction, on thousands of small rounds."""

import random
from fractions import Fraction

import pytest

from hub.roadmap.filling import equal_shares
from hub.roadmap.filling.equal_shares import usual_step
from hub.roadmap.filling.ladder import Ladder
from hub.roadmap.filling.table import table_of
from tests.roadmap.filling import by_the_book
from tests.roadmap.filling.rounds import a_round, rounds, taken_apart


def test_without_completion():
    for instance in rounds(4000, seed=1):
        costs, ballots, weights, capacity = taken_apart(instance)
        costs = {key: cost for key, cost in costs.items() if cost <= capacity}
        expected = by_the_book.plain(costs, ballots, weights, capacity / sum(weights))
        filling = equal_shares(instance, completion="none")
        assert filling.funded == tuple(expected)
        assert filling.payments == expected


def test_with_completion_rung_by_rung():
    for instance in rounds(1500, seed=2):
        costs, ballots, weights, capacity = taken_apart(instance)
        step = capacity / sum(weights) / random.Random(str(costs)).choice([3, 7, 20])  # noqa: S311
        expected = by_the_book.completed(costs, ballots, weights, capacity, step)
        filling = equal_shares(instance, step=step)
        assert filling.funded == tuple(expected)
        assert filling.payments == expected


def test_the_usual_step_is_one_unit_within_bounds():
    assert usual_step(Fraction(150)) == 1
    assert usual_step(Fraction(40)) == Fraction(2, 5)
    assert usual_step(Fraction(5000)) == 5


@pytest.mark.slow
def test_quick_runs_decide_as_exact_ones():
    """Floating point with its bounds, on rounds with many ties, rung by rung, without and with leaving rungs out."""
    dice, decided = random.Random(3), 0  # noqa: S311
    for _ in range(300):
        instance = a_round(dice, items=8, voters=40)
        table = table_of(instance)
        start = table.endowment(instance.capacity / sum(voter.weight for voter in instance.voters))
        most = int(instance.capacity * table.money)
        quick, exact = Ladder(table, start / 20, exactly=False), Ladder(table, start / 20, exactly=True)
        one, two = quick.climb(start, most), exact.climb(start, most)
        assert (quick.priced(one[0], most), one[2]) == (two[0], two[2])
        decided += sum(not run.exact for run in quick.runs.values())
        for run in quick.runs.values():
            assert run.items == exact.at(run.endowment, most).items
    assert decided > 1000
