"""The result as a pure function: whatever was set and voted, there is one, exact, and the same again."""

import json
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.voting.models.settings import Settings
from hub.voting.proof.canonical import canonical, digest
from hub.voting.tally import papers
from hub.voting.tally.outcome import outcome

WITH_BALLOTS = [kind for kind in Settings.Kind.values if kind not in Settings.WITHOUT_BALLOTS]


@st.composite
def frozen_settings(draw) -> dict[str, Any]:
    """Settings as a draft may hold them, one to five options, some of them of one team."""
    kind = draw(st.sampled_from(Settings.Kind.values))
    named = [] if kind in Settings.WITHOUT_OPTIONS else "abcde"[: draw(st.integers(1, 5))]
    quo = draw(st.sampled_from(["", *named]))
    pick = {name: draw(st.sampled_from(Settings._meta.get_field(name).choices))[0] for name in CHOICES}
    return {
        **pick,
        "kind": kind,
        "quorum": draw(st.integers(0, 8)),
        "quorum_base": "none" if kind == "lazy" else pick["quorum_base"],
        "seats": 1 if kind in Settings.WITHOUT_OPTIONS else draw(st.integers(1, 7)),
        "team_cap": draw(st.none() | st.integers(1, 2)),
        "max_mark": draw(st.integers(1, 5)),
        "credits": draw(st.integers(1, 12)),
        "quadratic": draw(st.booleans()),
        "options": [
            {
                "key": key,
                "name": key.upper(),
                "status_quo": key == quo,
                "team": draw(st.sampled_from(["", "t"])),
            }
            for key in named
        ],
    }


CHOICES = ("quorum_base", "threshold", "threshold_of", "unranked", "tie_rule", "secrecy")


@st.composite
def contents(draw, frozen) -> dict[str, Any]:
    """A valid paper of that kind."""
    kind, keys = frozen["kind"], [option["key"] for option in frozen["options"]]
    if kind in papers.VOTES:
        return {"vote": draw(st.sampled_from(papers.VOTES[kind]))}
    some = draw(st.lists(st.sampled_from(keys), unique=True))
    if not some:
        return {"abstain": True}
    if kind in Settings.RANKED:
        ties = kind != "stv" and draw(st.booleans())
        return {"ranks": [sorted(some)] if ties else [[key] for key in some]}
    if kind == "approval":
        return {"approved": sorted(some)}
    if kind == "points":
        return {"points": {some[0]: draw(st.integers(1, 3 if frozen["credits"] >= 9 else 1))}}
    return {"marks": {key: draw(st.integers(0, frozen["max_mark"])) for key in sorted(some)}}


@st.composite
def votes(draw):
    frozen = draw(frozen_settings())
    count = 0 if frozen["kind"] == "lazy" else draw(st.integers(0, 7))
    listed = []
    for number in range(count):
        content, nonce = draw(contents(frozen)), f"{number:032x}"
        listed.append({"receipt": papers.receipt_of(content, nonce), "nonce": nonce, "content": content})
    electors = [("t", n < count) for n in range(count + draw(st.integers(0, 3)))]
    concerns = draw(st.lists(st.sampled_from(["raised", "resolved", "answered"]), max_size=2))
    rows = [{"title": "x", "state": state} for state in concerns]
    return frozen, {
        "ballots": sorted(listed, key=lambda b: b["receipt"]),
        "electors": electors,
        "concerns": rows,
    }


@settings(max_examples=400, deadline=timedelta(seconds=5), suppress_health_check=[HealthCheck.too_slow])
@given(votes())
def test_every_vote_that_can_be_set_up_has_a_result(vote):
    """A counter that stumbled would leave a vote open for ever."""
    frozen, cast = vote
    for ballot in cast["ballots"]:
        keys = [option["key"] for option in frozen["options"]]
        assert papers.clean(ballot["content"], kind=frozen["kind"], options=keys, settings=frozen)
    result = outcome(frozen, **cast)
    assert digest(json.loads(canonical(result))) == digest(result)
    assert result == outcome(json.loads(canonical(frozen)), **cast)
    known = {"yes", "no", *(option["key"] for option in frozen["options"])}
    assert set(result["winners"]) <= known
    assert len(result["winners"]) <= frozen["seats"]
    assert result["decided"] == bool(result["winners"])
    assert result["reason"].endswith(".")


@settings(max_examples=200, deadline=timedelta(seconds=5), suppress_health_check=[HealthCheck.too_slow])
@given(votes())
def test_missed_quorum_or_silence_decides_nothing(vote):
    frozen, cast = vote
    result = outcome(frozen, **cast)
    silent = all(papers.is_abstention(ballot["content"]) for ballot in cast["ballots"])
    if not result["quorum"]["met"] or (silent and frozen["kind"] != "lazy"):
        assert not result["decided"]
    if not result["decided"]:
        assert result["reason"].startswith("Not decided")
    assert result["turnout"]["ballots"] == len(cast["ballots"]) == result["quorum"]["took_part"]


def test_all_kinds_with_ballots_are_counted_or_decided_by_words():
    assert set(WITH_BALLOTS) == set(papers.ANSWERS)
