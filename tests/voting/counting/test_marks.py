"""Approval, score and points: sums and means, exactly."""

import pytest

from hub.voting.counting import BadBallot, Profile
from tests.voting.counting.elections import ask, marks, order

SCORES = marks("ABC", (2, 5, 4, None), (1, 0, 3, None), (1, 0, None, 4))


def test_approval_counts_who_is_approved():
    result = ask(marks("ABC", (3, 1, 0, 1), (2, 0, 1, 1), (1, None, 1, None)), "approval")
    assert (order(result), result.totals) == ("C>A=B", {"A": "3", "B": "3", "C": "5"})


def test_score_counts_silence_as_nothing():
    result = ask(SCORES, "score")
    assert (order(result), result.totals) == ("B>A>C", {"A": "10", "B": "11", "C": "4"})


def test_score_without_opinion_takes_the_exact_mean():
    result = ask(SCORES, "score", unranked="no-opinion")
    assert (order(result), result.totals) == ("C>B>A", {"A": "5/2", "B": "11/3", "C": "4"})


def test_score_puts_what_nobody_marked_behind_all():
    result = ask(marks("AB", (3, 0, None)), "score", unranked="no-opinion")
    assert (order(result), result.totals) == ("A>B", {"A": "0", "B": "no mark"})


def test_means_are_compared_as_fractions():
    # 1/3 of 3 marks and of 3,000,000 marks are the same; one mark more is not.
    rows = [[1, None], [0, None], [0, None], [None, 1], [None, 0]]
    equal = Profile(("A", "B"), rows, [1, 1, 1, 10**11, 2 * 10**11])
    more = Profile(("A", "B"), rows, [1, 1, 1, 10**11 + 1, 2 * 10**11])
    assert order(ask(equal, "score", unranked="no-opinion")) == "A=B"
    assert order(ask(more, "score", unranked="no-opinion")) == "B>A"


def test_points_are_added_up():
    result = ask(marks("ABC", (2, 10, 0, 0), (3, 0, 4, 6)), "points")
    assert (order(result), result.totals) == ("A>C>B", {"A": "20", "B": "12", "C": "18"})


@pytest.mark.parametrize(("quadratic", "credits"), [(False, 7), (True, 25)])
def test_credits_can_be_spent_to_the_last(quadratic, credits):
    profile = Profile(("A", "B"), [[3, 4], [4, 3]])
    assert order(ask(profile, "points", credits=credits, quadratic=quadratic)) == "A=B"
    with pytest.raises(BadBallot, match=f"Ballot 1: it spends more than {credits - 1} credits"):
        ask(profile, "points", credits=credits - 1, quadratic=quadratic)
