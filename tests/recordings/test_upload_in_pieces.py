"""The tus door: what a sender may say, what it is told, and that nobody writes where they may not."""

import base64
import datetime as dt
import hashlib
import threading

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from hub.accounts import tokens
from hub.recordings.actions import uploading
from hub.recordings.media import spool
from hub.recordings.models import Recording, Upload
from tests.cast import browser_of
from tests.factories import RecordingFactory

DOOR = "/community/recordings/uploads/"
TUS = {"Tus-Resumable": "1.0.0"}
PIECE = "application/offset+octet-stream"


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    settings.MEDIA_ROOT, settings.VAR = tmp_path / "media", tmp_path / "var"


def told(**values: str) -> str:
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in values.items())


def begin(browser, length=10, **headers):
    return browser.post(DOOR, headers={**TUS, "Upload-Length": str(length), **headers})


def send(browser, place, offset, body, kind=PIECE, **headers):
    return browser.patch(
        place, body, content_type=kind, headers={**TUS, "Upload-Offset": str(offset), **headers}
    )


def where(browser, place):
    answer = browser.head(place, headers=TUS)
    return answer.status_code, answer.headers.get("Upload-Offset"), answer.headers.get("Upload-Length")


def proof(name: str, body: bytes) -> dict[str, str]:
    return {"Upload-Checksum": f"{name} {base64.b64encode(hashlib.new(name, body).digest()).decode()}"}


def test_anybody_hears_what_is_spoken(client, db, settings):
    answer = client.options(DOOR)

    assert answer.status_code == 204
    assert answer["Tus-Version"] == "1.0.0"
    assert answer["Tus-Max-Size"] == str(settings.UPLOAD_LIMIT_MB * 1024 * 1024)
    assert answer["Tus-Checksum-Algorithm"] == "sha256,sha1"
    assert {"creation", "checksum", "expiration", "termination"} <= set(answer["Tus-Extension"].split(","))


def test_member_sends_a_file_in_two_pieces(as_member, member):
    talk = RecordingFactory(owner=member, state="draft")
    place = begin(as_member, 10, **{"Upload-Metadata": told(filename="../a/Demo 7.mp4", recording=talk.slug)})
    assert (place.status_code, "Upload-Expires" in place.headers) == (201, True)

    first = send(as_member, place["Location"], 0, b"01234")
    assert (first.status_code, first["Upload-Offset"]) == (204, "5")
    assert where(as_member, place["Location"]) == (200, "5", "10")
    assert send(as_member, place["Location"], 5, b"56789")["Upload-Offset"] == "10"

    row = Upload.objects.get()
    assert (row.filename, row.recording, row.finished_at is not None) == ("Demo 7.mp4", talk, True)
    assert spool.file_of(row.pk).read_bytes() == b"0123456789"
    assert [job.step for job in talk.jobs.all()] == ["fetch"]


def test_file_without_a_recording_becomes_a_draft_of_its_sender(as_member, member):
    place = begin(as_member, 3, **{"Upload-Metadata": told(filename="Community_Session 7.mp4")})["Location"]
    send(as_member, place, 0, b"abc")

    made = Recording.objects.get()
    assert (made.title, made.state, made.owner, made.audience) == (
        "Community Session 7",
        "draft",
        member,
        "internal",
    )


def test_first_piece_may_come_with_the_beginning(as_member):
    answer = as_member.post(DOOR, b"abc", content_type=PIECE, headers={**TUS, "Upload-Length": "6"})

    assert (answer.status_code, answer["Upload-Offset"]) == (201, "3")


def test_length_may_be_said_later(as_member):
    answer = as_member.post(DOOR, headers={**TUS, "Upload-Defer-Length": "1"})
    place = answer["Location"]
    assert as_member.head(place, headers=TUS)["Upload-Defer-Length"] == "1"
    send(as_member, place, 0, b"abc")
    send(as_member, place, 3, b"def", **{"Upload-Length": "6"})

    assert Upload.objects.get().finished_at


@pytest.mark.parametrize("offset", [0, 4, 6, 999])
def test_wrong_place_is_told_the_right_one(as_member, offset):
    place = begin(as_member)["Location"]
    send(as_member, place, 0, b"01234")

    answer = send(as_member, place, offset, b"x")
    assert (answer.status_code, answer["Upload-Offset"]) == (409, "5")


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"kind": "application/octet-stream"}, 415),
        ({"offset": "x"}, 400),
        ({"offset": "-1"}, 400),
        ({"offset": "9" * 40}, 400),
        ({"body": b"x" * 11}, 413),
        ({"Upload-Checksum": "md5 AAAA"}, 400),
        ({"Upload-Checksum": "sha1 !!!"}, 400),
        ({"Tus-Resumable": "0.2.2"}, 412),
    ],
)
def test_piece_that_makes_no_sense_is_refused_and_changes_nothing(as_member, change, status):
    place = begin(as_member)["Location"]
    change = {"offset": 0, "body": b"01", "kind": PIECE, **change}
    answer = send(as_member, place, change.pop("offset"), change.pop("body"), change.pop("kind"), **change)

    assert answer.status_code == status
    assert where(as_member, place) == (200, "0", "10")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Upload-Length": "abc"}, 400),
        ({"Upload-Length": "-5"}, 400),
        ({"Upload-Length": "99999999999999"}, 413),
        ({"Upload-Metadata": "filename %%%"}, 400),
        ({"Upload-Metadata": told(recording="nowhere")}, 404),
    ],
)
def test_beginning_that_makes_no_sense_is_refused(as_member, headers, status):
    assert begin(as_member, **headers).status_code == status
    assert Upload.objects.count() == 0


@pytest.mark.parametrize("name", ["sha256", "sha1"])
def test_piece_with_the_wrong_checksum_does_not_count(as_member, name):
    place = begin(as_member)["Location"]
    assert send(as_member, place, 0, b"01234", **proof(name, b"01234")).status_code == 204
    assert send(as_member, place, 5, b"xxxxx", **proof(name, b"56789")).status_code == 460
    assert where(as_member, place) == (200, "5", "10")
    assert send(as_member, place, 5, b"56789", **proof(name, b"56789")).status_code == 204
    assert spool.file_of(Upload.objects.get().pk).read_bytes() == b"0123456789"


def test_piece_that_was_never_proven_goes_after_a_crash(as_member):
    place = begin(as_member)["Location"]
    send(as_member, place, 0, b"01234")
    key = Upload.objects.get().pk
    spool.unproven(key).__enter__()  # and the server is killed before it compares
    spool.append(key, _reader(b"xx"), 5)

    assert where(as_member, place) == (200, "5", "10")


def _reader(body: bytes):
    left = [body]
    return lambda _: left.pop() if left else b""


def test_what_reached_the_disk_counts_after_a_crash(as_member):
    place = begin(as_member)["Location"]
    send(as_member, place, 0, b"01234")
    with spool.file_of(Upload.objects.get().pk).open("ab") as file:
        file.write(b"56")  # the server was killed before its row knew

    assert where(as_member, place) == (200, "7", "10")
    assert send(as_member, place, 7, b"789")["Upload-Offset"] == "10"


def test_connection_that_breaks_keeps_what_came(as_member):
    place = begin(as_member)["Location"]
    key = Upload.objects.get().pk

    def read(_):
        if spool.file_of(key).stat().st_size or sent:
            raise OSError("gone")
        sent.append(1)
        return b"0123"

    sent: list[int] = []
    assert spool.append(key, read, 10) == 4
    assert where(as_member, place)[1] == "4"


@pytest.mark.django_db(transaction=True)
def test_second_writer_is_told_to_wait(as_member, member):
    place = begin(as_member)["Location"]
    key, held, over = Upload.objects.get().pk, threading.Event(), threading.Event()

    def write():
        with transaction.atomic():
            uploading.hold(key, by=member)
            held.set()
            over.wait(20)
        connection.close()

    other = threading.Thread(target=write)
    other.start()
    assert held.wait(20)
    assert send(as_member, place, 0, b"0").status_code == 423
    over.set()
    other.join()
    assert send(as_member, place, 0, b"0").status_code == 204


def test_upload_that_nobody_continued_is_gone(as_member):
    place = begin(as_member)["Location"]
    key = Upload.objects.get().pk
    Upload.objects.update(expires_at=timezone.now() - dt.timedelta(minutes=1))

    assert where(as_member, place)[0] == 410
    assert send(as_member, place, 0, b"x").status_code == 410
    uploading.sweep_uploads(timezone.now() + dt.timedelta(days=40))
    assert not Upload.objects.exists()
    assert not spool.file_of(key).exists()


def test_sender_throws_it_away(as_member):
    place = begin(as_member)["Location"]
    send(as_member, place, 0, b"01")
    key = Upload.objects.get().pk

    assert as_member.delete(place, headers=TUS).status_code == 204
    assert where(as_member, place)[0] == 404
    assert not Upload.objects.filter(pk=key).exists()


def test_upload_is_for_its_sender_alone(as_member, as_outsider, as_admin, as_anonymous):
    place = begin(as_member)["Location"]

    for browser in (as_outsider, as_admin):
        assert where(browser, place)[0] == 404
        assert send(browser, place, 0, b"x").status_code == 404
        assert browser.delete(place, headers=TUS).status_code == 404
    assert begin(as_anonymous).status_code == 401
    assert send(as_anonymous, place, 0, b"x").status_code == 401


def test_nobody_hands_in_a_file_for_somebody_elses_recording(as_outsider, member):
    shown = RecordingFactory(owner=member)
    draft = RecordingFactory(owner=member, state="draft")

    assert begin(as_outsider, **{"Upload-Metadata": told(recording=shown.slug)}).status_code == 403
    assert begin(as_outsider, **{"Upload-Metadata": told(recording=draft.slug)}).status_code == 404


def test_browser_without_its_secret_is_refused(member):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(member)

    assert begin(browser).status_code == 403
    assert Upload.objects.count() == 0


@pytest.mark.parametrize(("scope", "status"), [("write", 201), ("read", 403)])
def test_program_sends_with_a_token_made_for_writing(client, member, scope, status):
    key = tokens.issue_token(by=member, name="x", scope=scope)[1]

    assert begin(client, Authorization=f"Bearer {key}").status_code == status


def test_unfinished_uploads_of_a_person_have_a_limit(as_member, as_outsider, settings):
    settings.UPLOAD_QUOTA_MB = 1
    assert begin(as_member, 700_000).status_code == 201
    assert begin(as_member, 700_000).status_code == 413
    assert begin(as_outsider, 700_000).status_code == 201


def test_too_many_beginnings_have_to_wait(as_member, monkeypatch):
    monkeypatch.setattr(uploading, "BEGUN_AN_HOUR", uploading.Limit(tries=2, seconds=3600))
    assert [begin(as_member).status_code for _ in range(3)] == [201, 201, 429]
    assert int(begin(as_member)["Retry-After"]) > 0


def test_larger_pieces_than_forms_may_have_are_taken(as_member, settings):
    body = b"x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 100_000)
    place = begin(as_member, len(body))["Location"]

    assert send(as_member, place, 0, body)["Upload-Offset"] == str(len(body))


def test_sender_does_not_choose_where_the_file_comes_from(as_member):
    begin(
        as_member,
        **{"Upload-Metadata": told(url="http://169.254.169.254/", storage="recordings/x.mp4", filename="a")},
    )

    assert Upload.objects.get().metadata == {"filename": "a"}


def test_people_of_the_cast_are_themselves(member):
    assert browser_of(member).get("/community/recordings/new/").status_code == 200
