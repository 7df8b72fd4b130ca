"""The line about the whole platform: what is being tried out is told, and turns nothing red."""

import pytest
from django.utils import timezone

from hub.status.models import Status
from hub.status.shown import Shown, platform_of
from hub.status.summary import MEMORY
from tests.factories import ServiceFactory, ServiceStageFactory, TargetFactory, now, today

PROBED = (object(),)


def line(*services):
    """Of services as (name, stage, status)."""
    return platform_of((name, stage, Shown(status, targets=PROBED)) for name, stage, status in services)


@pytest.mark.parametrize("stage", ["planned", "alpha", "retired"])
@pytest.mark.parametrize("status", [Status.DOWN, Status.DEGRADED])
def test_trouble_of_what_is_tried_out_is_told_and_counts_for_nothing(stage, status):
    platform = line(("MLflow", "stable", Status.OK), ("Feast", stage, status))
    assert platform.status == Status.OK
    assert platform.counts[Status.DOWN] == platform.counts[Status.DEGRADED] == 0
    assert platform.probed == 2
    assert platform.text == (
        "All probed services from beta on are operational. Being tried out, and in trouble: Feast"
    )


@pytest.mark.parametrize("stage", ["beta", "stable", "deprecated", None])
def test_trouble_of_what_people_count_on_is_the_platforms(stage):
    platform = line(("MLflow", stage, Status.DOWN), ("Feast", "alpha", Status.DOWN))
    assert (platform.status, platform.troubled) == (Status.DOWN, ("MLflow",))
    assert platform.text == "Outage: MLflow. Being tried out, and in trouble: Feast"


def test_nothing_more_is_said_while_what_is_tried_out_works():
    assert line(("MLflow", "stable", Status.OK), ("Feast", "alpha", Status.OK)).text == (
        "All probed services are operational"
    )


def test_platform_on_which_all_is_tried_out_claims_nothing():
    platform = line(("Feast", "alpha", Status.OK))
    assert (platform.status, platform.text) == (Status.UNKNOWN, "No service from beta on is probed yet")


@pytest.mark.django_db
def test_visitor_sees_the_stage_beside_what_is_tried_out(client):
    for name, stage, status in (("Feast", "alpha", Status.DOWN), ("MLflow", "stable", Status.OK)):
        service = ServiceFactory(name=name, slug=name.lower())
        ServiceStageFactory(subject=service, stage=stage, starts_on=today(-5))
        TargetFactory(service=service, status=status, observed_at=timezone.now(), status_since=now(hours=-1))
    html = client.get("/status/").content.decode()
    assert '/status/feast/">Feast</a> <span class="tag">Alpha</span>' in html
    assert '/status/mlflow/">MLflow</a></th>' in html
    assert "Being tried out, and in trouble: Feast" in html
    MEMORY.forget()  # what another test was told
    facts = client.get("/status/summary.json").json()
    assert facts["platform"]["status"] == "ok"
    assert facts["platform"]["aside"] == ["Feast"]
    assert facts["services"]["feast"]["stage"] == "alpha"
