"""The ledger: a chain that shows every change, computed here once more from its definition alone."""

import datetime as dt
import hashlib
import json

import pytest

from hub.voting import actions
from hub.voting.models import LedgerEvent
from hub.voting.proof import ledger
from hub.voting.proof.bundle import bundle_of
from hub.voting.proof.verify_decision import verify
from tests.voting import chains, rounds

PAPER = {"approved": ["alpha"]}


@pytest.fixture
def events(group, five, admin) -> list[LedgerEvent]:
    decision = rounds.open_vote(group, secrecy="open")
    rounds.cast(decision, dict.fromkeys(five[:3], PAPER))
    rounds.close(decision)
    actions.void_decision(decision, by=admin, reason="Asked “wrongly”")
    return list(decision.ledger.order_by("height"))


def test_chain_holds_by_its_definition(events):
    parent = ""
    for height, event in enumerate(events):
        plain = {
            "decision": "what-do-we-use", "height": height, "kind": event.kind,
            "at": event.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"), "payload": event.payload, "parent": parent,
        }  # fmt: skip
        text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        parent = hashlib.sha256(text.encode()).hexdigest()
        assert event.hash == parent
    assert ledger.head(events[0].decision) == parent
    assert chains.fault("what-do-we-use", events) == ""


@pytest.mark.parametrize("place", range(7))
@pytest.mark.parametrize("field", ["payload", "kind", "at", "parent", "hash"])
def test_every_change_of_every_event_shows(events, place, field):
    event = events[place]
    before = getattr(event, field)
    changed = {
        "payload": {"x": 1},
        "kind": "other",
        "at": rounds.timezone.now(),
        "parent": "0" * 64,
        "hash": "0" * 64,
    }
    setattr(event, field, changed[field])
    assert getattr(event, field) != before
    assert chains.fault("what-do-we-use", events) != ""


@pytest.mark.parametrize("place", range(6))
def test_event_that_is_missing_shows(events, place):
    assert chains.fault("what-do-we-use", events[:place] + events[place + 1 :]) != ""


def test_chain_of_one_decision_is_not_that_of_another(events):
    assert chains.fault("something-else", events) != ""


def test_head_of_what_has_no_events_is_empty(group, chair):
    assert ledger.head(rounds.draft(group)) == ""


def test_no_event_is_older_than_the_one_before(group, five):
    decision = rounds.open_vote(group, secrecy="open")
    slow = decision.opened_at + dt.timedelta(hours=1)
    rounds.cast(decision, {five[0]: {"approved": ["alpha"]}}, when=slow)
    rounds.cast(decision, {five[1]: {"approved": ["beta"]}}, when=slow - dt.timedelta(seconds=2))
    over = rounds.close(decision)
    times = [event.at for event in over.ledger.order_by("height")]
    assert times == sorted(times)
    verify(bundle_of(over))
