"""Recordings: the list, one recording, its media."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from hub.recordings.models import clock
from hub.recordings.watching import elsewhere_at, host_of
from tests.factories import DemoFactory, MeetingFactory, RecordingFactory, SegmentFactory


@pytest.fixture
def file(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    recording = RecordingFactory(slug="talk")
    default_storage.save("recordings/talk.mp4", ContentFile(bytes(range(256)) * 4))
    return recording


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({}, ["B", "A", "C"]),
        ({"q": "registry"}, ["A"]),
        ({"q": "regis"}, []),
        ({"event": "PyData 2020"}, ["A"]),
        ({"year": "2021"}, ["B"]),
        ({"speaker": "Ana López"}, ["A"]),
        ({"tag": "mlops"}, ["B"]),
        ({"event": "nowhere", "year": "abc", "page": "9999"}, ["B", "A", "C"]),
        ({"speaker": "Nobody"}, []),
    ],
)
def test_list_answers_what_the_address_asks(client, db, asked, titles):
    RecordingFactory(title="A", description="About a model registry", event="PyData 2020",
                     speakers=["Ana López"], recorded_on=dt.date(2020, 5, 1))  # fmt: skip
    RecordingFactory(title="B", tags=["mlops"], recorded_on=dt.date(2021, 5, 1))
    RecordingFactory(title="C", recorded_on=None)
    answer = client.get("/community/recordings/", asked)
    assert [row.title for row in answer.context["page"]] == titles


def test_internal_recording_is_for_people_who_are_signed_in(client, as_outsider):
    row = RecordingFactory(title="Internal", audience="internal", event="Secret event")
    assert "Internal" not in client.get("/community/recordings/").content.decode()
    assert "Secret event" not in client.get("/community/recordings/").content.decode()
    for path in (row.get_absolute_url(), f"{row.get_absolute_url()}media/"):
        assert client.get(path).status_code == 404
    assert as_outsider.get(row.get_absolute_url()).status_code == 200


def test_list_costs_the_same_with_one_and_with_thirty(as_member, queries):
    RecordingFactory(event="PyData", speakers=["Ana"])
    few = queries(lambda: as_member.get("/community/recordings/"))
    RecordingFactory.create_batch(30, event="PyData", speakers=["Ana"], tags=["x"])
    assert queries(lambda: as_member.get("/community/recordings/")) == few <= 15


def test_page_costs_the_same_with_many_chapters(client, db, queries):
    small, large = RecordingFactory(meeting=MeetingFactory()), RecordingFactory(meeting=MeetingFactory())
    SegmentFactory(recording=small, demo=DemoFactory())
    for number in range(20):
        SegmentFactory(recording=large, demo=DemoFactory(), starts_s=number * 10, ends_s=number * 10 + 9)
    few = queries(lambda: client.get(small.get_absolute_url()))
    assert queries(lambda: client.get(large.get_absolute_url())) == few <= 15


def test_video_elsewhere_is_a_labelled_link_and_no_frame(client, db):
    row = RecordingFactory(video_url="https://www.youtube.com/watch?v=abc")
    SegmentFactory(recording=row, starts_s=65, ends_s=90)
    page = client.get(row.get_absolute_url()).content.decode()
    assert "Watch on youtube.com" in page
    assert "https://www.youtube.com/watch?v=abc&amp;t=65s" in page
    assert "<iframe" not in page
    assert "<video" not in page


def test_own_file_plays_here_and_chapters_jump(client, file):
    SegmentFactory(recording=file, starts_s=65, ends_s=90)
    page = client.get(file.get_absolute_url()).content.decode()
    assert '<source src="/community/recordings/talk/media/" type="video/mp4">' in page
    assert 'href="?t=65"' in page


def test_recording_without_a_video_says_so(client, db):
    assert "no video of it here" in client.get(RecordingFactory().get_absolute_url()).content.decode()


def test_demo_that_is_only_proposed_is_not_named_to_visitors(client, as_member):
    segment = SegmentFactory(demo=DemoFactory(title="Half-baked", state="proposed"))
    page = segment.recording.get_absolute_url()
    assert "Half-baked" not in client.get(page).content.decode()
    assert "Half-baked" in as_member.get(page).content.decode()


@pytest.mark.parametrize(
    ("asked", "status", "body"),
    [
        ("", 200, bytes(range(256)) * 4),
        ("bytes=0-9", 206, bytes(range(10))),
        ("bytes=1020-", 206, bytes([252, 253, 254, 255])),
        ("bytes=-2", 206, bytes([254, 255])),
        ("bytes=-9999", 206, bytes(range(256)) * 4),
        ("bytes=0-99999", 206, bytes(range(256)) * 4),
        ("bytes=5-2", 200, bytes(range(256)) * 4),
        ("bytes=0-1,5-6", 200, bytes(range(256)) * 4),
        ("lines=1-2", 200, bytes(range(256)) * 4),
        ("bytes=-", 200, bytes(range(256)) * 4),
        ("bytes=1024-", 416, b""),
        ("bytes=-0", 416, b""),
    ],
)
def test_media_comes_whole_or_in_parts(client, file, asked, status, body):
    answer = client.get("/community/recordings/talk/media/", headers={"Range": asked})
    sent = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert (answer.status_code, sent) == (status, body)
    assert answer.headers.get("Content-Range") == {
        206: f"bytes {1024 - len(body) if asked != 'bytes=0-9' else 0}-{9 if asked == 'bytes=0-9' else 1023}/1024",
        416: "bytes */1024",
    }.get(status)


def test_media_that_is_not_there_is_not_found(client, db):
    assert client.get(f"{RecordingFactory().get_absolute_url()}media/").status_code == 404


def test_script_and_foreign_link_in_a_source_are_harmless(client, db):
    row = RecordingFactory(
        title="<script>alert(1)</script>",
        description="<img src=x onerror=alert(2)> [x](javascript:alert(3))",
        links=[{"label": "x", "url": "javascript:alert(4)"}],
        speakers=['"><script>alert(5)</script>'],
    )
    for path in (row.get_absolute_url(), "/community/recordings/"):
        page = client.get(path).content.decode()
        assert "<script>alert" not in page
        assert "javascript:" not in page
        assert "onerror" not in page.replace("&lt;img src=x onerror", "")


def test_odd_parameters_break_nothing(client, db):
    for query in (
        "?q=%00",
        "?speaker=%00",
        "?q=" + "x" * 5000,
        "?page=abc",
        "?year=%F0%9F%98%80",
        "?tag='; --",
    ):
        assert client.get("/community/recordings/" + query).status_code == 200


@pytest.mark.parametrize(
    ("url", "seconds", "expected"),
    [
        ("https://youtu.be/abc", 65, "https://youtu.be/abc?t=65s"),
        ("https://www.youtube.com/watch?v=a&t=3s", 65, "https://www.youtube.com/watch?v=a&t=65s"),
        ("https://example.org/talk.mp4", 65, "https://example.org/talk.mp4#t=65"),
        ("https://youtu.be/abc", 0, "https://youtu.be/abc"),
    ],
)
def test_video_elsewhere_begins_at_the_second(url, seconds, expected):
    assert elsewhere_at(url, seconds) == expected


def test_lengths_read_as_on_a_player():
    assert [clock(s) for s in (None, 5, 65, 3723)] == ["0:00", "0:05", "1:05", "1:02:03"]
    assert host_of("https://m.youtube.com/x") == "youtube.com"
