"""What other methods would have said of the same ballots."""

from hub.voting.counting import Rules, count, other_methods
from tests.voting.counting.elections import election, marks
from tests.voting.counting.test_schulze import FORTY_FIVE


def told(profile, rules):
    return {(line["method"], line["unranked"]): line["winners"] for line in other_methods(profile, rules)}


def test_other_methods_differ_on_the_forty_five_voters():
    assert told(election(FORTY_FIVE), Rules("schulze")) == {
        ("schulze", "no-opinion"): ["E"],
        ("ranked-pairs", "last"): ["A"],
        ("ranked-pairs", "no-opinion"): ["A"],
        ("stv", "last"): ["C"],
    }


def test_stars_are_also_read_as_scores_and_ranks():
    profile = marks("ABC", (3, 5, 1, 0), (5, 3, 4, None))
    found = told(profile, Rules("star"))
    assert ("star", "last") not in found
    assert found["score", "last"] == ["A"]
    assert found["schulze", "last"] == ["B"]
    assert len(found) == 7


def test_each_answer_is_that_of_its_own_count():
    profile = election("5 A>B>C\n4 C>B\n2 B", options="ABC")
    for line in other_methods(profile, Rules("stv", seats=2)):
        result = count(profile, Rules(line["method"], seats=2, unranked=line["unranked"]))
        assert (line["winners"], line["ranking"]) == (
            list(result.winners),
            [list(group) for group in result.ranking],
        )


def test_nothing_else_suits_approvals_points_and_majorities():
    assert other_methods(marks("AB", (3, 1, 0)), Rules("approval")) == []
    assert other_methods(marks("AB", (3, 1, 0)), Rules("points")) == []
    assert other_methods(marks(("yes", "no"), (3, 1, 0)), Rules("majority")) == []
