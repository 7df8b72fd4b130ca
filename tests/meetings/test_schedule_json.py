"""The programme that other programs read passes the schema they agreed on."""

import datetime as dt
import json
import os
from pathlib import Path

import jsonschema
import pytest
from django.utils import timezone

from hub.meetings import actions
from hub.meetings.agenda import upcoming
from hub.meetings.models import AgendaItem, Series
from tests import factories as make

DATA = (
    Path(os.environ.get("HUB_TEST_DATA") or Path(__file__).parents[3] / "shared" / "data") / "schedule-json"
)
there = pytest.mark.skipif(not DATA.is_dir(), reason="the shared data is not on this machine")
pytestmark = pytest.mark.django_db
ADDRESS = "/community/meetings/schedule.json"


def faults(told):
    """What the schema objects to."""
    schema = json.loads((DATA / "schema.json").read_text())
    validator = jsonschema.validators.validator_for(schema)
    return [
        error.message
        for error in validator(schema, format_checker=jsonschema.FormatChecker()).iter_errors(told)
    ]


@there
def test_the_invalid_example_fails():
    assert faults(json.loads((DATA / "examples" / "invalid-example.json").read_text()))


@there
@pytest.mark.parametrize("zone", ["UTC", "Europe/Madrid", "America/Argentina/Buenos_Aires", "Etc/GMT+3"])
@pytest.mark.parametrize("asked", ["", "?series=ml-sync"])
def test_the_programme_passes_the_schema(client, admin, zone, asked):
    series = make.SeriesFactory(slug="ml-sync", title="¿ML Sync?", weekly=True, timezone=zone)
    make.SeriesFactory(slug="z", title="Another")
    day = upcoming(Series.objects.all(), admin, timezone.now())[1].day
    meeting = actions.write_down(series, on=day)
    item = AgendaItem.objects.create(series=series, meeting=meeting, title="Ω", minutes=10, presenter=admin)
    make.DemoFactory(meeting=meeting, presenters=[admin], slot=item, may_record=False)
    make.DemoFactory(meeting=meeting, title="—")
    actions.add_date(series, by=admin, starts_at=make.now(days=100), title="Deep dive")

    told = client.get(f"{ADDRESS}{asked}").json()

    assert faults(told) == []
    events = [
        event
        for day in told["schedule"]["conference"]["days"]
        for rows in day["rooms"].values()
        for event in rows
    ]
    assert {event["type"] for event in events} == {"meeting", "demo"}
    assert len({event["guid"] for event in events}) == len(events)


@there
def test_an_empty_programme_passes_too(client):
    assert faults(client.get(ADDRESS).json()) == []


def test_points_follow_each_other_and_what_may_not_be_recorded_says_so(client):
    start = make.now(days=3)
    meeting = make.MeetingFactory(series__slug="one", starts_at=start)
    for position, minutes in enumerate((10, 20)):
        AgendaItem.objects.create(
            series=meeting.series,
            meeting=meeting,
            title=f"Point {position}",
            minutes=minutes,
            position=position,
        )
    make.DemoFactory(meeting=meeting, may_record=False)

    (day,) = client.get(f"{ADDRESS}?series=one").json()["schedule"]["conference"]["days"]
    (events,) = day["rooms"].values()

    begun = [dt.datetime.fromisoformat(event["date"]) - start for event in events]
    assert begun == [dt.timedelta(minutes=minutes) for minutes in (0, 10, 30)]
    assert [event["do_not_record"] for event in events] == [None, None, True]


def test_what_is_cancelled_is_not_in_it(client, admin):
    series = make.SeriesFactory(slug="one", weekly=True)
    day = upcoming(Series.objects.all(), admin, timezone.now())[1].day
    actions.cancel_date(series, by=admin, day=day, reason="Off")

    days = client.get(f"{ADDRESS}?series=one").json()["schedule"]["conference"]["days"]

    assert f"{day}" not in [row["date"] for row in days]


@pytest.mark.parametrize("asked", ["none", "%00", "a b"])
def test_a_series_that_is_not_there_is_404(client, asked):
    assert client.get(f"{ADDRESS}?series={asked}").status_code == 404


def test_more_dates_take_no_more_queries(client, queries):
    def fill(rows):
        for _ in range(rows):
            meeting = make.MeetingFactory(series=make.SeriesFactory(weekly=True))
            make.DemoFactory(meeting=meeting, presenters=[make.UserFactory()])

    fill(1)
    few = queries(lambda: client.get(ADDRESS))
    fill(10)

    assert queries(lambda: client.get(ADDRESS)) == few <= 6
