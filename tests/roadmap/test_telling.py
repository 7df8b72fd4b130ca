"""Who hears of a move, in which words, and in the way they chose."""

from __future__ import annotations

import pytest
from django.core import mail

from hub.activity.actions import follow, prefer
from hub.activity.models import Entry, Notification
from hub.activity.telling import send_waiting_mail, tell
from hub.roadmap import lifecycle
from hub.roadmap.actions import ReleaseText, move_item, note_item, plan_item, support_item
from tests.factories import RoadmapItemFactory, SupportFactory, UserFactory

EXISTING = [(old, new) for old in lifecycle.GRAPH for new in lifecycle.GRAPH[old]]


@pytest.fixture
def item(member):
    quarter = "2026-Q4"
    return RoadmapItemFactory(
        slug="store", title="Feature store", proposed_by=member, state="planned", quarter=quarter
    )


def told():
    for entry in Entry.objects.filter(kind__startswith="roadmap.item_moved"):
        for _ in range(2):  # a message may come twice
            tell(entry)
    return sorted(Notification.objects.values_list("user__handle", flat=True))


def mailed():
    told()
    send_waiting_mail()
    return mail.outbox


def test_everybody_concerned_hears_once_and_the_mover_does_not(item, admin, member, outsider, chair):
    item.owner = chair
    item.save()
    part = RoadmapItemFactory(canonical=item, proposed_by=UserFactory(handle="part-proposer"))
    SupportFactory(item=part, user=UserFactory(handle="part-supporter"))
    SupportFactory(item=part, user=member)  # proposer of the whole: once all the same
    support_item(item, by=outsider, need=3)  # supports and follows: once all the same
    follow(item, by=UserFactory(handle="follower"))
    follow(part, by=UserFactory(handle="part-follower"))
    SupportFactory(item=item, user=admin)
    UserFactory(handle="stranger")
    move_item(item, by=admin, to="in-progress")
    assert told() == [
        "carla",
        "follower",
        "mateo",
        "otto",
        "part-follower",
        "part-proposer",
        "part-supporter",
    ]


def test_mail_says_what_was_decided_why_and_when(item, admin, member):
    member.email = "mateo@example.org"
    member.save()
    plan_item(item, by=admin, quarter="2027-Q1", reason="Two people left.")
    (one,) = mailed()
    assert one.subject == "Feature store: now planned for Q1 2027"
    assert "Ada Admin moved Feature store back to Q1 2027: Two people left." in one.body
    assert "Why: Two people left." in one.body
    assert "It was planned for Q4 2026 before." in one.body
    assert "/roadmap/store/" in one.body


def test_mail_of_a_release_carries_its_note(admin, member):
    item = RoadmapItemFactory(
        title="Feature store", state="in-progress", quarter="2026-Q4", proposed_by=member
    )
    member.email = "mateo@example.org"
    member.save()
    move_item(item, by=admin, to="shipped", release=ReleaseText("Share features.\n\nAcross teams."))
    (one,) = mailed()
    assert one.subject == "Feature store: you can use it now"
    assert "What is new:\nShare features.\n\nAcross teams." in one.body


@pytest.mark.parametrize(("old", "new"), EXISTING)
def test_every_move_has_words_of_its_own(admin, old, new):
    item = RoadmapItemFactory(
        title="A {store}", state=old, quarter="2026-Q4" if old in lifecycle.IN_A_QUARTER else ""
    )
    move_item(item, by=admin, to=new, reason="Because.", quarter="2026-Q4", release=ReleaseText("New."))
    entry = Entry.objects.get()
    assert "A {store}" in entry.summary
    assert entry.summary.endswith(": Because.")
    assert "{quarter}" not in entry.summary + entry.data["headline"] + "".join(entry.data["lines"])
    assert entry.data["headline"].startswith("A {store}: ")
    assert (entry.data["from"], entry.data["to"], entry.data["reason"]) == (old, new, "Because.")


def test_each_hears_in_the_way_they_chose(item, admin, member, outsider):
    for person in (member, outsider):
        person.email = f"{person.handle}@example.org"
        person.save()
        support_item(item, by=person, need=2)
    prefer("roadmap.item_moved", by=member, in_app=True, by_mail=False)
    prefer("roadmap.item_moved", by=outsider, in_app=False, by_mail=True)
    move_item(item, by=admin, to="in-progress")
    assert [one.to for one in mailed()] == [["otto@example.org"]]
    assert [row.user for row in Notification.objects.filter(in_app=True)] == [member]


def test_answer_is_mailed_whole_and_a_note_to_nobody_by_default(item, admin, member):
    member.email = "mateo@example.org"
    member.save()
    note_item(item, by=admin, text="Word " * 100, kind="answer")
    note_item(item, by=admin, text="Only noted.")
    for entry in Entry.objects.all():
        tell(entry)
    send_waiting_mail()
    (one,) = mail.outbox
    assert one.subject == "Feature store: answer"
    assert ("Word " * 100).strip() in one.body
