"""The examples of Schulze's paper (numbers as published), circles and full ties."""

import pytest

from tests.voting.counting.elections import ask, election, one_winner, order

FORTY_FIVE = """5 A>C>B>E>D
5 A>D>E>C>B
8 B>E>D>A>C
3 C>A>B>E>D
7 C>A>E>B>D
2 C>B>A>D>E
7 D>C>E>B>A
8 E>B>A>D>C"""

SEVEN = """3 A>D>E>B>C>F
3 B>F>E>C>D>A
4 C>A>B>F>D>E
1 D>B>C>E>F>A
4 D>E>F>A>B>C
2 E>C>B>D>F>A
2 F>A>C>D>B>E"""

PAPER = {  # number of the example: ballots, winner, strengths of the strongest paths where published
    "1": ("8 A>C>D>B\n2 B>A>D>C\n4 C>D>B>A\n4 D>B>A>C\n3 D>C>B>A", "D",
          [[0, 14, 14, 12], [13, 0, 13, 12], [13, 15, 0, 12], [13, 19, 13, 0]]),
    "2": ("3 A>C>D>B\n9 B>A>C>D\n8 C>D>A>B\n5 D>A>B>C\n5 D>B>C>A", "C",
          [[0, 17, 17, 17], [18, 0, 19, 19], [18, 20, 0, 20], [18, 21, 19, 0]]),
    "3": (FORTY_FIVE, "E",
          [[0, 28, 28, 30, 24], [25, 0, 28, 33, 24], [25, 29, 0, 29, 24], [25, 28, 28, 0, 24], [25, 28, 28, 31, 0]]),
    "4": ("3 A>B>C>D\n2 C>B>D>A\n2 D>A>B>C\n2 D>B>C>A", "BD",
          [[0, 5, 5, 5], [5, 0, 7, 5], [5, 5, 0, 5], [6, 5, 5, 0]]),
    "5": ("12 A>B>C>D\n6 A>D>B>C\n9 B>C>D>A\n15 C>D>A>B\n21 D>B>A>C", "D",
          [[0, 36, 39, 36], [36, 0, 48, 36], [36, 36, 0, 36], [45, 42, 42, 0]]),
    "7, situation 1": (SEVEN, "A", None),
    "7, situation 2": (SEVEN + "\n2 A>E>F>C>B>D", "D", None),
    "10": ("6 A>B>C>D\n8 A=B\n8 A=C\n18 A=C>D\n8 A=C=D\n40 B\n4 C>B>D\n9 C>D>A\n8 C=D\n14 D>A>B\n11 D>B>C\n4 D>C>A",
           "D",
           [[0, 67, 67, 45], [45, 0, 79, 45], [45, 45, 0, 45], [50, 72, 72, 0]]),
    "13": ("2 A>B>C\n2 B>C>A\n1 C>A>B", "AB", [[0, 3, 3], [3, 0, 4], [3, 3, 0]]),
}  # fmt: skip


@pytest.mark.parametrize("example", PAPER)
def test_schulze_gives_the_winners_of_the_paper(example):
    text, winner, paths = PAPER[example]
    result = ask(election(text), "schulze")
    assert one_winner(result) == winner
    if paths:
        assert [list(row) for row in result.paths] == paths


def test_schulze_orders_the_forty_five_voters():
    result = ask(election(FORTY_FIVE), "schulze")
    assert order(result) == "E>A>C>B>D"
    assert result.ballots == 45
    assert result.winners == ("E",)
    assert result.ties == ()
    assert [list(row) for row in result.matrix] == [
        [0, 20, 26, 30, 22],
        [25, 0, 16, 33, 18],
        [19, 29, 0, 17, 24],
        [15, 12, 28, 0, 14],
        [23, 27, 21, 31, 0],
    ]


def test_schulze_breaks_a_circle_at_its_weakest_victory():
    assert order(ask(election("9 A>B>C\n8 B>C>A\n7 C>A>B"), "schulze")) == "A>B>C"


def test_what_is_not_ranked_is_last_or_no_opinion():
    profile = election("68 A>B\n72 B>C\n52 C>A")
    assert ask(profile, "schulze").matrix == ((0, 120, 68), (72, 0, 140), (124, 52, 0))
    assert ask(profile, "schulze", unranked="no-opinion").matrix == ((0, 68, 0), (0, 0, 72), (52, 0, 0))


def test_zero_is_not_ranked_either():
    from hub.voting.counting import Profile

    zeros, nones = Profile(("A", "B"), [[1, 0], [0, 1], [1, 0]]), election("2 A\n1 B")
    for unranked in ("last", "no-opinion"):
        ours, theirs = (ask(p, "schulze", unranked=unranked) for p in (zeros, nones))
        assert (ours.matrix, ours.ranking) == (theirs.matrix, theirs.ranking)
