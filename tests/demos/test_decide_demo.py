"""The life of a demo: every pair of states, who is told, and what follows."""

import pytest
from django.core.exceptions import ValidationError

from hub.activity.models import Entry
from hub.core.errors import Refused
from hub.demos import lifecycle
from hub.demos.actions import (
    accept_demo,
    decline_demo,
    mark_given,
    mark_not_given,
    publish_demo,
    reopen_demo,
    unpublish_demo,
    unschedule_demo,
    withdraw_demo,
)
from hub.demos.models import Demo
from hub.meetings.models import AgendaItem
from tests.cast import CAST, SIGNED_IN, browser_of
from tests.demos.planned import demo_in
from tests.factories import DemoFactory, MeetingFactory, RecordingFactory, SegmentFactory, SeriesFactory, now

WHY = "Because of the release."
VERBS = {
    ("proposed", "accepted"): lambda demo, by: accept_demo(demo, by=by),
    ("proposed", "declined"): lambda demo, by: decline_demo(demo, by=by, reason=WHY),
    ("accepted", "declined"): lambda demo, by: decline_demo(demo, by=by, reason=WHY),
    ("proposed", "withdrawn"): lambda demo, by: withdraw_demo(demo, by=by),
    ("accepted", "withdrawn"): lambda demo, by: withdraw_demo(demo, by=by),
    ("scheduled", "withdrawn"): lambda demo, by: withdraw_demo(demo, by=by, reason=WHY),
    ("declined", "proposed"): lambda demo, by: reopen_demo(demo, by=by),
    ("withdrawn", "proposed"): lambda demo, by: reopen_demo(demo, by=by),
    ("scheduled", "accepted"): lambda demo, by: unschedule_demo(demo, by=by, reason=WHY),
    ("given", "accepted"): lambda demo, by: mark_not_given(demo, by=by, reason=WHY),
}
TO = {
    "accepted": [VERBS["proposed", "accepted"], VERBS["scheduled", "accepted"], VERBS["given", "accepted"]],
    "declined": [VERBS["proposed", "declined"]],
    "withdrawn": [VERBS["proposed", "withdrawn"]],
    "proposed": [VERBS["declined", "proposed"]],
    "given": [lambda demo, by: mark_given(demo, by=by), lambda demo, by: unpublish_demo(demo, by=by)],
    "published": [lambda demo, by: publish_demo(demo, by=by)],
}


@pytest.mark.parametrize("to", sorted(TO))
@pytest.mark.parametrize("state", Demo.State.values)
def test_no_verb_makes_a_move_that_is_not_in_the_graph(admin, state, to):
    for verb in TO[to]:
        demo = demo_in(state)
        entries = Entry.objects.count()
        try:
            verb(demo, admin)
        except Refused:
            assert Entry.objects.count() == entries
        demo.refresh_from_db()
        assert demo.state == state or demo.state in lifecycle.GRAPH[state]
        assert demo.state in (state, to)


@pytest.mark.parametrize(("state", "to"), sorted(VERBS))
def test_every_move_of_the_graph_has_a_verb_that_tells_the_presenters(admin, state, to):
    demo = demo_in(state)
    VERBS[state, to](demo, admin)
    demo.refresh_from_db()
    entry = Entry.objects.latest("pk")
    assert demo.state == to
    assert set(demo.presenters.values_list("pk", flat=True)) <= set(entry.data["tell"])
    assert (demo.state_reason == WHY) == (
        lifecycle.needs_reason(state, to) or (state, to) == ("scheduled", "withdrawn")
    )


def test_demo_whose_meeting_began_is_given_and_published_when_it_can_be_watched(admin):
    demo = demo_in("scheduled", meeting=MeetingFactory())
    assert mark_given(demo, by=admin).state == "given"
    with pytest.raises(Refused, match="No published recording"):
        publish_demo(demo)
    recording = RecordingFactory(state="draft")
    SegmentFactory(demo=demo, recording=recording)
    with pytest.raises(Refused):
        publish_demo(demo)
    recording.state = "published"
    recording.save()
    assert publish_demo(demo).state == "published"
    entries = Entry.objects.count()
    assert publish_demo(demo).state == "published"
    assert Entry.objects.count() == entries
    with pytest.raises(Refused, match="can still be watched"):
        unpublish_demo(demo)
    demo.segments.all().delete()
    assert unpublish_demo(demo).state == "given"


def test_demo_that_is_recorded_before_it_was_noted_as_given_is_published(admin):
    demo = demo_in("scheduled", meeting=MeetingFactory())
    SegmentFactory(demo=demo)
    assert publish_demo(demo).state == "published"
    kinds = [entry.kind for entry in Entry.objects.order_by("pk")]
    assert kinds == ["demos.demo_given", "demos.demo_published"]


def test_demo_of_tomorrow_was_not_given_today(admin):
    with pytest.raises(Refused, match="still to come"):
        mark_given(demo_in("scheduled"), by=admin)


@pytest.mark.parametrize("verb", [decline_demo, unschedule_demo, mark_not_given])
def test_bad_news_needs_a_reason(admin, verb):
    state = {decline_demo: "proposed", unschedule_demo: "scheduled", mark_not_given: "given"}[verb]
    demo = demo_in(state)
    with pytest.raises(ValidationError):
        verb(demo, by=admin, reason="  ")
    demo.refresh_from_db()
    assert demo.state == state


def test_withdrawn_demo_leaves_the_agenda(admin):
    demo = demo_in("scheduled")
    withdraw_demo(demo, by=admin)
    demo.refresh_from_db()
    assert (demo.meeting, demo.slot, AgendaItem.objects.count()) == (None, None, 0)


def test_demo_that_was_not_given_leaves_its_point_on_the_agenda_as_dropped(admin):
    demo = demo_in("given")
    mark_not_given(demo, by=admin, reason=WHY)
    assert AgendaItem.objects.get().outcome == "dropped"
    assert Demo.objects.get().slot is None


@pytest.mark.parametrize("who", CAST)
def test_cast_answers_proposals_by_their_roles(cast, group, who):
    demo = demo_in("proposed", series=SeriesFactory(group=group))
    answer = browser_of(cast(who)).post(f"{demo.get_absolute_url()}acceptance/")
    demo.refresh_from_db()
    assert (demo.state == "accepted") == (who in ("admin", "chair"))
    assert answer.status_code == (302 if who in ("admin", "chair", "anonymous") else 403)


def test_chair_of_another_group_does_not_answer(as_chair):
    demo = demo_in("proposed", series=SeriesFactory())
    assert as_chair.post(f"{demo.get_absolute_url()}acceptance/").status_code == 403


@pytest.mark.parametrize("state", ["declined", "withdrawn"])
def test_what_was_declined_or_withdrawn_is_for_its_people_only(cast, group, state):
    demo = demo_in(state, series=SeriesFactory(group=group), presenters=[cast("member")])
    seen = {who: browser_of(cast(who)).get(demo.get_absolute_url()).status_code for who in CAST}
    assert seen == {"admin": 200, "chair": 200, "member": 200, "outsider": 404, "anonymous": 404}
    for who in CAST:
        listed = browser_of(cast(who)).get("/community/demos/").context["page"].paginator.count
        assert listed == (seen[who] == 200), who
        found = browser_of(cast(who)).get("/api/v1/demos/").json()["count"]
        assert found == (seen[who] == 200), who


def test_news_of_a_declined_demo_stands_in_the_feed_of_those_concerned_only(admin, cast):
    demo = demo_in("proposed", presenters=[cast("member")])
    decline_demo(demo, by=admin, reason=WHY)
    seen = {
        who: "declined the demo" in browser_of(cast(who)).get("/activity/").content.decode()
        for who in ("admin", "member", "outsider", "anonymous")
    }
    assert seen == {"admin": True, "member": True, "outsider": False, "anonymous": False}


@pytest.mark.parametrize("who", SIGNED_IN)
def test_cast_withdraws_only_what_they_present(cast, who):
    demo = demo_in("accepted", presenters=[cast("member")])
    browser_of(cast(who)).post(f"{demo.get_absolute_url()}withdrawal/")
    demo.refresh_from_db()
    assert (demo.state == "withdrawn") == (who in ("member", "admin"))


def test_who_proposed_it_cannot_undo_a_decline_but_a_withdrawal(as_member, member, as_admin):
    declined, withdrawn = (demo_in(state, presenters=[member]) for state in ("declined", "withdrawn"))
    assert as_member.post(f"{declined.get_absolute_url()}reopening/").status_code == 403
    assert as_member.post(f"{withdrawn.get_absolute_url()}reopening/").status_code == 302
    assert as_admin.post(f"{declined.get_absolute_url()}reopening/").status_code == 302


def test_declining_without_a_reason_keeps_the_page_and_says_so(as_admin):
    demo = demo_in("proposed")
    answer = as_admin.post(f"{demo.get_absolute_url()}decline/", {"reason": ""})
    assert answer.status_code == 422
    assert "Why" in answer.content.decode()


def test_refused_step_is_said_on_the_page(as_admin):
    demo = DemoFactory(state="published", meeting=MeetingFactory(starts_at=now(days=-3)))
    answer = as_admin.post(f"{demo.get_absolute_url()}acceptance/")
    assert answer.status_code == 409
    assert "there is nothing to accept" in answer.content.decode()
