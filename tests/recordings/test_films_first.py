"""The short way of films that everybody may see: the same answer as Django's, and nothing for anybody else."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import RequestFactory

from hub.recordings.media.front import films_first
from hub.recordings.models import MediaFile
from tests.factories import GroupFactory, RecordingFactory

DOOR = "/community/recordings/talk/media/"


@pytest.fixture
def talk(db, settings, tmp_path):
    settings.MEDIA_ROOT, settings.X_ACCEL = tmp_path / "media", "/internal-media/"
    talk = RecordingFactory(slug="talk", title="Talk")
    for kind, content_type in (("video", "video/mp4"), ("audio", "audio/mp4")):
        name = default_storage.save(f"recordings/{talk.pk}/{kind}-x.mp4", ContentFile(b"film"))
        MediaFile.objects.create(recording=talk, kind=kind, name=name, content_type=content_type, bytes=4)
    return talk


def asked(path: str, method: str = "GET", **environ: str):
    """What is answered before Django: status and headers; None where it is left to Django."""
    said = []
    front = films_first(lambda *_: [b"django"])
    request = RequestFactory().generic(method, path, **environ)
    body = front(request.environ, lambda status, headers: said.append((status, dict(headers))))
    return said[0] if b"".join(body) != b"django" else None


@pytest.mark.parametrize("path", [DOOR, f"{DOOR}?download", DOOR.replace("media", "audio")])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_film_for_everybody_is_answered_as_django_answers(client, talk, path, method):
    status, headers = asked(path, method)
    answer = client.generic(method, path)

    assert (status, answer.status_code) == ("200 OK", 200)
    assert headers["X-Accel-Redirect"].startswith(f"/internal-media/recordings/{talk.pk}/")
    assert {name: answer.headers[name] for name in headers} == headers


@pytest.mark.parametrize(
    "changes",
    [
        {"audience": "internal"},
        {"audience": "group"},
        {"state": "draft"},
        {"state": "retired"},
        {"slug": "another"},
    ],
)
def test_what_is_not_for_everybody_is_left_to_django(talk, changes):
    talk.group = GroupFactory()
    for name, value in changes.items():
        setattr(talk, name, value)
    talk.save()
    assert asked(DOOR) is None


def test_right_that_is_taken_away_is_gone_with_the_next_part(talk):
    assert asked(DOOR)
    talk.audience = "internal"
    talk.save()
    assert asked(DOOR) is None
    talk.audience = "public"
    talk.save()
    assert asked(DOOR)


@pytest.mark.parametrize(
    ("path", "method"),
    [
        (DOOR, "POST"),
        ("/community/recordings/talk/original/", "GET"),
        ("/community/recordings/talk/", "GET"),
        ("/community/recordings/%00/media/", "GET"),
        (DOOR.rstrip("/"), "GET"),
    ],
)
def test_other_questions_are_left_to_django(talk, path, method):
    assert asked(path, method) is None


def test_nobody_before_us_carries_files_unless_it_is_set(talk, settings):
    settings.X_ACCEL = ""
    assert asked(DOOR) is None


def test_what_came_unsafely_is_sent_to_the_safe_address_first(talk, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert asked(DOOR) is None
    assert asked(DOOR, HTTP_X_FORWARDED_PROTO="https")


def test_one_question_is_enough(talk, django_assert_num_queries):
    asked(DOOR)
    with django_assert_num_queries(1):
        assert asked(DOOR)
