"""Drafting on the page: the question, the options, the settings, and the check before the opening."""

import datetime as dt

import pytest
from django.utils import timezone

from hub.voting.forms.settings import KINDS, LABELS, MATTERS, settings_fields
from hub.voting.models import Decision
from hub.voting.models.settings import Settings
from tests.factories import GroupFactory
from tests.pages import MOST_QUERIES, queries_of, text_of
from tests.voting import rounds

NEW = "/community/decisions/new/"


def typed(group, names=("MLflow", "Stay as it is"), **rest):
    """What a browser sends: every field, most at their defaults."""
    rows = {"options-TOTAL_FORMS": len(names), "options-INITIAL_FORMS": 0}
    for number, name in enumerate(names):
        rows[f"options-{number}-name"] = name
    defaults = {name: field.initial for name, field in settings_fields().items() if field.initial is not None}
    plain = {"group": group.slug, "question": "Which registry?", "kind": "approval", "purpose": "question"}
    return {**defaults, **plain, **rows, **rest}


def test_every_setting_has_a_field_with_its_sentence():
    columns = {field.name: field for field in Settings._meta.fields}
    assert set(columns) == set(LABELS) | {"kind"}
    assert {name: field.help_text for name, field in settings_fields().items()} == {
        name: columns[name].help_text for name in LABELS
    }
    assert set(KINDS) == set(Settings.Kind.values)
    assert {kind for kinds in MATTERS.values() for kind in kinds} <= set(Settings.Kind.values)


def test_fields_start_at_the_defaults_of_the_model():
    for name, field in settings_fields().items():
        if field.initial is not None:
            assert field.initial == Decision._meta.get_field(name).get_default(), name


def test_member_drafts_with_options_and_settings(group, member, as_member):
    sent = typed(
        group, kind="schulze", quorum=40, unranked="no-opinion", **{"options-1-status_quo": "on"},
    )  # fmt: skip
    answer = as_member.post(NEW, sent)
    decision = Decision.objects.get()
    assert answer["Location"] == decision.get_absolute_url()
    assert (decision.kind, decision.quorum, decision.unranked) == ("schulze", 40, "no-opinion")
    assert (decision.created_by, decision.state) == (member, "draft")
    assert [(o.name, o.status_quo) for o in decision.options.all()] == [
        ("MLflow", False),
        ("Stay as it is", True),
    ]


def test_settings_that_do_not_matter_are_ignored_whatever_was_sent(group, as_member):
    as_member.post(NEW, typed(group, kind="approval", max_mark="nonsense", credits="", threshold="unanimous"))
    decision = Decision.objects.get()
    assert (decision.max_mark, decision.credits, decision.threshold) == (5, 10, "majority")


def test_question_itself_is_put_to_the_vote_without_options(group, as_member):
    as_member.post(NEW, typed(group, kind="majority", threshold="two-thirds", names=()))
    assert (Decision.objects.get().threshold, Decision.objects.get().options.count()) == ("two-thirds", 0)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"question": " "}, "The question in one line"),
        ({"kind": "lottery"}, "Select a valid choice"),
        ({"quorum": "-4"}, "greater than or equal to 0"),
        ({"quorum": "140"}, "At most 100 percent."),
        ({"seats": "0"}, "greater than or equal to 1"),
        (
            {"electorate": "named", "invited": "mateo, nobody-here"},
            "The hub knows nobody called nobody-here.",
        ),
        ({"options-1-name": "MLflow"}, "is there twice"),
        ({"options-0-name": "", "options-0-text": "Without a name"}, "Give it a name"),
        ({"options-0-status_quo": "on", "options-1-status_quo": "on"}, "Only one option means"),
        (
            {"purpose": "election", "kind": "stv", "options-0-name": "", "options-1-name": ""},
            "Choose the role",
        ),
        ({"kind": "majority"}, "there are no options"),
    ],
)
def test_wrong_draft_comes_back_as_it_was_typed(group, member, as_member, wrong, said):
    answer = as_member.post(NEW, typed(group, context="Kept <as> typed", **wrong))
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert "Kept &lt;as&gt; typed" in answer.content.decode()
    assert Decision.objects.count() == 0


def test_more_rows_come_without_scripts_and_lose_nothing(group, as_member):
    answer = as_member.post(NEW, typed(group, names=("MLflow", "", "Kubeflow"), more="1", question=""))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count('<li class="option-row"') == 2 + 3 + 1  # those with a name, three more, the template
    assert 'value="Kubeflow"' in page
    assert Decision.objects.count() == 0


def test_nobody_drafts_for_a_group_they_are_not_in(group, as_outsider, as_member):
    assert as_outsider.post(NEW, typed(group)).status_code == 403
    answer = as_member.post(NEW, typed(GroupFactory(slug="sig-serving")))
    assert answer.status_code == 422
    assert Decision.objects.count() == 0


def test_author_edits_the_draft(group, member, as_member):
    decision = rounds.draft(group, by=member, kind="score", max_mark=7)
    url = f"{decision.get_absolute_url()}edit/"
    page = as_member.get(url).content.decode()
    assert 'value="7"' in page
    assert 'value="Alpha"' in page
    sent = typed(group, names=("Alpha", "Gamma"), question="Better said?", kind="star", max_mark=9)
    assert as_member.post(url, sent | {"options-INITIAL_FORMS": 3}).status_code == 302
    decision.refresh_from_db()
    assert (decision.question, decision.kind, decision.max_mark) == ("Better said?", "star", 9)
    assert [option.name for option in decision.options.all()] == ["Alpha", "Gamma"]


def test_opened_decision_is_edited_no_more(group, chair, as_chair):
    decision = rounds.open_vote(group, by=chair)
    assert as_chair.get(f"{decision.get_absolute_url()}edit/").status_code == 403


def test_check_shows_what_is_in_the_way_and_no_button(group, chair, as_chair):
    decision = rounds.draft(group, by=chair, options=["Only one"])
    page = as_chair.get(f"{decision.get_absolute_url()}opening/").content.decode()
    assert "In the way" in page
    assert "There are too few options to choose between." in page
    assert "Open the vote</button>" not in page


def test_warnings_are_read_before_the_vote_opens(group, five, chair, as_chair):
    decision = rounds.draft(group, by=chair, options=["Feature store", "Feature stores"])
    url = f"{decision.get_absolute_url()}opening/"
    assert "look like one option twice" in text_of(as_chair.get(url))
    closes = {"closes_at": f"{timezone.now() + dt.timedelta(days=20):%Y-%m-%dT%H:%M}"}
    assert as_chair.post(url, closes).status_code == 409
    assert as_chair.post(url, {**closes, "accept_warnings": "on"}).status_code == 302
    decision.refresh_from_db()
    assert decision.state == "open"


@pytest.mark.parametrize(
    ("closes_at", "status"),
    [("", 422), ("tomorrow", 422), ("2020-01-01T10:00", 409), ("2400-01-01T10:00", 409)],
)
def test_odd_closing_times_are_refused(group, five, chair, as_chair, closes_at, status):
    decision = rounds.draft(group, by=chair)
    sent = {"closes_at": closes_at, "accept_warnings": "on"}
    answer = as_chair.post(f"{decision.get_absolute_url()}opening/", sent)
    assert answer.status_code == status
    decision.refresh_from_db()
    assert decision.state == "draft"


def test_forms_take_few_queries(group, chair, as_chair):
    decision = rounds.draft(group, by=chair, options=[f"Option {n}" for n in range(20)])
    for url in (NEW, f"{decision.get_absolute_url()}edit/", f"{decision.get_absolute_url()}opening/"):
        assert queries_of(as_chair, url) <= MOST_QUERIES
