"""Whatever bytes come: an election or one BadFile, never another error. And what is written comes back."""

import csv
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.voting.counting import Profile
from hub.voting.formats import BadFile, Election, parse
from tests.voting.formats.test_read import BLT, HIL, NEW, OLD, SHEET

NAMES = ["", "a.csv", "a.blt", "a.hil", "a.soc", "a.soi", "a.toc", "a.toi", "a.txt"]
WORDS = st.sampled_from(
    ["0", "1", "2", "3", "-1", "9" * 30, "1=2", '"A"', '"', "#", "{", "}", ",", ":", "\n", "\r", " ", "\t", "V: 12 x\n",
     "Option 1->: A\n", "/ Option 2->: B\n", "# NUMBER ALTERNATIVES: 2\n", "# ALTERNATIVE NAME 1: A\n", "No opinion",
     "# ALTERNATIVE NAME 2: B\n", "# DATA TYPE: toi\n", "1,A\n2,B\n3,3,1\n", "\x1a", "\x85", "²", "٣", "(1)", "\\"]
)  # fmt: skip
text = st.one_of(st.lists(WORDS, max_size=30).map("".join), st.text(max_size=60))


def only_election_or_bad_file(data, name):
    try:
        election = parse(data, name)
    except BadFile as bad:
        fault, election = bad, None
    if election is None:
        assert (fault.line >= 1, bool(fault.reason)) == (True, True)
    else:
        assert isinstance(election, Election)
        assert election.profile.ballots > 0
        assert {len(row) for row in election.profile.rows} == {len(election.options)}


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=80), st.sampled_from(NAMES))
def test_any_bytes_are_read_or_refused(data, name):
    only_election_or_bad_file(data, name)


@settings(max_examples=600, deadline=None)
@given(text, st.sampled_from(NAMES))
def test_any_text_of_familiar_words_is_read_or_refused(words, name):
    only_election_or_bad_file(words.encode("utf-8", "surrogatepass"), name)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from([SHEET, BLT, HIL, NEW, OLD, "Ann,Bob\n1,2\n"]), st.data())
def test_a_file_with_a_hole_or_a_patch_is_read_or_refused(whole, data):
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(start + 8, len(whole))))
    patched = whole[:start] + data.draw(st.one_of(WORDS, st.just(""))) + whole[end:]
    only_election_or_bad_file(patched.encode(), data.draw(st.sampled_from(NAMES)))


names = st.lists(
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8).filter(
        lambda name: not name.startswith("#")
    ),
    min_size=2,
    max_size=6,
    unique=True,
)


@st.composite
def elections(draw, *, ties=True):
    """Dense ranks, some options not ranked, every ballot with a preference."""
    options = draw(names)
    rows = []
    for _ in range(draw(st.integers(1, 6))):
        ranked = draw(st.lists(st.sampled_from(options), min_size=1, unique=True))
        places, ranks = 1, {}
        for name in ranked:
            ranks[name] = places
            places += 0 if ties and draw(st.booleans()) else 1
        dense = {rank: i for i, rank in enumerate(sorted(set(ranks.values())), 1)}
        rows.append([dense[ranks[name]] if name in ranks else None for name in options])
    return options, rows


def as_csv(options, rows):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([options, *[["No opinion" if cell is None else cell for cell in row] for row in rows]])
    return out.getvalue()


def as_sheet(options, rows):
    heads = [f"{'|' * i}/ Option {i + 1}--->: {name}" for i, name in enumerate(options)]
    votes = ["V: " + "".join("-" if cell is None else str(cell) for cell in row) + " 0f" * 1 for row in rows]
    return "\n".join([*heads, *votes])


def tiers(row):
    return [[i + 1 for i, cell in enumerate(row) if cell == rank] for rank in sorted({c for c in row if c})]


def as_blt(options, rows):
    ballots = [f"1 {' '.join('='.join(map(str, tier)) for tier in tiers(row))} 0" for row in rows]
    quoted = ['"' + re.sub(r'(["\\])', r"\\\1", name) + '"' for name in options]
    return "\n".join([f"{len(options)} 1", *ballots, "0", *quoted, '"T"'])


def as_preflib(options, rows):
    def tier(members):
        joined = ",".join(map(str, members))
        return f"{{{joined}}}" if len(members) > 1 else joined

    head = [
        "# DATA TYPE: toi",
        f"# NUMBER ALTERNATIVES: {len(options)}",
        f"# NUMBER VOTERS: {len(rows)}",
        *[f"# ALTERNATIVE NAME {i}: {name}" for i, name in enumerate(options, 1)],
    ]
    return "\n".join([*head, *[f"1: {','.join(map(tier, tiers(row)))}" for row in rows]])


@pytest.mark.parametrize(
    ("write", "name"), [(as_csv, "a.csv"), (as_sheet, "a.txt"), (as_blt, "a.blt"), (as_preflib, "a.toi")]
)
def test_what_is_written_comes_back(write, name):
    @settings(max_examples=60, deadline=None)
    @given(elections())
    def comes_back(case):
        options, rows = case
        back = parse(write(options, rows).encode(), name)
        assert back.options == tuple(options)
        assert (
            Profile(back.options, back.profile.rows).canonical() == Profile(tuple(options), rows).canonical()
        )

    comes_back()
