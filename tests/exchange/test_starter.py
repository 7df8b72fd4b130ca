"""The starter community: its facts, and that it goes in whole."""

from pathlib import Path

import pytest

from hub.catalog.models import Cluster, Service
from hub.demos.models import Demo
from hub.exchange.actions import import_community
from hub.exchange.report import Report
from hub.goldenpath.models import Path as GoldenPath
from hub.goldenpath.models import Step
from hub.recordings.models import Segment
from hub.roadmap.models import RoadmapItem
from hub.sigs.models import Conclusion
from hub.status.models import Target

STARTER = Path(__file__).parents[2] / "starter"

pytestmark = pytest.mark.django_db


@pytest.fixture
def starter() -> Report:
    return import_community([STARTER], by=None)


def test_the_starter_goes_in_without_a_remark(starter: Report) -> None:
    assert (starter.refused, starter.notes, starter.unknown, starter.ignored) == ([], [], {}, [])
    assert starter.total("changed") == starter.total("unchanged") == 0


def test_there_are_26_recorded_demos_of_16_tools_by_7_teams(starter: Report) -> None:
    demos = Demo.objects.filter(state="published")
    assert demos.count() == 26
    assert len({tool for demo in demos for tool in demo.tools}) == 16
    assert demos.values("team").distinct().count() == 7
    assert not demos.filter(segments=None).exists()
    assert Segment.objects.filter(recording__meeting=None).count() == 0


def test_every_demo_was_given_by_people_of_its_team(starter: Report) -> None:
    for demo in Demo.objects.exclude(meeting=None).select_related("team", "meeting"):
        day = demo.meeting.starts_at.date()
        for person in demo.presenters.all():
            assert demo.team in person.teams_on(day), (demo, person)


def test_a_pipeline_is_covered_from_end_to_end_and_over_all_stages(starter: Report) -> None:
    from django.utils import timezone

    services = Service.objects.with_stage(timezone.localdate())
    assert set(services.values_list("step", flat=True)) == {
        "extraction", "preparation", "experimentation", "training", "registry", "serving", "monitoring", "platform",
    }  # fmt: skip
    assert {service.stage for service in services} == {"alpha", "beta", "stable", "retired"}
    clusters = Cluster.objects.with_stage(timezone.localdate())
    assert {cluster.stage for cluster in clusters} == {
        "provisioning",
        "preview",
        "supported",
        "deprecated",
        "decommissioned",
    }
    assert {cluster.purpose for cluster in clusters} == {"sandbox", "development", "staging", "production"}


def test_the_registry_is_mlflow_with_a_condition_and_a_date_to_look_again(starter: Report) -> None:
    conclusion = Conclusion.objects.get(slug="mlflow-for-model-registry")
    assert conclusion.title == "MLflow, not Kubeflow, for model registry"
    assert [str(row) for row in conclusion.returns.all()] == ["Kubeflow Model Registry reaches beta"]
    assert conclusion.supersedes.slug == "kubeflow-registry-pilot"
    assert (conclusion.cases.count(), conclusion.confidence) == (3, "medium")
    assert conclusion.review_on
    assert {service.slug for service in conclusion.services.all()} == {
        "mlflow-registry",
        "kubeflow-model-registry",
    }


def test_three_personas_have_a_path_whose_steps_say_what_to_expect(starter: Report) -> None:
    assert set(GoldenPath.objects.values_list("persona", flat=True)) == {
        "Data scientist",
        "ML engineer",
        "Analyst",
    }
    for path in GoldenPath.objects.all():
        assert 5 <= path.steps.count() <= 8
    assert not Step.objects.filter(expect="").exists()
    assert not Step.objects.filter(minutes=None).exists()
    assert Step.objects.exclude(segment=None).count() >= 10


def test_the_roadmap_is_alive(starter: Report) -> None:
    assert set(RoadmapItem.objects.values_list("state", flat=True)) == set(RoadmapItem.State.values)
    assert {"2026-Q3", "2026-Q4", "2027-Q1"} <= set(RoadmapItem.objects.values_list("quarter", flat=True))
    assert not RoadmapItem.objects.filter(supports=None).exists()


def test_only_what_can_be_asked_on_this_machine_is_probed(starter: Report) -> None:
    from django.conf import settings

    assert {target.url for target in Target.objects.all()} == {
        f"{settings.BASE_URL}/healthz", "http://127.0.0.1:5000/health", "http://127.0.0.1:8888/api/status",
    }  # fmt: skip
