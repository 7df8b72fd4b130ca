"""Anybody can download a closed vote, check it without the hub, and find whatever was changed."""

import json
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from hub.voting import actions
from hub.voting.proof import verify_decision
from hub.voting.proof.bundle import bundle_of
from hub.voting.proof.canonical import digest
from hub.voting.proof.verify_decision import Mismatch, verify
from tests.factories import now
from tests.voting.rounds import cast, close, members, open_vote

A, B, STAY = "alpha", "beta", "stay-as-it-is"
PAPERS = {
    "majority": [{"vote": "yes"}, {"vote": "yes"}, {"vote": "no"}, {"vote": "abstain"}, {"vote": "no"}],
    "consent": [{"vote": "consent"}, {"vote": "stand-aside"}, {"vote": "consent"}, {"vote": "abstain"}],
    "approval": [{"approved": [A]}, {"approved": [A, B]}, {"abstain": True}, {"approved": [STAY]}],
    "score": [{"marks": {A: 5, B: 1}}, {"marks": {STAY: 4}}, {"marks": {A: 0, B: 3, STAY: 3}}],
    "star": [{"marks": {A: 5, B: 1}}, {"marks": {STAY: 4}}, {"marks": {A: 0, B: 3, STAY: 3}}],
    "schulze": [{"ranks": [[A], [B, STAY]]}, {"ranks": [[B], [STAY], [A]]}, {"ranks": [[STAY], [A]]}],
    "ranked-pairs": [{"ranks": [[A], [B, STAY]]}, {"ranks": [[B], [STAY], [A]]}, {"ranks": [[STAY], [A]]}],
    "stv": [{"ranks": [[A], [B]]}, {"ranks": [[A], [STAY]]}, {"ranks": [[B], [STAY]]}, {"abstain": True}],
    "points": [{"points": {A: 3}}, {"points": {B: 1, STAY: 2}}, {"points": {A: 1, B: 1, STAY: 1}}],
}


def voted(group, kind, **rest):
    """A vote of six, closed."""
    people = members(group, 6)
    decision = open_vote(group, kind=kind, when=now(days=-8), **rest)
    papers = PAPERS.get(kind, [])
    cast(decision, dict(zip(people, papers, strict=False)), when=now(days=-7))
    return close(decision)


@pytest.mark.parametrize("secrecy", ["open", "peers", "detached"])
@pytest.mark.parametrize("kind", [*PAPERS, "lazy"])
def test_a_bundle_of_every_kind_and_secrecy_is_verified(kind, secrecy, group):
    seats = 2 if kind == "stv" else 1
    found = verify(bundle_of(voted(group, kind, secrecy=secrecy, seats=seats)))
    assert len(found["ballots"]) == len(PAPERS.get(kind, []))


def test_a_vote_with_late_and_recused_electors_and_changed_ballots_is_verified(group, chair, outsider):
    people = members(group, 4)
    decision = open_vote(group, kind="approval", secrecy="open")
    actions.admit_elector(decision, person=outsider, reason="They run the service.", by=chair)
    cast(decision, {person: {"approved": [A]} for person in [*people, outsider]})
    cast(decision, {people[0]: {"approved": [B]}})
    actions.recuse(decision, person=people[1], reason="They sell it.", by=chair)
    found = verify(bundle_of(close(decision)))
    assert {paper["elector"] for paper in found["ballots"]} == {people[0].handle, people[2].handle,
                                                                people[3].handle, outsider.handle}  # fmt: skip


def objected(group, **rest):
    """A consent that failed, for one of its two concerns still stands."""
    people = members(group, 4)
    decision = open_vote(group, kind="consent", **rest)
    cast(decision, {person: {"vote": "consent"} for person in people[2:]})
    actions.raise_concern(decision, by=people[0], title="It is slow")
    met = actions.raise_concern(decision, by=people[1], title="Too dear")
    actions.resolve_concern(met, by=people[1])
    return close(decision)


@pytest.mark.parametrize("secrecy", ["open", "peers"])
def test_concerns_follow_from_the_ledger(secrecy, group):
    decision = objected(group, secrecy=secrecy)
    events = decision.ledger.filter(kind__in=["objected", "settled"]).order_by("height")
    authors = [row.author.handle for row in decision.concerns.order_by("pk")]
    named = [{"elector": who} if secrecy == "open" else {} for who in authors]
    assert [(event.kind, event.payload) for event in events] == [
        ("objected", {"concern": 1, "title": "It is slow"} | named[0]),
        ("objected", {"concern": 2, "title": "Too dear"} | named[1]),
        ("settled", {"concern": 2, "state": "resolved"}),
    ]
    found = verify(bundle_of(decision))
    assert found["result"]["decided"] is False
    assert not any(who in json.dumps(found) for who in authors) or secrecy == "open"


def drop_concern(bundle):
    bundle["result"]["concerns"].pop(0)


def call_it_settled(bundle):
    bundle["result"]["concerns"][0]["state"] = "withdrawn"


def settle_after_the_close(bundle):
    payload = {"concern": 1, "state": "withdrawn"}
    bundle["ledger"].append(bundle["ledger"][-1] | {"kind": "settled", "payload": payload})
    bundle["ledger"][-1]["height"] += 1
    call_it_settled(bundle)


def settle_what_nobody_raised(bundle):
    next(event for event in bundle["ledger"] if event["kind"] == "settled")["payload"]["concern"] = 0


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (drop_concern, "raised and settled"),
        (call_it_settled, "raised and settled"),
        (settle_after_the_close, "after the close"),
        (settle_what_nobody_raised, "nobody raised"),
    ],
)
def test_a_concern_that_was_raised_cannot_be_dropped(change, why, group):
    def adopt(bundle):
        change(bundle)
        bundle["result"] |= {"decided": True, "winners": ["yes"], "reason": "Adopted by consent."}

    with pytest.raises(Mismatch, match=why):
        verify(forged(objected(group), adopt))


def test_a_voided_or_concluded_ledger_is_verified_too(group, admin):
    decision = voted(group, "approval")
    actions.void_decision(decision, by=admin, reason="The question was wrong.")
    assert verify(bundle_of(decision))["ledger"][-1]["kind"] == "voided"


def test_names_stand_only_in_open_votes(group):
    for secrecy in ("peers", "detached"):
        data = bundle_of(voted(group, "approval", secrecy=secrecy)).decode()
        assert not any(person.handle in data for person in group_people(group))


def group_people(group):
    return [term.user for term in group.terms.select_related("user")]


def test_flipping_any_one_byte_fails(group):
    data = bundle_of(voted(group, "schulze", secrecy="open"))
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= 1 << place % 7
        with pytest.raises(Mismatch):
            verify(bytes(changed))


@pytest.mark.parametrize("place", ["start", "middle", "end"])
def test_a_longer_or_shorter_file_fails(place, group):
    data = bundle_of(voted(group, "approval"))
    cut = {"start": data[1:], "middle": data[:100] + data[101:], "end": data[:-1]}[place]
    grown = {"start": b"\n" + data, "middle": data[:100] + b" " + data[100:], "end": data + b"\n"}[place]
    for wrong in (cut, grown):
        with pytest.raises(Mismatch):
            verify(wrong)


def forged(decision, change):
    """A bundle that somebody changed and hashed again from the close on, as cleverly as they can."""
    bundle = json.loads(bundle_of(decision))
    change(bundle)
    bundle["ballots"].sort(key=lambda paper: paper["receipt"])
    payloads = {event["kind"]: event["payload"] for event in bundle["ledger"]}
    payloads["closed"] |= {"ballots_hash": digest(bundle["ballots"]), "ballots": len(bundle["ballots"])}
    payloads["tallied"]["result_hash"] = digest(bundle["result"])
    parent = ""
    for event in bundle["ledger"]:
        event["parent"] = parent
        body = {name: event[name] for name in ("height", "kind", "at", "payload", "parent")}
        parent = event["hash"] = digest({"decision": bundle["decision"]["slug"], **body})
    bundle["head"] = parent
    return verify_decision.written(bundle)


def swap_winner(bundle):
    bundle["result"]["winners"] = [B]
    bundle["result"]["count"]["winners"] = [B]


def swap_vote(bundle):
    paper = next(paper for paper in bundle["ballots"] if paper["content"] == {"approved": [A]})
    paper["content"] = {"approved": [STAY]}
    paper["receipt"] = digest({"content": paper["content"], "nonce": paper["nonce"]})


def drop_vote(bundle):
    bundle["ballots"].pop()


def claim_quorum(bundle):
    bundle["result"]["quorum"]["needed"] = 0


def twice(bundle):
    bundle["ballots"].append(bundle["ballots"][0])


@pytest.mark.parametrize("change", [swap_winner, swap_vote, drop_vote, claim_quorum, twice])
def test_a_forgery_that_is_hashed_again_does_not_count_up(change, group):
    decision = voted(group, "approval", quorum_base="people", quorum=2)
    with pytest.raises(Mismatch):
        verify(forged(decision, change))


def test_who_kept_a_head_finds_even_a_consistent_forgery(group):
    """Changed votes with a result to match: only the ledger's head from the closing mail tells."""
    decision = voted(group, "approval")
    told = decision.ledger.last().hash

    def nothing_left_undone(bundle):
        paper = next(paper for paper in bundle["ballots"] if paper["content"] == {"approved": [A, B]})
        paper["content"] = {"approved": [A]}
        paper["receipt"] = digest({"content": paper["content"], "nonce": paper["nonce"]})
        bundle["ballots"].sort(key=lambda paper: paper["receipt"])
        bundle["result"]["count"]["ranking"] = [[A], [STAY], [B]]

    data = forged(decision, nothing_left_undone)
    verify(data)
    with pytest.raises(Mismatch, match="head"):
        verify(data, told[:16])
    verify(bundle_of(decision), told[:16])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b'"x"',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"format": "hub-decision-bundle/1"}\n',
        b"1e999",
    ],
)
def test_what_is_no_bundle_gets_a_sentence(data):
    with pytest.raises(Mismatch):
        verify(data)


def test_the_command_and_the_stand_alone_script_agree(group, tmp_path, capsys):
    decision = voted(group, "star")
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_bytes(bundle_of(decision))
    bad.write_bytes(good.read_bytes().replace(b'"decided": true', b'"decided": null'))
    script = [sys.executable, "-I", verify_decision.__file__]
    assert (
        "counted again" in subprocess.run([*script, good], check=True, capture_output=True, text=True).stdout
    )
    call_command("verify_decision", str(good))
    assert "counted again" in capsys.readouterr().out
    alone = subprocess.run([*script, bad], check=False, capture_output=True, text=True)
    assert (alone.returncode, alone.stderr[:12]) == (1, "NOT verified")
    with pytest.raises(CommandError, match="NOT verified"):
        call_command("verify_decision", str(bad))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("verify_decision", str(tmp_path / "none.json"))


def test_a_head_of_a_digit_or_two_proves_nothing(group):
    data = bundle_of(voted(group, "approval"))
    head = json.loads(data)["head"]
    verify(data, head[:8])
    with pytest.raises(Mismatch, match="eight digits"):
        verify(data, head[:7])
