"""Majority: exact shares at their boundaries, of what is cast, of all ballots, of the electorate."""

from fractions import Fraction

import pytest

from hub.voting.counting import BadBallot, BadRules, Profile
from tests.voting.counting.elections import ask


def vote(yes, no, abstained=0, **rules):
    rows = [[0, 1], [1, 0], [None, None]]
    return ask(Profile(("no", "yes"), rows, [yes, no, abstained]), "majority", **rules)


@pytest.mark.parametrize(
    ("yes", "no", "rules", "passed"),
    [
        (5, 5, {}, False),
        (6, 5, {}, True),
        (0, 0, {}, False),
        (1, 0, {}, True),
        (2, 1, {"threshold": Fraction(2, 3)}, False),
        (2, 1, {"threshold": Fraction(2, 3), "threshold_strict": False}, True),
        (199_999, 100_001, {"threshold": Fraction(2, 3), "threshold_strict": False}, False),
        (5, 5, {"threshold_strict": False}, True),
    ],
)
def test_a_majority_passes_exactly_at_its_threshold(yes, no, rules, passed):
    result = vote(yes, no, **rules)
    assert result.passed is passed
    assert result.winners == (("yes",) if passed else ("no",))
    assert result.ranking == ((("yes",), ("no",)) if passed else (("no",), ("yes",)))


def test_abstentions_count_by_the_base():
    assert vote(3, 2, 5).passed
    assert not vote(3, 2, 5, threshold_of="ballots").passed
    assert vote(6, 2, 3, threshold_of="ballots").passed
    assert not vote(5, 0, 0, threshold_of="electorate", electorate=10).passed
    assert vote(6, 0, 0, threshold_of="electorate", electorate=10).passed


def test_only_abstentions_pass_nothing():
    result = vote(0, 0, 4)
    assert (result.passed, result.ballots, result.totals) == (
        False,
        4,
        {"yes": "0", "no": "0", "abstain": "4"},
    )


def test_the_note_says_the_share_and_what_is_needed():
    note = "Yes has 3 of 10 (all ballots); needed is more than 1/2."
    assert vote(3, 2, 5, threshold_of="ballots").notes == (note,)


def test_yes_and_no_at_once_is_refused():
    with pytest.raises(BadBallot, match="Ballot 2: it says yes and no at once"):
        ask(Profile(("yes", "no"), [[1, 0], [1, 1]]), "majority")


def test_a_majority_is_between_yes_and_no_and_knows_its_electorate():
    with pytest.raises(BadRules, match='between "yes" and "no"'):
        ask(Profile(("A", "B"), [[1, 0]]), "majority")
    with pytest.raises(BadRules, match="needs its size"):
        vote(1, 0, threshold_of="electorate")
