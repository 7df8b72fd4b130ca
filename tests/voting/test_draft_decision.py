"""Drafting: a question, its options and its rules; what cannot hold together is refused field by field."""

import pytest
from django.core.exceptions import ValidationError

from hub.activity.following import is_following
from hub.activity.models import Entry
from hub.voting import actions
from hub.voting.models import Decision
from tests.factories import ConclusionFactory, EvaluationFactory, GroupFactory, ServiceFactory
from tests.voting import rounds

PLAIN = {"question": "Which registry?", "kind": "approval"}


def draft(group, by, **rest):
    return actions.draft_decision(group=group, by=by, **{**PLAIN, **rest})


def test_draft_keeps_what_was_said_and_its_author_follows(group, member):
    service = ServiceFactory()
    options = [
        {"name": " Model  registry ", "text": "Text"},
        {"name": "Stay as it is", "status_quo": True},
        {"name": "Model-registry"},
        {"name": "モデル"},
    ]
    decision = draft(group, member, context="Why", options=options, services=[service], seats=2)
    assert (decision.slug, decision.state, decision.created_by) == ("which-registry", "draft", member)
    rows = list(decision.options.values_list("key", "name", "text", "status_quo", "position"))
    assert rows == [
        ("model-registry", "Model registry", "Text", False, 0),
        ("stay-as-it-is", "Stay as it is", "", True, 1),
        ("model-registry-2", "Model-registry", "", False, 2),
        ("option-4", "モデル", "", False, 3),
    ]
    assert list(decision.services.all()) == [service]
    assert is_following(member, decision)


def test_draft_is_nobodys_news(group, member, outsider):
    draft(group, member)
    assert not Entry.objects.exists()
    assert not Decision.objects.visible_to(outsider).exists()


def test_defaults_are_sensible(group, member):
    decision = draft(group, member)
    assert (decision.secrecy, decision.shown, decision.quorum_base, decision.quorum) == (
        "peers", "close", "percent", 50,
    )  # fmt: skip
    assert (decision.tie_rule, decision.unranked, decision.minimum_hours) == ("draw", "last", 72)


def test_double_click_is_one_draft(group, member, chair):
    assert draft(group, member) == draft(group, member)
    assert draft(group, chair).slug == "which-registry-2"


def test_the_hub_drafts_too(group):
    assert draft(group, None).created_by is None


def test_addresses_of_pages_are_no_slugs(group, member):
    assert draft(group, member, question="New").slug == "new-2"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"question": "  "}, "question"),
        ({"question": "x" * 201}, "question"),
        ({"question": "a\0b"}, "question"),
        ({"context": "\ud800"}, "context"),
        ({"kind": "plurality"}, "kind"),
        ({"secrecy": "peers", "shown": "always"}, "shown"),
        ({"secrecy": "detached", "shown": "voted"}, "shown"),
        ({"quorum_base": "percent", "quorum": 101}, "quorum"),
        ({"quorum": -1}, "quorum"),
        ({"minimum_hours": 10**6}, "minimum_hours"),
        ({"kind": "majority", "seats": 2}, "seats"),
        ({"seats": 0}, "seats"),
        ({"seats": 51}, "seats"),
        ({"max_mark": 0}, "max_mark"),
        ({"credits": 0}, "credits"),
        ({"team_cap": 0}, "team_cap"),
        ({"kind": "majority", "options": [{"name": "Yes"}]}, "options"),
        ({"options": [{"name": "One"}, {"name": " One "}]}, "options"),
        ({"options": [{"name": ""}]}, "options"),
        ({"options": [{"text": "No name"}]}, "options"),
        ({"options": [{"name": "One", "status_quo": True}, {"name": "Two", "status_quo": True}]}, "options"),
        ({"options": [{"name": str(n)} for n in range(101)]}, "options"),
    ],
)
def test_what_cannot_hold_is_refused_by_field(group, member, wrong, field):
    with pytest.raises(ValidationError) as caught:
        draft(group, member, **wrong)
    assert field in caught.value.message_dict
    assert not Decision.objects.exists()


def test_unknown_setting_is_refused(group, member):
    with pytest.raises(ValidationError, match="no setting 'winner'"):
        draft(group, member, winner="alpha")


def test_edit_writes_the_draft_anew(group, member):
    decision = rounds.draft(group, by=member, kind="score", max_mark=9, invited=[member])
    edited = actions.edit_decision(
        decision, by=member, question="Which one?", kind="approval", options=[{"name": "Gamma"}]
    )
    assert (edited.slug, edited.question, edited.max_mark) == (decision.slug, "Which one?", 5)
    assert list(edited.options.values_list("key", flat=True)) == ["gamma"]
    assert not edited.invited.exists()


def test_edit_that_fails_leaves_the_draft(group, member):
    decision = rounds.draft(group, by=member)
    with pytest.raises(ValidationError):
        actions.edit_decision(decision, by=member, question="Else?", kind="approval", options=[{"name": ""}])
    decision.refresh_from_db()
    assert (decision.question, decision.options.count()) == ("What do we use?", 3)


def test_role_of_no_election_is_dropped(group, member):
    assert draft(group, member, role="chair", term_days=9).role == ""


def test_draft_opens_with_what_was_edited_last(group, chair):
    decision = rounds.draft(group, by=chair)
    stale = Decision.objects.get(pk=decision.pk)
    actions.edit_decision(
        decision, by=chair, question="Else?", kind="score", minimum_hours=1, quorum_base="none",
        options=[{"name": "One"}, {"name": "Two"}],
    )  # fmt: skip
    opened = rounds.open_draft(stale, by=chair)
    assert (opened.frozen["question"], opened.frozen["kind"]) == ("Else?", "score")
    assert [option["key"] for option in opened.frozen["options"]] == ["one", "two"]


@pytest.mark.parametrize("source", ["evaluation", "reopens"])
def test_a_group_decides_only_on_what_is_its_own(group, member, source):
    factory = {"evaluation": EvaluationFactory, "reopens": ConclusionFactory}[source]
    with pytest.raises(ValidationError) as refusal:
        draft(group, member, **{source: factory(group=GroupFactory())})
    assert set(refusal.value.message_dict) == {source}
    assert getattr(draft(group, member, **{source: factory(group=group)}), source).group == group
