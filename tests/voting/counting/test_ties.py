"""Ties are shown, and broken only where a seat hangs on it, by the agreed rule, so that anybody can repeat it."""

import hashlib

from hub.voting.counting import Profile
from tests.voting.counting.elections import ask, election, order

CIRCLE = "1 A>B>C>D\n1 B>C>A>D\n1 C>A>B>D"


def by_hash(seed, names):
    return sorted(names, key=lambda name: hashlib.sha256(f"{seed}\n{name}".encode()).hexdigest())


def test_a_full_tie_is_drawn_by_the_hash_of_seed_and_name():
    result = ask(election(CIRCLE), "schulze", seed="dice of the day")
    (tie,) = result.ties
    assert order(result) == "A=B=C>D"
    assert (tie.place, tie.names, tie.rule, tie.seed) == (1, ("A", "B", "C"), "draw", "dice of the day")
    assert list(tie.order) == by_hash("dice of the day", "ABC")
    assert result.winners == tie.order[:1]


def test_without_a_seed_the_ballots_are_the_seed():
    profile = election(CIRCLE)
    text = '["A","B","C","D"]\n1,2,3,4:1\n2,3,1,4:1\n3,1,2,4:1'
    assert profile.canonical() == text
    (tie,) = ask(profile, "schulze").ties
    assert tie.seed == hashlib.sha256(text.encode()).hexdigest()
    assert list(tie.order) == by_hash(tie.seed, "ABC")


def test_the_seed_does_not_know_the_order_of_ballots_and_options():
    one = Profile(("B", "A"), [[1, None], [2, 1], [2, 1]])
    two = Profile(("A", "B"), [[1, 2], [None, 1]], [2, 1])
    assert one.digest() == two.digest()


def test_a_tie_within_the_seats_needs_no_draw():
    result = ask(election(CIRCLE), "schulze", seats=3)
    assert result.winners == ("A", "B", "C")
    assert [(tie.rule, tie.order, tie.seed) for tie in result.ties] == [("not needed", (), "")]


def test_a_tie_behind_the_seats_is_still_told():
    result = ask(election("2 A>B=C"), "schulze")
    assert result.winners == ("A",)
    assert [(tie.place, tie.names, tie.rule) for tie in result.ties] == [(2, ("B", "C"), "not needed")]


def test_the_status_quo_wins_its_ties():
    for quo in "ABC":
        result = ask(election(CIRCLE), "schulze", tie_rule="status-quo", status_quo=quo)
        assert result.winners == (quo,)
        assert result.ties[0].rule == "status-quo"


def test_a_tie_without_the_status_quo_is_drawn():
    result = ask(election(CIRCLE), "schulze", tie_rule="status-quo", status_quo="D", seed="s")
    assert result.ties[0].rule == "draw"
    assert result.winners[0] == by_hash("s", "ABC")[0]


def test_without_a_rule_the_tie_stands_and_winners_lack_it():
    result = ask(election("1 A>B>C>D\n1 A>C>B>D"), "schulze", seats=2, tie_rule="none")
    assert result.winners == ("A",)
    assert [(tie.place, tie.names, tie.rule) for tie in result.ties] == [(2, ("B", "C"), "none")]
    assert "“B” and “C” are tied" in result.notes[0]


def test_an_election_where_all_are_equal_is_one_tie():
    for method in ("schulze", "ranked-pairs", "stv"):
        result = ask(election("5 A=B=C"), method, seed="x")
        assert result.winners == tuple(by_hash("x", "ABC")[:1])


def test_nobody_wins_when_nobody_says_anything():
    for method in ("schulze", "ranked-pairs", "stv", "approval", "score", "star", "points"):
        for rows in ([], [[None, None]], [[None, None]] * 3):
            result = ask(Profile(("A", "B"), rows), method, seats=2)
            assert (result.winners, order(result), result.ballots) == ((), "A=B", len(rows))
            assert result.notes == ("No ballot says anything about any option, so nobody wins.",)


def test_one_option_and_one_voter_are_enough():
    for method in ("schulze", "ranked-pairs", "stv", "approval", "score", "star", "points"):
        result = ask(Profile(("A",), [[1]]), method)
        assert (result.winners, order(result), result.ties) == (("A",), "A", ())
