"""Outages that last open an incident by themselves, and end it when they are over."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from hub.status import reading
from hub.status.incidents import actions, auto
from hub.status.models import Incident, Status, Target
from tests.factories import (
    ClusterFactory,
    IncidentFactory,
    MaintenanceFactory,
    ServiceFactory,
    ServiceStageFactory,
    TargetFactory,
    UserFactory,
    now,
)


def measured(status, minutes=10, name="MLflow", stage="stable", cluster=None):
    service = ServiceFactory(name=name)
    ServiceStageFactory(subject=service, stage=stage)
    return TargetFactory(
        service=service, cluster=cluster, status=status, status_since=now(minutes=-minutes), observed_at=now(),
        detail="Answered 500.",
    )  # fmt: skip


def turns(target, status, minutes):
    """The target's status changed so long ago."""
    since = now(minutes=-minutes)
    Target.objects.filter(pk=target.pk).update(status=status, status_since=since, observed_at=now())


def look():
    auto.look(timezone.now())


@pytest.mark.django_db
def test_an_outage_that_lasts_opens_one_dated_back_to_its_beginning():
    target = measured(Status.DOWN, cluster=ClusterFactory(name="Prod"))
    look()
    look()
    incident = Incident.objects.get()
    assert incident.title == "Outage of MLflow on Prod"
    assert incident.source == Incident.Source.RULE
    assert incident.started_at == Target.objects.get(pk=target.pk).status_since
    assert "Answered 500." in incident.updates.get().body


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words",
    [
        {"status": Status.DOWN, "minutes": 4},
        {"status": Status.DEGRADED},
        {"status": Status.UNKNOWN},
        {"status": Status.DOWN, "stage": "alpha"},
        {"status": Status.DOWN, "stage": "retired"},
    ],
)
def test_what_is_short_or_mild_or_not_promised_opens_none(words):
    measured(**words)
    look()
    assert not Incident.objects.exists()


@pytest.mark.django_db
def test_announced_work_and_a_dead_prober_open_none():
    MaintenanceFactory(services=[measured(Status.DOWN).service])
    stale = measured(Status.DOWN)
    Target.objects.filter(pk=stale.pk).update(observed_at=now(hours=-1))
    look()
    assert not Incident.objects.exists()


@pytest.mark.django_db
def test_nothing_opens_while_the_rule_is_off(settings):
    settings.INCIDENT_AFTER = 0
    measured(Status.DOWN)
    look()
    assert not Incident.objects.exists()


@pytest.mark.django_db
def test_what_people_told_of_already_opens_none():
    target = measured(Status.DOWN)
    IncidentFactory(service=target.service)
    look()
    assert Incident.objects.count() == 1


@pytest.mark.django_db
def test_outages_that_begin_together_are_one():
    measured(Status.DOWN, minutes=12, name="Store")
    measured(Status.DOWN, minutes=8, name="Pipelines")
    look()
    later = measured(Status.DOWN, minutes=6, name="Katib")
    look()
    incident = Incident.objects.get()
    assert incident.title == "Outage of Store"
    assert incident.impacts.filter(ends_at=None).count() == 3
    assert (
        incident.impacts.get(service=later.service).starts_at == Target.objects.get(pk=later.pk).status_since
    )


@pytest.mark.django_db
def test_an_outage_hours_later_is_another():
    measured(Status.DOWN, minutes=180, name="Store")
    measured(Status.DOWN, minutes=8, name="Pipelines")
    look()
    assert Incident.objects.count() == 2


@pytest.mark.django_db
def test_it_ends_when_all_is_measured_as_mended_for_as_long():
    first, second = measured(Status.DOWN, name="A"), measured(Status.DOWN, name="B")
    look()
    turns(first, Status.OK, 6)
    turns(second, Status.OK, 2)  # not long enough yet
    look()
    incident = Incident.objects.get()
    assert incident.is_open
    assert [impact.service.name for impact in incident.impacts.filter(ends_at=None)] == ["B"]
    turns(second, Status.DEGRADED, 6)
    look()
    assert Incident.objects.get().impacts.get(ends_at=None).status == "degraded"
    turns(second, Status.OK, 6)
    look()
    incident.refresh_from_db()
    assert not incident.is_open
    assert incident.impacts.filter(service=first.service).get().ends_at < incident.resolved_at


@pytest.mark.django_db
def test_not_known_ends_nothing():
    target = measured(Status.DOWN)
    look()
    Target.objects.filter(pk=target.pk).update(observed_at=now(hours=-1))
    look()
    assert Incident.objects.get().impacts.filter(ends_at=None).exists()


@pytest.mark.django_db
def test_a_recovery_shows_at_once_though_the_incident_waits():
    target = measured(Status.DOWN)
    look()
    turns(target, Status.OK, 1)
    part = reading.board().by_service[target.service_id]
    assert (part.status, part.incident) == (Status.OK, Incident.objects.get())


@pytest.mark.django_db
def test_who_tells_of_it_takes_it_over():
    target = measured(Status.DOWN)
    look()
    incident, person = Incident.objects.get(), UserFactory()
    actions.add_update(incident, by=person, state="identified", body="The disk is full.")
    turns(target, Status.OK, 30)
    look()
    incident.refresh_from_db()
    assert (incident.is_open, incident.by) == (True, person)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_open_one():
    for name in ("A", "B", "C"):
        measured(Status.DOWN, name=name)

    def work(_number):
        try:
            look()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(8)))
    incident = Incident.objects.get()
    assert incident.impacts.count() == 3
    assert incident.started_at <= timezone.now() - dt.timedelta(minutes=5)


@pytest.mark.django_db(transaction=True)
def test_the_rule_leaves_alone_what_a_person_takes_over_at_that_moment(monkeypatch):
    """The person's update is committed after the rule has read the incident and before it acts on it."""
    target, person = measured(Status.DOWN), UserFactory()
    look()
    turns(target, Status.OK, 30)
    incident = Incident.objects.get()
    read = auto._end

    def late(measured):
        with ThreadPoolExecutor(1) as pool:
            pool.submit(took_over).result()
        read(measured)

    def took_over():
        try:
            actions.add_update(incident, by=person, state="identified", body="The disk is full.")
        finally:
            connection.close()

    stale = list(auto._running().select_related("incident", "service", "cluster"))
    monkeypatch.setattr(auto, "_end", late)
    monkeypatch.setattr(auto, "_running", lambda: Stale(stale))
    look()
    incident.refresh_from_db()
    assert (incident.is_open, incident.by) == (True, person)
    assert incident.impacts.filter(ends_at=None).count() == 1


class Stale(list):
    """Rows as they were read before."""

    def filter(self, **_words):
        return self

    def select_related(self, *_names):
        return self
