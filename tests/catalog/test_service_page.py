"""The page of one service: everything known about it, as far as the visitor may see it."""

import pytest

from hub.demos.models import Demo
from hub.roadmap.models import RoadmapItem
from tests import factories as make
from tests.pages import links_of, main_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def mlflow():
    service = make.ServiceFactory(
        name="MLflow", slug="mlflow", owner=make.TeamFactory(slug="platform"), support="#ml-help",
        group=make.GroupFactory(slug="sig-x"),
    )  # fmt: skip
    make.ServiceStageFactory(subject=service, stage="alpha", starts_on=make.today(-90), reason="First pilot")
    make.ServiceStageFactory(
        subject=service, stage="beta", starts_on=make.today(-9), reason="Three teams use it"
    )
    make.ServiceStageFactory(subject=service, stage="stable", starts_on=make.today(9), reason="Planned")
    return service


def test_anonymous_sees_the_stage_in_force_and_why(client, mlflow):
    response = client.get("/services/mlflow/")

    assert response.context["service"].stage == "beta"
    assert [row.reason for row in response.context["history"]] == [
        "Planned",
        "Three teams use it",
        "First pilot",
    ]
    assert main_of(response).count('<li class="current">') == 1


def test_anonymous_sees_who_runs_and_steers_it_and_where_to_ask(client, mlflow):
    response = client.get("/services/mlflow/")

    assert {"/teams/platform/", "/community/groups/sig-x/", "/docs/services/mlflow/"} <= set(
        links_of(response)
    )
    assert "#ml-help" in text_of(response)


def test_anonymous_opens_it_on_the_clusters_where_it_runs_today(client, mlflow):
    make.EnablementFactory(service=mlflow, cluster__slug="prod", url="https://mlflow.example.org/")
    make.EnablementFactory(service=mlflow, cluster__slug="gone", ends_on=make.today(-1))
    make.EnablementFactory(service=mlflow, cluster__slug="soon", starts_on=make.today(3))

    links = links_of(client.get("/services/mlflow/"))

    assert [link for link in links if link.startswith("/clusters/")] == ["/clusters/prod/"]
    assert "https://mlflow.example.org/" in links


def test_anonymous_finds_all_that_is_known_about_it(client, mlflow):
    conclusion = make.ConclusionFactory()
    mlflow.conclusions.add(conclusion)
    demo = make.DemoFactory(services=[mlflow])
    segment = make.SegmentFactory(demo=demo)
    item = make.RoadmapItemFactory(services=[mlflow])
    step = make.StepFactory(services=[mlflow])

    links = links_of(client.get("/services/mlflow/"))

    for thing in (conclusion, demo, segment, item, step.path):
        assert thing.get_absolute_url() in links


@pytest.mark.parametrize(("who", "sees"), [("anonymous", False), ("outsider", True), ("admin", True)])
def test_proposed_demos_and_internal_recordings_are_for_people_who_are_signed_in(who, sees, cast, mlflow):
    proposed = make.DemoFactory(services=[mlflow], state=Demo.State.PROPOSED)
    internal = make.SegmentFactory(demo=make.DemoFactory(services=[mlflow]), recording__audience="internal")

    links = links_of(cast(f"as_{who}").get("/services/mlflow/"))

    assert (proposed.get_absolute_url() in links) is sees
    assert (internal.get_absolute_url() in links) is sees


def test_closed_items_are_not_shown_as_open(client, mlflow):
    done = make.RoadmapItemFactory(services=[mlflow], state=RoadmapItem.State.SHIPPED)

    assert done.get_absolute_url() not in links_of(client.get("/services/mlflow/"))


def test_what_people_wrote_about_it_is_harmless(client, mlflow):
    mlflow.description = (
        'Nice <img src=x onerror="alert(1)"> <script>alert(2)</script> [x](javascript:alert(3))'
    )
    mlflow.save()

    page = main_of(client.get("/services/mlflow/"))

    assert "onerror" not in page
    assert "<script" not in page
    assert "javascript:" not in page


def test_a_service_that_is_not_there_is_404(client):
    response = client.get("/services/nothing/")

    assert response.status_code == 404
    assert "There is nothing at this address" in text_of(response)


def test_a_bare_service_still_has_a_page(client):
    make.ServiceFactory(slug="bare", summary="")

    assert "Nobody has said how far it is" in text_of(client.get("/services/bare/"))


def test_pages_only_read(client, mlflow):
    assert client.post("/services/mlflow/").status_code == 405
