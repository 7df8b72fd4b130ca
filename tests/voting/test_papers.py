"""What may stand on a ballot: cleaned to one form, or refused with a reason."""

import json

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from hub.voting.proof.canonical import canonical
from hub.voting.tally import papers

OPTIONS = ["a", "b", "c"]
SETTINGS = {"max_mark": 5, "credits": 10, "quadratic": False}
KINDS = sorted(papers.ANSWERS)
RANKED = ["schulze", "ranked-pairs", "stv"]


def clean(raw, kind, **settings):
    return papers.clean(raw, kind=kind, options=OPTIONS, settings={**SETTINGS, **settings})


@pytest.mark.parametrize(
    ("kind", "raw", "clean_one"),
    [
        ("majority", {"vote": "abstain"}, {"vote": "abstain"}),
        ("consent", {"vote": "stand-aside"}, {"vote": "stand-aside"}),
        ("approval", {"approved": ["c", "a"]}, {"approved": ["a", "c"]}),
        ("score", {"marks": {"b": 0, "a": 5}}, {"marks": {"a": 5, "b": 0}}),
        ("star", {"marks": {"c": 3}}, {"marks": {"c": 3}}),
        ("schulze", {"ranks": [["b"], ["c", "a"]]}, {"ranks": [["b"], ["a", "c"]]}),
        ("ranked-pairs", {"ranks": [["c", "b", "a"]]}, {"ranks": [["a", "b", "c"]]}),
        ("stv", {"ranks": [["b"], ["c"]]}, {"ranks": [["b"], ["c"]]}),
        ("points", {"points": {"b": 0, "a": 10}}, {"points": {"a": 10}}),
        ("approval", {"abstain": True}, {"abstain": True}),
        ("stv", {"abstain": True}, {"abstain": True}),
    ],
)
def test_paper_takes_its_canonical_form(kind, raw, clean_one):
    assert clean(raw, kind) == clean_one
    assert clean(clean_one, kind) == clean_one


@pytest.mark.parametrize(
    ("kind", "raw", "code"),
    [
        ("majority", {"vote": "maybe"}, "vote"),
        ("majority", {"vote": ["yes"]}, "vote"),
        ("majority", {"abstain": True}, "fields"),
        ("consent", {"vote": "yes"}, "vote"),
        ("approval", {"approved": []}, "empty"),
        ("approval", {"approved": ["z"]}, "unknown_option"),
        ("approval", {"approved": ["a", "a"]}, "twice"),
        ("approval", {"approved": "abc"}, "shape"),
        ("approval", {"approved": [["a"]]}, "shape"),
        ("approval", {"approved": {"a": 1}}, "shape"),
        ("approval", {"approved": ["a"], "nonce": "mine"}, "fields"),
        ("approval", {"abstain": True, "approved": ["a"]}, "fields"),
        ("approval", {"abstain": False}, "fields"),
        ("approval", {"abstain": 1}, "fields"),
        ("approval", {"marks": {"a": 1}}, "fields"),
        ("approval", {}, "fields"),
        ("score", {"marks": {"a": 6}}, "number"),
        ("score", {"marks": {"a": -1}}, "number"),
        ("score", {"marks": {"a": 1.5}}, "number"),
        ("score", {"marks": {"a": 10**30}}, "number"),
        ("score", {"marks": {"a": True}}, "number"),
        ("score", {"marks": {"a": "5"}}, "number"),
        ("score", {"marks": {"a": None}}, "number"),
        ("score", {"marks": {"z": 1}}, "unknown_option"),
        ("score", {"marks": {}}, "empty"),
        ("score", {"marks": [["a", 1]]}, "shape"),
        ("schulze", {"ranks": []}, "empty"),
        ("schulze", {"ranks": [[]]}, "shape"),
        ("schulze", {"ranks": ["a", "b"]}, "shape"),
        ("schulze", {"ranks": [["a"], ["a"]]}, "twice"),
        ("schulze", {"ranks": [["a", "a"]]}, "twice"),
        ("schulze", {"ranks": [["a"], ["z"]]}, "unknown_option"),
        ("schulze", {"ranks": [[["a"]]]}, "shape"),
        ("stv", {"ranks": [["a", "b"]]}, "tie"),
        ("points", {"points": {"a": 6, "b": 5}}, "overspent"),
        ("points", {"points": {"a": -1, "b": 5}}, "number"),
        ("points", {"points": {"a": 0}}, "empty"),
        ("points", {"points": {"a": 11}}, "number"),
        ("lazy", {"abstain": True}, "no_ballots"),
    ],
)
def test_bad_paper_is_refused_with_a_reason(kind, raw, code):
    with pytest.raises(ValidationError) as caught:
        clean(raw, kind)
    assert caught.value.code == code
    assert caught.value.messages[0].endswith(".")


def test_quadratic_points_cost_their_square():
    assert clean({"points": {"a": 3, "b": 1}}, "points", quadratic=True)
    with pytest.raises(ValidationError, match="costs 13 credits, and you have 10"):
        clean({"points": {"a": 3, "b": 2}}, "points", quadratic=True)


@pytest.mark.parametrize("raw", [None, [], "yes", 7, True])
@pytest.mark.parametrize("kind", KINDS)
def test_paper_is_an_object(kind, raw):
    with pytest.raises(ValidationError):
        clean(raw, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_huge_paper_is_refused_before_it_is_read(kind):
    with pytest.raises(ValidationError) as caught:
        clean({"approved": ["a" * 1_000_001]}, kind)
    assert caught.value.code == "huge"


@pytest.mark.parametrize("kind", KINDS)
def test_endless_nesting_is_refused(kind):
    deep: list = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(ValidationError):
        clean({"ranks": deep}, kind)


def test_name_of_an_unknown_option_is_cut_and_made_readable():
    with pytest.raises(ValidationError) as caught:
        clean({"approved": ["\ud800" + "x" * 500]}, "approval")
    assert len(caught.value.messages[0].encode()) < 120


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(OPTIONS) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.sampled_from(["vote", "approved", "marks", "ranks", "points", "abstain"])


@given(kind=st.sampled_from(KINDS), raw=JSON | st.dictionaries(FIELDS, JSON, max_size=2))
def test_anything_is_a_clean_paper_or_refused(kind, raw):
    try:
        content = clean(raw, kind)
    except ValidationError:
        return
    assert clean(json.loads(canonical(content)), kind) == content


def test_ranks_become_cells_from_one():
    content = {"ranks": [["b"], ["a", "c"]]}
    assert papers.rows([content], "schulze", OPTIONS) == [[2, 1, 2]]
    assert papers.rows([{"ranks": [["c"]]}], "stv", OPTIONS) == [[None, None, 1]]


def test_marks_become_cells_and_no_opinion_stays_empty():
    assert papers.rows([{"marks": {"a": 0, "c": 5}}], "score", OPTIONS) == [[0, None, 5]]
    assert papers.rows([{"approved": ["b"]}], "approval", OPTIONS) == [[0, 1, 0]]
    assert papers.rows([{"points": {"b": 4}}], "points", OPTIONS) == [[None, 4, None]]


def test_abstentions_are_rows_only_where_the_threshold_may_need_them():
    assert papers.rows([{"abstain": True}, {"approved": ["a"]}], "approval", OPTIONS) == [[1, 0, 0]]
    votes = [{"vote": vote} for vote in ("yes", "no", "abstain")]
    assert papers.rows(votes, "majority", ["yes", "no"]) == [[1, 0], [0, 1], [None, None]]
