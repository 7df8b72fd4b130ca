"""The register of conclusions and the page of one: what they show, to whom, at what cost."""

import pytest

from hub.voting import actions
from hub.voting.models import Decision
from tests import factories as make
from tests.pages import MOST_QUERIES, links_of, queries_of, text_of
from tests.voting.concluded import closed

pytestmark = pytest.mark.django_db
REGISTER = "/community/conclusions/"


def whole(group, **facts):
    """A conclusion with everything on its page."""
    service = make.ServiceStageFactory(subject__name="Kubeflow Registry", stage="alpha").subject
    made = make.ConclusionFactory(
        group=group, title="MLflow, not Kubeflow", verdict="It is **MLflow**.", reasons="Mature *enough*.",
        conditions="While models are small.", dissent="One team waits for roles.", confidence="medium",
        return_condition="Or when KServe asks.", review_on=make.today(200),
        supersedes=make.ConclusionFactory(title="Wait and see"), **facts,
    )  # fmt: skip
    make.CaseVerdictFactory(conclusion=made, use_case="Secret models", verdict="A store of their own")
    make.ReturnConditionFactory(conclusion=made, service=service, stage="beta")
    made.services.add(service)
    make.RoadmapItemFactory(title="Stages of models").conclusions.add(made)
    return made


def test_the_page_tells_the_whole_record(group, as_anonymous) -> None:
    made = whole(group, evaluation=make.EvaluationFactory(question="Which registry?"))
    page = as_anonymous.get(made.get_absolute_url())
    text, links = text_of(page), links_of(page)
    for words in (
        "MLflow, not Kubeflow", "In force", "Secret models", "A store of their own", "While models are small.",
        "One team waits for roles.", "Medium: good reasons, open questions", "Or when KServe asks.",
        "Kubeflow Registry reaches Beta now Alpha", "Stages of models", "Wait and see", "Which registry?",
    ):  # fmt: skip
        assert words in text
    assert "<strong>MLflow</strong>" in page.content.decode()
    for row in (made.group, made.services.get(), made.items.get(), made.supersedes, made.evaluation):
        assert row.get_absolute_url() in links


def test_a_replaced_conclusion_leads_to_the_one_in_force(as_anonymous) -> None:
    first = make.ConclusionFactory(title="First", review_on=make.today(-9))
    second = make.ConclusionFactory(title="Second", supersedes=first)
    third = make.ConclusionFactory(title="Third", supersedes=second)
    page = as_anonymous.get(first.get_absolute_url())
    assert "A later conclusion took its place" in text_of(page)
    assert "should look at it again" not in text_of(page)
    assert {second.get_absolute_url(), third.get_absolute_url()} <= set(links_of(page))
    middle = as_anonymous.get(second.get_absolute_url())
    assert {first.get_absolute_url(), third.get_absolute_url()} <= set(links_of(middle))


def test_what_is_empty_is_said_and_not_left_out(as_anonymous) -> None:
    text = text_of(as_anonymous.get(make.ConclusionFactory().get_absolute_url()))
    for words in ("Nobody's dissent", "No condition is written down", "No day is set", "No vote in the hub"):
        assert words in text


def test_nobody_types_markup_into_the_page(group, as_anonymous) -> None:
    nasty = '<script>alert("x")</script>'
    made = make.ConclusionFactory(group=group, title=nasty, verdict=nasty, dissent=nasty)
    make.CaseVerdictFactory(conclusion=made, use_case=nasty, verdict=nasty)
    for address in (made.get_absolute_url(), REGISTER):
        assert "<script>alert" not in as_anonymous.get(address).content.decode()


def test_the_group_sees_the_draft_that_waits_and_others_only_that_it_is_due(
    group, as_chair, as_member, as_outsider, as_anonymous
) -> None:
    made = make.ConclusionFactory(group=group, title="MLflow", review_on=make.today())
    actions.check_returns(make.today())
    draft = made.reopened_by.get()
    for browser, sees in ((as_chair, True), (as_member, True), (as_outsider, False), (as_anonymous, False)):
        page = browser.get(made.get_absolute_url())
        assert "should look at it again: its review date has come" in text_of(page)
        assert (draft.get_absolute_url() in links_of(page)) is sees
        assert (draft.slug in page.content.decode()) is sees


def test_every_page_means_the_same_by_due(group, as_chair) -> None:
    asked = make.ConclusionFactory(
        group=group, title="Asked", review_on=make.today(-1), asked_for=make.today(-1)
    )
    met = make.ConclusionFactory(group=group, title="Met", review_on=make.today(90))
    make.DecisionFactory(group=group, reopens=met, created_by=None)
    make.ConclusionFactory(group=group, title="Later", review_on=make.today(90))
    due = {asked, met}
    assert set(as_chair.get("/").context["waiting"]["reviews"]) == due
    assert set(as_chair.get(group.get_absolute_url()).context["overdue"]) == due
    assert set(as_chair.get(f"{REGISTER}?standing=due").context["page"]) == due
    assert text_of(as_chair.get(REGISTER)).count("To be looked at again") == len(due) + 1  # and in the filter


def test_a_lead_says_on_the_page_that_it_still_holds(group, as_chair, as_member, as_anonymous) -> None:
    made = make.ConclusionFactory(group=group, review_on=make.today(-1))
    address = made.get_absolute_url()
    assert "It still holds" in text_of(as_chair.get(address))
    assert "It still holds" not in text_of(as_member.get(address))
    sent = {"why": "Nothing new", "review_on": make.today(90).isoformat()}
    assert as_member.post(f"{address}keeping/", sent).status_code == 403
    assert as_anonymous.post(f"{address}keeping/", sent).status_code == 302
    made.refresh_from_db()
    assert made.review_on == make.today(-1)
    assert as_chair.post(f"{address}keeping/", sent).headers["Location"] == address
    made.refresh_from_db()
    assert made.review_on == make.today(90)
    assert "should look at it again" not in text_of(as_chair.get(address))


def test_a_day_that_is_over_is_refused_and_what_was_typed_stays(group, as_chair) -> None:
    made = make.ConclusionFactory(group=group)
    page = as_chair.post(
        f"{made.get_absolute_url()}keeping/", {"why": "Nothing new", "review_on": make.today().isoformat()}
    )
    assert page.status_code == 422
    assert "Choose a day that is still to come." in text_of(page)
    assert 'value="Nothing new"' in page.content.decode()


# --- the register ---------------------------------------------------------------------------------
def titles(browser, query: str = "") -> set[str]:
    page = browser.get(f"{REGISTER}?{query}")
    return {row.title for row in page.context["page"].object_list}


def test_the_register_filters_by_group_service_and_standing(group, as_anonymous) -> None:
    other, service = make.GroupFactory(slug="sig-serving"), make.ServiceFactory(slug="mlflow")
    old = make.ConclusionFactory(title="Old", group=group)
    make.ConclusionFactory(title="Holds", group=group, supersedes=old).services.add(service)
    make.ConclusionFactory(title="Due", group=other, review_on=make.today())
    waits, seen = make.ConclusionFactory(title="Waits", group=other), make.ServiceStageFactory().subject
    make.ReturnConditionFactory(conclusion=waits, service=seen, stage="alpha")
    actions.check_returns(make.today())
    assert titles(as_anonymous) == {"Holds", "Due", "Waits"}
    assert titles(as_anonymous, "standing=all") == {"Old", "Holds", "Due", "Waits"}
    assert titles(as_anonymous, "standing=replaced") == {"Old"}
    assert titles(as_anonymous, "standing=due") == {"Due", "Waits"}
    assert titles(as_anonymous, f"group={group.slug}") == {"Holds"}
    assert titles(as_anonymous, "service=mlflow") == {"Holds"}
    assert titles(as_anonymous, "q=hold") == {"Holds"}
    assert titles(as_anonymous, "standing=all&group=nobody&service=nothing") == {
        "Old",
        "Holds",
        "Due",
        "Waits",
    }


def test_the_register_teaches_when_it_is_empty_and_when_nothing_fits(as_anonymous) -> None:
    assert "No group has concluded anything yet" in text_of(as_anonymous.get(REGISTER))
    make.ConclusionFactory()
    assert "No conclusion fits these filters" in text_of(as_anonymous.get(f"{REGISTER}?standing=due"))


@pytest.mark.parametrize("who", ["as_anonymous", "as_chair"])
def test_the_pages_cost_the_same_at_any_length(group, request, who) -> None:
    browser = request.getfixturevalue(who)
    made = whole(group)
    few = queries_of(browser, REGISTER), queries_of(browser, made.get_absolute_url())
    first = made.supersedes
    for number in range(30):
        whole(make.GroupFactory(name=f"Group {number}"))
        make.CaseVerdictFactory(conclusion=made)
        make.ReturnConditionFactory(conclusion=made, stage="stable")
        made.services.add(make.ServiceFactory())
        first.supersedes = make.ConclusionFactory()
        first.save()
        first = first.supersedes
    many = queries_of(browser, REGISTER), queries_of(browser, made.get_absolute_url())
    assert many == few
    assert max(many) <= MOST_QUERIES, many


# --- the form -------------------------------------------------------------------------------------
SENT = {"title": "MLflow", "verdict": "Use it."}


def test_the_form_has_what_the_count_says_filled_in(group, chair, as_chair) -> None:
    service = make.ServiceFactory(name="Kubeflow Registry")
    vote = closed(group, by=chair, services=[service])
    page = as_chair.get(f"{vote.get_absolute_url()}conclusion/")
    form = page.context["form"]
    assert (form["title"].value(), form["verdict"].value()) == ("MLflow", "mlflow won.")
    assert form["review_on"].value() == make.today(365)
    assert list(form["services"].value()) == [service.pk]


def test_a_lead_concludes_through_the_form(group, chair, as_chair) -> None:
    service = make.ServiceStageFactory(stage="alpha").subject
    vote = closed(group, by=chair)
    sent = SENT | {
        "cases": "Secret models: a store of their own\n\nOthers: MLflow: for now", "confidence": "low",
        "review_on": make.today(30).isoformat(), "service_2": service.pk, "stage_2": "beta",
        "services": [service.pk],
    }  # fmt: skip
    page = as_chair.post(f"{vote.get_absolute_url()}conclusion/", sent)
    vote.refresh_from_db()
    assert page.headers["Location"] == vote.conclusion.get_absolute_url()
    assert [(row.use_case, row.verdict) for row in vote.conclusion.cases.all()] == [
        ("Secret models", "a store of their own"),
        ("Others", "MLflow: for now"),
    ]
    assert [(row.service, row.stage) for row in vote.conclusion.returns.all()] == [(service, "beta")]
    after = as_chair.get(f"{vote.get_absolute_url()}conclusion/")
    assert after.headers["Location"] == vote.conclusion.get_absolute_url()


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"title": ""}, "This field is required."),
        ({"cases": "no colon here"}, "“no colon here” has no colon"),
        ({"cases": ": nothing"}, "This is needed."),
        ({"stage_1": "beta"}, "Choose both, a service and a stage."),
        ({"service_1": "{service}"}, "Choose both, a service and a stage."),
        ({"service_1": "{service}", "stage_1": "alpha"}, "is beta already"),
        ({"service_1": "999999", "stage_1": "alpha"}, "Select a valid choice."),
        ({"service_1": "{service}", "stage_1": "retired"}, "Select a valid choice."),
        ({"review_on": "2020-01-01"}, "Choose a day that is still to come."),
        ({"review_on": "soon"}, "Enter a valid date."),
        ({"confidence": "certain"}, "Select a valid choice."),
    ],
)
def test_what_does_not_fit_is_said_and_what_was_typed_stays(group, chair, as_chair, sent, says) -> None:
    service = make.ServiceStageFactory(stage="beta").subject
    vote = closed(group, by=chair)
    typed = {key: value.format(service=service.pk) for key, value in sent.items()}
    page = as_chair.post(f"{vote.get_absolute_url()}conclusion/", SENT | {"dissent": "Otto"} | typed)
    assert page.status_code == 422
    assert says in text_of(page)
    assert "Otto" in page.content.decode()
    vote.refresh_from_db()
    assert vote.state == Decision.State.CLOSED


def test_concluding_twice_is_refused_and_what_was_typed_stays(group, chair, as_chair) -> None:
    vote = closed(group, by=chair)
    assert as_chair.post(f"{vote.get_absolute_url()}conclusion/", SENT).status_code == 302
    page = as_chair.post(f"{vote.get_absolute_url()}conclusion/", SENT | {"title": "Another"})
    assert page.status_code == 409
    assert "This vote has its conclusion already." in text_of(page)
    assert 'value="Another"' in page.content.decode()


def test_only_leads_and_admins_conclude(group, chair, as_member, as_outsider, as_anonymous, as_admin) -> None:
    vote = closed(group, by=chair)
    address = f"{vote.get_absolute_url()}conclusion/"
    assert [browser.get(address).status_code for browser in (as_member, as_outsider)] == [403, 403]
    assert as_member.post(address, SENT).status_code == 403
    assert as_anonymous.post(address, SENT).headers["Location"].startswith("/sign-in/")
    assert as_admin.get(address).status_code == 200


def test_before_the_close_the_form_leads_back_to_the_vote(group, chair, as_chair) -> None:
    vote = actions.draft_decision(group=group, by=chair, question="Still a draft?")
    page = as_chair.get(f"{vote.get_absolute_url()}conclusion/")
    assert page.headers["Location"] == vote.get_absolute_url()
    assert as_chair.post(f"{vote.get_absolute_url()}conclusion/", SENT).status_code == 409


def test_a_lead_ends_an_election_and_sees_first_who_comes_and_goes(
    group, chair, member, outsider, as_chair
) -> None:
    vote = closed(
        group, by=chair, purpose="election", kind="approval", role="chair", options=[member, outsider],
        winners=["mateo"],
    )  # fmt: skip
    address = f"{vote.get_absolute_url()}conclusion/"
    page = as_chair.get(address)
    assert page.context["offices"].beginning == [member]
    assert [term.user for term in page.context["offices"].leaving] == [chair]
    assert as_chair.post(address).headers["Location"] == group.get_absolute_url()
    assert group.terms.on(make.today()).filter(role="chair").get().user == member


def test_an_election_without_a_winner_offers_nothing_to_begin(group, chair, member, as_chair) -> None:
    vote = closed(
        group, by=chair, purpose="election", kind="approval", role="chair", options=[member], winners=[]
    )
    address = f"{vote.get_absolute_url()}conclusion/"
    assert "Nobody was elected" in text_of(as_chair.get(address))
    assert as_chair.post(address).status_code == 409
