"""STAR: two rounds, and ties by the published protocol."""

from tests.voting.counting.elections import ask, marks, order


def test_the_runoff_may_turn_the_scores_round():
    # 36 stars against 33, and the runoff 5 against 3 the other way: what happened in a real election, in small.
    result = ask(marks("ABC", (3, 5, 1, 0), (5, 3, 4, 0)), "star")
    assert (result.totals, result.winners) == ({"A": "30", "B": "23", "C": "0"}, ("B",))
    first = result.rounds[0]
    assert first["scores"] == {"A": "30", "B": "23", "C": "0"}
    assert first["runoffs"] == [{"finalists": ["A", "B"], "preferred": {"A": 3, "B": 5}, "winners": ["B"]}]
    assert (first["place"], first["winners"], order(result)) == (1, ["B"], "B>A>C")


def test_two_seats_go_to_the_winners_of_two_rounds():
    result = ask(marks("ABC", (3, 5, 1, 0), (5, 3, 4, 0)), "star", seats=2)
    assert result.winners == ("B", "A")
    assert [told["place"] for told in result.rounds] == [1, 2, 3]


def test_a_tied_runoff_goes_to_the_higher_score():
    result = ask(marks("ABC", (1, 5, 1, 0), (1, 2, 4, 0)), "star")
    assert result.totals == {"A": "7", "B": "5", "C": "0"}
    assert order(result) == "A>B>C"


def test_a_runoff_tied_in_score_too_goes_to_more_best_marks():
    # 12 each, one prefers each, one neither; C has two fives, B one: the published example of the protocol.
    result = ask(marks("ABC", (1, 1, 5, 5), (1, 1, 2, 5), (1, 1, 5, 2)), "star")
    assert order(result) == "B=C>A"
    result = ask(marks("ABC", (1, 1, 4, 5), (1, 1, 3, 5), (1, 1, 5, 2)), "star")
    assert result.totals == {"A": "3", "B": "12", "C": "12"}
    assert order(result) == "C>B>A"
    result = ask(marks("BC", (1, 5, 4), (1, 3, 5), (1, 4, 4), (1, 1, 5), (1, 5, 0), (1, 0, 0)), "star")
    assert result.totals == {"B": "18", "C": "18"}
    assert (
        order(ask(marks("BC", (1, 5, 3), (1, 2, 4)), "star")) == "B>C"
    )  # equal runoff and score, more fives


def test_a_tie_for_the_runoff_goes_to_who_is_preferred():
    # A leads; B and C have 8 each, and three of four prefer B to C.
    result = ask(marks("ABC", (1, 5, 0, 5), (3, 5, 3, 1), (1, 0, 0, 1), (1, 5, 0, 0)), "star")
    assert result.totals == {"A": "25", "B": "9", "C": "9"}
    assert result.rounds[0]["runoffs"][0]["finalists"] == ["A", "B"]


def test_a_tie_for_the_runoff_that_stays_goes_to_more_best_marks():
    result = ask(marks("ABC", (4, 5, 0, 0), (1, 5, 5, 1), (1, 0, 0, 4)), "star")
    assert result.totals == {"A": "25", "B": "5", "C": "5"}
    assert result.rounds[0]["runoffs"][0]["finalists"] == ["A", "B"]


def test_of_three_tied_for_two_places_who_loses_most_is_out():
    # A beats B and C, B beats C, all have 6: C is out.
    result = ask(marks("ABC", (2, 3, 2, 1), (1, 0, 2, 4)), "star")
    assert len(set(result.totals.values())) == 1
    assert result.rounds[0]["runoffs"] == [
        {"finalists": ["A", "B"], "preferred": {"A": 2, "B": 1}, "winners": ["A"]}
    ]


def test_a_tie_that_nothing_breaks_and_that_changes_nothing_is_no_tie():
    # B and C cannot be told apart, but A wins the runoff against either.
    result = ask(marks("ABC", (3, 5, 1, 1), (1, 0, 1, 1)), "star", tie_rule="none")
    assert len(result.rounds[0]["runoffs"]) == 2
    assert (result.winners, order(result)) == (("A",), "A>B=C")


def test_a_tie_that_nothing_breaks_is_shown_and_drawn():
    result = ask(marks("ABC", (1, 5, 4, 0), (1, 4, 5, 0)), "star", seed="dice")
    assert order(result) == "A=B>C"
    assert [(tie.place, tie.names, tie.rule) for tie in result.ties] == [(1, ("A", "B"), "draw")]


def test_silence_is_zero_stars_or_no_opinion():
    profile = marks("AB", (1, 5, None), (1, None, 3), (1, 1, 2))
    last, quiet = ask(profile, "star"), ask(profile, "star", unranked="no-opinion")
    assert (last.totals, quiet.totals) == ({"A": "6", "B": "5"}, {"A": "3", "B": "5/2"})
    assert (last.matrix, quiet.matrix) == (((0, 1), (2, 0)), ((0, 0), (1, 0)))
