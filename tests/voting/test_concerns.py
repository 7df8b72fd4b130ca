"""Concerns: raised by name, settled by their author or answered in writing; what is left decides."""

import pytest
from django.core.exceptions import ValidationError

from hub.activity.models import Entry
from hub.voting import actions
from hub.voting.models import Concern, Decision
from tests.voting import rounds

CONSENT = {"vote": "consent"}


@pytest.fixture(params=["lazy", "consent"])
def decision(request, group, five) -> Decision:
    decision = rounds.open_vote(group, kind=request.param)
    if request.param == "consent":
        rounds.cast(decision, dict.fromkeys(five, CONSENT))
    return decision


def test_elector_raises_a_concern_and_leads_are_told(decision, five, chair):
    concern = actions.raise_concern(decision, by=five[1], title=" Too  dear ", text="It **costs**.")
    assert (concern.title, concern.text, concern.state) == ("Too dear", "It **costs**.", "raised")
    entry = Entry.objects.get(kind="voting.concern_raised")
    assert (entry.actor, entry.data["tell"]) == (five[1], [chair.pk])


def test_standing_concern_keeps_it_undecided(decision, five):
    actions.raise_concern(decision, by=five[1], title="Too dear")
    result = rounds.close(decision).result
    assert (result["decided"], result["winners"]) == (False, [])
    assert result["reason"] == "Not decided: 1 concern is still raised at the close."
    assert result["concerns"] == [{"title": "Too dear", "state": "raised"}]


@pytest.mark.parametrize(
    ("settle", "state"),
    [
        (lambda concern, author, chair: actions.resolve_concern(concern, by=author), "resolved"),
        (lambda concern, author, chair: actions.withdraw_concern(concern, by=author), "withdrawn"),
        (
            lambda concern, author, chair: actions.answer_concern(concern, by=chair, reply="Weighed."),
            "answered",
        ),
    ],
)
def test_settled_concern_lets_it_pass(decision, five, chair, settle, state):
    concern = actions.raise_concern(decision, by=five[1], title="Too dear")
    settled = settle(concern, five[1], chair)
    assert settled.state == state
    assert settled.settled_at is not None
    result = rounds.close(decision).result
    assert (result["decided"], result["winners"]) == (True, ["yes"])
    assert result["reason"].startswith("Adopted")
    assert five[1].pk in Entry.objects.get(kind="voting.concern_settled").data["tell"]


@pytest.mark.parametrize("verb", [actions.resolve_concern, actions.withdraw_concern])
def test_only_the_author_says_that_it_is_met(decision, five, chair, verb):
    concern = actions.raise_concern(decision, by=five[1], title="Too dear")
    for other in (chair, five[2]):
        with rounds.refused("not_author"):
            verb(concern, by=other)
    assert Concern.objects.get().state == "raised"


def test_answer_needs_words(decision, five, chair):
    concern = actions.raise_concern(decision, by=five[1], title="Too dear")
    for reply in ("", "  \n "):
        with pytest.raises(ValidationError):
            actions.answer_concern(concern, by=chair, reply=reply)
    assert Concern.objects.get().state == "raised"


def test_settled_concern_is_not_settled_again(decision, five, chair):
    concern = actions.raise_concern(decision, by=five[1], title="Too dear")
    actions.resolve_concern(concern, by=five[1])
    with rounds.refused("settled"):
        actions.answer_concern(concern, by=chair, reply="Weighed.")
    assert Concern.objects.get().reply == ""


def test_same_concern_twice_is_one(decision, five):
    for _ in range(2):
        actions.raise_concern(decision, by=five[1], title="Too dear")
    actions.raise_concern(decision, by=five[2], title="Too dear")
    assert Concern.objects.count() == 2


def test_nobody_else_raises_one(decision, outsider, admin):
    for person in (outsider, admin):
        with rounds.refused("not_elector"):
            actions.raise_concern(decision, by=person, title="Too dear")


@pytest.mark.parametrize("title", ["", "  ", "x" * 201])
def test_concern_has_a_title(decision, five, title):
    with pytest.raises(ValidationError):
        actions.raise_concern(decision, by=five[1], title=title)


def test_nothing_is_raised_or_settled_when_the_time_is_over(decision, five, chair):
    concern = actions.raise_concern(decision, by=five[1], title="Too dear")
    with rounds.at(decision.closes_at):
        with rounds.refused("closed"):
            actions.raise_concern(decision, by=five[2], title="Too late")
        with rounds.refused("closed"):
            actions.answer_concern(concern, by=chair, reply="Weighed.")


@pytest.mark.parametrize("kind", ["majority", "approval", "stv"])
def test_where_people_vote_against_there_are_no_concerns(group, five, kind):
    with rounds.refused("no_concerns"):
        actions.raise_concern(rounds.open_vote(group, kind=kind), by=five[1], title="Too dear")


@pytest.mark.parametrize(
    ("votes", "decided", "reason"),
    [
        (["consent", "stand-aside", "abstain"], True, "Adopted by consent: no concern is left."),
        (["stand-aside"], True, "Adopted by consent: no concern is left."),
        (["abstain", "abstain"], False, "Not decided: everybody who took part abstained."),
        ([], False, "Not decided: nobody voted."),
    ],
)
def test_consent_needs_somebody_who_says_something(group, five, votes, decided, reason):
    decision = rounds.open_vote(group, kind="consent")
    rounds.cast(decision, {who: {"vote": vote} for who, vote in zip(five, votes, strict=False)})
    result = rounds.close(decision).result
    assert (result["decided"], result["reason"]) == (decided, reason)


def test_consent_without_its_quorum_is_not_decided(group, five):
    decision = rounds.open_vote(group, kind="consent", quorum_base="people", quorum=3)
    rounds.cast(decision, dict.fromkeys(five[:2], CONSENT))
    assert rounds.close(decision).result["reason"] == "Not decided: 2 took part, and 3 had to."


def test_lazy_consensus_asks_for_no_quorum(group, five):
    decision = rounds.open_vote(group, kind="lazy", quorum_base="percent", quorum=50)
    assert decision.quorum_base == "none"
    assert rounds.close(decision).result["decided"]
