"""Points of an agenda and of the backlog: added, edited, taken off, put elsewhere, put in order."""

import pytest
from django.core.exceptions import ValidationError

from hub.activity.models import Entry
from hub.core.errors import Refused
from hub.meetings import actions
from hub.meetings.models import AgendaItem, Meeting
from tests import factories as make
from tests.meetings.on_day import address, day, now_meeting, points, titles, weekly
from tests.pages import text_of

pytestmark = pytest.mark.django_db


def test_anybody_adds_a_point_and_the_date_is_written_down_once(as_outsider, outsider):
    series = weekly()
    sent = {"title": " Model  registry ", "minutes": 15, "on": day(1).isoformat()}

    for _click in range(2):
        response = as_outsider.post("/community/meetings/ml-sync/agenda/new/", sent)
        assert response["Location"] == address(series, day(1), "#agenda")

    point = AgendaItem.objects.get()
    assert (point.title, point.minutes, point.added_by) == ("Model registry", 15, outsider)
    assert Meeting.objects.get().agenda_items.get() == point


def test_who_is_to_lead_a_point_is_told(as_outsider, outsider, member):
    weekly()
    as_outsider.post(
        "/community/meetings/ml-sync/agenda/new/", {"title": "X", "minutes": 5, "presenter": "mateo"}
    )

    entry = Entry.objects.get(kind="meetings.point_added")
    assert entry.data["tell"] == [member.pk]
    assert AgendaItem.objects.backlog().get().presenter == member


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"title": " ", "minutes": 5}, "required"),
        ({"title": "x" * 201, "minutes": 5}, "200"),
        ({"title": "X", "minutes": 0}, "greater than or equal to 1"),
        ({"title": "X", "minutes": "soon"}, "whole number"),
        ({"title": "X", "minutes": 5, "presenter": "nobody"}, "Nobody here has this handle"),
        ({"title": "X", "minutes": 5, "url": "javascript:alert(1)"}, "Give a web address"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(as_outsider, sent, said):
    weekly()
    response = as_outsider.post("/community/meetings/ml-sync/agenda/new/", {"text": "Long thought", **sent})

    assert response.status_code == 422
    assert said in text_of(response)
    assert "Long thought" in response.content.decode()
    assert not AgendaItem.objects.exists()


@pytest.mark.parametrize("on", ["2026-02-30", "never", "2026-01-01T00:00"])
def test_a_point_for_no_day_is_404(as_outsider, on):
    weekly()
    sent = {"title": "X", "minutes": 5, "on": on}

    assert as_outsider.post("/community/meetings/ml-sync/agenda/new/", sent).status_code == 404


def test_a_cancelled_date_takes_no_points(outsider):
    series = weekly()
    now_meeting(series, state="cancelled")

    with pytest.raises(Refused, match="cancelled"):
        actions.add_point(series, by=outsider, title="X", on=day())


def test_an_agenda_has_an_end(outsider):
    series = weekly()
    points(None, *(f"P{number}" for number in range(100)), series=series)

    with pytest.raises(Refused, match="100 points"):
        actions.add_point(series, by=outsider, title="One more")


def test_who_brought_a_point_edits_it_and_others_do_not(as_outsider, as_member, as_chair, group, outsider):
    series = weekly(group)
    point = points(None, "Old", series=series, added_by=outsider)[0]
    door = f"/community/meetings/ml-sync/agenda/{point.pk}/"

    assert as_member.post(door, {"title": "No", "minutes": 5}).status_code == 403
    assert as_outsider.post(door, {"title": "New", "minutes": 5}).status_code == 302
    assert as_chair.post(door, {"title": "Newer", "minutes": 7, "url": "/roadmap/wanted/"}).status_code == 302
    point.refresh_from_db()
    assert (point.title, point.minutes, point.url) == ("Newer", 7, "/roadmap/wanted/")


def test_editing_without_a_change_records_nothing(outsider):
    point = points(None, "Same", series=weekly())[0]
    actions.edit_point(point, by=outsider, title="Same")

    assert not Entry.objects.filter(kind="meetings.point_edited").exists()


def test_a_point_is_taken_off_but_not_once_it_was_talked_about(as_outsider, outsider):
    meeting = now_meeting(weekly())
    gone, begun = points(meeting, "Gone", "Begun", added_by=outsider)
    AgendaItem.objects.filter(pk=begun.pk).update(began_at=make.now())

    for point, status in ((gone, 302), (begun, 409)):
        assert (
            as_outsider.post(f"/community/meetings/ml-sync/agenda/{point.pk}/removal/").status_code == status
        )
    assert titles(meeting) == ["Begun"]


def test_a_demo_on_the_agenda_is_moved_on_its_own_page(outsider):
    meeting = now_meeting(weekly())
    slot = points(meeting, "Demo")[0]
    make.DemoFactory(meeting=meeting, slot=slot)

    with pytest.raises(Refused, match="demo"):
        actions.remove_point(slot, by=outsider)
    with pytest.raises(Refused, match="demo"):
        actions.place_point(slot, by=outsider, on=None)


def test_a_point_goes_from_the_backlog_onto_a_date_and_back(as_outsider, outsider):
    series = weekly()
    point = points(None, "Waiting", series=series, added_by=outsider)[0]
    door = f"/community/meetings/ml-sync/agenda/{point.pk}/place/"

    as_outsider.post(door, {"on": day(1).isoformat()})
    assert titles(Meeting.objects.get()) == ["Waiting"]
    as_outsider.post(door)
    assert list(series.agenda_items.backlog()) == [point]


def test_the_backlog_stands_on_the_page_of_the_series(client):
    points(None, "Waiting", series=weekly())

    assert "Waiting" in text_of(client.get("/community/meetings/ml-sync/"))


def test_a_chair_moves_a_point_up_with_a_button(as_chair, group):
    meeting = now_meeting(weekly(group))
    _a, _b, c = points(meeting, "A", "B", "C")

    answer = as_chair.post(
        "/community/meetings/ml-sync/agenda/order/", {"on": meeting.day.isoformat(), "move": f"{c.pk}:up"}
    )

    assert answer.status_code == 302
    assert titles(meeting) == ["A", "C", "B"]


def test_a_script_sends_the_whole_order_and_hears_when_it_is_stale(as_chair, group):
    meeting = now_meeting(weekly(group))
    a, b, c = points(meeting, "A", "B", "C")
    sent = {"on": meeting.day.isoformat(), "order": f"{c.pk},{a.pk},{b.pk}"}
    headers = {"Accept": "application/json"}

    assert (
        as_chair.post("/community/meetings/ml-sync/agenda/order/", sent, headers=headers).status_code == 200
    )
    assert titles(meeting) == ["C", "A", "B"]
    a.delete()
    answer = as_chair.post("/community/meetings/ml-sync/agenda/order/", sent, headers=headers)
    assert (answer.status_code, "Not on this agenda" in answer.json()["said"]) == (409, True)
    assert titles(meeting) == ["C", "B"]


@pytest.mark.parametrize(
    ("who", "status"), [("outsider", 403), ("member", 403), ("chair", 302), ("admin", 302)]
)
def test_only_who_runs_a_meeting_orders_its_agenda(cast, who, status, group):
    meeting = now_meeting(weekly(group))
    points(meeting, "A")

    door, sent = "/community/meetings/ml-sync/agenda/order/", {"on": meeting.day.isoformat()}
    assert cast(f"as_{who}").post(door, sent).status_code == status


def test_who_presents_a_point_runs_the_meeting(as_outsider, outsider):
    meeting = now_meeting(weekly())
    points(meeting, "Mine", presenter=outsider)

    assert as_outsider.post(f"{meeting.get_absolute_url()}running/", {"act": "begin"}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.began_at


def test_points_that_are_not_named_come_last(outsider):
    series = weekly()
    a, b, c = points(None, "A", "B", "C", series=series)

    actions.order_agenda(series, by=outsider, order=[c.pk])

    assert list(series.agenda_items.backlog()) == [c, a, b]


def test_a_point_of_another_series_is_not_found_here(as_admin):
    weekly()
    point = points(None, "Theirs", series=weekly(slug="other"))[0]

    assert as_admin.get(f"/community/meetings/ml-sync/agenda/{point.pk}/").status_code == 404


def test_bad_facts_are_refused_by_the_verb_too(outsider):
    with pytest.raises(ValidationError):
        actions.add_point(weekly(), by=outsider, title="", minutes=5)
