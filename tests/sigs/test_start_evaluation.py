"""Starting an evaluation, saying its question better, closing it and taking it up again."""

import pytest
from django.core.exceptions import ValidationError

from hub.activity.models import Entry, Follow
from hub.core.errors import Refused
from hub.sigs import actions
from hub.sigs.models import Evaluation
from tests import factories as make


def test_member_starts_an_evaluation_with_what_is_known(group, member, chair):
    evaluation = actions.start_evaluation(
        by=member, group=group, question="  Which model\nregistry? ", context="We have *two*.",
        options=["MLflow", " ", "Kubeflow  Model Registry", "mlflow"], criteria=["Upgrades", "Cost"],
    )  # fmt: skip

    assert (evaluation.question, evaluation.slug) == ("Which model registry?", "which-model-registry")
    assert [(row.name, row.key, row.status_quo) for row in evaluation.options.all()] == [
        ("MLflow", "mlflow", False),
        ("Kubeflow Model Registry", "kubeflow-model-registry", False),
        ("Stay as it is", "stay-as-it-is", True),
    ]
    assert [row.name for row in evaluation.criteria.all()] == ["Upgrades", "Cost"]
    entry = Entry.objects.get(kind="sigs.evaluation_started")
    assert set(entry.data["tell"]) == {member.pk, chair.pk}
    assert Follow.objects.filter(user=member, subject_id=evaluation.pk).exists()


def test_member_who_names_the_status_quo_does_not_get_it_twice(group, member):
    evaluation = actions.start_evaluation(
        by=member, group=group, question="Move?", options=["stay as it IS", "Move"]
    )

    assert [(row.name, row.status_quo) for row in evaluation.options.all()] == [
        ("stay as it IS", True),
        ("Move", False),
    ]


def test_member_who_clicks_twice_starts_one(group, member):
    first, second = (actions.start_evaluation(by=member, group=group, question="Which?") for _ in range(2))

    assert first == second
    assert Entry.objects.filter(kind="sigs.evaluation_started").count() == 1


def test_nobody_takes_the_address_of_the_form(group, member):
    assert actions.start_evaluation(by=member, group=group, question="New?").slug == "new-2"


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"question": " "}, "question"),
        ({"question": "x" * 201}, "question"),
        ({"question": "Which?", "context": "x" * 50_001}, "context"),
        ({"question": "Which?", "options": ["x" * 201]}, "options"),
        ({"question": "Which?", "criteria": [str(n) for n in range(31)]}, "criteria"),
    ],
)
def test_member_who_types_nonsense_starts_nothing(group, member, told, field):
    with pytest.raises(ValidationError) as error:
        actions.start_evaluation(by=member, group=group, **told)

    assert field in error.value.message_dict
    assert not Evaluation.objects.exists()


def test_member_says_the_question_better_at_the_same_address(group, member):
    evaluation = make.EvaluationFactory(group=group)

    actions.edit_evaluation(evaluation, by=member, question="Which registry?", context="For all.")
    actions.edit_evaluation(evaluation, by=member, question="Which registry?", context="For all.")

    found = Evaluation.objects.get()
    assert (found.question, found.slug) == ("Which registry?", evaluation.slug)
    assert Entry.objects.filter(kind="sigs.evaluation_edited").count() == 1


def test_chair_closes_and_reopens(group, chair, member):
    evaluation = make.EvaluationFactory(group=group)

    for _ in range(2):
        actions.close_evaluation(evaluation, by=chair)
    with pytest.raises(Refused) as refused:
        actions.edit_evaluation(evaluation, by=member, question="Other")
    assert refused.value.code == "closed"
    for _ in range(2):
        actions.reopen_evaluation(evaluation, by=chair)

    assert actions.edit_evaluation(evaluation, by=member, question="Other").question == "Other"
    kinds = Entry.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["sigs.evaluation_closed", "sigs.evaluation_reopened", "sigs.evaluation_edited"]
    assert member.pk in Entry.objects.get(kind="sigs.evaluation_closed").data["tell"]
