"""Incidents: people are told what is wrong, what it touches, how it goes, and what was learnt."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from hub.activity.actions import follow
from hub.activity.models import Entry, Notification
from hub.activity.telling import tell
from hub.core.errors import Refused
from hub.status import reading
from hub.status.incidents import actions
from hub.status.models import Impact, Incident, Status
from hub.status.summary import MEMORY
from tests.cast import browser_of
from tests.factories import (
    ClusterFactory,
    IncidentFactory,
    MaintenanceFactory,
    MembershipFactory,
    ServiceFactory,
    TargetFactory,
    TeamFactory,
    UserFactory,
    now,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def mlflow():
    return ServiceFactory(slug="mlflow", name="MLflow")


@pytest.fixture
def admin():
    return UserFactory(is_platform_admin=True, name="Ada")


def measured(service, status=Status.OK, cluster=None):
    return TargetFactory(
        service=service,
        cluster=cluster,
        status=status,
        status_since=now(hours=-2),
        observed_at=now(seconds=-3),
    )


def opened(by, *services, **words):
    words = {"title": "Runs are lost", "body": "We look.", **words}
    return actions.open_incident(by=by, services=services, **words)


def shown(service):
    return reading.board().by_service[service.pk]


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


# What it shows


def test_what_is_told_counts_and_the_measurement_stays_readable(admin, mlflow):
    measured(mlflow)
    incident = opened(admin, mlflow, status="degraded")
    part = shown(mlflow)
    assert (part.status, part.incident) == (Status.DEGRADED, incident)
    assert part.detail == "Incident: Runs are lost. Measured: operational."


def test_a_measured_outage_is_never_made_better(admin, mlflow):
    measured(mlflow, Status.DOWN)
    opened(admin, mlflow, status="degraded")
    assert shown(mlflow).status == Status.DOWN
    assert shown(mlflow).incident is not None


def test_it_is_shown_where_nothing_is_measured(admin, mlflow):
    opened(admin, mlflow)
    board = reading.board()
    assert board.by_service[mlflow.pk].status == Status.DOWN
    assert board.platform.text == "Outage: MLflow"


def test_it_touches_the_clusters_it_names_only(admin, mlflow):
    here, there = ClusterFactory(), ClusterFactory()
    measured(mlflow, cluster=here)
    measured(mlflow, cluster=there)
    opened(admin, mlflow, clusters=[here])
    grid = reading.board().grid
    assert [grid[mlflow.pk, one.pk].status for one in (here, there)] == [Status.DOWN, Status.OK]


def test_an_incident_counts_more_than_announced_work(admin, mlflow):
    measured(mlflow)
    MaintenanceFactory(services=[mlflow])
    opened(admin, mlflow)
    assert shown(mlflow).status == Status.DOWN


def test_it_shows_no_longer_than_it_lasts(admin, mlflow):
    measured(mlflow)
    incident = opened(admin, mlflow)
    actions.set_impact(incident, by=admin, service=mlflow, status="ok")
    assert (shown(mlflow).status, shown(mlflow).incident) == (Status.OK, None)


def test_programs_and_pages_are_told(admin, mlflow, as_anonymous):
    MEMORY.forget()
    incident = opened(admin, mlflow)
    facts = as_anonymous.get("/status/summary.json").json()["services"]["mlflow"]
    assert facts["status"] == "down"
    assert facts["incident"]["url"] == f"/status/incidents/{incident.pk}/"
    assert facts["incident"] | {"url": "", "since": ""} == {
        "title": "Runs are lost", "url": "", "state": "investigating", "since": "",
    }  # fmt: skip
    for address in ("/status/", "/status/mlflow/", "/status/incidents/", incident.get_absolute_url()):
        assert "Runs are lost" in page(as_anonymous, address)


def test_history_says_what_was_told_then_and_what_is_known_now(admin, mlflow, as_anonymous):
    measured(mlflow)
    incident = opened(admin, mlflow, started_at=now(hours=-1))  # told now of trouble that began an hour ago
    Impact.objects.update(noted_at=now(minutes=-10))
    asked = lambda minutes: as_anonymous.get(  # noqa: E731
        "/status/mlflow/history/", {"at": now(minutes=minutes).strftime("%Y-%m-%dT%H:%M:%S")}
    ).context["then"][0]
    assert (asked(-30).shown, asked(-30).known) == (Status.UNKNOWN, Status.DOWN)
    assert (asked(-5).shown, asked(-5).known) == (Status.DOWN, Status.DOWN)
    assert asked(-90).known != Status.DOWN
    assert incident.is_open


# How it goes


def test_an_update_is_told_to_those_who_follow(admin, mlflow):
    reader = UserFactory()
    follow(mlflow, by=reader)
    incident = opened(admin, mlflow)
    actions.add_update(incident, by=admin, state="identified", body="The disk is full.")
    actions.add_update(incident, by=admin, state="resolved", body="More disk.")
    for entry in Entry.objects.order_by("pk"):
        tell(entry)
    kinds = Notification.objects.filter(user=reader).order_by("pk").values_list("entry__kind", flat=True)
    assert list(kinds) == ["status.incident_opened", "status.incident_updated", "status.incident_resolved"]
    entry = Entry.objects.get(kind="status.incident_updated")
    assert (entry.subject_kind, entry.subject_id) == ("catalog.service", mlflow.pk)
    assert entry.data["lines"][0] == "The disk is full."
    assert incident.get_absolute_url() in entry.data["lines"][1]


def test_resolving_ends_what_it_touches_and_it_can_be_opened_again(admin, mlflow):
    incident = opened(admin, mlflow)
    actions.add_update(incident, by=admin, state="resolved", body="Over.")
    incident.refresh_from_db()
    assert incident.resolved_at is not None
    assert not incident.impacts.filter(ends_at=None).exists()
    actions.add_update(incident, by=admin, state="investigating", body="Not over.")
    incident.refresh_from_db()
    assert (incident.is_open, incident.resolved_at) == (True, None)
    assert [impact.service for impact in incident.impacts.filter(ends_at=None)] == [mlflow]  # it shows again
    assert incident.impacts.count() == 2
    assert Entry.objects.filter(kind="status.incident_opened").count() == 2


def test_what_it_touches_is_kept_as_spans(admin, mlflow):
    incident = opened(admin, mlflow)
    actions.set_impact(incident, by=admin, service=mlflow, status="degraded")
    actions.set_impact(incident, by=admin, service=mlflow, status="degraded")  # said twice, it is one
    first, second = incident.impacts.all()
    assert (first.status, first.ends_at, second.status, second.ends_at) == (
        "down",
        second.starts_at,
        "degraded",
        None,
    )


def test_what_makes_no_sense_is_refused(admin, mlflow):
    with pytest.raises(Refused, match="which services"):
        opened(admin)
    with pytest.raises(Refused, match="times to come"):
        opened(admin, mlflow, started_at=now(hours=1))
    incident = opened(admin, mlflow)
    with pytest.raises(Refused, match="does not touch"):
        actions.set_impact(incident, by=admin, service=ServiceFactory(), status="ok")
    with pytest.raises(Refused, match="is resolved"):
        actions.write_postmortem(incident, by=admin, postmortem="Too early")
    actions.add_update(incident, by=admin, state="resolved", body="Over.")
    with pytest.raises(Refused, match="Open it again"):
        actions.set_impact(incident, by=admin, service=mlflow, status="down")


@pytest.mark.parametrize(
    "words",
    [
        {"state": "resolved"},
        {"resolved_at": now()},
        {"state": "resolved", "resolved_at": now(hours=-2)},
    ],
    ids=["without-an-end", "open-with-an-end", "ends-before-it-starts"],
)
def test_the_database_keeps_incidents_whole(words):
    with pytest.raises(IntegrityError), transaction.atomic():
        IncidentFactory(**words)


def test_the_database_keeps_one_impact_at_a_time(mlflow):
    incident = IncidentFactory(service=mlflow)
    with pytest.raises(IntegrityError), transaction.atomic():
        incident.impacts.create(service=mlflow, status="degraded", starts_at=now())
    with pytest.raises(IntegrityError), transaction.atomic():
        incident.impacts.filter(ends_at=None).update(ends_at=now(days=-1))


# Doors


def test_the_platform_team_opens_tells_and_ends_one(as_admin, mlflow):
    new = {"title": "Runs are lost", "services": ["mlflow"], "status": "down", "body": "We look."}
    address = as_admin.post("/status/incidents/new/", new)["Location"]
    assert "Begin with the words for" in page(as_admin, address)
    assert "We know the cause" in page(as_admin, f"{address}?say=identified")
    told = {"state": "identified", "body": "The disk is **full**."}
    assert as_admin.post(f"{address}update/", told)["Location"] == address
    assert "<strong>full</strong>" in page(as_admin, address)
    as_admin.post(f"{address}impact/", {"service": "mlflow", "cluster": "", "status": "degraded"})
    assert Incident.objects.get().impacts.count() == 2
    as_admin.post(f"{address}update/", {"state": "resolved", "body": "More disk."})
    as_admin.post(f"{address}postmortem/", {"postmortem": "Disks *fill*."})
    assert "<em>fill</em>" in page(as_admin, address)


def test_what_is_not_understood_stays_as_typed(as_admin, mlflow):
    incident = IncidentFactory(service=mlflow)
    address = incident.get_absolute_url()
    answer = as_admin.post(f"{address}update/", {"state": "ended", "body": "My words"})
    assert answer.status_code == 422
    assert "My words" in answer.content.decode()
    answer = as_admin.post(f"{address}postmortem/", {"postmortem": "My words"})
    assert answer.status_code == 409
    assert as_admin.post("/status/incidents/new/", {"title": "x"}).status_code == 422


def test_the_team_that_runs_a_service_runs_its_incidents_and_no_others(mlflow):
    team, other = TeamFactory(), ServiceFactory(slug="other")
    mlflow.owner = team
    mlflow.save()
    person = UserFactory()
    MembershipFactory(user=person, team=team)
    client = browser_of(person)
    new = {"title": "Lost", "services": ["mlflow"], "status": "down", "body": "We look."}
    address = client.post("/status/incidents/new/", new)["Location"]
    assert client.post(f"{address}update/", {"state": "resolved", "body": "Over."}).status_code == 302
    assert client.post("/status/incidents/new/", new | {"services": ["other"]}).status_code == 422
    theirs = IncidentFactory(service=other).get_absolute_url()
    assert client.post(f"{theirs}update/", {"state": "resolved", "body": "Over."}).status_code == 403
    assert "Tell how it goes" not in page(client, theirs)


def test_texts_are_escaped(as_anonymous, mlflow):
    incident = IncidentFactory(title="<script>alert(1)</script>", service=mlflow)
    incident.updates.create(state="identified", body="<img src=x onerror=alert(2)>")
    for address in (
        "/status/",
        "/status/incidents/",
        incident.get_absolute_url(),
        "/status/incidents/feed.atom",
    ):
        html = page(as_anonymous, address)
        assert "<script>alert" not in html
        assert "<img src=x" not in html


def test_the_feed_has_every_word(as_anonymous, mlflow):
    feedparser = pytest.importorskip("feedparser")
    incident = IncidentFactory(title="Lost", service=mlflow)
    incident.updates.create(state="identified", body="The disk is full.")
    IncidentFactory(service=ServiceFactory())
    feed = feedparser.parse(page(as_anonymous, "/status/incidents/feed.atom?service=mlflow"))
    assert [entry.title for entry in feed.entries] == ["Identified: Lost", "Investigating: Lost"]
    assert feed.entries[0].link.endswith(incident.get_absolute_url())
    assert len(feedparser.parse(page(as_anonymous, "/status/incidents/feed.atom")).entries) == 3


@pytest.mark.parametrize("count", [1, 15])
def test_pages_ask_a_fixed_number_of_times(as_anonymous, django_assert_max_num_queries, count):
    incidents = [IncidentFactory(service=ServiceFactory()) for _ in range(count)]
    for _ in range(count):
        IncidentFactory(state="resolved", resolved_at=now(), started_at=now() - dt.timedelta(days=2))
        incidents[0].updates.create(state="identified", body="More.")
    for address in ("/status/incidents/", incidents[0].get_absolute_url()):
        with django_assert_max_num_queries(15):
            page(as_anonymous, address)


# What follows


def test_what_should_change_becomes_a_roadmap_item_and_both_sides_say_so(as_member, mlflow):
    incident = IncidentFactory(title="Runs are lost", service=mlflow)
    form = page(as_member, f"/roadmap/new/?incident={incident.pk}")
    assert "Follows from the incident" in form
    typed = {
        "title": "Warn before disks fill", "need": "So that it does not happen again.", "services": [mlflow.pk],
        "incident": incident.pk, "confirmed": "1",
    }  # fmt: skip
    item = as_member.post("/roadmap/new/", typed)["Location"]
    assert "Runs are lost" in page(as_member, item)
    assert "Warn before disks fill" in page(as_member, incident.get_absolute_url())


@pytest.mark.parametrize("key", ["0", "x", "٣", "9" * 30, "%00"])
def test_a_strange_incident_begins_an_empty_item(as_member, key):
    assert "Follows from" not in page(as_member, f"/roadmap/new/?incident={key}")
