"""Files of Pabulib are read to the letter, and what is wrong with one is said by line."""

import random
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hub.roadmap.filling import BadInstance, Instance, Project, Voter, equal_shares, greedy
from hub.roadmap.filling.pabulib import BadFile, Election, parse, to_pabulib
from hub.roadmap.filling.pabulib.reading import KINDS
from tests.roadmap.filling.rounds import rounds
from tests.roadmap.filling.test_equal_shares import instance

APPROVAL = """META
key;value
description;Three benches
budget;1000
vote_type;approval
PROJECTS
project_id;cost;name
1;400;Bench
2;500;Tree
3;300;Lamp
VOTES
voter_id;vote
10;1,2
11;2
12;
"""


def changed(**swaps):
    """The file with some of its text replaced; `_` stands for a semicolon."""
    text = APPROVAL
    for old, new in swaps.values():
        assert old in text
        text = text.replace(old, new, 1)
    return text.encode()


def swap(old, new):
    return changed(one=(old, new))


def with_votes(kind, rows, header="voter_id;vote;points", more=""):
    text = APPROVAL[: APPROVAL.index("voter_id")].replace("approval", f"{kind}{more}")
    return f"{text}{header}\n{rows}\n".encode()


def marks(data):
    return [dict(voter.marks) for voter in parse(data).instance.voters]


def test_a_plain_file():
    election = parse(APPROVAL.encode())
    assert election.instance.items[0] == Project("1", "Bench", Fraction(400))
    assert election.instance.capacity == 1000
    assert [voter.marks for voter in election.instance.voters] == [{"1": 1, "2": 1}, {"2": 1}, {}]
    assert election.voter_ids == ("10", "11", "12")
    assert (election.meta["description"], election.selected, election.warnings) == ("Three benches", None, ())


@pytest.mark.parametrize(
    "data",
    [
        APPROVAL.replace("\n", "\r\n").encode(),
        APPROVAL.replace("\n", "\r").encode(),
        b"\xef\xbb\xbf" + APPROVAL.encode(),
        ("\n" + APPROVAL.replace("PROJECTS", "\n\nPROJECTS") + "\n\n").encode(),
        APPROVAL.replace("META", "meta;").replace("VOTES", "Votes;;").encode(),
        APPROVAL.replace("voter_id", "Voter_ID").replace("1,2", " 1 , 2 ").encode(),
    ],
)
def test_line_ends_marks_blanks_and_capitals_do_not_matter(data):
    assert parse(data).instance == parse(APPROVAL.encode()).instance


def test_columns_stand_in_any_order_and_others_are_passed_over():
    data = changed(
        head=(
            "project_id;cost;name\n1;400;Bench",
            "category;name;selected;project_id;cost\nart;Bench;1;1;400",
        ),
        two=("2;500;Tree", ";Tree;0;2;500"),
        three=("3;300;Lamp", ";Lamp;0;3;300"),
        votes=("voter_id;vote\n10;1,2\n11;2\n12;", "age;vote;voter_id\n30;1,2;10\n;2;11\n;;12"),
    )
    assert parse(data).instance == parse(APPROVAL.encode()).instance
    assert parse(data).selected == {"1"}


def test_quoted_cells_hold_semicolons_quotes_and_lines():
    data = swap("1;400;Bench", '1;400;"A ""big"" bench; oak\nor beech"')
    assert parse(data).instance.items[0].name == 'A "big" bench; oak\nor beech'
    with pytest.raises(BadFile, match=r"^line 10: the cost of project"):
        parse(data.replace(b"2;500;Tree", b"2;much;Tree"))


@pytest.mark.parametrize(
    ("text", "cost"), [("400.5", "801/2"), ("400,25", "1601/4"), ("+7", "7"), ("0", "0")]
)
def test_costs_may_have_fractions(text, cost):
    assert parse(swap("1;400", f"1;{text}")).instance.items[0].cost == Fraction(cost)


def test_points_are_taken_as_given():
    assert marks(with_votes("cumulative", "10;1,2;4,1\n11;3;2.5")) == [
        {"1": 4, "2": 1},
        {"3": Fraction(5, 2)},
    ]
    assert marks(with_votes("scoring", "10;1,2;0,1")) == [{"1": 0, "2": 1}]


def test_places_become_points_from_the_longest_ballot_down():
    rows = "10;2,1\n11;3"
    assert marks(with_votes("ordinal", rows, "voter_id;vote")) == [{"2": 3, "1": 2}, {"3": 3}]
    found = marks(with_votes("ordinal", rows, "voter_id;vote", more="\nmax_length;2"))
    assert found == [{"2": 2, "1": 1}, {"3": 2}]


def test_one_choice_is_an_approval():
    assert marks(with_votes("choose-1", "10;2", "voter_id;vote")) == [{"2": 1}]


@pytest.mark.parametrize(
    ("data", "warning"),
    [
        (swap("budget", "max_length;1\nbudget"), "line 14: the vote has 2 projects, more than max_length 1."),
        (swap("budget", "min_length;1\nbudget"), "line 16: the vote has 0 projects, fewer than min_length 1."),
        (swap("budget", "num_votes;4\nbudget"), "line 4: num_votes is 4, and there are 3."),
        (swap("budget", "num_projects;2\nbudget"), "line 4: num_projects is 2, and there are 3."),
        (swap("3;300;Lamp", "3;0;Lamp"), 'line 10: project "3" costs nothing.'),
        (
            with_votes("cumulative", "10;1,2;4,2", more="\nmax_sum_points;5"),
            "line 14: the vote has 6 points, more than max_sum_points 5.",
        ),
        (with_votes("scoring", "10;1;-2"), 'line 13: the vote gives "1" -2 points, read as 0.'),
        (
            with_votes("choose-1", "10;1,2", "voter_id;vote"),
            "line 13: the vote names 2 projects, and choose-1 allows one.",
        ),
        (
            changed(a=("cost;name", "cost;votes"), b=("Bench", "5"), c=("Tree", "2"), d=("Lamp", "")),
            'line 8: project "1" should have 5 votes, and has 1.',
        ),
    ],
)  # fmt: skip
def test_what_does_not_keep_a_file_from_being_read_is_a_warning(data, warning):
    assert parse(data).warnings == (warning,)


def test_there_are_never_hundreds_of_warnings():
    rows = "\n".join(f"{number};1,2" for number in range(100))
    warnings = parse(with_votes("choose-1", rows, "voter_id;vote")).warnings
    assert (len(warnings), warnings[-1]) == (51, "and 50 more like these.")


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (b"", 1, "the section META is missing."),
        (b"id,cost\n", 1, "this is no Pabulib file: it must begin with META."),
        (b"\xff\xfeM", 1, "the file is in UTF-16; save it as UTF-8."),
        (b"META\nkey;value\n\xff", 3, "the text is not in UTF-8; save the file as UTF-8."),
        (b"META\n\0", 2, "this is not a text file."),
        (b"META\nkey;value\nbudget;3", 3, "the section PROJECTS is missing."),
        (swap("key;value\n", ""), 2, 'META must begin with a line "key;value".'),
        (swap("budget;1000\n", ""), 2, "META does not say the budget."),
        (swap("budget;1000", "budget;"), 4, "META does not say the budget."),
        (swap("budget;1000", "budget;lots"), 4, 'the budget must be a number, not "lots".'),
        (swap("budget;1000", "budget;-1"), 4, "the budget is below 0."),
        (swap("budget;1000", "budget;1\nbudget;2"), 5, 'META says "budget" twice.'),
        (swap("approval", "quadratic"), 5, f'there is no vote_type "quadratic": {", ".join(KINDS)} can be read.'),
        (swap("cost;name", "price;name"), 7, 'the header has no column "cost".'),
        (swap("cost;name", "cost;cost"), 7, 'the header has the column "cost" twice.'),
        (swap("voter_id;vote", "voter_id;votes"), 12, 'the header has no column "vote".'),
        (swap("2;500", "1;500"), 9, 'the project "1" stands twice.'),
        (swap("2;500", ";500"), 9, "a project has no project_id."),
        (swap("2;500", '"2,4";500'), 9, 'the project_id "2,4" has a comma.'),
        (swap("2;500", "2;-500"), 9, 'the cost of project "2" is below 0.'),
        (swap("2;500", "2;"), 9, 'the cost of project "2" must be a number, not "".'),
        (swap("2;500", "2;1e9"), 9, 'the cost of project "2" must be a number, not "1e9".'),
        (swap("2;500", f"2;{'9' * 30}"), 9, 'the cost of project "2" has too many digits.'),
        (swap("2;500;Tree", "2;500;Tree;oak"), 9, "the row has 4 cells, and the header 3."),
        (swap("11;2", "10;2"), 14, 'the voter "10" votes twice.'),
        (swap("11;2", ";2"), 14, "a vote has no voter_id."),
        (swap("11;2", "11;7"), 14, 'the vote names "7", which is no project of the file.'),
        (swap("11;2", "11;2,2"), 14, 'the vote names "2" twice.'),
        (swap("VOTES\n", "VOTES\nVOTES\n"), 12, "the section VOTES stands twice."),
        (swap("Tree", '"Tree'), 9, "the cells of the row cannot be told apart (unexpected end of data)."),
        (swap("budget", "max_length;2.5\nbudget"), 4, "max_length must be a whole number."),
        (with_votes("cumulative", "10;1,2;4"), 13, "the vote names 2 projects and gives points to 1."),
        (with_votes("scoring", "10;1", "voter_id;vote"), 13, "the vote names 1 projects and gives points to 0."),
        (with_votes("scoring", "10;1;many"), 13, 'points must be a number, not "many".'),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_names_line_and_reason(data, line, reason):
    with pytest.raises(BadFile) as raised:
        parse(data)
    assert (raised.value.line, raised.value.reason) == (line, reason)


def scraps():
    """Pieces of such files, in any order: what random bytes would never come to."""
    words = st.sampled_from([
        "META", "PROJECTS", "VOTES", "key;value", "budget;10", "vote_type;approval", "vote_type;ordinal",
        "vote_type;cumulative", "project_id;cost", "1;5", "2;6,5", "voter_id;vote", "voter_id;vote;points", "7;1,2",
        "8;1,2;3,4", '"', ";", "", "max_length;0", "min_sum_points;x", "1;\x1c5", "1;٣", "\x85", "project_id;",
    ])  # fmt: skip
    return st.lists(words, max_size=25).map(lambda found: "\n".join(found).encode())


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.binary(max_size=200), scraps()))
@example(b"META\nkey;value\nbudget;1\nvote_type;scoring\nPROJECTS\nproject_id;cost\nVOTES\nvoter_id;vote\n")
def test_any_bytes_are_an_election_or_one_clear_error(data):
    check(data)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(APPROVAL)), st.integers(0, 3), st.text(max_size=3))
def test_a_file_with_a_hole_or_a_stain_too(place, hole, stain):
    check((APPROVAL[:place] + stain + APPROVAL[place + hole :]).encode("utf-8", "surrogatepass"))


def check(data):
    """Read and filled, or one error with a line that exists and a sentence."""
    found = read_or_refused(data)
    if isinstance(found, BadFile):
        assert 1 <= found.line <= data.count(b"\n") + data.count(b"\r") + 1
        assert found.reason.endswith(".")
        assert len(found.reason) < 200
        return
    for fill in (greedy, equal_shares):
        assert fill(found.instance).spent <= found.instance.capacity


def read_or_refused(data) -> Election | BadFile:
    try:
        return parse(data)
    except BadFile as error:
        return error


def test_what_is_written_is_read_back():
    for one in rounds(300, seed=31, weighted=False):
        cents = Fraction(1, 100)
        items = tuple(
            Project(i.key, f'{i.name}; "x"\ny', Fraction(round(i.cost / cents)) * cents) for i in one.items
        )
        tidy = Instance(
            items, [Voter({k: p for k, p in v.marks.items() if p}) for v in one.voters], Fraction(17, 4)
        )
        election = parse(to_pabulib(tidy, {"description": "Quarter; 3", "unit": "weeks"}).encode())
        assert election.instance == Instance(
            tuple(sorted(items, key=lambda i: i.key)), tidy.voters, tidy.capacity
        )
        assert (election.meta["description"], election.warnings) == ("Quarter; 3", ())


def test_weights_are_written_as_copies_and_what_is_settled_is_not_written():
    dice = random.Random(32)  # noqa: S311
    one = instance({"a": 5, "b": 3, "c": 9}, ["ab", "b", "c"], 12, must_haves=("a",), left_out=("c",))
    heavier = Instance(one.items, [Voter(v.marks, Fraction(dice.randint(1, 4), 2)) for v in one.voters], one.capacity,
                       one.must_haves, one.left_out)  # fmt: skip
    election = parse(to_pabulib(heavier).encode())
    assert election.instance.capacity == 7
    assert [item.key for item in election.instance.items] == ["b"]
    assert len(election.instance.voters) == sum(int(v.weight * 2) for v in heavier.voters)
    assert set(equal_shares(election.instance).funded) | {"a"} == set(equal_shares(heavier).funded)


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (instance({"a": Fraction(1, 3)}, ["a"], 1), "1/3 cannot be written as a decimal."),
        (instance({"a,b": 1}, [], 1), '"a,b" cannot be the id of a project in a file.'),
        (Instance((), [Voter({}, Fraction(10**6))], Fraction(1)), "the weights would need 1,000,000 votes in a file."),
    ],
)  # fmt: skip
def test_what_the_format_cannot_hold_is_refused(one, reason):
    with pytest.raises(BadInstance, match=f"^{reason}$"):
        to_pabulib(one)
