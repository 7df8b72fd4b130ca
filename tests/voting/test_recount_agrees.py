"""The stand-alone verifier counts as the hub does, although the two share no line."""

import ast
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.voting.counting import Profile, Rules, count
from hub.voting.proof import verify_decision

KEYS = ("ash", "birch", "cedar", "elm", "fir")
SOURCE = Path(verify_decision.__file__)


def test_the_verifier_needs_nothing_but_python():
    tree = ast.parse(SOURCE.read_text())
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= set(sys.stdlib_module_names)


@st.composite
def rankings(draw, keys, *, ties):
    named = draw(st.lists(st.sampled_from(keys), unique=True))
    groups = []
    for key in named:
        if groups and ties and draw(st.booleans()):
            groups[-1].append(key)
        else:
            groups.append([key])
    return {"ranks": [sorted(group) for group in groups]} if groups else {"abstain": True}


def papers(kind, keys, rules):
    if kind in ("schulze", "ranked-pairs", "stv"):
        return rankings(keys, ties=True)
    if kind == "approval":
        return st.sets(st.sampled_from(keys)).map(
            lambda found: {"approved": sorted(found)} if found else {"abstain": True}
        )
    marks = st.dictionaries(st.sampled_from(keys), st.integers(0, rules["max_mark"]))
    if kind == "points":
        one = st.sampled_from(keys).map(lambda key: {"points": {key: 1}})
        return one | st.lists(st.sampled_from(keys), min_size=1, max_size=3).map(
            lambda found: {"points": {key: found.count(key) for key in found}}
        )
    return marks.map(lambda found: {"marks": found} if found else {"abstain": True})


@st.composite
def votes(draw):
    kind = draw(st.sampled_from(["schulze", "ranked-pairs", "stv", "approval", "score", "star", "points"]))
    keys = KEYS[: draw(st.integers(1, 5))]
    rules = {
        "kind": kind,
        "seats": draw(st.integers(1, 3)),
        "unranked": draw(st.sampled_from(["last", "no-opinion"])),
        "tie_rule": draw(st.sampled_from(["draw", "status-quo", "none"])),
        "team_cap": draw(st.sampled_from([None, 1, 2])),
        "max_mark": 3,
        "options": [
            {
                "key": key,
                "status_quo": key == "birch",
                "team": draw(st.sampled_from(["", "red", "blue"])),
            }
            for key in keys
        ],
    }
    return rules, draw(st.lists(papers(kind, keys, rules), max_size=12))


def profile_of(rules, contents):
    keys = tuple(option["key"] for option in rules["options"])
    ranked = rules["kind"] in ("schulze", "ranked-pairs", "stv")
    read = verify_decision.ranks if ranked else lambda paper: verify_decision.marks(paper, rules)
    rows = []
    for paper in contents:
        cells = {} if paper == {"abstain": True} else read(paper)
        rows.append([cells.get(key) for key in keys])
    return Profile(keys, rows)


def rules_of(rules, seed):
    keys = [option["key"] for option in rules["options"]]
    return Rules(
        method=rules["kind"],
        seats=rules["seats"],
        unranked=rules["unranked"],
        tie_rule=rules["tie_rule"],
        status_quo="birch" if "birch" in keys else None,
        max_mark=rules["max_mark"],
        team_cap=rules["team_cap"],
        teams={option["key"]: option["team"] for option in rules["options"] if option["team"]},
        seed=seed,
    )


@settings(max_examples=600, deadline=None)
@given(votes(), st.text("0123456789abcdef", min_size=8, max_size=8))
def test_both_name_the_same_winners_in_the_same_order(vote, seed):
    rules, contents = vote
    result = count(profile_of(rules, contents), rules_of(rules, seed))
    winners, ranking = verify_decision.recount(rules, contents, electors=20, seed=seed)
    assert (winners, ranking) == (list(result.winners), [list(group) for group in result.ranking])


@pytest.mark.parametrize("threshold", sorted(verify_decision.THRESHOLDS))
@pytest.mark.parametrize("base", ["cast", "ballots", "electorate"])
@given(contents=st.lists(st.sampled_from(["yes", "no", "abstain"]), max_size=12))
def test_both_find_the_same_majority(threshold, base, contents):
    share, strict = verify_decision.THRESHOLDS[threshold]
    rows = [[vote == "yes" or None, vote == "no" or None] for vote in contents]
    rows = [[None if cell is None else 1 for cell in row] for row in rows]
    rules = Rules(
        "majority", threshold=Fraction(share), threshold_strict=strict, threshold_of=base, electorate=13
    )
    result = count(Profile(("yes", "no"), rows), rules)
    frozen = {"kind": "majority", "threshold": threshold, "threshold_of": base, "options": []}
    winners, ranking = verify_decision.recount(frozen, [{"vote": vote} for vote in contents], 13, "")
    assert (winners, ranking) == (list(result.winners), [list(group) for group in result.ranking])
