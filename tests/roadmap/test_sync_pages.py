"""The sync: its dates, the walk, what is written down on the way, and the summary afterwards."""

import datetime as dt

import pytest
from django.utils import timezone

from hub.meetings.models import Meeting
from hub.roadmap import actions
from hub.roadmap.models import Note, RoadmapItem, TeamUpdate
from hub.roadmap.quarters import quarter_of
from tests.factories import (
    MeetingFactory,
    RoadmapItemFactory,
    SeriesFactory,
    TeamFactory,
    UserFactory,
    now,
    today,
)
from tests.pages import MOST_QUERIES, queries_of, text_of


@pytest.fixture
def series(db):
    """A sync today in an hour, and every week before."""
    soon = timezone.now() + dt.timedelta(hours=1)
    return SeriesFactory(
        slug="ml-sync", title="ML Sync", kind="sync", rrule="FREQ=WEEKLY", first_on=soon.date() - dt.timedelta(70),
        time=soon.time().replace(microsecond=0), timezone="UTC", minutes=30,
    )  # fmt: skip


def day_of(series, weeks=0):
    return (timezone.now() + dt.timedelta(hours=1, weeks=weeks)).date()


def address(series, weeks=0):
    return f"/roadmap/sync/{series.slug}/{day_of(series, weeks)}/"


def quarter(series):
    return quarter_of(day_of(series))


def test_visitor_sees_the_next_and_the_last_dates(client, series):
    page = client.get("/roadmap/sync/")
    assert next(date.day for date in page.context["coming"]) == day_of(series)
    assert next(date.day for date in page.context["over"]) == day_of(series, -1)
    assert address(series) in page.content.decode()


def test_without_a_sync_the_page_says_how_to_get_one(client, db):
    SeriesFactory(kind="community", weekly=True)
    assert "No sync is planned" in text_of(client.get("/roadmap/sync/"))


@pytest.mark.parametrize("day", ["2026-13-01", "nonsense", "20261124", "0001-01-01", "9999-12-31"])
def test_day_without_a_sync_is_not_found(client, series, day):
    assert client.get(f"/roadmap/sync/ml-sync/{day}/").status_code == 404


def test_other_series_have_no_sync(client, db):
    other = SeriesFactory(kind="community", weekly=True)
    MeetingFactory(series=other, starts_at=now(days=-7))
    assert client.get(f"/roadmap/sync/{other.slug}/{today(-7)}/").status_code == 404


def test_walk_begins_with_what_is_impeded_and_says_what_moved_since_the_last_sync(client, series, admin):
    here = quarter(series)
    stuck = RoadmapItemFactory(title="Stuck", state="in-progress", quarter=here)
    actions.impede_item(stuck, by=admin, what="No accelerators")
    begun = RoadmapItemFactory(title="Begun", state="planned", quarter=here)
    actions.move_item(begun, by=admin, to="in-progress", quarter=here)
    RoadmapItemFactory(title="Comes next", state="planned", quarter=here)
    RoadmapItemFactory(title="Long shipped", state="shipped", quarter=here)
    RoadmapItemFactory(title="Another quarter", state="planned", quarter="2020-Q1")
    page = client.get(address(series))
    assert [stop.item.title for stop in page.context["sync"].stops] == ["Stuck", "Begun", "Comes next"]
    words = text_of(page)
    assert "No accelerators" in words
    assert "is now in progress" in words
    assert "Find an owner, then begin." in words
    assert "Note it" not in words


def test_lead_writes_a_note_that_stays_with_the_item_and_the_meeting(as_chair, client, group, series, chair):
    item = RoadmapItemFactory(state="planned", quarter=quarter(series), group=group)
    answer = as_chair.post(f"{address(series)}items/{item.slug}/notes/", {"text": "Wait for *January*."})
    assert answer.status_code == 302
    note = Note.objects.get()
    assert (note.item, note.by, note.meeting.series) == (item, chair, series)
    assert Meeting.objects.count() == 1
    assert "<em>January</em>" in client.get(address(series)).content.decode()
    again = as_chair.post(f"{address(series)}items/{item.slug}/notes/", {"text": "And a second."})
    assert again.status_code == 302
    assert Meeting.objects.count() == 1


def test_note_of_the_last_sync_is_shown_in_the_next(client, series, admin):
    item = RoadmapItemFactory(state="planned", quarter=quarter(series))
    actions.note_in_sync(
        item, by=admin, text="We ask the network team.", series=series, day=day_of(series, -1)
    )
    words = text_of(client.get(address(series)))
    assert "Said last time We ask the network team." in words


@pytest.mark.parametrize("who", ["member", "outsider"])
def test_others_write_no_notes(who, cast, series):
    from tests.cast import browser_of

    item = RoadmapItemFactory(state="planned", quarter=quarter(series))
    answer = browser_of(cast(who)).post(f"{address(series)}items/{item.slug}/notes/", {"text": "Mine"})
    assert answer.status_code == 403
    assert not Note.objects.exists()
    assert not Meeting.objects.exists()


def test_empty_note_is_explained_and_nothing_is_written(as_admin, series):
    item = RoadmapItemFactory(state="planned", quarter=quarter(series))
    answer = as_admin.post(f"{address(series)}items/{item.slug}/notes/", {"text": "  "})
    assert answer.status_code == 422
    assert "This field is required." in text_of(answer)
    assert not Meeting.objects.exists()


def test_too_long_note_stays_in_the_form(as_admin, series):
    item = RoadmapItemFactory(state="planned", quarter=quarter(series))
    answer = as_admin.post(f"{address(series)}items/{item.slug}/notes/", {"text": "x" * 60_000})
    assert answer.status_code == 422
    assert "x" * 60_000 in answer.content.decode()


def test_impediment_is_set_and_cleared_in_the_sync(as_admin, series):
    item = RoadmapItemFactory(state="in-progress", quarter=quarter(series))
    where = f"{address(series)}items/{item.slug}/impediment/"
    as_admin.post(where, {"what": "No accelerators"})
    assert RoadmapItem.objects.get().impediment == "No accelerators"
    as_admin.post(where, {"what": "No accelerators", "free": "1"})
    assert RoadmapItem.objects.get().impediment == ""
    assert as_admin.post(where, {"what": ""}).status_code == 422


def test_team_tells_and_its_turn_passes_to_the_next(as_member, as_outsider, team, series, admin):
    told = TeamFactory(slug="told", name="Told before")
    actions.tell_update(told, by=admin, text="Long ago.", series=series, day=day_of(series, -2))
    first = as_member.get(address(series)).context["sync"].turns
    assert [turn.slug for turn, _ in first] == ["pricing", "told"]
    where = f"{address(series)}updates/pricing/"
    assert as_outsider.post(where, {"text": "Not ours"}).status_code == 403
    assert as_member.post(where, {"text": "Our cache works."}).status_code == 302
    assert as_member.post(where, {"text": "Our cache works well."}).status_code == 302
    assert (
        TeamUpdate.objects.filter(team=team).values_list("text", flat=True).get() == "Our cache works well."
    )
    assert [turn.slug for turn, _ in as_member.get(address(series)).context["sync"].turns] == ["told"]
    following = as_member.get(address(series, 1)).context["sync"].turns
    assert [turn.slug for turn, _ in following] == ["told", "pricing"]
    assert "Our cache works well." in text_of(as_member.get("/teams/pricing/"))


def test_sync_that_is_over_says_what_came_out_of_it(client, series, admin):
    here = quarter_of(day_of(series, -1))
    item = RoadmapItemFactory(title="Cache", state="planned", quarter=here)
    actions.note_in_sync(item, by=admin, text="We begin on Monday.", series=series, day=day_of(series, -1))
    stuck = RoadmapItemFactory(title="Stuck", state="in-progress", quarter=here)
    actions.impede_item(stuck, by=admin, what="A port")
    words = text_of(client.get(address(series, -1)))
    assert "We begin on Monday." in words
    assert "Still impeded 1" in words
    assert "The walk" not in words
    assert "The walk" in text_of(client.get(address(series, -1), {"walk": "1"}))


def test_move_after_a_sync_belongs_to_the_next_one(client, series, admin):
    item = RoadmapItemFactory(state="planned", quarter=quarter(series))
    actions.move_item(item, by=admin, to="in-progress", quarter=quarter(series))
    assert client.get(address(series, -1)).context["sync"].changes == []
    assert [change.item for change in client.get(address(series)).context["sync"].changes] == [item]


def test_series_page_leads_to_its_syncs(client, series, admin):
    item = RoadmapItemFactory(state="planned", quarter=quarter(series))
    actions.note_in_sync(item, by=admin, text="Said.", series=series, day=day_of(series, -1))
    page = client.get(series.get_absolute_url()).content.decode()
    assert address(series) in page
    assert address(series, -1) in page


def test_too_far_or_no_date_is_refused(as_admin, series):
    item = RoadmapItemFactory(state="planned", quarter=quarter(series))
    far = as_admin.post(f"{address(series, 20)}items/{item.slug}/notes/", {"text": "Far too early for that"})
    assert far.status_code == 409
    assert "too far away" in text_of(far)


@pytest.mark.parametrize("who", ["as_admin", "as_member", "client"])
def test_longer_walk_takes_no_more_queries(request, series, group, admin, who):
    browser = request.getfixturevalue(who)

    def fill(count):
        for _ in range(count):
            item = RoadmapItemFactory(
                state="planned", quarter=quarter(series), group=group, owner=UserFactory()
            )
            actions.move_item(item, by=admin, to="in-progress", quarter=quarter(series))
            actions.note_in_sync(item, by=admin, text=f"On {item}", series=series, day=day_of(series))
            TeamFactory()

    fill(3)
    few = queries_of(browser, address(series))
    fill(12)
    assert queries_of(browser, address(series)) <= few <= MOST_QUERIES
