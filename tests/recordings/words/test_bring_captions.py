"""Captions come in by form and by program, and go out again without what was cut."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hub.accounts import tokens
from hub.activity.models import Entry
from hub.recordings.models import Cut, Passage, Track
from tests.cast import CAST
from tests.factories import MeetingFactory, RecordingFactory, SeriesFactory
from tests.recordings.words.saying import lines, track

VTT = "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Ana>Kubeflow pipelines\n"
PAGE = "/community/recordings/talk/"
API = "/api/v1/recordings/talk/captions/en/"


@pytest.fixture
def talk(group):
    meeting = MeetingFactory(series=SeriesFactory(group=group))
    return RecordingFactory(slug="talk", title="Talk", meeting=meeting, language="en", seconds=60)


def file(content=VTT, name="talk.vtt"):
    return SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())


def send(browser, content=VTT, language="en"):
    return browser.post(f"{PAGE}captions/", {"file": file(content), "language": language}, follow=True)


def test_chair_brings_captions_and_everybody_reads_and_finds_them(talk, as_chair, client):
    answer = send(as_chair)
    assert "The captions are in." in answer.content.decode()
    row = Track.objects.get()
    assert (row.language, row.origin, row.version) == ("en", "human", 1)
    assert "Kubeflow pipelines" in client.get(f"{PAGE}transcript/").content.decode()
    assert Passage.objects.get().text == "Kubeflow pipelines"
    assert Entry.objects.get().kind == "recordings.captions_came"


def test_the_same_captions_again_change_nothing(talk, as_chair):
    send(as_chair)
    assert "were in already" in send(as_chair).content.decode()
    assert Track.objects.get().version == 1
    assert Entry.objects.count() == 1
    assert (
        "The captions are in." in send(as_chair, VTT + "\n00:05.000 --> 00:06.000\nMore\n").content.decode()
    )
    assert Track.objects.get().version == 2


def test_chair_hears_what_is_odd(talk, as_chair):
    page = send(as_chair, VTT + "\n05:05.000 --> 05:06.000\nLate\n").content.decode()
    assert "1 caption beginning after the end of the recording" in page


@pytest.mark.parametrize(
    ("content", "language", "said"),
    [
        ("a letter", "en", "Line 1: there are no captions in it"),
        (b"\xff\xd8\xff\xe0jpeg", "en", "Line 1: this is no text file"),
        ("WEBVTT\n\n", "en", "It holds no captions"),
        (VTT, "klingon!", "Name the language"),
        (VTT, "../x", "Name the language"),
    ],
)
def test_what_is_no_captions_is_refused_beside_the_form(talk, as_chair, content, language, said):
    answer = send(as_chair, content, language)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Track.objects.exists()


@pytest.mark.parametrize("who", CAST)
def test_only_who_answers_for_the_recording_brings_captions(talk, cast, who):
    person, browser = cast(who), cast(f"as_{who}")
    allowed = who in {"admin", "chair"}
    page = browser.post(f"{PAGE}captions/", {"file": file(), "language": "en"})
    if who == "anonymous":
        assert page.status_code == 302
        assert "sign-in" in page["Location"]
    else:
        assert page.status_code == (302 if allowed else 403)
    assert Track.objects.exists() == allowed
    headers = {}
    if person.is_authenticated:
        _row, key = tokens.issue_token(by=person, name="x", scope="write")
        headers = {"authorization": f"Bearer {key}"}
    answer = Client().put(API, VTT, content_type="text/vtt", headers=headers)
    assert answer.status_code == (200 if allowed else 403 if person.is_authenticated else 401)


def test_owner_brings_captions_of_a_draft_that_others_do_not_see(as_outsider, outsider, as_member):
    RecordingFactory(slug="talk", owner=outsider, state="draft")
    assert as_member.get(f"{PAGE}transcript/").status_code == 404
    assert send(as_outsider).status_code == 200
    for tail in ("captions.en.vtt", "transcript.en.txt", "transcript.en.json"):
        assert as_member.get(PAGE + tail).status_code == 404
        assert as_outsider.get(PAGE + tail).status_code == 200


def test_program_brings_subrip_and_reads_it_back(talk, admin):
    _row, key = tokens.issue_token(by=admin, name="x", scope="write")
    headers = {"authorization": f"Bearer {key}"}
    srt = "1\n00:00:01,000 --> 00:00:04,000\nHello\n"
    answer = Client().put(API, srt, content_type="application/x-subrip", headers=headers)
    assert answer.json() == {"language": "en", "version": 1, "changed": True, "cues": 1, "warnings": []}
    told = Client().get(API).json()
    assert told["cues"] == [{"starts_ms": 1000, "ends_ms": 4000, "speaker": "", "text": "Hello"}]
    assert Client().put(API, "x", content_type="text/vtt", headers=headers).status_code == 400
    assert Client().put(API, "{}", content_type="application/json", headers=headers).status_code == 415
    assert Client().get(API.replace("/en/", "/de/")).status_code == 404


def test_player_gets_captions_without_what_was_cut(talk, client):
    track(talk, *[f"word{n}" for n in range(20)])
    Cut.objects.create(recording=talk, starts_ms=9000, ends_ms=13_000)
    answer = client.get(f"{PAGE}captions.en.vtt")
    assert answer["Content-Type"] == "text/vtt; charset=utf-8"
    assert answer.content.decode().startswith("WEBVTT\n\n00:00:00.000 --> 00:00:04.000\nword0\n")
    for tail in ("captions.en.vtt", "transcript.en.txt", "transcript.en.json", "transcript/"):
        body = client.get(PAGE + tail).content.decode()
        assert "word1" in body
        assert "word4" in body
        assert "word2 " not in body
        assert "word2\n" not in body
        assert '"word2"' not in body
        assert "word3 " not in body
        assert '"word3"' not in body


def test_text_has_speakers_and_data_has_the_version(talk, client):
    track(talk, lines("Hello.", "More.", speaker="Ana"))
    assert client.get(f"{PAGE}transcript.en.txt").content.decode() == "Ana: Hello. More.\n"
    assert client.get(f"{PAGE}transcript.en.json").json()["version"] == 1
    assert client.get(f"{PAGE}captions.de.vtt").status_code == 404


def test_script_in_captions_is_harmless_on_the_page(talk, client, as_chair):
    track(talk, "<script>alert(1)</script>")
    for browser in (client, as_chair):
        page = browser.get(f"{PAGE}transcript/").content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_empty_page_says_what_to_do(talk, client, as_chair):
    assert "Nobody has written down" in client.get(f"{PAGE}transcript/").content.decode()
    assert "Bring a file of captions" in as_chair.get(f"{PAGE}transcript/").content.decode()


def test_a_page_of_captions_costs_the_same_with_one_and_with_forty(talk, as_chair, client, queries):
    track(talk, "one")
    few = [
        queries(lambda browser=browser: browser.get(f"{PAGE}transcript/")) for browser in (as_chair, client)
    ]
    track(talk, *[f"word {n}" for n in range(40)])
    many = [
        queries(lambda browser=browser: browser.get(f"{PAGE}transcript/")) for browser in (as_chair, client)
    ]
    assert few == many
    assert max(many) <= 15
