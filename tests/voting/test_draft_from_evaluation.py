"""Putting an evaluation to the vote."""

import threading

import pytest
from django.db import connection

from hub.core.markdown import render
from hub.sigs import actions as sigs
from hub.voting import actions
from hub.voting.models import Decision
from tests import factories as make


@pytest.fixture
def evaluation(group, member):
    return sigs.start_evaluation(
        by=member, group=group, question="Which registry?", context="For *all*.",
        options=["MLflow", "Kubeflow"], criteria=["Cost", "Upkeep"],
    )  # fmt: skip


def found(evaluation, member, leaning, text, option="mlflow", criterion="cost", **more):
    return sigs.add_finding(
        evaluation, by=member, leaning=leaning, text=text, option=evaluation.options.get(key=option),
        criterion=evaluation.criteria.get(key=criterion), **more,
    )  # fmt: skip


def test_member_drafts_a_decision_with_what_was_compared(evaluation, member):
    found(evaluation, member, "pro", "Costs *nothing*, see #1.", evidence_url="/community/demos/x/")
    found(evaluation, member, "con", "<b>Two</b> upgrades.", criterion="upkeep")
    found(evaluation, member, "con", "1. of [all](x), `two`_", criterion="upkeep")

    decision = actions.draft_from_evaluation(evaluation, by=member)

    assert (decision.state, decision.question, decision.group, decision.evaluation, decision.created_by) == (
        "draft", "Which registry?", evaluation.group, evaluation, member,
    )  # fmt: skip
    assert "For *all*." in decision.context
    assert evaluation.get_absolute_url() in decision.context
    assert [(row.name, row.key, row.status_quo) for row in decision.options.all()] == [
        ("MLflow", "mlflow", False),
        ("Kubeflow", "kubeflow", False),
        ("Stay as it is", "stay-as-it-is", True),
    ]
    html = render(decision.options.get(key="mlflow").text)
    assert "Costs *nothing*, see #1." in html
    assert 'href="/community/demos/x/"' in html
    assert "&lt;b&gt;Two&lt;/b&gt; upgrades." in html
    assert "<li>1. of [all](x), `two`_</li>" in html
    assert html.index("For") < html.index("nothing") < html.index("Against") < html.index("Two")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], [("Stay as it is", True)]),
        ([("A", False)], [("A", False), ("Stay as it is", True)]),
        ([("Leave it", True), ("A", False)], [("Leave it", True), ("A", False)]),
        ([("STAY as it is", False), ("A", False)], [("STAY as it is", True), ("A", False)]),
    ],
)
def test_there_is_always_a_status_quo_and_only_one(group, member, options, expected):
    evaluation = make.EvaluationFactory(group=group)
    for name, stays in options:
        make.ComparedOptionFactory(evaluation=evaluation, name=name, status_quo=stays)

    decision = actions.draft_from_evaluation(evaluation, by=member)

    assert [(row.name, row.status_quo) for row in decision.options.all()] == expected


def test_two_who_put_it_to_the_vote_put_it_once(evaluation, member, chair):
    first = actions.draft_from_evaluation(evaluation, by=member)

    assert actions.draft_from_evaluation(evaluation, by=chair) == first
    actions.void_decision(first, by=chair, reason="Asked too early.")
    assert actions.draft_from_evaluation(evaluation, by=chair) != first


@pytest.mark.django_db(transaction=True)
def test_many_at_the_same_moment_put_it_once(evaluation, group):
    people = [make.TermFactory(group=group).user for _ in range(5)]
    start, failed = threading.Barrier(5), []

    def click(person):
        try:
            start.wait()
            actions.draft_from_evaluation(evaluation, by=person)
        except Exception as error:  # noqa: BLE001 -- told by the main thread
            failed.append(error)
        finally:
            connection.close()

    clicks = [threading.Thread(target=click, args=(person,)) for person in people]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()

    assert failed == []
    assert Decision.objects.count() == 1


def test_a_long_evaluation_still_fits(evaluation, member):
    evaluation.context = "x" * 50_000
    evaluation.save()
    for number in range(40):
        found(evaluation, member, "pro", f"{number} " + "*" * 480)

    decision = actions.draft_from_evaluation(evaluation, by=member)

    assert "28 more in the evaluation." in decision.options.get(key="mlflow").text
    assert decision.context.startswith("What was compared and found")


@pytest.mark.parametrize(("who", "goes_to"), [("chair", "opening/"), ("member", ""), ("admin", "opening/")])
def test_one_click_leads_to_the_page_that_opens_it(evaluation, cast, client, who, goes_to):
    client.force_login(cast(who))

    answer = client.post(f"{evaluation.get_absolute_url()}decision/")

    assert answer.status_code == 302
    assert answer["Location"] == f"{Decision.objects.get().get_absolute_url()}{goes_to}"


def test_who_is_not_in_the_group_does_not_put_it_to_the_vote(evaluation, as_outsider, as_anonymous):
    address = f"{evaluation.get_absolute_url()}decision/"

    assert as_outsider.post(address).status_code == 403
    assert as_anonymous.post(address)["Location"].startswith("/sign-in/")
    assert as_outsider.post("/community/evaluations/nothing/decision/").status_code == 404
    assert not Decision.objects.exists()
