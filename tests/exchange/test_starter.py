"""The starter community: its facts, and that it goes in whole."""

import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone

from hub.catalog.models import Cluster, Service
from hub.demos.models import Demo
from hub.exchange.actions import import_community
from hub.exchange.report import Report
from hub.goldenpath.models import Path as GoldenPath
from hub.goldenpath.models import Step
from hub.recordings.models import Segment
from hub.roadmap.models import RoadmapItem, Round
from hub.sigs.models import Conclusion
from hub.status.models import Target
from hub.voting.models import Concern, Decision
from tests.voting import chains

STARTER = Path(__file__).parents[2] / "starter"

pytestmark = pytest.mark.django_db


@pytest.fixture
def starter(settings) -> Report:
    settings.DEMO = True  # as on the first start: its decisions come with ballots
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
    assert Segment.objects.exclude(demo=None).filter(recording__meeting=None).count() == 0


def test_every_demo_was_given_by_people_of_its_team(starter: Report) -> None:
    for demo in Demo.objects.exclude(meeting=None).select_related("team", "meeting"):
        day = demo.meeting.starts_at.date()
        for person in demo.presenters.all():
            assert demo.team in person.teams_on(day), (demo, person)


def test_a_pipeline_is_covered_from_end_to_end_and_over_all_stages(starter: Report) -> None:
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


def test_the_groups_have_questions_at_every_step(starter: Report) -> None:
    steps = Decision.objects.values_list("state", "kind", "secrecy")
    assert sorted(steps) == [
        ("closed", "approval", "open"), ("decided", "schulze", "peers"), ("draft", "points", "peers"),
        ("draft", "stv", "peers"), ("open", "consent", "open"), ("open", "score", "detached"),
    ]  # fmt: skip
    assert Concern.objects.filter(state="raised").count() == 1
    election = Decision.objects.get(purpose="election")
    assert election.announced_at
    assert set(election.nominations.values_list("state", flat=True)) == {"accepted", "proposed"}


def test_the_decided_question_went_in_a_circle(starter: Report) -> None:
    decision = Decision.objects.get(state="decided")
    count = decision.result["count"]
    assert decision.result["turnout"]["ballots"] >= 12
    beats = dict(zip(count["options"], count["matrix"], strict=True))
    for winner, loser in (("proxy", "second"), ("second", "kubeflow"), ("kubeflow", "proxy")):
        one, other = (next(name for name in beats if word in name) for word in (winner, loser))
        place = list(beats).index
        assert beats[one][place(other)] > beats[other][place(one)]
    assert "proxy" in decision.result["winners"][0]
    assert decision.conclusion.title.startswith("A proxy")


def test_votes_of_the_starter_are_true_and_open_ones_stay_so_for_days(starter: Report) -> None:
    today = timezone.now()
    for decision in Decision.objects.exclude(opened_at=None):
        assert today - decision.opened_at < dt.timedelta(minutes=10)
        assert chains.fault(decision.slug, decision.ledger.order_by("height")) == ""
        if decision.state == "open":
            assert dt.timedelta(days=9) < decision.closes_at - today <= dt.timedelta(days=10)


def test_a_round_was_confirmed_with_a_departure_in_writing(starter: Report) -> None:
    found = Round.objects.get(state="confirmed")
    rows = {row.item.slug: row for row in found.candidates.select_related("item")}
    funded = set(found.result["views"]["people"]["equal-shares"]["funded"])
    assert {row.standing for row in rows.values()} == {"candidate", "must", "excluded"}
    departed = {slug for slug, row in rows.items() if row.taken != (slug in funded)}
    assert departed == {slug for slug, row in rows.items() if row.departure} == {"canary-by-header"}
    assert found.statement
    assert found.electorate.exclude(cast_at=None).count() >= 20
    for slug, row in rows.items():
        planned = row.item.moves.filter(to_state="planned", to_quarter=found.quarter, at__date="2026-09-29")
        assert planned.exists() == row.taken, slug


def test_the_open_round_waits_for_a_newcomer(starter: Report) -> None:
    found = Round.objects.get(state="open")
    assert dt.timedelta(days=11) < found.closes_at - timezone.now() <= dt.timedelta(days=12)
    assert found.candidates.filter(standing="candidate").count() >= 10
    assert found.electorate.filter(cast_at=None).count() > found.electorate.exclude(cast_at=None).count() > 5
    assert found.result is None


def test_no_item_of_the_starter_contradicts_itself(starter: Report) -> None:
    assert starter.contradictions == []


def test_a_hub_that_is_no_demonstration_takes_the_draft_only(settings) -> None:
    settings.DEMO = False
    report = import_community([STARTER], by=None)
    assert len(report.refused) == 6
    assert {remark.reason.split(": ")[1] for remark in report.refused} == {
        "ballots are cast by people, not by files; left out"
    }
    assert Decision.objects.get().state == "draft"
    assert Round.objects.get().state == "confirmed"
