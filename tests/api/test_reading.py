"""Everything the hub knows can be read, at the same cost for one row and for thirty."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories

pytestmark = pytest.mark.django_db


def one_of_each() -> None:
    """A row of every noun, joined the way the lists join them."""
    member = factories.MembershipFactory()
    group = factories.GroupFactory()
    factories.TermFactory(group=group, user=member.user)
    factories.SubprojectFactory(group=group)
    conclusion = factories.ConclusionFactory(group=group)
    service = factories.ServiceFactory(owner=member.team, group=group)
    service.conclusions.add(conclusion)
    factories.ServiceStageFactory(subject=service)
    cluster = factories.ClusterFactory()
    factories.ClusterStageFactory(subject=cluster)
    factories.EnablementFactory(service=service, cluster=cluster)
    meeting = factories.MeetingFactory()
    demo = factories.DemoFactory(team=member.team, meeting=meeting, state="published")
    demo.presenters.add(member.user)
    demo.services.add(service)
    segment = factories.SegmentFactory(demo=demo)
    item = factories.RoadmapItemFactory(
        group=group, team=member.team, owner=member.user, proposed_by=member.user
    )
    item.services.add(service)
    item.demos.add(demo)
    item.conclusions.add(conclusion)
    factories.ItemStageFactory(item=item)
    factories.SupportFactory(item=item)
    factories.StepFactory(segment=segment).services.add(service)
    factories.EntryFactory(subject=item)
    decision = factories.DecisionFactory(group=group, created_by=member.user, announced_at=factories.now())
    factories.DecisionOptionFactory(decision=decision, person=member.user)
    factories.ElectorFactory(decision=decision)
    decision.services.add(service)


LISTS = [
    "people", "teams", "groups", "conclusions", "services", "clusters", "series", "meetings", "demos", "recordings",
    "roadmap", "paths", "entries", "decisions",
]  # fmt: skip


def queries(client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        answer = client.get(path)
    assert answer.status_code == 200, answer.content
    assert answer.json()["results"]
    return len(seen)


@pytest.mark.parametrize("name", LISTS)
def test_list_costs_the_same_at_any_length(client, name):
    one_of_each()
    first = queries(client, f"/api/v1/{name}/")
    for _ in range(29):
        one_of_each()
    assert queries(client, f"/api/v1/{name}/?page_size=200") == first
    assert first <= 15


@pytest.mark.parametrize("name", LISTS)
def test_every_row_opens(client, name):
    one_of_each()
    row = client.get(f"/api/v1/{name}/").json()["results"][0]
    key = row.get("slug") or row.get("handle") or row["id"]
    assert client.get(f"/api/v1/{name}/{key}/").json() == row


def test_people_give_away_no_address(client):
    factories.UserFactory(email="ada@example.org")
    assert "ada@example.org" not in client.get("/api/v1/people/").content.decode()


def test_reader_sees_no_proposed_demo(client, as_member):
    factories.DemoFactory(state="proposed")
    assert client.get("/api/v1/demos/").json()["count"] == 0
    assert as_member.get("/api/v1/demos/").json()["count"] == 1


def test_reader_sees_no_internal_recording(client, as_member):
    row = factories.RecordingFactory(audience="internal")
    assert client.get(f"/api/v1/recordings/{row.slug}/").status_code == 404
    assert as_member.get(f"/api/v1/recordings/{row.slug}/").status_code == 200


def test_person_reads_only_their_own_notifications(as_member, as_outsider, member):
    note = factories.NotificationFactory(user=member)
    assert [row["id"] for row in as_member.get("/api/v1/notifications/").json()["results"]] == [note.pk]
    assert as_outsider.get("/api/v1/notifications/").json()["results"] == []


def test_service_tells_its_stage_today(client):
    service = factories.ServiceFactory()
    factories.ServiceStageFactory(subject=service, stage="alpha", starts_on=factories.today(-100))
    factories.ServiceStageFactory(subject=service, stage="beta", starts_on=factories.today(-10))
    factories.ServiceStageFactory(subject=service, stage="stable", starts_on=factories.today(+10))
    body = client.get(f"/api/v1/services/{service.slug}/").json()
    assert (body["stage"], body["stage_since"]) == ("beta", factories.today(-10).isoformat())
