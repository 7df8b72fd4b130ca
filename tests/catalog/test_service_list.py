"""The list of services: what everybody sees, filters in the address, the ladder, odd input."""

import pytest

from hub.catalog.models import PipelineStep
from tests import factories as make
from tests.pages import links_of, main_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def services():
    tracking = make.ServiceFactory(
        name="MLflow", slug="mlflow", step=PipelineStep.REGISTRY, tags=["tracking"]
    )
    notebooks = make.ServiceFactory(name="Notebooks", slug="notebooks", step=PipelineStep.EXPERIMENTATION)
    make.ServiceStageFactory(subject=tracking, stage="alpha", starts_on=make.today(-90))
    make.ServiceStageFactory(subject=tracking, stage="stable", starts_on=make.today(-9))
    make.ServiceStageFactory(subject=notebooks, stage="stable", starts_on=make.today(9))
    return tracking, notebooks


def rows_of(response):
    return [link for link in links_of(response) if link in {"/services/mlflow/", "/services/notebooks/"}]


def listed(client, query):
    response = client.get(f"/services/?{query}")
    assert response.status_code == 200
    return sorted(service.slug for service in response.context["page"])


def test_anonymous_sees_services_in_the_order_of_the_work(client, services):
    response = client.get("/services/")

    assert [row.slug for row in response.context["page"]] == ["notebooks", "mlflow"]
    assert [step for step in ("Experimentation", "Model registry") if step in text_of(response)]
    assert rows_of(response)[-2:] == ["/services/notebooks/", "/services/mlflow/"]


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("step=registry", ["mlflow"]),
        ("stage=stable", ["mlflow"]),
        ("stage=alpha", []),
        ("q=note", ["notebooks"]),
        ("q=TRACK", ["mlflow"]),
        ("q=100%25", []),
        ("step=registry&q=note", []),
        ("step=nonsense", ["mlflow", "notebooks"]),
        ("q=%00", ["mlflow", "notebooks"]),
        ("page=99", ["mlflow", "notebooks"]),
        ("page=x", ["mlflow", "notebooks"]),
        ("q=" + "x" * 5000, ["mlflow", "notebooks"]),
    ],
)
def test_anonymous_filters_by_the_address(client, services, query, slugs):
    assert listed(client, query) == slugs


def test_the_ladder_shows_each_service_where_it_stands_today(client, services):
    ladder = client.get("/services/").context["ladder"]

    cells = {(cell.step, cell.stage): cell.services for rung in ladder for cell in rung.cells if cell.count}
    assert cells == {("registry", "stable"): (("MLflow", "mlflow"),)}


def test_a_crowded_cell_of_the_ladder_links_to_its_list(client):
    for _ in range(5):
        make.ServiceStageFactory(subject=make.ServiceFactory(step=PipelineStep.SERVING), stage="beta")

    response = client.get("/services/")

    assert "/services/?step=serving&amp;stage=beta" in links_of(response)
    assert len(client.get("/services/?step=serving&stage=beta").context["page"]) == 5


def test_a_list_without_services_says_what_belongs_there(client):
    assert "No services yet" in text_of(client.get("/services/"))


def test_filters_without_a_hit_offer_the_whole_list(client, services):
    response = client.get("/services/?stage=retired")

    assert "No service fits these filters" in text_of(response)
    assert "/services/" in links_of(response)


def test_what_somebody_typed_is_shown_and_never_run(client, services):
    response = client.get("/services/", {"q": '"><script>alert(1)</script>'})

    assert "<script>alert" not in main_of(response)
    assert "&quot;&gt;&lt;script&gt;" in main_of(response)


def test_a_hundred_services_come_in_pages_that_keep_the_filters(client):
    for _ in range(55):
        make.ServiceFactory()

    response = client.get("/services/?q=Service")

    assert len(response.context["page"]) == 50
    assert "?q=Service&amp;page=2" in links_of(response)
