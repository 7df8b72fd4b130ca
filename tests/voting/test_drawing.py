"""The pictures of a result: bars, comparisons, and the stages of an STV count as columns and streams."""

from fractions import Fraction
from itertools import pairwise

from hub.voting import counting
from hub.voting.pages.ballot_words import read
from hub.voting.pages.stv_picture import HEIGHT, MOST_DRAWN, NAMES, rounds_of
from hub.voting.pages.tables import bars_of, matrix_of, number

FOOD = {
    ("orange",): 4,
    ("pear", "orange"): 2,
    ("choc", "straw"): 8,
    ("choc", "sweet"): 4,
    ("straw",): 1,
    ("sweet",): 1,
}
NAMED = ("orange", "pear", "choc", "straw", "sweet")


def stv(votes=FOOD, options=NAMED, seats=3):
    rows = [[ballot.index(o) + 1 if o in ballot else None for o in options] for ballot in votes]
    profile = counting.Profile(options=options, rows=rows, weights=list(votes.values()))
    return counting.count(profile, counting.Rules(method="stv", seats=seats)).as_json()


def picture(**given):
    result = stv(**given)
    order = [key for group in result["ranking"] for key in group]
    return rounds_of(result["rounds"], order, str.title)


def test_every_column_holds_all_votes():
    drawn = picture()
    for x in {block.x for block in drawn.blocks}:
        assert abs(sum(block.height for block in drawn.blocks if block.x == x) - HEIGHT) < 1


def test_blocks_of_a_column_do_not_overlap():
    drawn = picture()
    for x in {block.x for block in drawn.blocks}:
        column = sorted((block for block in drawn.blocks if block.x == x), key=lambda block: block.y)
        for upper, lower in pairwise(column):
            assert upper.y + upper.height <= lower.y


def test_streams_begin_and_end_at_blocks():
    drawn = picture()
    columns = {block.x for block in drawn.blocks}
    for stream in drawn.streams:
        start = int(stream.path[1:].split(" ")[0])
        assert start - 14 in columns
    assert any(stream.passed for stream in drawn.streams)


def test_table_says_who_was_elected_and_who_is_out():
    drawn = picture()
    told = [(cell["name"], stage.action) for stage in drawn.stages for cell in stage.votes if cell["elected"]]
    assert told[0] == ("Choc", "First preferences")
    assert "Surplus of Choc" in [stage.action for stage in drawn.stages]
    assert any(stage.action.endswith(" out") for stage in drawn.stages)


def test_many_candidates_are_told_by_the_table_alone():
    options = tuple(f"o{n}" for n in range(MOST_DRAWN + 1))
    drawn = picture(votes={(option,): n + 1 for n, option in enumerate(options)}, options=options, seats=2)
    assert (drawn.drawn, drawn.blocks) == (False, [])
    assert drawn.names[0] == "O14"


def test_picture_is_as_wide_as_the_page_at_most_while_it_can_be():
    assert picture().width <= 1232
    assert min(block.x for block in picture().blocks) == NAMES


def test_nothing_counted_draws_nothing():
    assert rounds_of([], [], str) is None


def test_bars_of_nothing_have_no_length():
    assert [bar.length for bar in bars_of([("A", Fraction(0), False), ("B", Fraction(0), False)])] == [
        "0",
        "0",
    ]
    assert bars_of([]) == []


def test_numbers_are_written_as_people_do():
    assert [number(Fraction(*n)) for n in ((7, 3), (12, 1), (1, 2), (1, 1000))] == ["2.33", "12", "0.5", "0"]


def test_each_comparison_is_told_from_both_sides():
    table = matrix_of(["A", "B"], [[0, 7], [3, 0]])
    (_, (_, ahead)), (_, (behind, _)) = table.rows
    assert (ahead.ahead, ahead.behind, ahead.state) == (7, 3, "won")
    assert (behind.ahead, behind.behind, behind.state) == (3, 7, "lost")
    even = matrix_of(["A", "B"], [[0, 0], [0, 0]]).rows[0][1][1]
    assert even.state == "even"


def test_ballots_read_as_one_line():
    names = {"a": "A", "b": "B", "c": "C"}
    assert read({"ranks": [["a"], ["b", "c"]]}, names).line == "A > B = C"
    assert read({"marks": {"a": 1, "b": 5}}, names).line == "B 5, A 1"
    assert read({"abstain": True}, names).line == "Abstain"
    assert read({"vote": "stand-aside"}, names).line == "I stand aside"
    assert read({"approved": ["b"]}, names).left_out == ["A", "C"]
