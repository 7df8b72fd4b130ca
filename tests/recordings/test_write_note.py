"""Notes at a second: for oneself, or for everybody who may watch."""

import pytest

from hub.recordings import actions
from hub.recordings.models import TimedNote
from tests.factories import RecordingFactory
from tests.pages import main_of, text_of

NOTES = "/community/recordings/talk/notes/"
API = "/api/v1/recordings/talk/notes/"


@pytest.fixture
def talk(db, outsider):
    return RecordingFactory(slug="talk", seconds=1800, owner=outsider)


def test_person_keeps_a_note_for_themselves(as_member, as_outsider, client, talk):
    answer = as_member.post(NOTES, {"at_s": "12:40", "text": "  the  trick "})
    assert answer["Location"] == "/community/recordings/talk/?t=760#notes"
    page = as_member.get(talk.get_absolute_url())
    assert '<a class="num" href="?t=760">12:40</a> the trick' in main_of(page)
    for other in (as_outsider, client):
        assert "the trick" not in text_of(other.get(talk.get_absolute_url()))


def test_shared_note_is_for_everybody_who_may_watch(as_member, client, talk):
    as_member.post(NOTES, {"at_s": "760", "text": "the trick", "shared": "on"})
    assert "the trick" in text_of(client.get(talk.get_absolute_url()))
    talk.audience = "internal"
    talk.save()
    assert client.get(API).status_code == 404


@pytest.mark.parametrize(
    "sent",
    [{}, {"at_s": "soon", "text": "x"}, {"at_s": "1:00", "text": " "}, {"at_s": "9:00:00", "text": "x"},
     {"at_s": "1:00", "text": "x" * 501}],
)  # fmt: skip
def test_what_is_no_note_stays_typed(as_member, talk, sent):
    answer = as_member.post(NOTES, sent)
    assert answer.status_code == 422
    assert "Not saved yet" in text_of(answer)
    assert not TimedNote.objects.exists()


def test_note_sent_twice_is_one_note(talk, member):
    first = actions.write_note(talk, by=member, at_s=5, text="x")
    again = actions.write_note(talk, by=member, at_s=5, text=" x", shared=True)
    assert first == again
    assert TimedNote.objects.get().shared


@pytest.mark.parametrize(
    ("who", "shared", "status"),
    [
        ("member", False, 302), ("member", True, 302), ("outsider", True, 302), ("outsider", False, 404),
        ("admin", True, 302), ("admin", False, 404), ("chair", True, 403), ("anonymous", True, 302),
    ],
)  # fmt: skip
def test_note_is_removed_by_its_author_and_a_shared_one_by_the_owner(cast, talk, member, who, shared, status):
    from tests.cast import browser_of

    note = actions.write_note(talk, by=member, at_s=5, text="x", shared=shared)
    browser = browser_of(cast(who))
    assert browser.post(f"{NOTES}{note.pk}/removal/").status_code == status
    gone = status == 302 and who != "anonymous"
    assert TimedNote.objects.exists() is not gone


def test_program_writes_and_removes_notes(as_member, as_outsider, talk):
    sent = {"at_s": 60, "text": "here", "shared": False}
    answer = as_member.post(API, sent, content_type="application/json")
    assert (answer.status_code, answer.json()["author"]) == (201, "mateo")
    number = answer.json()["id"]
    assert [row["text"] for row in as_member.get(API).json()] == ["here"]
    assert as_outsider.get(API).json() == []
    assert as_outsider.delete(f"{API}{number}/").status_code == 404
    assert as_member.delete(f"{API}{number}/").status_code == 204
    assert as_member.post(API, {"at_s": -1, "text": "x"}, content_type="application/json").status_code == 400
