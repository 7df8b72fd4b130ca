"""Leads make, edit and end series; the form says in words what it means."""

import datetime as dt

import pytest
from django.utils import timezone

from hub.activity.models import Follow
from hub.meetings import actions, rhythms
from hub.meetings.agenda import upcoming
from hub.meetings.dates import date_on
from hub.meetings.models import Series
from tests import factories as make
from tests.pages import main_of, text_of

pytestmark = pytest.mark.django_db
NEW = "/community/meetings/new/"
TYPED = {
    "title": "Office hours", "kind": "office-hours", "group": "sig-tracking", "repeats": "weekly", "every": "2",
    "days": ["TH", "TU"], "nth": "1", "weekday": "MO", "first_on": "2026-10-06", "time": "09:30",
    "timezone": "Europe/Madrid", "minutes": "45", "remind_hours": "24", "url": "https://meet.example.org/x",
}  # fmt: skip


def test_chair_makes_a_series_from_plain_fields(as_chair, chair):
    for _ in range(2):
        answer = as_chair.post(NEW, TYPED)

    series = Series.objects.get()
    assert answer["Location"] == series.get_absolute_url() == "/community/meetings/office-hours/"
    assert series.rrule == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH"
    assert series.cadence == "Every 2 weeks on Tuesday and Thursday, 09:30"
    assert Follow.objects.filter(user=chair, subject_kind="meetings.series").exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "required"),
        ({"repeats": "rule", "rrule": ""}, "Type the rule"),
        ({"repeats": "rule", "rrule": "FREQ=SECONDLY"}, "must start with FREQ"),
        ({"repeats": "rule", "rrule": "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"}, "gives no date"),
        ({"repeats": "none"}, "Say in words"),
        ({"time": ""}, "Say at what time"),
        ({"first_on": ""}, "Say on which day"),
        ({"first_on": "1066-10-14"}, "before 2000"),
        ({"minutes": "0"}, "greater than or equal to 5"),
        ({"timezone": "Mars/Olympus"}, "Select a valid choice"),
        ({"remind_hours": "999"}, "less than or equal to 336"),
        ({"url": "javascript:alert(1)"}, "Enter a valid URL"),
    ],
)
def test_what_no_meeting_can_follow_is_refused_and_what_was_typed_stays(as_chair, changes, said):
    answer = as_chair.post(NEW, TYPED | {"description": "Bring questions."} | changes)

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert "Bring questions." in main_of(answer)
    assert not Series.objects.exists()


def test_words_that_are_addresses_are_no_names(as_admin, group):
    as_admin.post(NEW, TYPED | {"title": "Calendars"})

    assert Series.objects.get().slug == "calendars-2"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (TYPED, ["Every 2 weeks on Tuesday and Thursday, 09:30", "09:30 CE"]),
        (TYPED | {"repeats": "monthly", "every": "1", "nth": "-1", "weekday": "FR"}, ["On the last Friday of every"]),
        (TYPED | {"repeats": "rule", "rrule": "FREQ=WHAT"}, ["must start with FREQ"]),
        ({}, ["Say how it comes back"]),
        ({"repeats": "weekly", "first_on": "soon", "timezone": "x"}, ["Say how it comes back"]),
        (TYPED | {"repeats": "rule", "rrule": "FREQ=DAILY;COUNT=99999999999999999999"}, ["times"]),
    ],
)  # fmt: skip
def test_the_form_says_what_it_means_while_somebody_types(as_chair, typed, said):
    answer = as_chair.get("/community/meetings/rhythm/", typed)

    assert answer.status_code == 200
    assert all(words in answer.content.decode() for words in said)


def test_the_next_five_dates_are_shown(as_chair):
    assert as_chair.get("/community/meetings/rhythm/", TYPED).content.count(b"<li>") == 5


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY;BYDAY=MO,FR",
        "FREQ=WEEKLY;INTERVAL=3",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1TH",
        "FREQ=YEARLY",
        "",
    ],
)
def test_what_is_edited_without_a_change_stays_as_it_is(as_chair, group, rule):
    series = make.SeriesFactory(
        rrule=rule, first_on=dt.date(2026, 1, 5), time=dt.time(9), group=group, cadence="Now and then"
    )
    form = as_chair.get(f"{series.get_absolute_url()}edit/").context["form"]
    typed = {name: value for name in form.fields if (value := form[name].value()) is not None}

    as_chair.post(f"{series.get_absolute_url()}edit/", typed)

    series.refresh_from_db()
    assert (series.rrule, series.sequence) == (rule, 0)


def test_an_edit_tells_calendars_and_takes_dates_along(admin, group):
    series = make.SeriesFactory(weekly=True, group=group, title="Sync")
    _, second, third = upcoming(Series.objects.all(), admin, timezone.now())[:3]
    usual = actions.write_down(series, on=second.day)
    moved = actions.move_date(
        series, by=admin, day=third.day, starts_at=third.starts_at + dt.timedelta(hours=5)
    )
    plan = {name: getattr(series, name) for name in ("title", "rrule", "first_on", "timezone", "minutes")}

    actions.edit_series(series, by=admin, **plan, time=dt.time(16), cadence="")
    actions.edit_series(series, by=admin, **plan | {"title": "The Sync"}, time=dt.time(16), cadence="")

    series.refresh_from_db()
    assert (series.sequence, series.title, series.cadence) == (1, "The Sync", "Every week, 16:00")
    assert date_on(series, usual.day).wall.time() == dt.time(16)
    assert date_on(series, moved.day).starts_at == moved.starts_at


def test_chair_ends_a_series_and_lets_it_go_on(as_chair, group):
    series = make.SeriesFactory(weekly=True, group=group, slug="sync")
    last = upcoming(Series.objects.all(), None, timezone.now())[1].day

    as_chair.post("/community/meetings/sync/ending/", {"on": last})
    ended = len(upcoming(Series.objects.all(), None, timezone.now()))
    as_chair.post("/community/meetings/sync/ending/", {"on": ""})

    assert ended == 1
    assert len(upcoming(Series.objects.all(), None, timezone.now())) > 1
    series.refresh_from_db()
    assert series.sequence == 2


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("FREQ=WEEKLY;BYDAY=TU", "Every week on Tuesday"),
        ("FREQ=DAILY;INTERVAL=3;COUNT=4", "Every 3 days, 4 times"),
        (
            "FREQ=MONTHLY;BYDAY=1WE;UNTIL=20261231T225900Z",
            "On the first Wednesday of every month, until 2026-12-31",
        ),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "On day 15 of every month"),
        ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1", "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1"),
        ("FREQ=WEEKLY;BYDAY=2TU", "FREQ=WEEKLY;BYDAY=2TU"),
        ("nonsense", "nonsense"),
    ],
)
def test_rules_are_said_in_words_or_shown_as_they_are(rule, said):
    assert rhythms.words(rule) == said
