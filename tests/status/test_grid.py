"""The part of the grid that concerns somebody: a team, its clusters, or one cluster."""

import re

import pytest

from hub.status.models import Status
from tests.cast import browser_of
from tests.factories import (
    ClusterFactory,
    EnablementFactory,
    MembershipFactory,
    ServiceFactory,
    TargetFactory,
    TeamFactory,
    UserFactory,
    now,
)

pytestmark = pytest.mark.django_db


def measured(status, service, cluster=None):
    return TargetFactory(
        service=service,
        cluster=cluster,
        status=status,
        status_since=now(hours=-1),
        observed_at=now(seconds=-3),
    )


@pytest.fixture
def platform():
    """Pricing works on Dev only; Notebooks is out on Prod, Registry is on Prod only, the hub is on no cluster."""
    pricing = TeamFactory(slug="pricing", name="Pricing")
    dev, prod = ClusterFactory(slug="dev", name="Dev"), ClusterFactory(slug="prod", name="Prod")
    dev.teams.add(pricing)
    notebooks, registry, hub = (ServiceFactory(name=name) for name in ("Notebooks", "Registry", "This hub"))
    for service, cluster in ((notebooks, dev), (notebooks, prod), (registry, prod)):
        EnablementFactory(service=service, cluster=cluster)
    measured(Status.OK, notebooks, dev)
    measured(Status.DOWN, notebooks, prod)
    measured(Status.OK, registry, prod)
    measured(Status.OK, hub)
    return pricing


def table(client, query=""):
    """The heads of the columns, and by service the words of its fields."""
    html = client.get(f"/status/{query}").content.decode()
    html = html[html.index('<div id="list">') :]
    heads = re.findall(r'<th scope="col">(?:<a[^>]*>)?([^<]+)', html)
    rows = {}
    for row in re.findall(r"<tr>\s*<th scope=\"row\">.*?</tr>", html, re.DOTALL):
        name = re.search(r">([^<]+)</a>", row).group(1)
        words = [
            re.search(r"(?:live-status-word|visually-hidden)\">([^<]+)", cell)
            for cell in row.split("<td")[1:]
        ]
        rows[name] = [word.group(1) if word else "" for word in words]
    return heads, rows


def test_anyone_sees_all_of_it(as_anonymous, platform):
    heads, rows = table(as_anonymous)
    assert heads == ["Service", "Status", "Anywhere", "Dev", "Prod"]
    assert rows["Notebooks"] == ["Outage", "", "Operational", "Outage"]
    assert rows["Registry"] == ["Operational", "", "Not enabled", "Operational"]


def test_a_team_sees_its_clusters_and_no_outage_of_others(as_anonymous, platform):
    heads, rows = table(as_anonymous, "?team=pricing")
    assert heads == ["Service", "Anywhere", "Dev"]
    assert rows == {"Notebooks": ["", "Operational"], "This hub": ["Operational", "Not enabled"]}


def test_one_cluster_is_shown_alone(as_anonymous, platform):
    heads, rows = table(as_anonymous, "?cluster=prod")
    assert heads == ["Service", "Anywhere", "Prod"]
    assert list(rows) == ["Notebooks", "Registry", "This hub"]  # worst first


def test_a_cluster_counts_more_than_the_clusters_of_the_team(as_anonymous, platform):
    assert table(as_anonymous, "?team=pricing&cluster=prod") == table(as_anonymous, "?cluster=prod")


def test_of_a_team_without_clusters_the_services_it_runs_are_shown(as_anonymous, platform):
    owners = TeamFactory(slug="owners", name="Owners")
    service = ServiceFactory(name="Theirs", owner=owners)
    measured(Status.DEGRADED, service)
    assert table(as_anonymous, "?team=owners")[1] == {"Theirs": ["Degraded", "Degraded"]}
    assert (
        "Nobody said which clusters Owners works on"
        in as_anonymous.get("/status/?team=owners").content.decode()
    )


@pytest.mark.parametrize("query", ["?team=nobody", "?cluster=%00", "?team=pricing%27"])
def test_what_makes_no_sense_counts_as_not_asked(as_anonymous, platform, query):
    assert table(as_anonymous, query) == table(as_anonymous)


def test_a_cluster_with_nothing_says_so_and_leads_back(as_anonymous):
    measured(Status.OK, ServiceFactory(), ClusterFactory())
    ClusterFactory(slug="empty")
    html = as_anonymous.get("/status/?cluster=empty").content.decode()
    assert "Nothing fits these filters" in html
    assert "Show everything" in html


def test_a_member_is_offered_the_own_team(as_anonymous, platform):
    person = UserFactory()
    MembershipFactory(user=person, team=platform)
    assert "Only what Pricing uses" in browser_of(person).get("/status/").content.decode()
    assert "Only what Pricing uses" not in as_anonymous.get("/status/").content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_a_part_takes_a_fixed_number_of_queries(as_anonymous, platform, django_assert_num_queries, count):
    for _ in range(count):
        EnablementFactory(cluster=ClusterFactory())
    with django_assert_num_queries(11):
        as_anonymous.get("/status/?team=pricing")
