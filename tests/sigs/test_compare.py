"""Options and criteria of an evaluation: added, edited, removed."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from hub.activity.models import Entry
from hub.core.errors import Refused
from hub.sigs import actions
from hub.sigs.models import Option
from tests import factories as make


@pytest.fixture
def evaluation(group):
    return make.EvaluationFactory(group=group)


def test_member_adds_options_and_criteria_at_the_end(evaluation, member):
    make.ComparedOptionFactory(evaluation=evaluation, name="First", position=3)

    option = actions.add_option(
        evaluation, by=member, name=" MLflow  3 ", summary="A registry.", url="https://mlflow.org"
    )
    criterion = actions.add_criterion(evaluation, by=member, name="Cost", why="It is public money.")

    assert [row.name for row in evaluation.options.all()] == ["First", "MLflow 3"]
    assert (option.key, criterion.key, criterion.why) == ("mlflow-3", "cost", "It is public money.")
    assert Entry.objects.filter(kind="sigs.evaluation_edited", actor=member).count() == 2


def test_two_options_that_read_alike_have_keys_of_their_own(evaluation, member):
    keys = [actions.add_option(evaluation, by=member, name=name).key for name in ("A+", "A-", "!!", "??")]

    assert keys == ["a", "a-2", "option", "option-2"]


@pytest.mark.parametrize(
    "told",
    [{"name": ""}, {"name": "Taken"}, {"name": "x" * 201}, {"name": "A", "url": "javascript:alert(1)"}],
)
def test_member_who_types_nonsense_adds_nothing(evaluation, member, told):
    make.ComparedOptionFactory(evaluation=evaluation, name="Taken")

    with pytest.raises(ValidationError):
        actions.add_option(evaluation, by=member, **told)
    assert evaluation.options.count() == 1


def test_only_one_option_means_that_everything_stays(evaluation, member):
    actions.add_option(evaluation, by=member, name="Stay", status_quo=True)
    other = actions.add_option(evaluation, by=member, name="Go")

    with pytest.raises(ValidationError):
        actions.edit_option(other, by=member, name="Go", status_quo=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Option.objects.filter(pk=other.pk).update(status_quo=True)


def test_member_renames_an_option_and_its_findings_stay(evaluation, member):
    finding = make.FindingFactory(option__evaluation=evaluation)
    key = finding.option.key

    option = actions.edit_option(finding.option, by=member, name="Better name")
    criterion = actions.edit_criterion(finding.criterion, by=member, name="Dearer", why="We pay.")

    assert (option.key, list(option.findings.all())) == (key, [finding])
    assert (criterion.name, criterion.why) == ("Dearer", "We pay.")


def test_what_was_found_is_not_lost_with_its_option(evaluation, member):
    finding = make.FindingFactory(option__evaluation=evaluation)

    for remove, row in (
        (actions.remove_option, finding.option),
        (actions.remove_criterion, finding.criterion),
    ):
        with pytest.raises(Refused, match="1 finding stands") as refused:
            remove(row, by=member)
        assert refused.value.code == "has_findings"
    finding.delete()
    for _ in range(2):
        actions.remove_option(finding.option, by=member)
        actions.remove_criterion(finding.criterion, by=member)

    assert not evaluation.options.exists()
    assert not evaluation.criteria.exists()


def test_nothing_is_compared_without_end(evaluation, member):
    for number in range(30):
        make.CriterionFactory(evaluation=evaluation, name=f"Criterion {number}")

    with pytest.raises(Refused, match="30 already"):
        actions.add_criterion(evaluation, by=member, name="One more")


def test_a_closed_evaluation_compares_what_it_compared(evaluation, member, chair):
    option = make.ComparedOptionFactory(evaluation=evaluation)
    criterion = make.CriterionFactory(evaluation=evaluation)
    actions.close_evaluation(evaluation, by=chair)

    for verb in (
        lambda: actions.add_option(evaluation, by=member, name="Late"),
        lambda: actions.add_criterion(evaluation, by=member, name="Late"),
        lambda: actions.edit_option(option, by=member, name="Late"),
        lambda: actions.edit_criterion(criterion, by=member, name="Late"),
        lambda: actions.remove_option(option, by=member),
        lambda: actions.remove_criterion(criterion, by=member),
    ):
        with pytest.raises(Refused, match="is closed"):
            verb()
