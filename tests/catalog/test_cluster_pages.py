"""The list of clusters and the page of one."""

import pytest

from tests import factories as make
from tests.pages import links_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def prod():
    cluster = make.ClusterFactory(slug="prod", name="prod-eu", purpose="production", region="Dublin")
    make.ClusterStageFactory(subject=cluster, stage="supported")
    make.EnablementFactory(cluster=cluster, service__slug="mlflow", url="https://mlflow.prod.example.org/")
    make.EnablementFactory(cluster=cluster, service__slug="gone", ends_on=make.today(-1))
    return cluster


def test_anonymous_sees_how_many_services_run_on_each(client, prod):
    make.ClusterFactory(slug="empty")

    assert {row.slug: row.load for row in client.get("/clusters/").context["page"]} == {"prod": 1, "empty": 0}


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("purpose=production", ["prod"]),
        ("purpose=sandbox", []),
        ("stage=supported", ["prod"]),
        ("q=eu", ["prod"]),
    ],
)
def test_anonymous_filters_by_the_address(client, prod, query, slugs):
    assert [row.slug for row in client.get(f"/clusters/?{query}").context["page"]] == slugs


def test_anonymous_sees_what_runs_there_today_and_where_it_opens(client, prod):
    links = links_of(client.get("/clusters/prod/"))

    assert {"/services/mlflow/", "https://mlflow.prod.example.org/"} <= set(links)
    assert "/services/gone/" not in links


def test_an_empty_list_says_what_belongs_there(client):
    assert "No clusters yet" in text_of(client.get("/clusters/"))


def test_a_cluster_that_is_not_there_is_404(client):
    assert client.get("/clusters/nothing/").status_code == 404
