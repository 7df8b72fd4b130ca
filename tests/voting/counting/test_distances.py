"""How far a result is from another one: the number is enough, and one less is not."""

import pytest

from hub.voting.counting import Profile, Rules, count, distances
from tests.voting.counting.elections import election, marks
from tests.voting.counting.test_schulze import FORTY_FIVE

FURTHER = {  # what one further ballot for the first option looks like; the others take what is second
    "schulze": (1, 2), "ranked-pairs": (1, 2), "stv": (1, None), "approval": (1, None), "score": (5, None),
    "star": (5, 0), "points": (10, None),
}  # fmt: skip
MARKED = marks("ABC", (5, 1, 0, 0), (3, 0, 1, 0), (1, 0, 0, 1))


def with_further(profile, method, option, copies):
    mine, theirs = FURTHER[method]
    row = [mine if name == option else theirs for name in profile.options]
    return Profile(profile.options, [*profile.rows, row], [*profile.weights, copies])


@pytest.mark.parametrize("unranked", ["last", "no-opinion"])
@pytest.mark.parametrize("method", FURTHER)
def test_so_many_further_ballots_are_enough_and_one_less_is_not(method, unranked):
    profile = election(FORTY_FIVE) if method in {"schulze", "ranked-pairs", "stv"} else MARKED
    rules = Rules(method, unranked=unranked, tie_rule="none")
    found = distances(profile, rules, count(profile, rules))
    assert {line["option"] for line in found} == set(profile.options) - set(count(profile, rules).winners)
    assert any(line["ballots"] for line in found)
    for line in found:
        option, copies = line["option"], line["ballots"]
        if copies is None:
            assert option not in count(with_further(profile, method, option, profile.ballots), rules).winners
        else:
            assert option in count(with_further(profile, method, option, copies), rules).winners
            assert option not in count(with_further(profile, method, option, copies - 1), rules).winners


def test_a_majority_is_so_many_votes_away():
    profile = Profile(("yes", "no"), [[1, 0], [0, 1]], [4, 6])
    rules = Rules("majority")
    assert distances(profile, rules, count(profile, rules)) == [{"option": "yes", "ballots": 3}]


def test_nothing_is_said_when_as_many_ballots_again_would_not_do():
    profile = election("3 A>B")
    rules = Rules("schulze", team_cap=1, teams={"A": "Blue", "B": "Blue"}, seats=2)
    assert distances(election("3 A>B"), rules, count(profile, rules)) == [{"option": "B", "ballots": None}]


def test_large_transferable_votes_are_not_asked():
    profile = election("5001 A>B\n1 B")
    assert distances(profile, Rules("stv"), count(profile, Rules("stv"))) == []
    assert distances(profile, Rules("schulze"), count(profile, Rules("schulze"))) == [
        {"option": "B", "ballots": 5001}
    ]


@pytest.mark.parametrize("method", ["ranked-pairs", "schulze", "stv", "approval"])
def test_of_very_many_options_nothing_is_asked(method):
    for size, said in ((40, 39), (41, 0)):
        names = tuple(f"option {number:02}" for number in range(size))
        profile = Profile(names, [[1] + [0] * (size - 1)])
        rules = Rules(method)
        assert len(distances(profile, rules, count(profile, rules))) == said
