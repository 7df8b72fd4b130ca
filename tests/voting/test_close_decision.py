"""Closing: by the clock or by hand, counted once, kept, and told with the head of the ledger."""

import datetime as dt

import pytest
from django.core import mail

from hub.activity import telling
from hub.activity.models import Entry
from hub.activity.tasks import tell
from hub.voting import actions, tasks
from hub.voting.models import Decision
from hub.voting.proof import ledger
from hub.voting.proof.canonical import digest
from hub.voting.tally import published as ballots
from hub.voting.tally.outcome import outcome
from tests.factories import now
from tests.voting import rounds

PAPER = {"approved": ["alpha"]}
ABSTAIN = {"abstain": True}


@pytest.fixture
def decision(group, five) -> Decision:
    decision = rounds.open_vote(group, minimum_hours=72)
    rounds.cast(decision, dict.fromkeys(five[:3], PAPER))
    return decision


def test_result_is_made_once_and_kept(decision, monkeypatch):
    closed = rounds.close(decision)
    stored = Decision.objects.get().result
    monkeypatch.setattr("hub.voting.actions.closing.outcome", lambda *_: pytest.fail("counted again"))
    with rounds.at(now(days=30)):
        again = actions.close_decision(decision)
    assert closed.result == again.result == stored == Decision.objects.get().result
    assert list(decision.ledger.values_list("kind", flat=True)) == ["opened", "closed", "tallied"]
    assert Entry.objects.filter(kind="voting.decision_closed").count() == 1


def test_result_can_be_made_again_from_what_is_published(decision):
    closed = rounds.close(decision)
    listed = ballots.published(closed)
    electors = [("", True)] * 3 + [("", False)] * 2
    assert digest(listed) == closed.ballots_hash
    assert outcome(closed.frozen, ballots=listed, electors=electors) == closed.result
    counted, tallied = closed.ledger.order_by("height")[1:]
    assert counted.payload == {"ballots_hash": closed.ballots_hash, "ballots": 3, "electors": 5}
    assert tallied.payload == {"result_hash": digest(closed.result)}


def test_lead_closes_by_hand_after_the_minimum_hours(decision, chair):
    end = decision.opened_at + dt.timedelta(hours=72)
    for moment, code in ((end - rounds.MICROSECOND, "too_early"), (end, None)):
        with rounds.at(moment):
            if code:
                with rounds.refused(code):
                    actions.close_decision(decision, by=chair)
            else:
                assert actions.close_decision(decision, by=chair).closed_at == end


def test_clock_closes_at_its_time_and_not_before(decision):
    with rounds.at(decision.closes_at - rounds.MICROSECOND):
        assert actions.due() == []
        with rounds.refused("not_yet"):
            actions.close_decision(decision)
    with rounds.at(decision.closes_at):
        assert actions.due() == [decision]
        assert actions.close_decision(decision).state == "closed"
        assert actions.due() == []


def test_task_closes_all_that_is_due_and_one_failure_keeps_no_other(group, five, monkeypatch, caplog):
    first, second, later = [
        rounds.open_vote(group, question=f"Number {n}?", days=days) for n, days in enumerate((1, 2, 9))
    ]
    close = actions.close_decision
    monkeypatch.setattr(actions, "close_decision", lambda d: close(d) if d != first else 1 / 0)
    with rounds.at(now(days=3)):
        tasks.close_due.delay()
    states = dict(Decision.objects.values_list("pk", "state"))
    assert states == {first.pk: "open", second.pk: "closed", later.pk: "open"}
    assert f"Decision {first.slug} could not be closed." in caplog.text
    monkeypatch.undo()
    with rounds.at(now(days=3)):
        tasks.close_due.delay()
        tasks.close_due.delay()
    assert Decision.objects.get(pk=first.pk).state == "closed"


@pytest.fixture(autouse=True)
def eager():
    from hub.celery import app

    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


def test_opening_and_closing_are_mailed_to_every_elector_with_the_head(decision, five):
    closed = rounds.close(decision)
    for kind, height in (("voting.decision_opened", 0), ("voting.decision_closed", 2)):
        mail.outbox.clear()
        entry = Entry.objects.get(kind=kind)
        tell(entry.pk)
        telling.send_waiting_mail()
        head = closed.ledger.get(height=height).hash
        told = {five[0].email, *(person.email for person in five)} - {entry.actor and entry.actor.email}
        assert {to for message in mail.outbox for to in message.to} == told
        assert all(head[:16] in message.body for message in mail.outbox)
        assert entry.data["head"] == head
    assert ledger.head(closed) == head


def test_closing_tells_nothing_of_the_result(decision):
    rounds.close(decision)
    entry = Entry.objects.get(kind="voting.decision_closed")
    text = f"{entry.summary} {entry.data}".lower()
    assert not [word for word in ("alpha", "beta", "stay", "adopted", "3 ") if word in text]


def test_vote_that_nobody_took_part_in_is_closed_too(group, five):
    result = rounds.close(rounds.open_vote(group)).result
    assert (result["decided"], result["winners"], result["count"]) == (False, [], None)
    assert result["reason"] == "Not decided: nobody voted."


@pytest.mark.parametrize(
    ("cast", "met"), [(2, False), (3, True), (4, True)], ids=["one too few", "just enough", "one more"]
)
@pytest.mark.parametrize(
    "quorum", [{"quorum_base": "percent", "quorum": 60}, {"quorum_base": "people", "quorum": 3}]
)
def test_quorum_at_its_edge(group, five, cast, met, quorum):
    decision = rounds.open_vote(group, **quorum)
    rounds.cast(decision, dict.fromkeys(five[:cast], PAPER))
    result = rounds.close(decision).result
    assert result["quorum"] == {"needed": 3, "took_part": cast, "met": met}
    assert (result["decided"], result["winners"]) == (met, ["alpha"] if met else [])
    if not met:
        assert result["reason"] == "Not decided: 2 took part, and 3 had to."


def test_percent_of_the_electorate_is_rounded_up(group, five):
    decision = rounds.open_vote(group, quorum_base="percent", quorum=41)
    rounds.cast(decision, dict.fromkeys(five[:2], PAPER))
    assert rounds.close(decision).result["quorum"]["needed"] == 3


def test_abstaining_meets_the_quorum_and_decides_nothing(group, five):
    decision = rounds.open_vote(group, quorum_base="percent", quorum=100)
    rounds.cast(decision, dict.fromkeys(five, ABSTAIN))
    result = rounds.close(decision).result
    assert (result["quorum"]["met"], result["decided"]) == (True, False)
    assert result["reason"] == "Not decided: everybody who took part abstained."


def test_abstentions_help_the_quorum_of_the_others(group, five):
    decision = rounds.open_vote(group, quorum_base="percent", quorum=100)
    rounds.cast(decision, {**dict.fromkeys(five, ABSTAIN), five[0]: PAPER})
    result = rounds.close(decision).result
    assert (result["decided"], result["winners"]) == (True, ["alpha"])


@pytest.mark.parametrize(
    ("tie_rule", "winners"), [("status-quo", ["stay-as-it-is"]), ("none", []), ("draw", None)]
)
def test_tie_goes_by_its_rule(group, five, tie_rule, winners):
    decision = rounds.open_vote(group, tie_rule=tie_rule)
    rounds.cast(decision, {five[0]: PAPER, five[1]: {"approved": ["stay-as-it-is"]}})
    result = rounds.close(decision).result
    tie = result["count"]["ties"][0]
    assert tie["names"] == ["alpha", "stay-as-it-is"]
    if winners is None:
        assert tie["seed"] == Decision.objects.get().ballots_hash
        assert result["winners"] == tie["order"][:1]
    else:
        assert result["winners"] == winners
        assert result["decided"] == bool(winners)


def test_tie_over_the_last_seat_leaves_it_empty(group, five):
    decision = rounds.open_vote(group, tie_rule="none", seats=2)
    rounds.cast(
        decision,
        {five[0]: {"approved": ["alpha", "beta"]}, five[1]: {"approved": ["alpha", "stay-as-it-is"]}},
    )
    result = rounds.close(decision).result
    assert (result["decided"], result["winners"]) == (True, ["alpha"])
    assert result["reason"] == "Alpha wins; 1 seat is not filled."


@pytest.mark.parametrize(
    ("threshold", "of", "votes", "passed"),
    [
        ("majority", "cast", "yyn", True),
        ("majority", "cast", "yn", False),
        ("majority", "ballots", "yyna", False),
        ("majority", "electorate", "yy", False),
        ("majority", "electorate", "yyy", True),
        ("two-thirds", "cast", "yyn", True),
        ("two-thirds", "cast", "yynn", False),
        ("three-quarters", "cast", "yyyn", True),
        ("unanimous", "cast", "yyya", True),
        ("unanimous", "ballots", "yyya", False),
    ],
)
def test_majority_needs_its_threshold(group, five, threshold, of, votes, passed):
    decision = rounds.open_vote(group, kind="majority", threshold=threshold, threshold_of=of)
    words = {"y": "yes", "n": "no", "a": "abstain"}
    rounds.cast(decision, {who: {"vote": words[vote]} for who, vote in zip(five, votes, strict=False)})
    result = rounds.close(decision).result
    assert (result["decided"], result["winners"]) == (True, ["yes" if passed else "no"])
    assert result["reason"].startswith("Adopted" if passed else "Rejected")
    assert result["votes"] == {word: votes.count(letter) for letter, word in words.items()}


def test_result_says_how_near_it_was_and_what_others_say(group, five):
    decision = rounds.open_vote(group, kind="schulze")
    one = {"ranks": [["alpha"], ["beta"], ["stay-as-it-is"]]}
    rounds.cast(decision, {**dict.fromkeys(five[:3], one), five[3]: {"ranks": one["ranks"][::-1]}})
    result = rounds.close(decision).result
    assert {row["option"]: row["ballots"] for row in result["distances"]} == {"beta": 3, "stay-as-it-is": 3}
    assert {row["method"] for row in result["others"]} == {"schulze", "ranked-pairs", "stv"}


def test_void_hides_an_open_vote_and_says_why(decision, chair):
    void = actions.void_decision(decision, by=chair, reason="Two options were the same")
    assert (void.state, void.result, void.void_reason) == ("void", None, "Two options were the same")
    assert decision.ledger.last().payload == {"reason": "Two options were the same"}
    entry = Entry.objects.get(kind="voting.decision_voided")
    assert entry.summary == "voided “What do we use?”: Two options were the same"
    assert len(entry.data["tell"]) == 5
    with rounds.at(now(days=30)):
        tasks.close_due.delay()
    assert Decision.objects.get().state == "void"


def test_draft_is_set_aside_in_silence(group, chair):
    actions.void_decision(rounds.draft(group), by=chair, reason="Not needed")
    assert not Entry.objects.exists()
    assert not Decision.objects.get().ledger.exists()
