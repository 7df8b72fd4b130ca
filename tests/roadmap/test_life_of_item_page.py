"""The life of an item on its page: what can happen next, what happened, what is in the way, how it is steered."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from hub.roadmap import lifecycle
from hub.roadmap.actions import ReleaseText, impede_item, move_item, note_item
from hub.roadmap.models import Merge, Move, Note, RoadmapItem
from tests.cast import browser_of
from tests.factories import (
    DecisionFactory,
    DemoFactory,
    MeetingFactory,
    RoadmapItemFactory,
    ServiceFactory,
    SupportFactory,
    UserFactory,
    today,
)
from tests.pages import links_of, text_of

PAGE = "/roadmap/store/"


@pytest.fixture
def item(group, outsider):
    return RoadmapItemFactory(slug="store", title="Feature store", group=group, owner=outsider)


def at(item, state, quarter="2026-Q4"):
    RoadmapItem.objects.filter(pk=item.pk).update(
        state=state, quarter=quarter if state in {"planned", "in-progress", "shipped"} else ""
    )
    return RoadmapItem.objects.get(pk=item.pk)


def offered(answer):
    return [step.to for step in answer.context["next_steps"]]


@pytest.mark.parametrize("state", RoadmapItem.State.values)
def test_lead_is_offered_what_the_graph_allows_and_owner_the_work(item, state, as_chair, as_outsider):
    at(item, state)
    assert offered(as_chair.get(PAGE)) == list(lifecycle.GRAPH[state])
    work = [to for to in lifecycle.GRAPH[state] if (state, to) in lifecycle.OF_THE_WORK]
    assert offered(as_outsider.get(PAGE)) == work


def test_others_see_the_way_but_no_forms(item, as_member, client):
    at(item, "planned")
    for browser in (as_member, client):
        answer = browser.get(PAGE)
        assert offered(answer) == []
        assert "What can happen next" not in text_of(answer)
        assert [label for label, place in answer.context["track"] if place == "now"] == ["Planned"]


def test_lead_moves_it_with_one_form(item, as_chair, chair):
    answer = as_chair.post(
        f"{PAGE}move/", {"seen": "proposed", "to": "declined", "reason": "We buy one."}, follow=True
    )
    item.refresh_from_db()
    assert (item.state, item.state_reason, Move.objects.get().by) == ("declined", "We buy one.", chair)
    text = text_of(answer)
    assert "It is declined now. Everybody who asked for it is told." in text
    assert "Carla Chair declined it" in text
    assert "We buy one." in text


@pytest.mark.parametrize(
    ("state", "sent", "words"),
    [
        ("proposed", {"to": "declined"}, "Say why it becomes declined."),
        ("accepted", {"to": "planned"}, "Say in which quarter it is planned."),
        ("in-progress", {"to": "shipped"}, "Say what is new, for those who asked for it."),
        ("proposed", {}, "This field is required."),
    ],
)
def test_form_says_what_is_missing_and_keeps_what_was_typed(item, as_admin, state, sent, words):
    at(item, state)
    answer = as_admin.post(f"{PAGE}move/", {"docs_url": "/docs/typed/", **sent})
    assert (answer.status_code, words in text_of(answer)) == (422, True)
    assert "/docs/typed/" in answer.content.decode() or state != "in-progress"
    assert Move.objects.filter(by__isnull=False).count() == 0


def test_second_of_two_who_decide_is_told_what_it_is_now(item, as_admin, chair):
    move_item(item, by=chair, to="declined", reason="We buy one.")
    answer = as_admin.post(f"{PAGE}move/", {"seen": "proposed", "to": "under-review"})
    assert answer.status_code == 409
    assert "“Feature store” was moved meanwhile: it is declined now." in text_of(answer)
    assert offered(answer) == ["under-review"]


def test_owner_does_the_work_but_decides_nothing(item, as_outsider):
    assert as_outsider.post(f"{PAGE}move/", {"seen": "proposed", "to": "accepted"}).status_code == 403
    at(item, "accepted")
    assert as_outsider.post(f"{PAGE}move/", {"to": "declined", "reason": "No."}).status_code == 403
    # a form that claims another beginning opens no door
    assert (
        as_outsider.post(f"{PAGE}move/", {"seen": "in-progress", "to": "shipped", "note": "x"}).status_code
        == 409
    )
    quarter = as_outsider.get(PAGE).context["move_form"].fields["quarter"].choices[1][0]
    assert as_outsider.post(f"{PAGE}move/", {"to": "planned", "quarter": quarter}).status_code == 302
    item.refresh_from_db()
    assert (item.state, item.quarter) == ("planned", quarter)


@pytest.mark.parametrize(
    ("who", "status"),
    [("admin", 302), ("chair", 302), ("member", 403), ("outsider", 302), ("anonymous", 302)],
)
@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("move/", {"to": "in-progress"}), ("plan/", {"quarter": "2026-Q4", "step": "serving"}),
        ("notes/", {"text": "So."}), ("impediment/", {"what": "No quota"}), ("impediment/end/", {}), ("steering/", {}),
    ],
)  # fmt: skip
def test_cast_moves_notes_and_steers(cast, who, status, item, path, sent):
    at(item, "planned")
    answer = browser_of(cast(who)).post(PAGE + path, sent)
    assert answer.status_code == status
    if who == "anonymous":
        assert answer["Location"].startswith("/sign-in/")


def test_any_lead_answers_and_an_owner_does_not(item, as_chair, as_outsider):
    RoadmapItem.objects.update(group=None)
    assert as_outsider.post(f"{PAGE}notes/", {"text": "So.", "kind": "answer"}).status_code == 403
    assert as_chair.post(f"{PAGE}notes/", {"text": "In May.", "kind": "answer"}).status_code == 302
    assert as_chair.post(f"{PAGE}notes/", {"text": "In May."}).status_code == 403
    assert Note.objects.get().kind == "answer"


def test_impediment_stands_on_top_until_it_can_go_on(item, as_chair):
    at(item, "planned")
    as_chair.post(f"{PAGE}impediment/", {"what": "No quota"})
    text = text_of(as_chair.get(PAGE))
    assert "Something is in the way No quota Since just now" in text
    as_chair.post(f"{PAGE}impediment/end/")
    assert "Something is in the way No quota" not in text_of(as_chair.get(PAGE))


def test_history_tells_moves_notes_merges_and_needs_by_their_sort(item, admin, client):
    SupportFactory(item=item, need=3)
    part = RoadmapItemFactory(title="A shop", canonical=item)
    SupportFactory(item=part)
    Merge.objects.create(item=part, into=item, by=admin, reason="Same need")
    meeting = MeetingFactory()
    note_item(item, by=admin, text="We *wait* for disks.", meeting=meeting)
    note_item(item, by=admin, text="In May.", kind="answer")
    impede_item(item, by=admin, what="No quota")
    moved = move_item(item, by=admin, to="accepted", reason="Many need it.")
    RoadmapItem.objects.filter(pk=moved.pk).update(state="planned", quarter="2026-Q4")  # as an import does
    answer = client.get(PAGE)
    sorts = {event.sort for event in answer.context["events"]}
    assert sorts == {"move", "note", "answer", "merge", "needs", "told"}
    text = text_of(answer)
    for words in (
        "Ada Admin accepted it Many need it.", "It went from accepted to planned", "took in “A shop” Same need",
        "2 people said that they need it, 1 of them blocked without it", "answered those who asked In May.",
        "says what keeps Feature store from going on: No quota",
    ):  # fmt: skip
        assert words in text
    assert "<em>wait</em>" in answer.content.decode()
    assert meeting.get_absolute_url() in links_of(answer)


@pytest.mark.parametrize("moved", [True, False])
def test_a_note_leads_to_the_page_of_its_meeting_wherever_that_was_moved(item, admin, client, moved):
    """Late in the evening in Madrid it is the next day; moved, it keeps the day of its rule."""
    starts = dt.datetime(2026, 10, 5, 22, 30, tzinfo=dt.UTC)
    facts = {"occurs_on": dt.date(2026, 9, 29)} if moved else {}
    meeting = MeetingFactory(series__timezone="Europe/Madrid", starts_at=starts, **facts)
    note_item(item, by=admin, text="We wait.", meeting=meeting)

    day = "2026-09-29" if moved else "2026-10-06"
    address = f"/community/meetings/{meeting.series.slug}/{day}/"
    assert address in links_of(client.get(PAGE))
    assert client.get(address).status_code == 200


def test_page_costs_at_most_fifteen_queries_with_all_that_belongs_to_it(item, admin, as_admin, queries):
    item = at(item, "in-progress")
    item = move_item(item, by=admin, to="shipped", release=ReleaseText("New.", demo=DemoFactory()))
    for _ in range(20):
        SupportFactory(item=item)
        note_item(item, by=UserFactory(), text=f"Said {timezone.now()}")
        item.services.add(ServiceFactory())
    assert queries(lambda: as_admin.get(PAGE)) <= 15


def test_lead_steers_with_rows_of_links(item, as_chair, team):
    service, decision = ServiceFactory(), DecisionFactory(announced_at=timezone.now())
    sent = {
        "owner": "carla", "group": "sig-tracking", "team": "pricing", "estimate": "3.5",
        "target_on": today(30).isoformat(),
        "services": [service.slug], "decisions": [decision.slug],
        "link_label": ["Ticket", "", "Design"], "link_url": ["https://t.example.org/7", "", "https://d.example.org/"],
    }  # fmt: skip
    assert as_chair.post(f"{PAGE}steering/", sent).status_code == 302
    item.refresh_from_db()
    assert (item.owner.handle, item.team, str(item.estimate), item.target_on) == (
        "carla",
        team,
        "3.5",
        today(30),
    )
    assert [link["label"] for link in item.links] == ["Ticket", "Design"]
    assert (*item.services.all(), *item.decisions.all()) == (service, decision)
    text = text_of(as_chair.get(PAGE))
    assert "Estimate 3.5 team-weeks" in text


def test_steering_keeps_the_draft_that_the_lead_may_not_see(item, as_chair, admin):
    draft = DecisionFactory(created_by=admin)
    item.decisions.add(draft)
    as_chair.post(f"{PAGE}steering/", {"group": "sig-tracking"})
    assert list(item.decisions.all()) == [draft]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"owner": "nobody"}, "Nobody here has this handle."), ({"estimate": "-1"}, "greater than or equal to 0.1"),
        ({"link_label": "x", "link_url": "javascript:alert(1)"}, "Link 1 needs a label and an address with https://."),
        ({"target_on": "soon"}, "Enter a valid date."), ({"services": ["gone"]}, "gone"),
    ],
)  # fmt: skip
def test_bad_steering_is_said_and_kept(item, as_chair, sent, words):
    answer = as_chair.post(f"{PAGE}steering/", sent)
    assert (answer.status_code, words in text_of(answer)) == (422, True)
    item.refresh_from_db()
    assert item.owner.handle == "otto"


def test_unknown_item_has_no_doors(as_admin):
    for path in (
        "move/",
        "plan/",
        "notes/",
        "impediment/",
        "impediment/end/",
        "steering/",
        "use/",
        "release/",
    ):
        assert as_admin.post(f"/roadmap/gone/{path}").status_code == 404
