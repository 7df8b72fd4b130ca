"""Tideman's Ranked Pairs: known elections, and victories of the same strength."""

from tests.voting.counting.elections import ask, election, order
from tests.voting.counting.test_schulze import FORTY_FIVE

TENNESSEE = """42 Memphis>Nashville>Chattanooga>Knoxville
26 Nashville>Chattanooga>Knoxville>Memphis
15 Chattanooga>Knoxville>Nashville>Memphis
17 Knoxville>Chattanooga>Nashville>Memphis"""


def states(result):
    return {f"{pair.winner}{pair.loser}": pair.state for pair in result.pairs}


def test_ranked_pairs_differs_from_schulze_on_the_forty_five_voters():
    assert ask(election(FORTY_FIVE), "ranked-pairs").winners == ("A",)


def test_ranked_pairs_orders_tennessee():
    assert order(ask(election(TENNESSEE), "ranked-pairs")) == "Nashville>Chattanooga>Knoxville>Memphis"


def test_the_weakest_victory_of_a_circle_is_skipped():
    result = ask(election("9 A>B>C\n8 B>C>A\n7 C>A>B"), "ranked-pairs")
    assert states(result) == {"BC": "locked", "AB": "locked", "CA": "skipped"}
    assert [(pair.votes_for, pair.votes_against) for pair in result.pairs] == [(17, 7), (16, 8), (15, 9)]
    assert order(result) == "A>B>C"


def test_equal_victories_on_a_circle_are_all_skipped():
    result = ask(election("1 A>B>C\n1 B>C>A\n1 C>A>B"), "ranked-pairs", tie_rule="none")
    assert set(states(result).values()) == {"skipped"}
    assert order(result) == "A=B=C"
    assert result.winners == ()


def test_equal_victories_off_a_circle_are_all_locked():
    result = ask(election("3 A>B=C=D\n3 A=B=C>D"), "ranked-pairs")
    assert set(states(result).values()) == {"locked"}
    assert order(result) == "A>B=C>D"
