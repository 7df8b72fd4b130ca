"""Programmes of conferences go in: rooms as series, days as meetings, entries as demos."""

import copy
import datetime as dt
import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from hub.accounts.models import User
from hub.demos.models import Demo
from hub.meetings.models import Meeting, Series

DATA = (
    Path(os.environ.get("HUB_TEST_DATA") or Path(__file__).parents[3] / "shared" / "data") / "schedule-json"
)
there = pytest.mark.skipif(not DATA.is_dir(), reason="the shared data is not on this machine")
pytestmark = pytest.mark.django_db

EVENT = {
    "id": 7, "guid": "8079583e-8321-506c-95af-fd2903a5f075", "date": "2026-06-02T10:00:00+02:00", "start": "10:00",
    "duration": "00:45", "room": "Blue", "slug": "one", "url": "https://example.org/one/", "title": "Feature stores",
    "subtitle": "", "track": "Data", "type": "talk", "language": "en", "abstract": "What went wrong.",
    "description": "Long.", "do_not_record": True, "persons": [{"id": 3, "public_name": "Ana Ruiz"}],
    "links": [{"url": "https://example.org/slides.pdf", "title": "Slides"}],
}  # fmt: skip
CONFERENCE = {
    "version": "1", "conference": {
        "acronym": "mlconf", "title": "ML Conf", "time_zone_name": "Europe/Madrid",
        "days": [{"index": 1, "date": "2026-06-02", "rooms": {"Blue": [EVENT], "Red": []}}],
    },
}  # fmt: skip


@pytest.fixture
def written(tmp_path):
    """A programme with a change to its one entry, as a file."""

    def write(**changes):
        schedule = copy.deepcopy(CONFERENCE)
        schedule["conference"]["days"][0]["rooms"]["Blue"][0].update(changes)
        path = tmp_path / "schedule.json"
        path.write_text(json.dumps({"schedule": schedule}, indent=1))
        return path

    return write


def run(*arguments):
    """What the command says, and how it ends."""
    out, code = StringIO(), 0
    try:
        call_command("import_schedule", *map(str, arguments), "--json", stdout=out)
    except SystemExit as end:
        code = end.code
    return json.loads(out.getvalue()), code


def test_a_room_is_a_series_a_day_a_meeting_an_entry_a_demo(written):
    report, code = run(written())

    assert (code, report["refused"]) == (0, [])
    (series,), (meeting,), (demo,) = Series.objects.all(), Meeting.objects.all(), Demo.objects.all()
    assert (series.slug, series.title, series.timezone) == ("mlconf-blue", "ML Conf: Blue", "Europe/Madrid")
    assert meeting.starts_at == dt.datetime(2026, 6, 2, 8, tzinfo=dt.UTC)
    assert meeting.ends_at - meeting.starts_at == dt.timedelta(minutes=45)
    assert (demo.title, demo.meeting, demo.minutes, demo.state) == ("Feature stores", meeting, 45, "given")
    assert demo.may_record is False
    assert [person.name for person in demo.presenters.all()] == ["Ana Ruiz"]
    assert "[Slides](<https://example.org/slides.pdf>)" in demo.abstract


def test_what_goes_in_twice_changes_nothing(written):
    run(written())
    report, _ = run(written())

    assert (report["created"], report["changed"]) == (0, 0)


def test_a_dry_run_reports_the_same_and_changes_nothing(written):
    dry, _ = run(written(), "--dry-run")

    assert dry["created"] == 4
    assert not Series.objects.exists()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"date": "tomorrow", "start": None}, "date must be a moment"),
        ({"date": "0001-01-01T00:00:00+00:00"}, "date must be a moment"),
        ({"duration": "long"}, "duration must be hours and minutes"),
        ({"duration": "00:00"}, "lasts no time"),
        ({"title": None}, "title is missing"),
        ({"id": "2814"}, "id must be a whole number"),
    ],
)
def test_a_bad_entry_is_named_with_its_place_and_reason(written, changes, reason):
    report, code = run(path := written(**changes))

    assert code == 1
    (refused,) = report["refused"]
    assert (refused["file"], reason in refused["reason"]) == (str(path), True)
    assert refused["line"] > 5
    assert not Demo.objects.exists()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"schedule": 3}', '{"schedule": {"conference": []}}', "\x00"]
)
def test_a_file_that_is_no_schedule_is_refused_by_name(tmp_path, text):
    path = tmp_path / "odd.json"
    path.write_text(text)

    report, code = run(path)

    assert code == 1
    assert [row["file"] for row in report["refused"]] == [str(path)]


@pytest.mark.parametrize(
    "days", [3, [4], [{"rooms": 5}], [{"rooms": {"Blue": 6}}], [{"rooms": {"Blue": [7]}}]]
)
def test_odd_shapes_end_in_a_report(tmp_path, days):
    path = tmp_path / "odd.json"
    path.write_text(json.dumps({"schedule": {"conference": {"acronym": "x", "days": days}}}))

    assert run(path)[0]["created"] == 0


@there
@pytest.mark.parametrize(
    ("name", "rooms", "days", "entries"),
    [
        ("frab-camp2019", 2, 10, 79), ("pretalx-democon", 2, 6, 36), ("pretalx-rc3", 5, 10, 48),
        ("hub-schedule2", 2, 2, 2),
    ],
)  # fmt: skip
def test_real_programmes_go_in_whole_and_once(name, rooms, days, entries):
    path = DATA / "examples" / f"{name}.json"
    report, code = run(path)
    again, _ = run(path)

    assert (code, report["refused"]) == (0, [])
    assert (Series.objects.count(), Meeting.objects.count(), Demo.objects.count()) == (rooms, days, entries)
    assert (again["created"], again["changed"]) == (0, 0)
    assert User.objects.exists()


@there
def test_the_invalid_example_is_refused_with_its_reason():
    report, code = run(DATA / "examples" / "invalid-example.json")

    assert code == 1
    assert "id must be a whole number" in report["refused"][0]["reason"]
    assert not Demo.objects.exists()
