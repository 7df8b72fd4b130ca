"""Feed, notifications, preferences, following, session."""

from functools import partial

import pytest
from django.utils import timezone

from hub.activity.models import Follow, Notification, Preference
from hub.reactions import FOLLOWABLE
from tests.cast import CAST, browser_of
from tests.factories import (
    ConclusionFactory,
    DecisionFactory,
    EntryFactory,
    EvaluationFactory,
    GroupFactory,
    NotificationFactory,
    RoadmapItemFactory,
    SeriesFactory,
    ServiceFactory,
    UserFactory,
    now,
)
from tests.roadmap import filled


def test_visitor_sees_public_entries_and_filters_by_kind(client, as_outsider):
    EntryFactory(summary="proposed a store")
    EntryFactory(kind="status.flipped", summary="went down", actor=None)
    EntryFactory(summary="said something internal", public=False)
    page = client.get("/activity/").content.decode()
    assert ("proposed a store" in page, "went down" in page, "internal" in page) == (True, True, False)
    assert "internal" in as_outsider.get("/activity/").content.decode()
    assert [entry.summary for entry in client.get("/activity/?kind=status.flipped").context["page"]] == [
        "went down"
    ]
    assert len(client.get("/activity/?kind=nonsense").context["page"].object_list) == 2


def test_feed_costs_the_same_with_one_and_with_thirty(db, client, queries):
    client.get("/activity/")
    few = queries(lambda: client.get("/activity/"))
    EntryFactory()
    one = queries(lambda: client.get("/activity/"))
    for _ in range(30):
        EntryFactory()
    assert queries(lambda: client.get("/activity/")) == one <= few + 1 <= 15


def test_feed_reader_gets_public_entries_as_atom(client, db):
    from xml.etree import ElementTree as ET

    entry = EntryFactory(summary="proposed <b>a store</b>")
    EntryFactory(public=False)
    answer = client.get("/activity/feed.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    tree = ET.fromstring(answer.content)  # noqa: S314 -- our own
    titles = [node.text for node in tree.iter("{http://www.w3.org/2005/Atom}title")][1:]
    assert titles == [f"{entry.actor.name} proposed <b>a store</b>"]


def test_member_sees_unread_first_and_reads_by_opening(as_member, member):
    old = NotificationFactory(user=member)
    NotificationFactory(user=member, read_at=timezone.now())
    NotificationFactory(user=member, in_app=False)
    NotificationFactory()  # of somebody else
    rows = as_member.get("/notifications/").context["page"].object_list
    assert [row.read_at is None for row in rows] == [True, False]
    assert as_member.get(f"/notifications/{old.pk}/")["Location"] == old.entry.subject_url
    old.refresh_from_db()
    assert old.read_at is not None


def test_notification_of_somebody_else_is_not_found(as_outsider, member):
    row = NotificationFactory(user=member)
    assert as_outsider.get(f"/notifications/{row.pk}/").status_code == 404
    as_outsider.post("/notifications/reading/", {"id": row.pk})
    as_outsider.post("/notifications/reading/")
    row.refresh_from_db()
    assert row.read_at is None


@pytest.mark.parametrize(
    ("typed", "left"), [({}, 0), ({"id": "FIRST"}, 2), ({"id": "x"}, 3), ({"id": "9" * 40}, 3)]
)
def test_member_marks_one_or_all_as_read(as_member, member, typed, left):
    first, *_ = NotificationFactory.create_batch(3, user=member)
    typed = {name: str(first.pk) if value == "FIRST" else value for name, value in typed.items()}
    as_member.post("/notifications/reading/", typed)
    assert Notification.objects.filter(user=member, read_at=None).count() == left


def test_notifications_cost_the_same_with_one_and_with_thirty(as_member, member, queries):
    NotificationFactory(user=member)
    few = queries(lambda: as_member.get("/notifications/"))
    NotificationFactory.create_batch(30, user=member)
    assert queries(lambda: as_member.get("/notifications/")) == few <= 15


def test_member_chooses_what_to_be_told_of(as_member, member):
    page = as_member.get("/profile/notifications/").content.decode()
    assert "A roadmap item is proposed" in page
    assert "A community was imported" not in page  # nobody is told of it
    answer = as_member.post("/profile/notifications/", {"roadmap.item_proposed:mail": "on"}, follow=True)
    assert "Saved." in answer.content.decode()
    wish = Preference.objects.get(user=member, kind="roadmap.item_proposed")
    assert (wish.in_app, wish.by_mail) == (False, True)
    form = as_member.get("/profile/notifications/").context["form"]
    assert (form["roadmap.item_proposed:app"].value(), form["roadmap.item_proposed:mail"].value()) == (
        False,
        True,
    )


@pytest.mark.parametrize("kind", FOLLOWABLE)
def test_member_follows_and_stops(as_member, member, kind):
    thing = {
        "roadmap.roadmapitem": RoadmapItemFactory,
        "catalog.service": ServiceFactory,
        "sigs.group": GroupFactory,
        "sigs.evaluation": EvaluationFactory,
        "sigs.conclusion": ConclusionFactory,
        "roadmap.round": filled.opened,
        "meetings.series": SeriesFactory,
        "voting.decision": partial(DecisionFactory, announced_at=now()),
    }[kind]()
    typed = {"kind": kind, "id": thing.pk}
    for _ in range(2):
        assert as_member.post("/follows/", typed)["Location"] == thing.get_absolute_url()
    assert Follow.objects.get().user == member
    for _ in range(2):
        as_member.post("/follows/end/", typed)
    assert Follow.objects.count() == 0


@pytest.mark.parametrize(
    "typed",
    [
        {}, {"kind": "accounts.user", "id": "1"}, {"kind": "auth.permission", "id": "1"},
        {"kind": "no.such", "id": "1"},
        {"kind": "catalog.service", "id": "x"}, {"kind": "catalog.service", "id": "-1"},
        {"kind": "catalog.service", "id": "9" * 30}, {"kind": "catalog.service", "id": "٣"},
    ],
    ids=range(8),
)  # fmt: skip
def test_what_cannot_be_followed_is_not_found(as_member, typed):
    assert as_member.post("/follows/", typed).status_code == 404
    assert Follow.objects.count() == 0


@pytest.mark.parametrize("who", CAST)
def test_cast_may_follow_when_signed_in(db, cast, who):
    answer = browser_of(cast(who)).post("/follows/", {"kind": "catalog.service", "id": ServiceFactory().pk})
    assert answer.status_code == 302
    assert Follow.objects.count() == (0 if who == "anonymous" else 1)


def test_htmx_gets_the_other_button(as_member):
    item = RoadmapItemFactory()
    typed = {"kind": "roadmap.roadmapitem", "id": item.pk}
    answer = as_member.post("/follows/", typed, headers={"HX-Request": "true"})
    assert "Stop following" in answer.content.decode()
    assert "<html" not in answer.content.decode()
    assert "csrfmiddlewaretoken" in answer.content.decode()


def test_page_of_an_item_has_the_button_for_those_signed_in(client, as_member):
    item = RoadmapItemFactory()
    assert "/follows/" in as_member.get(item.get_absolute_url()).content.decode()
    assert "/follows/" not in client.get(item.get_absolute_url()).content.decode()


def test_docs_ask_who_is_signed_in(as_member, member, queries):
    NotificationFactory.create_batch(2, user=member)
    answer = as_member.get("/session.json")
    assert answer.json() == {
        "signed_in": True, "name": "Mateo Member", "initials": "MM", "url": "/people/mateo/", "unread": 2,
        "admin": False,
    }  # fmt: skip
    assert {"private", "no-store"} <= set(answer["Cache-Control"].replace(" ", "").split(","))
    assert queries(lambda: as_member.get("/session.json")) <= 3


def test_visitor_is_nobody_and_costs_no_query(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert client.get("/session.json").json() == {"signed_in": False}


def test_header_counts_what_is_unread(as_member, member):
    NotificationFactory.create_batch(2, user=member)
    assert "2 unread" in as_member.get("/activity/").content.decode()


def test_person_without_a_mail_address_is_told(db, client):
    browser = browser_of(UserFactory(email=""))
    assert "You have no e-mail address yet" in browser.get("/profile/notifications/").content.decode()
