"""Joining what two people made of one text: nothing that somebody wrote is lost."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.meetings.comparing import compare
from hub.meetings.merging import changes, join, tidy

LINES = st.lists(st.sampled_from(["", "a", "b", "c", "- said", "## Point"]), max_size=12)
TEXTS = LINES.map("\n".join)


def applied(before: list[str], done) -> list[str]:
    """A text with changes made to it."""
    lines, at = [], 0
    for change in done:
        lines += [*before[at : change.start], *change.lines]
        at = change.end
    return lines + before[at:]


def is_within(part: list[str], whole: list[str]) -> bool:
    """Whether the lines stand in the whole, in their order."""
    rest = iter(whole)
    return all(line in rest for line in part)


@given(LINES, LINES)
def test_the_changes_of_a_text_lead_from_one_to_the_other(before, after):
    assert applied(before, changes(before, after)) == after


@given(TEXTS, TEXTS)
def test_who_writes_alone_gets_what_they_wrote(before, mine):
    assert join(before, before, mine).text == mine
    assert join(before, mine, before).text == mine
    assert join(before, mine, mine).text == mine
    assert join(before, before, mine).conflicts == 0


@given(LINES, LINES, LINES)
def test_no_line_that_somebody_added_is_lost(before, theirs, mine):
    joined = join("\n".join(before), "\n".join(theirs), "\n".join(mine)).text.split("\n")
    for after in (theirs, mine):
        base = before if before != [""] else []
        for change in changes(base, after if after != [""] else []):
            assert is_within(change.lines, joined)


@given(LINES, LINES, st.integers(min_value=0, max_value=12))
def test_changes_of_different_lines_stand_side_by_side(above, below, at):
    """They write above a line that nobody touches, I below it: both, and no conflict."""
    fixed = "== nobody touches this =="
    before = f"old above\n{fixed}\nold below"
    theirs, mine = "\n".join([*above, fixed, "old below"]), "\n".join(["old above", fixed, *below])

    joined = join(before, theirs, mine)

    assert (joined.text, joined.conflicts) == ("\n".join([*above, fixed, *below]), 0)


@pytest.mark.parametrize(
    ("before", "theirs", "mine", "both", "conflicts"),
    [
        ("a\nb\nc", "a\nB\nc", "a\nbb\nc", "a\nB\nbb\nc", 1),
        ("a\nb\nc", "a\nc", "a\nbb\nc", "a\nbb\nc", 1),
        ("a", "a\nthey", "a\nme", "a\nthey\nme", 0),
        ("", "they", "me", "they\nme", 0),
        ("", "# P\nthey\n# Q", "# P\n# Q\nme", "# P\nthey\n# Q\nme", 0),
        ("a\nb", "A\nb", "a\nB", "A\nB", 0),
        ("a\nb\nc\nd", "x\nd", "a\ny\nc\nz", "x\na\ny\nc\nz", 1),
        ("a\nb", "a", "b", "", 0),
    ],
)  # fmt: skip
def test_what_both_did_is_joined(before, theirs, mine, both, conflicts):
    joined = join(before, theirs, mine)

    assert (joined.text, joined.conflicts) == (both, conflicts)


def test_a_text_made_to_be_slow_to_compare_is_joined_at_once():
    before, theirs = "\n" * 25_000, "x" + "\n" * 24_000
    mine = "\n".join("ab"[n % 2] for n in range(20_000))
    began = time.monotonic()

    joined = join(before, theirs, mine)

    assert time.monotonic() - began < 2
    assert is_within(mine.split("\n"), joined.text.split("\n"))


@given(st.text(alphabet="a\r\n", max_size=30))
def test_a_text_is_tidied_once(text):
    assert "\r" not in tidy(text)
    assert tidy(tidy(text)) == tidy(text)


@given(LINES, LINES)
def test_two_texts_are_compared_line_by_line(old, new):
    lines = compare("\n".join(old), "\n".join(new), around=None)
    before = old if "\n".join(old) else []
    after = new if "\n".join(new) else []

    assert [line.text for line in lines if line.kind != "new"] == before
    assert [line.text for line in lines if line.kind != "gone"] == after


def test_of_many_lines_that_stayed_only_those_beside_a_change_are_shown():
    old = [f"line {n}" for n in range(20)]
    lines = compare("\n".join(old), "\n".join([*old[:10], "new", *old[10:]]))

    assert [line.hidden for line in lines if line.kind == "rest"] == [7, 7]
    assert [line.text for line in lines if line.kind == "same"] == old[7:13]
