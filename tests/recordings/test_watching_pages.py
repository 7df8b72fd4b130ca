"""The page of a recording as people watch it: player, words, chapters, what comes next. All of it without scripts."""

import datetime as dt
import time

import pytest

from hub.recordings.models import Cut
from hub.recordings.playing import second_of
from tests.factories import (
    DemoFactory,
    MeetingFactory,
    RecordingFactory,
    SegmentFactory,
    SeriesFactory,
    today,
)
from tests.pages import links_of, main_of, queries_of, text_of
from tests.recordings.watched import captioned, filed


@pytest.fixture
def talk(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    recording = RecordingFactory(slug="talk", seconds=1800)
    filed(recording)
    return recording


@pytest.mark.parametrize(
    ("asked", "second"),
    [
        ("754", 754), ("754.9", 754), ("754s", 754), ("12:34", 754), ("1:02:03", 3723), ("1h2m3s", 3723),
        ("2m", 120), ("", None), ("x", None), ("-3", None), ("1:2", None), ("9" * 30, None), ("nan", None),
    ],
)  # fmt: skip
def test_moment_is_understood_however_it_is_written(asked, second):
    assert second_of(asked) == second


def test_page_leads_to_its_words_in_full_and_who_edits_it_without_words_to_bring_some(as_admin, client, talk):
    there = "/community/recordings/talk/transcript/"
    assert there in links_of(as_admin.get("/community/recordings/talk/"))
    assert there not in links_of(client.get("/community/recordings/talk/"))
    captioned(talk, language="pt-BR")
    (link,) = {link for link in links_of(client.get("/community/recordings/talk/")) if link.startswith(there)}
    assert link == f"{there}?language=pt-BR"
    assert "Welcome to the sync." in text_of(client.get(link))


def test_asked_second_is_where_the_video_begins(client, talk):
    page = client.get("/community/recordings/talk/?t=754").content.decode()
    assert '<source src="/community/recordings/talk/media/#t=754" type="video/mp4">' in page


def test_senseless_second_is_the_beginning(client, talk):
    for asked in ("abc", "-1", "", "%00", "9" * 500):
        page = client.get(f"/community/recordings/talk/?t={asked}").content.decode()
        assert '<source src="/community/recordings/talk/media/" type="video/mp4">' in page


def test_reader_has_every_line_as_a_link_to_its_second(client, talk):
    captioned(talk)
    answer = client.get("/community/recordings/talk/?t=64")
    links = links_of(answer)
    assert {"?t=0", "?t=3", "?t=62", "?t=120"} <= set(links)
    assert "Ana Welcome to the sync. Today we publish the winner with MLflow." in text_of(answer)
    assert 'data-at="62" aria-current="true">The feature store is next.' in main_of(answer)
    assert main_of(answer).count("aria-current") == 1


def test_lines_of_a_video_elsewhere_lead_to_the_second_there(client, db):
    row = RecordingFactory(video_url="https://www.youtube.com/watch?v=abc")
    captioned(row)
    SegmentFactory(recording=row, title="The store", starts_s=62, ends_s=90)
    links = links_of(client.get(f"{row.get_absolute_url()}?t=70"))
    assert "https://www.youtube.com/watch?v=abc&amp;t=3s" in links
    assert links.count("https://www.youtube.com/watch?v=abc&amp;t=62s") >= 2, "the line and the chapter"
    assert "https://www.youtube.com/watch?v=abc&amp;t=70s" in links


def test_chapters_are_headings_in_the_transcript(client, talk):
    captioned(talk)
    SegmentFactory(recording=talk, title="Feature <store>", starts_s=62, ends_s=90)
    page = main_of(client.get("/community/recordings/talk/"))
    assert '<h3 class="words-chapter"><a href="?t=62">Feature &lt;store&gt;</a></h3>' in page


def test_words_of_people_are_never_markup(client, talk):
    captioned(talk, [(0, 900, '"><script>alert(1)</script>', "<img src=x onerror=alert(2)> & co")])
    page = client.get("/community/recordings/talk/").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(2)&gt; &amp; co" in page


def test_words_in_a_cut_are_read_nowhere(client, talk):
    captioned(talk)
    Cut.objects.create(recording=talk, starts_ms=3_400, ends_ms=10_000)
    for path in ("", "captions.en.vtt"):
        said = client.get(f"/community/recordings/talk/{path}").content.decode()
        assert "publish the winner" not in said
        assert "Welcome to the sync." in said


def test_captions_and_chapters_are_tracks_of_the_player(client, talk):
    captioned(talk, origin="machine")
    SegmentFactory(recording=talk, title="One --> two", starts_s=0, ends_s=100)
    SegmentFactory(recording=talk, title="Two", starts_s=60, ends_s=90)
    page = main_of(client.get("/community/recordings/talk/"))
    assert 'kind="captions" src="/community/recordings/talk/captions.en.vtt" srclang="en"' in page
    assert 'kind="chapters" src="/community/recordings/talk/chapters.vtt"' in page
    assert (
        client.get("/community/recordings/talk/captions.en.vtt")
        .content.decode()
        .startswith("WEBVTT\n\n00:00:00.000 --> 00:00:03.000\n<v Ana>Welcome to the sync.\n")
    )
    assert client.get("/community/recordings/talk/chapters.vtt").content.decode() == (
        "WEBVTT\n\n00:00:00.000 --> 00:01:00.000\nOne --&gt; two\n\n00:01:00.000 --> 00:01:30.000\nTwo\n"
    )
    assert client.get("/community/recordings/talk/chapters.txt").content.decode() == (
        "0:00 One --> two\n1:00 Two\n"
    )
    assert client.get("/community/recordings/talk/captions.de.vtt").status_code == 404


def test_texts_of_an_internal_recording_are_not_there_for_visitors(client, as_outsider, talk):
    captioned(talk)
    SegmentFactory(recording=talk)
    talk.audience = "internal"
    talk.save()
    for path in ("captions.en.vtt", "chapters.vtt", "chapters.txt"):
        assert client.get(f"/community/recordings/talk/{path}").status_code == 404
        assert as_outsider.get(f"/community/recordings/talk/{path}").status_code == 200


def test_sound_alone_is_a_choice(client, talk):
    filed(talk, "audio")
    assert 'href="?as=audio&amp;t=70"' in main_of(client.get("/community/recordings/talk/?t=70"))
    page = main_of(client.get("/community/recordings/talk/?as=audio&t=70"))
    assert '<source src="/community/recordings/talk/audio/#t=70" type="audio/mp4">' in page
    assert "<video" not in page


def test_storyboard_and_poster_are_named_for_the_player(client, talk):
    filed(talk, "poster")
    filed(talk, "storyboard", details={"seconds": 10, "columns": 5, "rows": 5, "width": 160, "height": 90})
    page = main_of(client.get("/community/recordings/talk/"))
    assert 'poster="/community/recordings/talk/poster/"' in page
    assert (
        'data-seconds="10" data-columns="5" data-rows="5" data-width="160" data-height="90" '
        'data-src="/community/recordings/talk/storyboard/"'
    ) in page
    assert "poster=" not in main_of(client.get("/community/recordings/talk/?t=9")), (
        "it would hide that second"
    )


def test_transcript_is_read_in_another_language_on_request(client, talk):
    captioned(talk, language="en")
    captioned(talk, [(0, 900, "", "Hola a todos.")], language="es")
    assert "Hola" not in text_of(client.get("/community/recordings/talk/"))
    assert "Hola a todos." in text_of(client.get("/community/recordings/talk/?captions=es"))


def test_reader_goes_on_with_what_comes_next_in_the_series(client, as_outsider, db):
    series = SeriesFactory(slug="ml-sync", title="ML Sync")
    rows = [
        RecordingFactory(
            title=f"Sync {n}", meeting=MeetingFactory(series=series, starts_at=_moment(n)), recorded_on=today(n),
            audience="internal" if n == -2 else "public",
        )
        for n in (-4, -3, -2, -1)
    ]  # fmt: skip
    page = client.get(rows[1].get_absolute_url())
    assert f'rel="prev" href="{rows[0].get_absolute_url()}"' in main_of(page)
    assert f'rel="next" href="{rows[3].get_absolute_url()}"' in main_of(page), "not the internal one"
    assert f'rel="next" href="{rows[2].get_absolute_url()}"' in main_of(
        as_outsider.get(rows[1].get_absolute_url())
    )
    listed = client.get("/community/recordings/?series=ml-sync").context["page"]
    assert [row.title for row in listed] == ["Sync -1", "Sync -3", "Sync -4"]


def _moment(days):
    return dt.datetime.combine(today(days), dt.time(10), dt.UTC)


def test_page_costs_the_same_with_many_words_and_notes(as_member, member, talk):
    captioned(talk)
    talk.notes.create(user=member, at_s=5, text="A note")
    SegmentFactory(recording=talk, starts_s=500, ends_s=509, demo=DemoFactory())
    few = queries_of(as_member, talk.get_absolute_url())
    for number in range(20):
        talk.notes.create(user=member, at_s=number, text=f"Note {number}")
        SegmentFactory(recording=talk, starts_s=number * 20, ends_s=number * 20 + 9, demo=DemoFactory())
    assert queries_of(as_member, talk.get_absolute_url()) == few


def test_three_hours_of_words_stay_quick(client, talk):
    captioned(
        talk,
        [(n * 2160, n * 2160 + 2000, f"Speaker {n // 40 % 5}", f"Line {n} of the talk") for n in range(5000)],
    )
    client.get("/community/recordings/talk/")
    took = []
    for _ in range(5):
        began = time.process_time()
        page = client.get("/community/recordings/talk/?t=9000").content.decode()
        took.append(time.process_time() - began)
    assert "Line 4999 of the talk" in page
    assert min(took) < 0.4, f"{took} s"


@pytest.mark.parametrize(
    ("who", "words"), [("member", "Correct it"), ("admin", "Correct it"), ("outsider", "Read or download it")]
)
def test_the_words_lead_to_where_they_are_corrected_or_taken_along(who, words, cast, talk, member):
    talk.owner = member
    talk.save()
    captioned(talk)

    page = cast(f"as_{who}").get(talk.get_absolute_url())

    assert f'href="/community/recordings/talk/transcript/?language=en">{words}</a>' in main_of(page)


def test_who_looks_after_it_finds_all_that_can_be_done(as_member, as_outsider, talk, member):
    talk.owner = member
    talk.save()
    doors = {f"{talk.get_absolute_url()}{tail}/" for tail in ("care", "file", "transcript", "chapters")}

    assert doors <= set(links_of(as_member.get(talk.get_absolute_url())))
    assert not doors & set(links_of(as_outsider.get(talk.get_absolute_url())))


@pytest.mark.parametrize(
    ("code", "name"),
    [("en", "English"), ("eng", "English"), ("pt-BR", "Brazilian Portuguese"), ("tlh", "tlh")],
)
def test_languages_are_named_in_words(client, talk, code, name):
    talk.language = code
    talk.save()

    assert f"Language {name}" in text_of(client.get(talk.get_absolute_url()))
