"""What other sites, feed readers and podcast players get: only what everybody may see, and in a form they accept."""

from xml.etree import ElementTree as ET

import feedparser
import pytest
from django.conf import settings as hub_settings

from tests.factories import MeetingFactory, RecordingFactory, SegmentFactory, SeriesFactory, today
from tests.recordings.watched import captioned, filed

HUB = hub_settings.BASE_URL
SECRET = "Zinnobergruen"


@pytest.fixture
def talk(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    meeting = MeetingFactory(series=SeriesFactory(slug="ml-sync", title="ML Sync"))
    recording = RecordingFactory(
        slug="talk", title="The <winner> & co", seconds=1800, meeting=meeting, speakers=["Ana", "Ben"], tags=["mlops"],
        description="About MLflow.",
    )  # fmt: skip
    filed(recording)
    return recording


@pytest.fixture
def hidden(db, settings, tmp_path, group):
    settings.MEDIA_ROOT = tmp_path
    meeting = MeetingFactory(series=SeriesFactory(slug="private"))
    facts = [{"audience": "internal"}, {"audience": "group", "group": group}, {"state": "draft"}]
    rows = [
        RecordingFactory(slug=f"hidden-{n}", title=SECRET, meeting=meeting, **some)
        for n, some in enumerate(facts)
    ]
    for row in rows:
        filed(row, "audio")
    return rows


def oembed(client, url, form="json", **asked):
    return client.get(f"/community/recordings/oembed.{form}", {"url": url, **asked})


def test_other_site_is_told_how_to_show_a_recording(client, talk):
    page = client.get("/community/recordings/talk/").content.decode()
    assert 'type="application/json+oembed"' in page
    assert "oembed.json?url=http%3A%2F%2F" in page
    answer = oembed(client, f"{HUB}/community/recordings/talk/?t=754")
    assert answer.json() == {
        "version": "1.0", "type": "video", "title": "The <winner> & co", "provider_name": "ML Platform Hub",
        "provider_url": HUB, "width": 640, "height": 360, "author_name": "Ana, Ben",
        "html": f'<iframe src="{HUB}/community/recordings/talk/embed/?t=754" width="640" height="360" '
        'title="The &lt;winner&gt; &amp; co" allow="fullscreen" loading="lazy"></iframe>',
    }  # fmt: skip
    tree = ET.fromstring(oembed(client, f"{HUB}/community/recordings/talk/", "xml").content)  # noqa: S314 -- ours
    assert {node.tag: node.text for node in tree}["title"] == "The <winner> & co"


@pytest.mark.parametrize(
    ("asked", "size"),
    [
        ({"maxwidth": "320"}, (320, 180)), ({"maxheight": "180"}, (320, 180)), ({"maxwidth": "9000"}, (640, 360)),
        ({"maxwidth": "x"}, (640, 360)), ({"maxwidth": "1"}, (200, 112)), ({"maxwidth": "\u0662"}, (640, 360)),
    ],
)  # fmt: skip
def test_frame_fits_where_it_stands(client, talk, asked, size):
    facts = oembed(client, f"{HUB}/community/recordings/talk/", **asked).json()
    assert (facts["width"], facts["height"]) == size


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("", 404), ("https://evil.example/community/recordings/talk/", 404), (f"{HUB}/community/demos/talk/", 404),
        (f"{HUB}/community/recordings/nothing/", 404), (f"{HUB}/community/recordings/talk/media/", 404),
        ("http://[bad", 404), (f"{HUB}/community/recordings/\0/", 404),
    ],
)  # fmt: skip
def test_address_of_no_recording_has_no_embed(client, talk, url, status):
    assert oembed(client, url).status_code == status


def test_unknown_format_is_said(client, talk):
    assert oembed(client, f"{HUB}/community/recordings/talk/", "yaml").status_code == 501
    assert oembed(client, f"{HUB}/community/recordings/talk/", format="xml")["Content-Type"].startswith(
        "text/xml"
    )


def test_only_the_page_to_embed_may_stand_in_a_frame(client, talk):
    answer = client.get("/community/recordings/talk/embed/?t=754")
    assert "X-Frame-Options" not in answer
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert "/community/recordings/talk/media/#t=754" in answer.content.decode()
    page = client.get("/community/recordings/talk/")
    assert page["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


def test_what_is_internal_is_in_no_frame_feed_or_podcast(client, as_admin, talk, hidden):
    for browser in (client, as_admin):  # a frame or reader of somebody who is signed in is still nobody
        for row in hidden:
            assert browser.get(f"{row.get_absolute_url()}embed/").status_code == 404
            assert oembed(browser, f"{HUB}{row.get_absolute_url()}").status_code == 404
        for path in ("feed.atom", "podcast.xml", "feed.atom?series=private", "podcast.xml?series=private"):
            assert SECRET not in browser.get(f"/community/recordings/{path}").content.decode()
    assert "oembed" not in as_admin.get(hidden[0].get_absolute_url()).content.decode()


def test_feed_reader_follows_all_or_a_series(client, talk):
    RecordingFactory(title="Elsewhere", recorded_on=today(-400))
    feed = feedparser.parse(client.get("/community/recordings/feed.atom").content)
    assert (feed.bozo, feed.version) == (0, "atom10")
    newest = feed.entries[0]
    assert (newest.title, newest.id) == ("The <winner> & co", f"urn:hub:recording:{talk.pk}")
    assert newest.link.endswith("/community/recordings/talk/")
    assert len(feed.entries) == 2
    one = feedparser.parse(client.get("/community/recordings/feed.atom?series=ml-sync").content)
    assert (one.feed.title, len(one.entries)) == ("Recordings: ML Sync", 1)
    assert client.get("/community/recordings/feed.atom?series=none").status_code == 404
    etag = client.get("/community/recordings/feed.atom")["ETag"]
    assert client.get("/community/recordings/feed.atom", headers={"If-None-Match": etag}).status_code == 304


def test_podcast_player_hears_what_can_be_heard(client, talk, queries):
    RecordingFactory(title="Without sound")
    filed(talk, "audio", b"\0" * 1234, seconds=1799.5)
    filed(talk, "poster")
    captioned(talk)
    SegmentFactory(recording=talk)
    raw = client.get("/community/recordings/podcast.xml").content
    feed = feedparser.parse(raw)
    assert (feed.bozo, feed.version, feed.feed.title) == (0, "rss20", "ML Platform Hub")
    (episode,) = feed.entries
    enclosure = episode.enclosures[0]
    assert (enclosure.href, enclosure.length, enclosure.type) == (
        f"{HUB}/community/recordings/talk/audio/", "1234", "audio/mp4",
    )  # fmt: skip
    assert (episode.id, episode.guidislink) == (f"urn:hub:recording:{talk.pk}", False)
    assert (episode.itunes_duration, episode.author) == ("30:00", "Ana, Ben")
    assert f'url="{HUB}/community/recordings/talk/captions.en.vtt"'.encode() in raw
    assert f'url="{HUB}/community/recordings/talk/chapters.vtt"'.encode() in raw
    few = queries(lambda: client.get("/community/recordings/podcast.xml"))
    for _ in range(5):
        filed(RecordingFactory(), "audio")
    assert queries(lambda: client.get("/community/recordings/podcast.xml")) == few
    talk.slug = "renamed"
    talk.save()
    again = feedparser.parse(client.get("/community/recordings/podcast.xml?series=ml-sync").content)
    assert [row.id for row in again.entries] == [f"urn:hub:recording:{talk.pk}"], "the same episode for ever"
