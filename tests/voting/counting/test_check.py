"""Bad ballots are refused with their number and the reason, by every method that forbids them."""

import pytest

from hub.voting.counting import METHODS, BadBallot, BadRules, Profile, Rules, check, count

AB = ("A", "B")


@pytest.mark.parametrize(
    ("method", "row", "reason"),
    [
        ("schulze", [1], "it has 1 cells, and there are 2 options."),
        ("schulze", [1, 2, 3], "it has 3 cells, and there are 2 options."),
        ("schulze", [1, -1], "-1 is not between 0 and 1,000,000."),
        ("schulze", [None, -1], "-1 is not between 0 and 1,000,000."),
        ("schulze", [1, -(2**31)], "-2147483648 is not between 0 and 1,000,000."),
        ("schulze", [None, -(2**31)], "-2147483648 is not between 0 and 1,000,000."),
        ("stv", [1, 10**30], f"{10**30} is not between 0 and 1,000,000."),
        ("stv", [None, 10**30], f"{10**30} is not between 0 and 1,000,000."),
        ("ranked-pairs", [1, "2"], "'2' is not a whole number."),
        ("ranked-pairs", [1, 1.5], "1.5 is not a whole number."),
        ("ranked-pairs", [True, 2], "True is not a whole number."),
        ("approval", [2, 0], "a mark is 1 (yes) or 0 (no)."),
        ("score", [6, 0], "a mark is between 0 and 5."),
        ("star", [0, 6], "a mark is between 0 and 5."),
        ("points", [6, 5], "it spends more than 10 credits."),
        ("points", [-3, 5], "-3 is not between 0 and 1,000,000."),
    ],
)
def test_a_bad_ballot_is_refused_with_its_number(method, row, reason):
    good = [1, 1]
    with pytest.raises(BadBallot) as refused:
        check(Profile(AB, [good, good, row, good]), Rules(method))
    assert (refused.value.number, refused.value.reason) == (3, reason)
    with pytest.raises(BadBallot):
        count(Profile(AB, [good, good, row, good]), Rules(method))


@pytest.mark.parametrize(
    ("weights", "number", "reason"),
    [
        ([1], 2, "rows and weights differ in number."),
        ([1, -1], 2, "a weight must be a whole number, 0 or more."),
        ([1, 0.5], 2, "a weight must be a whole number, 0 or more."),
        ([1, 10**12], 2, "more than 1,000,000,000,000 ballots in all cannot be counted."),
    ],
)
def test_bad_weights_are_refused(weights, number, reason):
    with pytest.raises(BadBallot) as refused:
        check(Profile(AB, [[1, 2], [2, 1]], weights), Rules("schulze"))
    assert (refused.value.number, refused.value.reason) == (number, reason)


@pytest.mark.parametrize(
    ("options", "rules", "words"),
    [
        (AB, {"method": "dice"}, 'There is no method "dice"'),
        (AB, {"method": "stv", "seats": 0}, "at least one seat"),
        (AB, {"method": "schulze", "unranked": "first"}, 'no rule for unranked options "first"'),
        (AB, {"method": "schulze", "tie_rule": "coin"}, 'no tie rule "coin"'),
        (AB, {"method": "schulze", "status_quo": "C"}, "status quo is not among the options"),
        (AB, {"method": "schulze", "teams": {"C": "Blue"}}, "not an option"),
        (AB, {"method": "schulze", "team_cap": 0}, "cap of winners per team"),
        (AB, {"method": "score", "max_mark": 0}, "best mark"),
        (AB, {"method": "points", "credits": 0}, "credits"),
        (AB, {"method": "schulze", "threshold": 2}, "threshold must lie between"),
        ((), {"method": "schulze"}, "There must be options"),
        (("A", "A"), {"method": "schulze"}, "a name of its own"),
    ],
)
def test_impossible_rules_are_refused(options, rules, words):
    with pytest.raises(BadRules, match=words):
        check(Profile(options, []), Rules(**rules))


def test_good_ballots_pass():
    for method in METHODS:
        options = ("yes", "no") if method == "majority" else AB
        check(Profile(options, [[1, 0], [None, None], [0, 1]]), Rules(method))
