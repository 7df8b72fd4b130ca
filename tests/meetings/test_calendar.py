"""The dates of a series: worked examples, daylight saving, and properties that hold for every rule."""
# ruff: noqa: DTZ001 -- clocks on the wall have no zone

import datetime as dt
from contextlib import suppress
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.meetings.calendar import Rhythm, UnreadableRuleError

ZONES = ["UTC", "Europe/Madrid", "America/Los_Angeles", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia"]


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)


YEAR = (utc(2026, 1, 1), utc(2027, 1, 1))


def dates(rule, first, time="10:00", zone="Europe/Madrid", start=YEAR[0], end=YEAR[1]):
    rhythm = Rhythm(rule, dt.date.fromisoformat(first), dt.time.fromisoformat(time), zone)
    return list(rhythm.between(start, end))


@pytest.mark.parametrize(
    ("rule", "first", "expected"),
    [
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=3", "2026-01-06", ["01-06", "01-20", "02-03"]),
        ("FREQ=MONTHLY;BYDAY=1WE;COUNT=3", "2026-01-01", ["01-07", "02-04", "03-04"]),
        ("FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20260401", "2026-01-01", ["01-30", "02-27", "03-27"]),
        ("FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20260112T000000Z", "2026-01-05", ["01-05", "01-08"]),
        ("RRULE:FREQ=DAILY;COUNT=2", "2026-05-30", ["05-30", "05-31"]),
        ("FREQ=YEARLY", "2020-02-29", []),
        ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3", "2026-01-01", ["01-31", "03-31", "05-31"]),
        ("FREQ=WEEKLY;UNTIL=20260119;COUNT=2", "2026-01-05", ["01-05", "01-12"]),
    ],
)
def test_rules_give_the_dates_people_expect(rule, first, expected):
    assert [f"{moment:%m-%d}" for moment in dates(rule, first)] == expected


def test_the_wall_clock_stays_when_summer_time_begins():
    march = dates("FREQ=WEEKLY", "2026-03-24", start=utc(2026, 3, 20), end=utc(2026, 4, 2))

    assert march == [utc(2026, 3, 24, 9), utc(2026, 3, 31, 8)]


def test_an_hour_that_spring_skips_is_moved_on():
    assert dates("FREQ=DAILY;COUNT=1", "2026-03-29", "02:30") == [utc(2026, 3, 29, 1, 30)]


def test_of_an_hour_that_comes_twice_the_first_is_meant():
    assert dates("FREQ=DAILY;COUNT=1", "2026-10-25", "02:30") == [utc(2026, 10, 25, 0, 30)]


def test_a_last_moment_in_utc_is_read_in_the_zone_of_the_series():
    found = dates("FREQ=DAILY;UNTIL=20260103T013000Z", "2026-01-01", "17:00", "America/Los_Angeles")

    assert found == [utc(2026, 1, 2, 1), utc(2026, 1, 3, 1)]


@pytest.mark.parametrize(
    "rule",
    [
        "", "WEEKLY", "FREQ=", "FREQ=SECONDLY", "FREQ=HOURLY;INTERVAL=1", "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;INTERVAL=-1", "FREQ=WEEKLY;INTERVAL=²", "FREQ=WEEKLY;BYHOUR=3", "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;UNTIL=tomorrow", "FREQ=WEEKLY;UNTIL=20261399", "FREQ=WEEKLY;COUNT=many",
        "FREQ=WEEKLY;BYMONTH=x", "FREQ=WEEKLY;FREQ=DAILY", "FREQ=DAILY;X=\x00",
        "DTSTART:20260101\nRRULE:FREQ=DAILY",
    ],
)  # fmt: skip
def test_a_rule_that_no_meeting_follows_is_refused_with_a_reason(rule):
    with pytest.raises(UnreadableRuleError, match=r"\w"):
        dates(rule, "2026-01-01")


@pytest.mark.parametrize("end", ["", ";COUNT=3", ";UNTIL=99991231"])
def test_a_rule_that_never_comes_true_ends_at_once(end):
    assert dates(f"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30{end}", "1990-01-01") == []


@given(st.text(max_size=60))
def test_any_text_is_either_read_or_refused(text):
    with suppress(UnreadableRuleError):
        dates(text, "2026-01-01", end=utc(2026, 3, 1))


RULES = st.builds(
    lambda freq, interval, days: ";".join(
        [f"FREQ={freq}", f"INTERVAL={interval}", *([f"BYDAY={','.join(days)}"] if days else [])]
    ),
    st.sampled_from(["DAILY", "WEEKLY"]),
    st.integers(1, 5),
    st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), unique=True, max_size=3),
) | st.sampled_from(["FREQ=MONTHLY;BYDAY=2TU", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1", "FREQ=YEARLY"])


@given(
    rule=RULES,
    first=st.dates(dt.date(2010, 1, 1), dt.date(2026, 6, 1)),
    time=st.times().map(lambda time: time.replace(second=0, microsecond=0)),
    zone=st.sampled_from(ZONES),
    start=st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2026, 12, 1), timezones=st.just(dt.UTC)),
)
@settings(deadline=None)  # walking a daily rule from 2010 takes long on a machine that is busy
def test_dates_are_those_of_the_rule_walked_from_its_first_day(rule, first, time, zone, start):
    end = start + dt.timedelta(days=60)
    whole = rrulestr(rule, dtstart=dt.datetime.combine(first, time))
    walls = whole.between(dt.datetime(2025, 12, 1), dt.datetime(2027, 3, 1), inc=True)
    moments = [wall.replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC) for wall in walls]

    found = list(Rhythm(rule, first, time, zone).between(start, end))

    assert found == [moment for moment in moments if start <= moment < end]
    assert found == sorted(set(found))
