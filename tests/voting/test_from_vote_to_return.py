"""The whole way: compared, voted on, concluded, published, and asked about again when a stage is reached."""

import pytest

from hub.voting import actions
from hub.voting.models import Decision
from tests import factories as make
from tests.voting import chains, rounds

pytestmark = pytest.mark.django_db


def test_a_vote_leads_to_a_conclusion_and_the_conclusion_back_to_a_vote(group, chair, five) -> None:
    service = make.ServiceStageFactory(stage="alpha", subject__name="Kubeflow Registry").subject
    vote = rounds.open_vote(group, kind="schulze", options=["MLflow", "Kubeflow"], services=[service])
    rounds.cast(vote, {person: {"ranks": [["mlflow"], ["kubeflow"]]} for person in five[:3]})
    vote = rounds.close(vote)
    assert vote.result["winners"] == ["mlflow"]
    first = actions.conclude(
        vote, by=chair, title="MLflow", verdict="Yes.", returns=[(service, "beta")], services=[service]
    )
    vote.refresh_from_db()
    assert vote.state == Decision.State.DECIDED
    assert chains.fault(vote.slug, vote.ledger.order_by("height")) == ""
    assert vote.ledger.order_by("height").last().payload == {"conclusion": first.slug}

    make.ServiceStageFactory(subject=service, stage="beta", starts_on=make.today())
    assert actions.check_returns(make.today()) == [first]
    draft = first.reopened_by.get()
    assert (draft.kind, [option.name for option in draft.options.all()]) == (
        "schulze",
        ["MLflow", "Kubeflow"],
    )
    draft = rounds.open_draft(draft, by=chair)
    rounds.cast(draft, {person: {"ranks": [["kubeflow"]]} for person in five})
    second = actions.conclude(rounds.close(draft), by=chair, title="Kubeflow", verdict="Now it is.")
    assert (second.supersedes, first.superseded_by) == (first, second)


def test_an_election_by_ballots_leads_to_terms(group, chair, five) -> None:
    with rounds.at(make.now(days=-20)):
        vote = rounds.draft(
            group, kind="approval", purpose="election", role="chair", term_days=100, question="Who leads?"
        )
        actions.announce_election(vote, by=chair, nominations_until=make.now(days=5))
        for person in five[1:3]:
            nomination = actions.nominate(vote, by=chair, person=person, statement="I would.")
            actions.answer_nomination(nomination, by=person, accept=True)
    with rounds.at(make.now(days=-14)):
        vote = rounds.open_draft(vote, by=chair, days=10)
        key = vote.options.get(person=five[1]).key
        for person in five:
            actions.cast_ballot(vote, by=person, paper={"approved": [key]})
    actions.decide_election(rounds.close(vote), by=chair)
    assert [term.user for term in group.terms.on(make.today()).filter(role="chair")] == [five[1]]


def test_a_person_who_voids_the_draft_is_left_in_peace(group, chair) -> None:
    conclusion = make.ConclusionFactory(group=group, review_on=make.today())
    actions.check_returns(make.today())
    actions.void_decision(conclusion.reopened_by.get(), by=chair, reason="Nothing is new")
    assert actions.check_returns(make.today(40)) == []
