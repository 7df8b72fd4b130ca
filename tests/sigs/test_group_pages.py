"""The list of groups and the page of one group."""

import pytest

from tests import factories as make
from tests.pages import links_of, main_of, text_of


def test_anonymous_sees_each_lead_once_with_all_roles(client, group):
    lead = make.UserFactory(name="Lea Lead")
    make.TermFactory(group=group, user=lead, role="chair", starts_on=make.today(-10))
    make.TermFactory(group=group, user=lead, role="tech-lead", starts_on=make.today(-20))
    make.TermFactory(group=group, role="chair", ends_on=make.today(-1))

    answer = client.get(group.get_absolute_url())

    assert [(row.user, row.roles, row.since) for row in answer.context["offices"]] == [
        (lead, ["Chair", "Tech lead"], make.today(-20))
    ]
    assert main_of(answer).count("Lea Lead") == 1


def test_anonymous_sees_who_takes_part_and_who_did(client, group, member):
    before = make.TermFactory(group=group, ends_on=make.today(-1))

    response = client.get(group.get_absolute_url())

    assert [term.user for term in response.context["members"]] == [member]
    assert list(response.context["former"]) == [before]
    assert response.context["group"].size == 1


def test_anonymous_reads_each_conclusion_at_its_own_anchor(client, group):
    conclusion = make.ConclusionFactory(
        group=group, title="MLflow, not Kubeflow", verdict="MLflow *for now*", reasons="It is ready.",
        return_condition="Kubeflow matures", review_on=make.today(90),
    )  # fmt: skip

    response = client.get(group.get_absolute_url())

    assert f'id="{conclusion.slug}"' in main_of(response)
    assert "MLflow for now" in text_of(response)
    assert "Kubeflow matures" in text_of(response)


def test_anonymous_finds_what_the_group_does(client, group):
    service = make.ServiceFactory(group=group)
    item = make.RoadmapItemFactory(group=group)
    path = make.PathFactory(group=group)
    series = make.SeriesFactory(group=group)
    make.SubprojectFactory(group=group, name="Tracking server")

    response = client.get(group.get_absolute_url())

    for thing in (service, item, path, series):
        assert thing.get_absolute_url() in links_of(response)
    assert "Tracking server" in text_of(response)


def test_anonymous_sees_the_next_dates_of_the_group_only(client, group):
    make.SeriesFactory(group=group, weekly=True, title="Ours")
    make.SeriesFactory(weekly=True, title="Theirs")

    page = text_of(client.get(group.get_absolute_url()))

    assert "Ours" in page
    assert "Theirs" not in page


@pytest.mark.parametrize(
    ("query", "count"), [("", 2), ("kind=sig", 1), ("q=tracking", 1), ("q=none", 0), ("kind=none", 2)]
)
def test_anonymous_filters_by_the_address(client, group, query, count):
    make.GroupFactory(kind="committee", name="Steering")

    assert len(client.get(f"/community/groups/?{query}").context["page"]) == count


def test_a_group_with_nothing_has_a_page_that_teaches(client, group):
    page = text_of(client.get(group.get_absolute_url()))

    assert "Nobody leads it now" in page
    assert "No dates are known" in page


def test_a_group_that_is_not_there_is_404(client, db):
    assert client.get("/community/groups/nothing/").status_code == 404


def test_a_long_mission_is_cut_in_the_list(client, group):
    group.mission = "word " * 5000
    group.save()

    assert len(main_of(client.get("/community/groups/"))) < 6000
    assert text_of(client.get(group.get_absolute_url())).count("word") >= 5000
