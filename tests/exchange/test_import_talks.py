"""A tree of pyvideo JSON."""

# ruff: noqa: E501 -- a case reads best on one line

import datetime as dt
import json
from typing import Any

import pytest

from hub.recordings.models import Recording
from tests.exchange.conftest import reasons


def talk(**fields: Any) -> str:
    return json.dumps(
        {
            "title": "On engines", "description": "About engines.", "recorded": "2019-08-02T09:15:00+10:00",
            "duration": 1200, "language": "eng", "speakers": ["Ada"], "tags": ["engines", ""],
            "videos": [{"type": "mp4", "url": "https://v.org/1.mp4"}, {"type": "youtube", "url": "https://y.org/1"}],
            "related_urls": ["https://x.org"], "thumbnail_url": "https://y.org/1.jpg", **fields,
        },
        indent=2,
    )  # fmt: skip


def event(**talks: str) -> dict[str, str]:
    files = {f"conf-2019/videos/{name}.json": text for name, text in talks.items()}
    return {"conf-2019/category.json": json.dumps({"title": "Conf 2019"}), **files}


def test_a_talk_becomes_a_recording(take_in) -> None:
    report = take_in(event(engines=talk()))
    talk_ = Recording.objects.get()
    assert (talk_.slug, talk_.title, talk_.event) == ("conf-2019-engines", "On engines", "Conf 2019")
    assert (talk_.recorded_on, talk_.seconds, talk_.language) == (dt.date(2019, 8, 2), 1200, "en")
    assert (talk_.speakers, talk_.tags, talk_.video_url) == (["Ada"], ["engines"], "https://y.org/1")
    assert talk_.links == [
        {"label": "Video (mp4)", "url": "https://v.org/1.mp4"}, {"label": "https://x.org", "url": "https://x.org"},
    ]  # fmt: skip
    assert report.refused == []


def test_one_file_name_at_two_events_is_two_recordings(take_in) -> None:
    take_in({**event(keynote=talk()), "conf-2020/videos/keynote.json": talk()})
    assert Recording.objects.count() == 2
    assert Recording.objects.get(slug="conf-2020-keynote").event == "conf-2020"


def test_a_long_name_is_cut_and_stays_its_own(take_in) -> None:
    take_in(event(**{"a" * 120: talk(), "a" * 120 + "b": talk()}))
    slugs = Recording.objects.values_list("slug", flat=True)
    assert len(slugs) == 2
    assert all(len(slug) <= 100 for slug in slugs)


@pytest.mark.parametrize(
    ("fields", "column", "value", "said"),
    [
        ({"duration": 172860}, "seconds", None, "a talk of 172860 seconds is hard to believe"),
        ({"duration": -5}, "seconds", None, "hard to believe"),
        ({"duration": "long"}, "seconds", None, "duration must be a whole number"),
        ({"recorded": "2019"}, "recorded_on", None, "recorded '2019' is not a date"),
        ({"videos": [{"url": "javascript:alert(1)"}]}, "video_url", "", "is not a web address"),
        ({"related_urls": ["x.org", "https://x.org"]}, "video_url", "https://y.org/1", "link 'x.org' is not a web address"),
        ({"speakers": "Ada"}, "speakers", ["Ada"], ""),
        ({"speakers": [["Ada"]]}, "speakers", [], "speakers must be text, not a list"),
        ({"description": "x" * 60_000}, "description", "", "is 60,000 characters long, 50,000 at most"),
        ({"description": "a\u0000b"}, "description", "", "has a control character"),
        ({"description": None}, "description", "", ""),
    ],
)  # fmt: skip
def test_a_dirty_field_is_left_out_and_named(
    take_in, fields: dict, column: str, value: Any, said: str
) -> None:
    report = take_in(event(engines=talk(**fields)))
    assert getattr(Recording.objects.get(), column) == value
    assert [reason for reason in reasons(report) if said in reason] or not said
    assert len(report.refused) == bool(said)
    if said:
        assert report.refused[0].place.line > 1


def test_a_talk_without_a_title_is_refused(take_in) -> None:
    report = take_in(event(engines=talk(title="")))
    assert Recording.objects.count() == 0
    assert "title is missing; left out" in reasons(report)[0]


def test_json_that_is_no_talk_is_ignored(take_in) -> None:
    report = take_in({"schedule.json": '{"schedule": {}}', "list.json": "[1]", "notes.txt": "x"})
    assert len(report.ignored) == 3
    assert report.refused == []
    assert not report.ok
