"""The dates people see: rules and what was written down, as one list."""

import datetime as dt

import pytest

from hub.meetings.dates import dates, rhythm_of, ruled_dates
from hub.meetings.models import Meeting, Series

START = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)
END = START + dt.timedelta(weeks=2)


def series(**fields):
    usual = {
        "pk": 1, "title": "ML Sync", "slug": "ml-sync", "rrule": "FREQ=WEEKLY", "first_on": dt.date(2026, 9, 1),
        "time": dt.time(10), "timezone": "Europe/Madrid", "minutes": 30,
    }  # fmt: skip
    return Series(**{**usual, **fields})


def test_a_rule_gives_the_dates_of_the_coming_weeks():
    found = dates([series()], [], START, END)

    assert [f"{date.day} {date.clock}" for date in found] == ["2026-11-24 10:00 CET", "2026-12-01 10:00 CET"]
    assert found[0].url == "/community/meetings/ml-sync/2026-11-24/"
    assert found[0].ends_at - found[0].starts_at == dt.timedelta(minutes=30)


def test_a_meeting_that_was_written_down_stands_for_the_date_of_its_day():
    sync = series()
    moved = Meeting(
        series=sync, title="Sync with guests",
        starts_at=dt.datetime(2026, 11, 24, 14, tzinfo=dt.UTC), ends_at=dt.datetime(2026, 11, 24, 15, tzinfo=dt.UTC),
    )  # fmt: skip

    found = dates([sync], [moved], START, END)

    assert [(date.title, date.clock) for date in found] == [
        ("Sync with guests", "15:00 CET"),
        ("ML Sync", "10:00 CET"),
    ]
    assert found[0].url == "/community/meetings/ml-sync/2026-11-24/"


def test_dates_of_several_series_come_in_order():
    later = series(pk=2, title="Session", time=dt.time(11))

    assert [date.title for date in dates([later, series()], [], START, END)] == ["ML Sync", "Session"] * 2


def test_a_date_that_is_going_on_is_still_shown():
    now = dt.datetime(2026, 11, 24, 9, 10, tzinfo=dt.UTC)

    assert dates([series()], [], now, END)[0].starts_at == dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "fields",
    [
        {"rrule": ""}, {"time": None}, {"rrule": "FREQ=NEVER"}, {"rrule": "every tuesday"},
        {"first_on": None, "rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"}, {"first_on": None, "rrule": "FREQ=WEEKLY"},
        {"first_on": None, "rrule": "FREQ=DAILY;COUNT=3"}, {"first_on": None, "rrule": "??"},
    ],
)  # fmt: skip
def test_a_series_that_says_too_little_has_no_dates(fields):
    assert ruled_dates(series(**fields), START, END) == []


def test_every_tuesday_needs_no_first_day():
    tuesdays = series(first_on=None, rrule="FREQ=WEEKLY;BYDAY=TU")

    assert [date.day.day for date in ruled_dates(tuesdays, START, END)] == [24, 1]
    assert rhythm_of(tuesdays, START) is not None
