"""Concluding by program: the same verbs behind the doors of the API."""

import pytest

from hub.accounts import tokens
from tests import factories as make
from tests.voting.concluded import closed

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def send(client):
    """POST as somebody, with a token that may write."""

    def call(person, path, data=None):
        name = f"number {person.tokens.count()}"
        _token, key = tokens.issue_token(by=person, name=name, scope="write")
        headers = {"Authorization": f"Bearer {key}"}
        return client.post(f"{API}{path}", data or {}, content_type="application/json", headers=headers)

    return call


def test_a_lead_concludes_with_the_whole_record(send, client, group, chair) -> None:
    service = make.ServiceStageFactory(stage="alpha", subject__slug="kubeflow").subject
    first = make.ConclusionFactory(slug="first", group=group)
    vote = closed(group, by=chair, reopens=first)
    sent = {
        "title": "MLflow", "verdict": "Use it.", "confidence": "high", "review_on": str(make.today(9)),
        "cases": [{"use_case": "Secret models", "verdict": "None"}], "dissent": "One team.",
        "returns": [{"service": "kubeflow", "stage": "beta"}], "services": ["kubeflow"],
    }  # fmt: skip
    answer = send(chair, f"/decisions/{vote.slug}/conclusion/", sent)
    assert answer.status_code == 201, answer.json()
    told = answer.json()
    expected = sent | {
        "decision": vote.slug, "supersedes": "first", "superseded_by": None, "group": group.slug,
        "returns": [{"service": "kubeflow", "stage": "beta", "met_on": None}], "evaluation": None,
    }  # fmt: skip
    assert {name: told[name] for name in expected} == expected
    assert service.conclusions.get().slug == told["slug"]
    assert client.get(f"{API}/conclusions/first/").json()["superseded_by"] == told["slug"]
    assert send(chair, f"/decisions/{vote.slug}/conclusion/", sent).status_code == 409


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""}, {"verdict": " "}, {"cases": ["MLflow"]}, {"cases": [{"use_case": "A"}]},
        {"returns": [{"service": "nothing", "stage": "beta"}]}, {"review_on": "2020-01-01"},
        {"returns": [{"service": "mlflow", "stage": "retired"}]}, {"confidence": "certain"},
        {"services": ["nothing"]}, {"title": "a\0b"}, {"verdict": "\ud800"},
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(send, group, chair, wrong) -> None:
    make.ServiceFactory(slug="mlflow")
    vote = closed(group, by=chair)
    answer = send(chair, f"/decisions/{vote.slug}/conclusion/", {"title": "T", "verdict": "V"} | wrong)
    assert answer.status_code == 400
    vote.refresh_from_db()
    assert vote.state == "closed"


def test_who_does_not_lead_concludes_nothing(send, client, group, chair, member, outsider) -> None:
    vote = closed(group, by=chair)
    path, sent = f"/decisions/{vote.slug}/conclusion/", {"title": "T", "verdict": "V"}
    assert [send(person, path, sent).status_code for person in (member, outsider)] == [403, 403]
    assert client.post(f"{API}{path}", sent, content_type="application/json").status_code == 401
    assert send(chair, "/decisions/guessed/conclusion/", sent).status_code == 404


def test_a_draft_is_not_there_for_outsiders(send, group, chair, outsider) -> None:
    from hub.voting import actions

    vote = actions.draft_decision(group=group, by=chair, question="Secret?")
    sent = {"title": "T", "verdict": "V"}
    assert send(outsider, f"/decisions/{vote.slug}/conclusion/", sent).status_code == 404
    assert send(chair, f"/decisions/{vote.slug}/conclusion/", sent).status_code == 409


def test_a_lead_ends_an_election(send, group, chair, member) -> None:
    vote = closed(
        group, by=chair, purpose="election", kind="approval", role="chair", options=[member],
        winners=["mateo"], term_days=10,
    )  # fmt: skip
    answer = send(chair, f"/decisions/{vote.slug}/terms/")
    expected = {
        "person": "mateo", "role": "chair", "starts_on": str(make.today()), "ends_on": str(make.today(10)),
    }  # fmt: skip
    assert [{name: row[name] for name in expected} for row in answer.json()] == [expected]
    assert send(chair, f"/decisions/{vote.slug}/terms/").status_code == 403  # who leads now is another


def test_a_lead_says_that_it_still_holds(send, group, chair, member) -> None:
    kept = make.ConclusionFactory(group=group, review_on=make.today())
    sent = {"why": "Nothing new", "review_on": str(make.today(9))}
    path = f"/conclusions/{kept.slug}/keeping/"
    assert send(member, path, sent).status_code == 403
    assert send(chair, path, sent).json()["review_on"] == str(make.today(9))
    assert send(chair, path, sent | {"review_on": str(make.today())}).status_code == 400


def test_the_list_costs_the_same_at_any_length(client, group, queries) -> None:
    def row() -> None:
        made = make.ConclusionFactory(
            supersedes=make.ConclusionFactory(), evaluation=make.EvaluationFactory()
        )
        make.ReturnConditionFactory(conclusion=made)
        make.CaseVerdictFactory(conclusion=made)
        made.services.add(make.ServiceFactory())

    row()
    few = queries(lambda: client.get(f"{API}/conclusions/"))
    for _ in range(20):
        row()
    assert queries(lambda: client.get(f"{API}/conclusions/")) == few
