"""Concluding: from a closed vote, once, with the whole record; what was reopened is replaced."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from hub.activity.models import Entry
from hub.core.errors import Refused
from hub.sigs.models import Conclusion
from hub.voting.actions.concluding import conclude, keep_conclusion
from hub.voting.actions.drafting import draft_decision
from hub.voting.models import Decision
from tests import factories as make
from tests.voting import chains
from tests.voting.concluded import at_once, closed

pytestmark = pytest.mark.django_db
State = Decision.State


@pytest.fixture
def vote(group, chair) -> Decision:
    return closed(group, by=chair)


def test_a_lead_concludes_with_the_whole_record(vote, chair, member, outsider) -> None:
    service, other = make.ServiceFactory(name="Kubeflow"), make.ServiceFactory()
    make.ServiceStageFactory(subject=service, stage="alpha")
    made = conclude(
        vote, by=chair, title=" MLflow, not  Kubeflow ", verdict="**MLflow**.", reasons="Mature.",
        cases=[("Secret models", "A store of their own"), ("Others", "MLflow")], conditions="While small.",
        dissent="One team.", confidence="high", review_on=make.today(365), returns=[(service, "beta")],
        return_condition="Or roles.", services=[service, other],
    )  # fmt: skip
    made.refresh_from_db()
    vote.refresh_from_db()
    assert (made.title, made.slug, made.group) == ("MLflow, not Kubeflow", "mlflow-not-kubeflow", vote.group)
    assert [(row.use_case, row.verdict) for row in made.cases.all()] == [
        ("Secret models", "A store of their own"),
        ("Others", "MLflow"),
    ]
    assert [str(row) for row in made.returns.all()] == ["Kubeflow reaches beta"]
    assert set(made.services.all()) == {service, other}
    assert (made.concluded_on, made.review_on, made.supersedes) == (make.today(), make.today(365), None)
    assert (vote.state, vote.conclusion) == (State.DECIDED, made)
    assert made.get_absolute_url() == "/community/conclusions/mlflow-not-kubeflow/"


def test_the_ledger_says_that_it_was_concluded_and_its_chain_holds(vote, chair) -> None:
    made = conclude(vote, by=chair, title="MLflow", verdict="Yes.")
    events = list(vote.ledger.order_by("height"))
    assert [(event.kind, event.payload) for event in events] == [("concluded", {"conclusion": made.slug})]
    assert chains.fault(vote.slug, events) == ""


def test_the_group_and_the_electors_are_told_and_nobody_else(group, chair, member, outsider) -> None:
    elector = make.UserFactory()
    emeritus = make.TermFactory(group=group, role="emeritus").user
    vote = closed(group, by=chair, electors=[elector])
    made = conclude(vote, by=chair, title="MLflow", verdict="Yes.")
    entry = Entry.objects.get(kind="voting.conclusion_made")
    assert set(entry.data["tell"]) == {chair.pk, member.pk, elector.pk}
    assert emeritus.pk not in entry.data["tell"]
    assert (entry.public, entry.subject_url) == (True, made.get_absolute_url())


def test_what_was_not_decided_can_be_concluded_as_such(group, chair) -> None:
    vote = closed(group, by=chair, winners=[])
    made = conclude(vote, by=chair, title="No registry yet", verdict="Not decided: too few took part.")
    assert made.decision == vote


@pytest.mark.parametrize("state", ["draft", "open", "void", "decided"])
def test_only_a_closed_vote_is_concluded(group, chair, vote, state) -> None:
    if state == "draft":
        vote = draft_decision(group=group, by=chair, question="Another one?")
    elif state == "open":
        vote = draft_decision(group=group, by=chair, question="Another one?")
        Decision.objects.filter(pk=vote.pk).update(
            state="open", opened_at=make.now(days=-1), closes_at=make.now(days=1)
        )
    elif state == "void":
        Decision.objects.filter(pk=vote.pk).update(state="void", void_reason="A slip")
    else:
        conclude(vote, by=chair, title="First", verdict="Yes.")
    with pytest.raises(Refused) as refusal:
        conclude(vote, by=chair, title="Second", verdict="Yes.")
    assert refusal.value.code == "not_closed"
    assert not Conclusion.objects.filter(title="Second").exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"verdict": " "}, "verdict"),
        ({"verdict": "a\0b"}, "verdict"),
        ({"verdict": "x" * 50_001}, "verdict"),
        ({"confidence": "certain"}, "confidence"),
        ({"review_on": make.today()}, "review_on"),
        ({"cases": [("A", "x"), ("A", "y")]}, "cases"),
        ({"cases": [("A", " ")]}, "cases"),
        ({"cases": [(f"Case {n}", "x") for n in range(51)]}, "cases"),
        ({"dissent": "\ud800"}, "dissent"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field_and_nothing_is_written(vote, chair, facts, field) -> None:
    with pytest.raises(ValidationError) as error:
        conclude(vote, by=chair, **({"title": "MLflow", "verdict": "Yes."} | facts))
    assert field in error.value.message_dict
    assert not Conclusion.objects.exists()
    vote.refresh_from_db()
    assert vote.state == State.CLOSED


@pytest.mark.parametrize(
    ("stage", "wanted", "says"),
    [
        ("beta", "alpha", "is beta already"),
        ("stable", "stable", "is stable already"),
        ("alpha", "retired", "Wait for planned"),
        ("alpha", "mature", "Wait for planned"),
    ],
)
def test_a_return_condition_waits_for_something_to_come(vote, chair, stage, wanted, says) -> None:
    service = make.ServiceStageFactory(stage=stage).subject
    with pytest.raises(ValidationError, match=says):
        conclude(vote, by=chair, title="MLflow", verdict="Yes.", returns=[(service, wanted)])


def test_a_retired_service_may_be_awaited(vote, chair) -> None:
    service = make.ServiceStageFactory(stage="retired").subject
    made = conclude(vote, by=chair, title="MLflow", verdict="Yes.", returns=[(service, "beta")])
    assert made.returns.get().met_on is None


# --- chains ---------------------------------------------------------------------------------------
def again(group, chair, older: Conclusion, title: str) -> Conclusion:
    """Conclude anew what an older conclusion said."""
    return conclude(
        closed(group, by=chair, question=f"{title}?", reopens=older), by=chair, title=title, verdict="V"
    )


def test_a_later_conclusion_replaces_the_one_it_reopens_in_a_chain_of_three(group, chair) -> None:
    first = make.ConclusionFactory(group=group, title="First")
    second = again(group, chair, first, "Second")
    third = again(group, chair, second, "Third")
    assert (third.supersedes, second.supersedes, first.supersedes) == (second, first, None)
    assert list(Conclusion.objects.in_force()) == [third]


def test_two_votes_on_the_same_conclusion_stand_one_after_the_other(group, chair) -> None:
    first = make.ConclusionFactory(group=group, title="First")
    later = closed(group, by=chair, question="And later?", reopens=first)
    second = again(group, chair, first, "Second")
    third = conclude(later, by=chair, title="Third", verdict="V")
    assert third.supersedes == second
    assert Conclusion.objects.in_force().get() == third


def test_the_draft_that_waited_for_a_replaced_conclusion_is_dropped(group, chair) -> None:
    first = make.ConclusionFactory(group=group, title="First")
    waiting = draft_decision(group=group, by=None, question="Still?", reopens=first)
    own = draft_decision(group=group, by=chair, question="My own?", reopens=first)
    again(group, chair, first, "Second")
    waiting.refresh_from_db()
    own.refresh_from_db()
    assert (waiting.state, waiting.void_reason) == (State.VOID, "“Second” took its place")
    assert own.state == State.DRAFT


@pytest.mark.parametrize("length", [1, 2, 3])
def test_the_database_lets_no_chain_lead_back_to_itself(length) -> None:
    chain = [make.ConclusionFactory()]
    for _ in range(length - 1):
        chain.append(make.ConclusionFactory(supersedes=chain[-1]))
    with pytest.raises(IntegrityError), transaction.atomic():
        Conclusion.objects.filter(pk=chain[0].pk).update(supersedes=chain[-1])


@pytest.mark.django_db(transaction=True)
def test_two_who_conclude_at_once_leave_one_conclusion(group, chair) -> None:
    vote = closed(group, by=chair)
    outcomes = at_once(
        [lambda n=n: conclude(vote, by=chair, title=f"Number {n}", verdict="Yes.") for n in range(4)]
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conclusion", *["Refused"] * 3]
    assert Conclusion.objects.count() == 1
    assert vote.ledger.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_votes_concluded_at_once_on_one_conclusion_make_one_chain(group, chair) -> None:
    first = make.ConclusionFactory(group=group, title="First")
    votes = [closed(group, by=chair, question=f"Again {n}?", reopens=first) for n in range(4)]
    outcomes = at_once(
        [lambda vote=vote: conclude(vote, by=chair, title=vote.question, verdict="V") for vote in votes]
    )
    assert {type(outcome) for outcome in outcomes} == {Conclusion}
    assert Conclusion.objects.in_force().count() == 1
    assert Conclusion.objects.exclude(supersedes=None).count() == 4


# --- it still holds -------------------------------------------------------------------------------
def test_a_lead_says_that_it_still_holds_until_another_day(group, chair) -> None:
    kept = make.ConclusionFactory(group=group, review_on=make.today(-1), asked_for=make.today(-1))
    waiting = draft_decision(group=group, by=None, question="Still?", reopens=kept)
    keep_conclusion(kept, by=chair, review_on=make.today(180), why="Nothing changed")
    kept.refresh_from_db()
    waiting.refresh_from_db()
    assert kept.review_on == make.today(180)
    assert (waiting.state, waiting.void_reason) == (State.VOID, "It still holds: Nothing changed")
    assert Entry.objects.get(kind="voting.conclusion_kept").summary.endswith("still holds: Nothing changed")


@pytest.mark.parametrize(("days", "why", "field"), [(0, "Fine", "review_on"), (5, " ", "why")])
def test_keeping_needs_a_day_to_come_and_a_reason(group, chair, days, why, field) -> None:
    kept = make.ConclusionFactory(group=group)
    with pytest.raises(ValidationError) as error:
        keep_conclusion(kept, by=chair, review_on=make.today(days), why=why)
    assert field in error.value.message_dict


def test_what_was_replaced_or_is_voted_on_is_not_kept(group, chair) -> None:
    old = make.ConclusionFactory(group=group)
    new = make.ConclusionFactory(group=group, supersedes=old)
    closed(group, by=chair, reopens=new)
    for row, code in ((old, "superseded"), (new, "under_vote")):
        with pytest.raises(Refused) as refusal:
            keep_conclusion(row, by=chair, review_on=make.today(5), why="Fine")
        assert refusal.value.code == code
