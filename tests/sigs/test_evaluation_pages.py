"""The list of evaluations, the page of one, and writing into it."""

import re

import pytest

from hub.activity.models import Entry
from hub.sigs import actions
from hub.sigs.models import Evaluation, Finding
from hub.voting.actions import draft_from_evaluation
from tests import factories as make
from tests.pages import MOST_QUERIES, links_of, main_of, queries_of, text_of

HTMX = {"HX-Request": "true"}


@pytest.fixture
def evaluation(group):
    return make.EvaluationFactory(group=group, slug="which", question="Which registry?", context="For *all*.")


@pytest.fixture
def finding(evaluation, member):
    return make.FindingFactory(
        author=member, text="Two upgrades <b>failed</b>.", leaning="con", evidence_url="/community/demos/x/",
        option=make.ComparedOptionFactory(evaluation=evaluation, key="mlflow", name="MLflow"),
        criterion__key="upkeep", criterion__name="Upkeep", criterion__why="We sleep at night.",
    )  # fmt: skip


def new(evaluation):
    return f"{evaluation.get_absolute_url()}findings/new/?option=mlflow&criterion=upkeep"


def test_anonymous_reads_the_matrix(client, evaluation, finding):
    make.ComparedOptionFactory(evaluation=evaluation, name="Stay", status_quo=True)

    answer = client.get(evaluation.get_absolute_url())
    page = text_of(answer)

    for words in ("Which registry?", "For all ", "MLflow", "status quo", "We sleep at night.", "Con", "Demo",
                  "Two upgrades <b>failed</b>.", "Mateo Member", "0 for, 1 against", "1 of 2 fields are empty",
                  "Nothing found yet"):  # fmt: skip
        assert words in page
    assert "/community/demos/x/" in links_of(answer)
    assert "Sign in" in page
    assert not any("findings/" in link for link in links_of(answer))


def test_outsider_is_told_how_to_take_part(as_outsider, evaluation, finding):
    make.ComparedOptionFactory(evaluation=evaluation)

    answer = as_outsider.get(evaluation.get_absolute_url())

    assert "Join SIG Experiment Tracking to add what you found" in text_of(answer)
    assert not any("findings/" in link for link in links_of(answer))


def test_member_sees_what_they_may_change_and_chair_all(as_member, as_chair, evaluation, finding):
    other = make.FindingFactory(option=finding.option, criterion=finding.criterion)
    own, strange = (f"{evaluation.get_absolute_url()}findings/{row.pk}/" for row in (finding, other))

    of_member, of_chair = (links_of(who.get(evaluation.get_absolute_url())) for who in (as_member, as_chair))

    assert own in of_member
    assert strange not in of_member
    assert {own, strange} <= set(of_chair)


def test_member_adds_a_finding_in_its_cell(as_member, evaluation, finding):
    form = as_member.get(new(evaluation), headers=HTMX)
    assert 'name="option" value="mlflow"' in form.content.decode()
    assert "<html" not in form.content.decode()

    told = {"option": "mlflow", "criterion": "upkeep", "leaning": "pro", "text": "It is small."}
    answer = as_member.post(new(evaluation), told, headers=HTMX)

    html = answer.content.decode()
    assert answer.status_code == 200
    assert html.lstrip().startswith('<div class="cell" id="mlflow--upkeep">')
    assert "It is small." in html
    assert "Two upgrades" in html
    assert re.search(r'id="tally-mlflow" hx-swap-oob="true">1 for, 1 against', html)


def test_member_adds_a_finding_without_scripts(as_member, evaluation, finding, member):
    form = as_member.get(new(evaluation))
    assert "MLflow, by Upkeep" in text_of(form)

    told = {"option": "mlflow", "criterion": "upkeep", "leaning": "pro", "text": "It is small."}
    answer = as_member.post(new(evaluation), told)

    assert answer["Location"] == f"{evaluation.get_absolute_url()}#mlflow--upkeep"
    assert Finding.objects.get(text="It is small.").author == member


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_was_typed_stays_beside_what_is_wrong(as_member, evaluation, finding, headers):
    told = {
        "option": "mlflow",
        "criterion": "upkeep",
        "leaning": "pro",
        "text": "Typed.",
        "evidence_url": "x",
    }

    answer = as_member.post(new(evaluation), told, headers=headers)

    assert answer.status_code == 422
    assert "Give a web address" in text_of(answer)
    assert ">\nTyped." in answer.content.decode()
    assert 'value="x"' in answer.content.decode()


def test_a_form_that_came_too_late_is_refused_with_what_was_typed(as_member, evaluation, finding, chair):
    actions.close_evaluation(evaluation, by=chair)
    told = {"option": "mlflow", "criterion": "upkeep", "leaning": "pro", "text": "Typed."}

    for headers in ({}, HTMX):
        answer = as_member.post(new(evaluation), told, headers=headers)
        assert answer.status_code == 409
        assert "is closed" in text_of(answer)
        assert ">\nTyped." in answer.content.decode()


def test_without_a_place_the_form_asks_for_it(as_member, evaluation, finding):
    page = text_of(as_member.get(f"{evaluation.get_absolute_url()}findings/new/"))

    assert "Of what" in page
    assert "By which criterion" in page


def test_member_edits_in_the_cell_and_takes_it_back(as_member, evaluation, finding):
    address = f"{evaluation.get_absolute_url()}findings/{finding.pk}/"
    assert "Two upgrades" in as_member.get(address, headers=HTMX).content.decode()

    told = {"leaning": "pro", "text": "All went well.", "evidence_url": ""}
    edited = as_member.post(address, told, headers=HTMX).content.decode()
    assert "All went well." in edited
    assert "no evidence given" in edited
    removed = as_member.post(f"{address}removal/", headers=HTMX).content.decode()

    assert "What did you find?" in removed
    assert "nothing found yet" in removed
    assert not Finding.objects.exists()


def test_who_cancels_gets_the_cell_back(as_member, evaluation, finding):
    answer = as_member.get(f"{evaluation.get_absolute_url()}cell/?option=mlflow&criterion=upkeep")

    assert answer.content.decode().lstrip().startswith('<div class="cell" id="mlflow--upkeep">')
    assert as_member.get(f"{evaluation.get_absolute_url()}cell/?option=x&criterion=upkeep").status_code == 404


def test_a_finding_of_another_evaluation_is_not_there(as_chair, evaluation, finding, group):
    other = make.EvaluationFactory(group=group)

    assert as_chair.get(f"{other.get_absolute_url()}findings/{finding.pk}/").status_code == 404
    assert as_chair.get(f"{evaluation.get_absolute_url()}findings/{10**30}/").status_code == 404


def test_member_starts_one_and_fills_it(as_member, member, group):
    assert "SIG Experiment Tracking" in text_of(
        as_member.get(f"/community/evaluations/new/?group={group.slug}")
    )

    told = {
        "group": group.slug,
        "question": "Which?",
        "options": "A\n\nB\n",
        "criteria": "Cost",
        "status_quo": "on",
    }
    answer = as_member.post("/community/evaluations/new/", told, follow=True)

    made = Evaluation.objects.get()
    assert answer.redirect_chain == [(made.get_absolute_url(), 302)]
    assert [row.name for row in made.options.all()] == ["A", "B", "Stay as it is"]
    assert "3 of 3 fields are empty" in text_of(answer)
    assert "What did you find?" in text_of(answer)


def test_who_is_in_no_group_is_sent_to_the_groups(as_outsider):
    answer = as_outsider.get("/community/evaluations/new/")

    assert "You are in no group yet" in text_of(answer)
    assert "/community/groups/" in links_of(answer)


def test_chair_closes_with_one_click_and_takes_it_up_again(as_chair, evaluation):
    closed = as_chair.post(f"{evaluation.get_absolute_url()}closing/", follow=True)
    assert "Reopen the evaluation" in text_of(closed)
    assert "Edit" not in links_of(closed)

    assert "Close the evaluation" in text_of(
        as_chair.post(f"{evaluation.get_absolute_url()}reopening/", follow=True)
    )


def test_member_adds_edits_and_removes_what_is_compared(as_member, evaluation):
    address = evaluation.get_absolute_url()
    for sort, told in (("options", {"name": "MLflow"}), ("criteria", {"name": "Cost", "why": "Why."})):
        assert as_member.post(f"{address}{sort}/new/", told)["Location"] == address
    as_member.post(f"{address}criteria/cost/", {"name": "Price"})
    assert [row.name for row in evaluation.criteria.all()] == ["Price"]
    as_member.post(f"{address}options/mlflow/removal/")

    assert not evaluation.options.exists()
    assert as_member.get(f"{address}options/mlflow/").status_code == 404
    assert as_member.get(f"{address}nothing/new/").status_code == 404


def test_an_option_with_findings_says_why_it_stays(as_member, evaluation, finding):
    answer = as_member.post(f"{evaluation.get_absolute_url()}options/mlflow/removal/")

    assert answer.status_code == 409
    assert "1 finding stands under “MLflow”" in text_of(answer)


@pytest.mark.parametrize(
    ("options", "criteria", "words"),
    [
        (0, 0, "What do you compare, and by what?"),
        (1, 0, "By what do you compare them?"),
        (0, 1, "What do you compare?"),
    ],
)
def test_an_empty_matrix_teaches(as_member, as_anonymous, evaluation, options, criteria, words):
    make.ComparedOptionFactory.create_batch(options, evaluation=evaluation)
    make.CriterionFactory.create_batch(criteria, evaluation=evaluation)

    assert words in text_of(as_member.get(evaluation.get_absolute_url()))
    assert "Nothing is compared yet" in text_of(as_anonymous.get(evaluation.get_absolute_url()))


def test_what_came_of_it_is_on_the_page_and_a_draft_is_the_groups(
    as_member, as_anonymous, evaluation, member
):
    put = f'action="{evaluation.get_absolute_url()}decision/"'
    assert put in main_of(as_member.get(evaluation.get_absolute_url()))
    assert put not in main_of(as_anonymous.get(evaluation.get_absolute_url()))
    decision = draft_from_evaluation(evaluation, by=member)

    assert decision.get_absolute_url() in links_of(as_member.get(evaluation.get_absolute_url()))
    assert decision.get_absolute_url() not in links_of(as_anonymous.get(evaluation.get_absolute_url()))
    assert put not in main_of(as_member.get(evaluation.get_absolute_url()))


def test_what_was_concluded_from_it_stands_on_top(client, as_chair, evaluation, finding, group):
    conclusion = make.ConclusionFactory(group=group, evaluation=evaluation, title="MLflow it is")

    answer = client.get(evaluation.get_absolute_url())

    assert conclusion.get_absolute_url() in links_of(answer)
    assert text_of(answer).index("MLflow it is") < text_of(answer).index("What was found")
    assert "button primary" not in main_of(as_chair.get(evaluation.get_absolute_url()))


def test_markup_in_an_address_of_evidence_is_no_markup(client, evaluation, finding):
    Finding.objects.update(evidence_url='javascript:alert(1)"><script>')

    answer = client.get(evaluation.get_absolute_url())

    assert "<script>" not in main_of(answer)
    assert not any(link.startswith("javascript") for link in links_of(answer))


@pytest.mark.parametrize(
    ("query", "count"),
    [("", 2), ("state=open", 1), ("state=closed", 1), ("q=registry", 1), ("q=mlflow", 1), ("q=no", 0),
     ("group=sig-tracking", 1), ("group=nothing", 2), ("state=x", 2)],
)  # fmt: skip
def test_anonymous_filters_by_the_address(client, evaluation, finding, query, count):
    make.EvaluationFactory(state="closed")

    page = client.get(f"/community/evaluations/?{query}").context["page"]

    assert len(page) == count
    if not query:
        assert [row.state for row in page] == ["open", "closed"]
        assert (page[0].option_count, page[0].criterion_count, page[0].finding_count) == (1, 1, 1)


def test_an_empty_list_teaches(client, as_member):
    assert "Nothing is compared yet" in text_of(client.get("/community/evaluations/"))
    assert "Start the first one" in text_of(as_member.get("/community/evaluations/"))
    assert "No evaluation fits" in text_of(client.get("/community/evaluations/?state=closed"))


def test_more_rows_take_no_more_queries(as_member, evaluation, finding, member):
    def more(rows):
        for _ in range(rows):
            make.FindingFactory(option__evaluation=make.EvaluationFactory())
            option = make.ComparedOptionFactory(evaluation=evaluation)
            make.FindingFactory(option=option, criterion=finding.criterion)
            make.EntryFactory(subject=evaluation, kind="sigs.finding_added")

    more(1)
    addresses = ["/community/evaluations/", evaluation.get_absolute_url()]
    few = [queries_of(as_member, address) for address in addresses]
    more(29)

    assert [queries_of(as_member, address) for address in addresses] == few
    assert max(few) <= MOST_QUERIES, few


def test_everything_that_happens_is_told_in_the_history(as_member, evaluation, member):
    actions.add_option(evaluation, by=member, name="MLflow")

    assert "Mateo Member added the option MLflow" in text_of(as_member.get(evaluation.get_absolute_url()))
    assert Entry.objects.get().public
