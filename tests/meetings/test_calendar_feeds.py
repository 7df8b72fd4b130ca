"""What calendar programs make of our feeds: the same moments as the hub shows, in every zone and season."""

# ruff: noqa: DTZ001, E501 -- clocks on the wall have no zone; a rule is read best in one line
import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.meetings.calendars.events import events_of
from hub.meetings.calendars.text import calendar_text
from hub.meetings.dates import dates
from hub.meetings.models import Meeting, Series
from tests.meetings import calendar_reading as reading

START, END = dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
MADE = dt.datetime(2025, 6, 1, 12, 30, 15, 99, tzinfo=dt.UTC)
BASE = "https://hub.example.org"
HOUR = dt.timedelta(hours=1)


def series(**fields):
    usual = {
        "pk": 1, "title": "ML Sync", "slug": "ml-sync", "rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "minutes": 30,
        "first_on": dt.date(2025, 11, 3), "time": dt.time(13, 30), "timezone": "Europe/Amsterdam", "changed_at": MADE,
    }  # fmt: skip
    return Series(**{**usual, **fields})


def meeting(of, starts_at, **fields):
    return Meeting(series=of, starts_at=starts_at, ends_at=starts_at + HOUR, changed_at=MADE, **fields)


def written(of, meetings=()):
    return calendar_text("Meetings", events_of(of, list(meetings)), BASE)


def taking_place(of, meetings=()):
    return [
        date.starts_at
        for date in dates([of], meetings, START, END)
        if not date.is_cancelled and date.starts_at >= START
    ]


def test_a_meeting_every_two_weeks_keeps_its_hour_through_both_changes_of_the_clock():
    found = reading.moments(written(series()), START, END)

    assert found == taking_place(series())
    assert {moment.astimezone(ZoneInfo("Europe/Amsterdam")).time() for moment in found} == {dt.time(13, 30)}
    assert {moment.time() for moment in found} == {dt.time(11, 30), dt.time(12, 30)}
    assert len(found) == 26


RULES = st.one_of(
    st.builds(
        lambda freq, every, days: f"FREQ={freq};INTERVAL={every}" + (f";BYDAY={','.join(sorted(days))}" if days else ""),
        st.sampled_from(["WEEKLY", "DAILY"]), st.integers(1, 5),
        st.sets(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), max_size=3),
    ),
    st.builds(
        lambda every, nth, day: f"FREQ=MONTHLY;INTERVAL={every};BYDAY={nth}{day}",
        st.integers(1, 4), st.sampled_from([1, 2, 3, 4, -1]), st.sampled_from(["MO", "TU", "WE", "TH", "FR"]),
    ),
    st.sampled_from(["FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=YEARLY"]),
)  # fmt: skip
ENDS = st.one_of(
    st.just(""),
    st.builds("COUNT={}".format, st.integers(1, 40)),
    st.builds(lambda day: f"UNTIL={day:%Y%m%d}", st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))),
    st.builds(
        lambda day: f"UNTIL={day:%Y%m%dT%H%M%SZ}",
        st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2026, 12, 31)),
    ),
)
SOME = st.builds(
    series,
    rrule=st.builds(lambda rule, end: ";".join(filter(None, [rule, end])), RULES, ENDS),
    first_on=st.dates(dt.date(2024, 1, 1), dt.date(2026, 9, 1)),
    time=st.times(dt.time(5), dt.time(23)).map(lambda time: time.replace(second=0, microsecond=0)),
    timezone=st.sampled_from(
        ["UTC", "Europe/Madrid", "America/Los_Angeles", "Asia/Kolkata", "Australia/Lord_Howe"]
    ),
    minutes=st.integers(5, 120),
    ended_on=st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(SOME)
def test_calendar_programs_show_the_dates_that_the_hub_shows(some):
    assert reading.moments(written(some), START, END) == taking_place(some)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(SOME, st.data())
def test_so_they_do_when_dates_are_moved_cancelled_and_added(some, data):
    usual = [date for date in dates([some], [], START, END) if date.starts_at >= START]
    changed, used = [], {date.starts_at for date in usual}
    for date in (
        data.draw(st.lists(st.sampled_from(usual), unique_by=lambda row: row.day, max_size=6))
        if usual
        else []
    ):
        fate = data.draw(st.sampled_from(["moved", "cancelled", "as it was", "named"]))
        away = data.draw(st.integers(-30 * 24, 30 * 24)) * HOUR if fate == "moved" else 0 * HOUR
        if fate == "moved" and date.starts_at + away in used:
            continue
        used.add(date.starts_at + away)
        changed.append(
            meeting(
                some, date.starts_at + away, occurs_on=date.day, sequence=1,
                state="cancelled" if fate == "cancelled" else "planned", title="Special" if fate == "named" else "",
            )
        )  # fmt: skip
    days = {date.day for date in usual}
    for moment in data.draw(
        st.lists(
            st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2026, 12, 30), timezones=st.just(dt.UTC)),
            max_size=3,
        )
    ):
        extra = meeting(some, moment.replace(microsecond=0))
        if extra.day not in days and extra.starts_at not in used:
            used.add(extra.starts_at)
            days.add(extra.day)
            changed.append(extra)

    assert reading.moments(written(some, changed), START, END) == taking_place(some, changed)


def test_a_moved_date_keeps_its_name_and_says_what_it_stands_for():
    sync = series(sequence=2)
    moved = meeting(
        sync, dt.datetime(2026, 1, 14, 9, tzinfo=dt.UTC), occurs_on=dt.date(2026, 1, 13), sequence=1
    )

    master, exception = reading.events(written(sync, [moved]))

    assert master["UID"] == exception["UID"] == f"{sync.uid}@hub.example.org"
    assert exception["RECURRENCE-ID"].dt == dt.datetime(
        2026, 1, 13, 13, 30, tzinfo=ZoneInfo("Europe/Amsterdam")
    )
    assert (master["SEQUENCE"], exception["SEQUENCE"]) == (2, 3)


def test_a_cancelled_date_is_said_to_be_cancelled_and_why():
    sync = series()
    off = meeting(
        sync, dt.datetime(2026, 1, 13, 12, 30, tzinfo=dt.UTC), occurs_on=dt.date(2026, 1, 13), state="cancelled",
        reason="Public holiday",
    )  # fmt: skip

    _, exception = reading.events(written(sync, [off]))

    assert exception["STATUS"] == "CANCELLED"
    assert exception["DESCRIPTION"].startswith("Public holiday")


def test_a_date_that_is_as_the_rule_says_is_not_written_twice():
    sync = series()
    usual = Meeting(
        series=sync, starts_at=dt.datetime(2026, 1, 13, 12, 30, tzinfo=dt.UTC), occurs_on=dt.date(2026, 1, 13),
        ends_at=dt.datetime(2026, 1, 13, 13, tzinfo=dt.UTC), changed_at=MADE,
    )  # fmt: skip

    assert len(reading.events(written(sync, [usual]))) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"rrule": "EVERY=BLUE MOON"}, {"rrule": ""}, {"time": None}, {"first_on": None}, {"ended_on": dt.date(2020, 1, 1)},
        {"rrule": "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"}, {"rrule": "FREQ=DAILY;UNTIL=20200101"},
    ],
)  # fmt: skip
def test_a_series_that_gives_no_date_leaves_a_whole_calendar(fields):
    odd = series(**fields)
    own = meeting(odd, dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC))

    assert reading.moments(written(odd), START, END) == []
    assert reading.moments(written(odd, [own]), START, END) == [own.starts_at]


def test_every_tuesday_without_a_first_day_is_in_the_calendar_too():
    tuesdays = series(first_on=None, rrule="FREQ=WEEKLY;BYDAY=TU")

    assert reading.moments(written(tuesdays), START, END) == taking_place(tuesdays)


@settings(deadline=None)
@given(st.text(max_size=80), st.text(max_size=200))
def test_no_word_breaks_a_calendar(title, text):
    odd = series(title=title, description=text, url="https://meet.example.org/a;b,c")

    (event,) = reading.events(written(odd))

    assert "\x00" not in event["SUMMARY"]
    assert all(len(line) <= 75 for line in written(odd).split(b"\r\n"))
    assert reading.moments(written(odd), START, END) == taking_place(odd)


def test_lines_cannot_be_smuggled_into_a_calendar():
    sly = series(title="Sync\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Mine\x07\x85\u2028")

    (event,) = reading.events(written(sly))

    assert event["SUMMARY"] == "Sync\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:Mine"


def test_the_same_dates_are_written_in_the_same_bytes():
    assert written(series(uid="0" * 32)) == written(series(uid="0" * 32))
    stamp = b"DTSTAMP:20250601T123015Z"
    assert stamp in written(series())
