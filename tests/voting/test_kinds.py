"""Every kind of decision goes its whole way, in every secrecy."""

import pytest

from hub.voting.models import Decision
from hub.voting.proof.canonical import digest
from tests.voting import chains, rounds

RANKS = {"ranks": [["beta"], ["alpha"]]}
WAYS = {
    "lazy": (None, ["yes"]),
    "consent": ({"vote": "consent"}, ["yes"]),
    "majority": ({"vote": "no"}, ["no"]),
    "approval": ({"approved": ["alpha"]}, ["alpha"]),
    "score": ({"marks": {"alpha": 4, "beta": 5}}, ["beta"]),
    "star": ({"marks": {"alpha": 4, "beta": 5}}, ["beta"]),
    "schulze": (RANKS, ["beta"]),
    "ranked-pairs": (RANKS, ["beta"]),
    "stv": (RANKS, ["beta"]),
    "points": ({"points": {"alpha": 7, "beta": 3}}, ["alpha"]),
}


def test_every_kind_is_tried():
    assert set(WAYS) == set(Decision.Kind.values)


@pytest.mark.parametrize("secrecy", Decision.Secrecy.values)
@pytest.mark.parametrize("kind", WAYS)
def test_kind_is_drafted_opened_cast_closed_and_counted(group, five, kind, secrecy):
    paper, winners = WAYS[kind]
    decision = rounds.open_vote(group, kind=kind, secrecy=secrecy)
    if paper:
        rounds.cast(decision, dict.fromkeys(five, paper))
    decision = Decision.objects.get(pk=rounds.close(decision).pk)
    assert (decision.state, decision.result["winners"]) == ("closed", winners)
    assert decision.result["turnout"]["ballots"] == (5 if paper else 0)
    events = list(decision.ledger.order_by("height"))
    assert chains.fault(decision.slug, events) == ""
    assert events[-1].payload == {"result_hash": digest(decision.result)}
