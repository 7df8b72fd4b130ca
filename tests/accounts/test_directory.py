"""The pages of teams and people."""

import pytest

from hub.demos.models import Demo
from tests import factories as make
from tests.pages import links_of, text_of

pytestmark = pytest.mark.django_db


def test_anonymous_sees_who_is_and_was_in_a_team(client, team, member):
    left = make.MembershipFactory(team=team, ends_on=make.today(-1))
    make.MembershipFactory(team=team, user__is_active=False)

    response = client.get(team.get_absolute_url())

    assert [row.user for row in response.context["current"]] == [member]
    assert list(response.context["former"]) == [left]


def test_anonymous_sees_what_a_team_does(client, team):
    service = make.ServiceFactory(owner=team)
    demo = make.DemoFactory(team=team)
    item = make.RoadmapItemFactory(team=team)

    links = links_of(client.get(team.get_absolute_url()))

    for thing in (service, demo, item):
        assert thing.get_absolute_url() in links


def test_anonymous_sees_teams_with_their_size_today(client, team, member):
    make.MembershipFactory(team=team, ends_on=make.today(-1))

    assert [(row.slug, row.size) for row in client.get("/teams/").context["page"]] == [("pricing", 1)]


def test_anonymous_sees_what_a_person_did_and_when(client, member, group, team):
    demo = make.DemoFactory(presenters=[member])
    item = make.RoadmapItemFactory(proposed_by=member)

    response = client.get(member.get_absolute_url())

    for thing in (demo, item, group, team):
        assert thing.get_absolute_url() in links_of(response)
    assert member.email not in response.content.decode()


@pytest.mark.parametrize(("who", "sees"), [("anonymous", False), ("outsider", True)])
def test_proposed_demos_of_a_person_are_for_people_who_are_signed_in(who, sees, cast, member):
    demo = make.DemoFactory(presenters=[member], state=Demo.State.PROPOSED)

    assert (demo.get_absolute_url() in links_of(cast(f"as_{who}").get(member.get_absolute_url()))) is sees


def test_only_the_person_is_led_to_their_profile(as_member, as_outsider, member):
    assert "Edit your profile" in text_of(as_member.get(member.get_absolute_url()))
    assert "Edit your profile" not in text_of(as_outsider.get(member.get_absolute_url()))


def test_somebody_who_left_has_no_page(client):
    person = make.UserFactory(is_active=False)

    assert client.get(person.get_absolute_url()).status_code == 404
    assert person not in client.get("/people/").context["page"]


@pytest.mark.parametrize(
    ("q", "names"), [("mateo", ["Mateo Member"]), ("MEMBER", ["Mateo Member"]), ("zz", [])]
)
def test_anonymous_finds_people_by_name_handle_and_company(client, member, admin, q, names):
    assert [row.name for row in client.get("/people/", {"q": q}).context["page"]] == names


@pytest.mark.parametrize("handle", ["a.b-c_d", "J.Doe"])
def test_every_handle_has_a_page(client, handle):
    assert client.get(make.UserFactory(handle=handle).get_absolute_url()).status_code == 200


@pytest.mark.parametrize("url", ["/teams/nothing/", "/people/nobody/", "/people/%00/"])
def test_what_is_not_there_is_404(client, url):
    assert client.get(url).status_code == 404
