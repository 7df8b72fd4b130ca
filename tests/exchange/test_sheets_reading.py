"""The bytes of tables: encodings, delimiters, quotes, and what is no table."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.exchange.sheets.alike import Titles
from hub.exchange.sheets.columns import guess, guess_states
from hub.exchange.sheets.reading import ROWS, NotATable, read

TEXT = "Title,Größe\nMüsli,“ja”\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"), (TEXT.encode("utf-8-sig"), "utf-8-sig"), (TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"), (TEXT.encode("cp1252"), "cp1252"),
    ],
)  # fmt: skip
def test_every_encoding_reads_the_same(data, encoding):
    grid = read(data)
    assert grid.encoding == encoding
    assert (grid.header, grid.rows) == (("Title", "Größe"), ((2, ("Müsli", "“ja”")),))


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b\n1,2\n", ","), ("a;b\n1,5;2,5\n3,5;4,5\n", ";"), ("a\tb\n1, 2\t3\n", "\t"),
        ('a;b\n"x, y, z";"1, 2, 3"\n', ";"), ("Title\nOnly one\n", ","),
    ],
)  # fmt: skip
def test_delimiter_is_found_out(text, delimiter):
    assert read(text.encode()).delimiter == delimiter


def test_line_breaks_in_quotes_stay_and_lines_are_counted_on():
    grid = read(b'Title,Need\r\nA,"one\r\ntwo, ""three"""\r\n\r\nB,x\r\n')
    assert grid.rows == ((2, ("A", 'one\r\ntwo, "three"')), (5, ("B", "x")))


def test_apostrophe_of_an_export_is_taken_off():
    assert read(b"Title,Why\nx,'=1+1\n").rows[0][1] == ("x", "=1+1")
    assert read(b"Title,Why\nx,'tis so\n").rows[0][1] == ("x", "'tis so")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"), (b"\n \n,,\n", "empty"), (b"Title\n", "no rows"), (b"PK\x03\x04\x00\x00zip", "no CSV"),
        (b"a,b\n1,\x00\n", "Line 2 has a character"), (b"x" * (2 * 1024 * 1024 + 1), "larger than 2 MB"),
        (b"a\n" + b"x\n" * (ROWS + 1), "more than 5,000 rows"), (b"a," * 70 + b"\n1\n", "more than 60 columns"),
        (b"\xff\xfe\x00", "no encoding"), (b"a,b\n\x81\x8d,2\n", "no encoding"),
        (b"a,b\n" + b'"' + b"x" * 200_000 + b'",1\n', "cannot be read"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_the_reason(data, reason):
    with pytest.raises(NotATable, match=reason):
        read(data)


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data):
    try:
        grid = read(data)
    except NotATable:
        return
    assert all(len(cells) >= len(grid.header) for _, cells in grid.rows)


def test_columns_are_guessed_as_other_tools_call_them():
    header = [
        "Issue key",
        "Summary",
        "Description",
        "Status",
        "Assignee",
        "Fix version",
        "Colour",
        "Component/s",
        "Name",
    ]
    assert guess(header) == ["external_id", "title", "need", "state", "owner", "quarter", "", "services", ""]


def test_states_are_guessed_and_strange_ones_left_to_people():
    assert guess_states(["Done", "In Progress", "won't do", "To Do", "Under review", "Moon phase"]) == {
        "Done": "shipped", "In Progress": "in-progress", "won't do": "declined", "To Do": "proposed",
        "Under review": "under-review", "Moon phase": "",
    }  # fmt: skip


def test_titles_that_share_most_words_are_alike():
    titles = Titles(
        [("a", "Score a table every night"), ("b", "Half an accelerator for a notebook"), ("c", "Docs")]
    )
    assert titles.like("Scoring tables at night, every night") == [("a", "Score a table every night")]
    assert titles.like("Half accelerators for notebooks") == [("b", "Half an accelerator for a notebook")]
    assert titles.like("Something else") == titles.like("") == []
