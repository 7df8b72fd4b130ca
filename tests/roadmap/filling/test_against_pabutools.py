"""The same rounds filled by pabutools, another people's program (make oracles)."""

import os
from pathlib import Path

import pytest

from hub.roadmap.filling import equal_shares, greedy
from hub.roadmap.filling.pabulib import read
from tests.roadmap.filling.rounds import rounds
from tests.voting.oracles import environment

pytestmark = [pytest.mark.oracles, pytest.mark.slow]
DATA = Path(os.environ.get("HUB_TEST_DATA") or Path(__file__).parents[4] / "shared" / "data") / "pabulib"


def asked(what, instances):
    return [answer["funded"] for answer in environment.ask([question(what, one) for one in instances])]


def question(what, instance):
    """Only what can be bought at all: the others differ in what they do with the rest."""
    wanted = {key for voter in instance.voters for key, points in voter.marks.items() if points}
    costs = {
        i.key: str(i.cost) for i in instance.items if i.key in wanted and 0 < i.cost <= instance.capacity
    }
    ballots = [{k: p for k, p in voter.marks.items() if p and k in costs} for voter in instance.voters]
    return {"what": what, "costs": costs, "ballots": ballots, "budget": str(instance.capacity)}


def test_equal_shares_agree():
    instances = list(rounds(500, seed=41, items=8, voters=9, points=5, weighted=False))
    expected = [sorted(equal_shares(one, completion="none").funded) for one in instances]
    assert [sorted(found) for found in asked("equal_shares", instances)] == expected


def test_greedy_agrees():
    instances = list(rounds(500, seed=42, items=8, voters=9, points=5, weighted=False))
    assert [sorted(found) for found in asked("greedy", instances)] == [
        sorted(greedy(one).funded) for one in instances
    ]


@pytest.mark.skipif(not DATA.exists(), reason="the real elections are not here (HUB_TEST_DATA)")
def test_real_elections_agree():
    instances = [read(path).instance for path in sorted(DATA.glob("*.pb"))]
    assert len(instances) == 2
    for what, fill in (
        ("equal_shares", lambda one: equal_shares(one, completion="none")),
        ("greedy", greedy),
    ):
        expected = [sorted(fill(one).funded) for one in instances]
        assert [sorted(found) for found in asked(what, instances)] == expected
