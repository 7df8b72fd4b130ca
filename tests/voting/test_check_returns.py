"""Coming back to conclusions: once for each date and condition, with a draft that waits."""

import datetime as dt

import pytest
from django.db import connection

from hub.activity.models import Entry
from hub.exchange.actions import import_community
from hub.sigs.models import Conclusion
from hub.voting.actions.returning import check_returns
from hub.voting.models import Decision
from hub.voting.tasks import come_back, come_back_after
from tests import factories as make
from tests.voting.concluded import at_once, closed

pytestmark = pytest.mark.django_db
State = Decision.State


def told(conclusion: Conclusion) -> list[str]:
    """What the group was told about it, the oldest first."""
    entries = Entry.objects.filter(kind="voting.conclusion_due", subject_id=conclusion.pk).order_by("pk")
    return [entry.summary for entry in entries]


def drafts(conclusion: Conclusion) -> list[Decision]:
    return list(conclusion.reopened_by.filter(state=State.DRAFT, created_by=None))


def awaited(group, stage: str = "beta", now: str | None = "alpha") -> tuple:
    """A conclusion that waits for a service to reach a stage, and the service."""
    service = make.ServiceFactory(name="Kubeflow Registry")
    if now:
        make.ServiceStageFactory(subject=service, stage=now)
    conclusion = make.ConclusionFactory(group=group, title="MLflow")
    make.ReturnConditionFactory(conclusion=conclusion, service=service, stage=stage)
    return conclusion, service


# --- by the calendar ------------------------------------------------------------------------------
@pytest.mark.parametrize(("days", "asked"), [(-1, True), (0, True), (1, False), (None, False)])
def test_a_conclusion_is_asked_about_from_its_review_date_on(group, days, asked) -> None:
    review_on = None if days is None else make.today(days)
    conclusion = make.ConclusionFactory(group=group, review_on=review_on)
    assert check_returns(make.today()) == ([conclusion] if asked else [])
    assert len(drafts(conclusion)) == len(told(conclusion)) == int(asked)


def test_the_group_is_told_and_nobody_else(group, chair, member, outsider) -> None:
    make.TermFactory(group=group, role="emeritus")
    conclusion = make.ConclusionFactory(group=group, title="MLflow", review_on=dt.date(2026, 3, 4))
    check_returns(make.today())
    entry = Entry.objects.get(kind="voting.conclusion_due")
    assert set(entry.data["tell"]) == {chair.pk, member.pk}
    assert entry.sentence == "The hub asks to look at “MLflow” again: its review was set for 4 Mar 2026"
    assert entry.subject_url == conclusion.get_absolute_url()
    assert drafts(conclusion)[0].slug not in str(entry.data)  # a draft is the group's own business


def test_it_is_asked_once_however_often_one_looks(group) -> None:
    conclusion = make.ConclusionFactory(group=group, review_on=make.today(-1))
    for days in (0, 0, 1, 30):
        check_returns(make.today(days))
    assert len(drafts(conclusion)) == len(told(conclusion)) == 1


def test_who_dismisses_the_draft_is_asked_again_only_at_the_next_review(group) -> None:
    conclusion = make.ConclusionFactory(group=group, review_on=make.today(-1))
    check_returns(make.today())
    conclusion.reopened_by.update(state=State.VOID, void_reason="Nothing new")
    check_returns(make.today(10))
    assert drafts(conclusion) == []
    Conclusion.objects.filter(pk=conclusion.pk).update(review_on=make.today(20))
    check_returns(make.today(19))
    assert drafts(conclusion) == []
    check_returns(make.today(20))
    assert len(drafts(conclusion)) == 1
    assert len(told(conclusion)) == 2


def test_a_replaced_conclusion_is_let_be(group) -> None:
    old = make.ConclusionFactory(group=group, review_on=make.today(-1))
    make.ConclusionFactory(group=group, supersedes=old)
    assert check_returns(make.today()) == []


def test_while_it_is_voted_on_again_the_group_is_told_without_a_second_draft(group, chair) -> None:
    conclusion = make.ConclusionFactory(group=group, review_on=make.today(-1))
    closed(group, by=chair, reopens=conclusion)
    check_returns(make.today())
    assert (drafts(conclusion), len(told(conclusion))) == ([], 1)


# --- by the stage of a service --------------------------------------------------------------------
@pytest.mark.parametrize(
    ("stage", "wanted", "met"),
    [
        ("planned", "planned", True), ("planned", "alpha", False), ("alpha", "beta", False),
        ("beta", "beta", True), ("stable", "beta", True), ("stable", "planned", True),
        ("deprecated", "beta", False), ("retired", "planned", False), (None, "planned", False),
    ],
)  # fmt: skip
def test_a_condition_is_met_at_the_stage_or_past_it_and_not_on_the_way_down(
    group, stage, wanted, met
) -> None:
    conclusion, _ = awaited(group, wanted, stage)
    assert check_returns(make.today()) == ([conclusion] if met else [])
    assert conclusion.returns.get().met_on == (make.today() if met else None)


def test_only_the_stage_in_force_counts(group) -> None:
    conclusion, service = awaited(group)
    make.ServiceStageFactory(subject=service, stage="beta", starts_on=make.today(3))
    assert check_returns(make.today(2)) == []
    assert check_returns(make.today(3)) == [conclusion]
    assert told(conclusion) == ["asks to look at “MLflow” again: Kubeflow Registry reached beta"]


def test_the_way_back_and_forth_is_asked_about_once(group) -> None:
    conclusion, service = awaited(group, now="beta")
    check_returns(make.today())
    conclusion.reopened_by.update(state=State.VOID, void_reason="No")
    make.ServiceStageFactory(subject=service, stage="deprecated", starts_on=make.today(1))
    make.ServiceStageFactory(subject=service, stage="stable", starts_on=make.today(2))
    check_returns(make.today(3))
    assert (drafts(conclusion), len(told(conclusion))) == ([], 1)


def test_two_conditions_are_asked_about_each_in_its_time_and_one_draft_waits(group) -> None:
    conclusion, _ = awaited(group, now="beta")
    other = make.ServiceStageFactory(subject__name="KServe", stage="alpha").subject
    make.ReturnConditionFactory(conclusion=conclusion, service=other, stage="stable")
    check_returns(make.today())
    make.ServiceStageFactory(subject=other, stage="stable", starts_on=make.today(1))
    check_returns(make.today(1))
    assert len(drafts(conclusion)) == 1
    assert [words.rpartition(": ")[2] for words in told(conclusion)] == [
        "Kubeflow Registry reached beta",
        "KServe reached stable",
    ]


def test_date_and_stage_on_one_day_are_one_message(group) -> None:
    conclusion, _ = awaited(group, now="stable")
    Conclusion.objects.filter(pk=conclusion.pk).update(review_on=make.today())
    check_returns(make.today())
    assert len(told(conclusion)) == len(drafts(conclusion)) == 1
    assert " and Kubeflow Registry reached beta" in told(conclusion)[0]


# --- the draft ------------------------------------------------------------------------------------
def test_the_draft_has_question_options_and_rules_of_the_vote_it_came_from(group, chair, member) -> None:
    service = make.ServiceFactory()
    vote = closed(
        group, by=chair, question="Which registry?", context="We *compared*.", kind="schulze", quorum=30,
        secrecy="detached", unranked="no-opinion", electorate="named", invited=[member], services=[service],
    )  # fmt: skip
    conclusion = make.ConclusionFactory(group=group, title="MLflow", review_on=make.today())
    Decision.objects.filter(pk=vote.pk).update(state="decided", conclusion=conclusion)
    check_returns(make.today())
    draft = drafts(conclusion)[0]
    assert (draft.question, draft.kind, draft.quorum, draft.secrecy, draft.unranked) == (
        "Which registry?", "schulze", 30, "detached", "no-opinion",
    )  # fmt: skip
    assert list(draft.options.values_list("name", "text", "status_quo")) == [
        ("MLflow", "One registry.", False),
        ("Stay as it is", "", True),
    ]
    assert (list(draft.invited.all()), list(draft.services.all())) == ([member], [service])
    assert (draft.reopens, draft.group, draft.created_by) == (conclusion, group, None)
    assert draft.context.startswith("Asked again because its review was set for ")
    assert "“MLflow”" in draft.context
    assert draft.context.endswith("We *compared*.")


def test_without_a_vote_the_options_come_from_the_evaluation(group) -> None:
    evaluation = make.EvaluationFactory(group=group, question="MLflow or Kubeflow?")
    for name in ("MLflow", "Kubeflow"):
        make.ComparedOptionFactory(evaluation=evaluation, name=name)
    conclusion = make.ConclusionFactory(group=group, review_on=make.today(), evaluation=evaluation)
    check_returns(make.today())
    draft = drafts(conclusion)[0]
    assert (draft.question, draft.evaluation) == ("MLflow or Kubeflow?", evaluation)
    assert [option.name for option in draft.options.all()] == ["MLflow", "Kubeflow"]


@pytest.mark.parametrize("title", ["MLflow", "A long title " * 15 + "end"])
def test_with_nothing_but_words_the_draft_asks_whether_they_still_hold(group, title) -> None:
    service = make.ServiceFactory()
    conclusion = make.ConclusionFactory(group=group, title=title[:200], review_on=make.today())
    conclusion.services.add(service)
    check_returns(make.today())
    draft = drafts(conclusion)[0]
    assert draft.question.startswith(f"Does this still hold: {title[:6]}")
    assert (draft.kind, list(draft.services.all())) == ("majority", [service])


# --- who looks ------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_ask_once(group) -> None:
    rows = [make.ConclusionFactory(group=group, review_on=make.today(-1)) for _ in range(5)]
    outcomes = at_once([lambda: check_returns(make.today()) for _ in range(6)])
    assert sorted(row.pk for outcome in outcomes for row in outcome) == sorted(row.pk for row in rows)
    for row in rows:
        assert len(drafts(row)) == len(told(row)) == 1


@pytest.mark.django_db(transaction=True)
def test_asking_and_concluding_at_once_leave_no_draft_for_what_was_replaced(group, chair) -> None:
    from hub.voting.actions.concluding import conclude

    for number in range(5):
        old = make.ConclusionFactory(group=group, review_on=make.today(-1))
        vote = closed(group, by=chair, question=f"Again {number}?", reopens=old)
        at_once(
            [
                lambda: check_returns(make.today()),
                lambda vote=vote: conclude(vote, by=chair, title=vote.question, verdict="V"),
            ]
        )
        assert drafts(old) == []


def test_one_that_cannot_be_asked_about_keeps_no_other_waiting(group) -> None:
    broken = make.ConclusionFactory(group=group, review_on=make.today(-1))
    other = make.ConclusionFactory(group=group, review_on=make.today(-1))
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION refuse_one() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'no'; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER refuse_one BEFORE INSERT ON voting_decision FOR EACH ROW"
            f" WHEN (NEW.reopens_id = {broken.pk}) EXECUTE FUNCTION refuse_one()"
        )
    assert check_returns(make.today()) == [other]
    broken.refresh_from_db()
    assert broken.asked_for is None  # tried again next time


def test_the_task_of_the_clock_looks_today(group) -> None:
    conclusion = make.ConclusionFactory(group=group, review_on=make.today())
    come_back()
    assert len(drafts(conclusion)) == 1


def test_an_import_that_moves_a_stage_is_followed_by_the_question(group, tmp_path) -> None:
    conclusion, service = awaited(group)
    (tmp_path / "community.yml").write_text("format: 1\n")
    (tmp_path / "services.yml").write_text(
        f"{service.slug}:\n  name: Kubeflow Registry\n  stages:\n    - {{stage: beta, from: {make.today()}}}\n"
    )
    import_community([tmp_path], by=None)
    entry = Entry.objects.get(kind="exchange.community_imported")
    come_back_after(entry.pk)
    assert len(drafts(conclusion)) == 1


def test_the_import_is_wired_to_it_and_so_is_the_clock() -> None:
    from hub.celery import app
    from hub.reactions import REACTIONS

    assert come_back_after.name in REACTIONS["exchange.community_imported"].reactions
    assert come_back.name in {row["task"] for row in app.conf.beat_schedule.values()}


def test_looking_costs_one_query_while_nothing_is_due(group, django_assert_num_queries) -> None:
    for number in range(20):
        make.ConclusionFactory(group=group, review_on=make.today(number + 1))
    with django_assert_num_queries(1):
        check_returns(make.today())
