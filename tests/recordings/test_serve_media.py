"""How files of recordings are sent: parts, conditions, who may have them, and by whom they are carried."""

import email.utils
import shutil
import subprocess
import time
import urllib.request

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from hub.recordings.models import MediaFile
from tests.e2e.stack import free_port
from tests.factories import RecordingFactory

BODY = bytes(range(256)) * 4
DOOR = "/community/recordings/talk/media/"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


@pytest.fixture
def talk(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return RecordingFactory(slug="talk", title="Talk")


@pytest.fixture
def video(talk):
    return keep(talk, "video", "video/mp4")


def keep(talk, kind: str, content_type: str, body: bytes = BODY, ending: str = "mp4") -> MediaFile:
    name = default_storage.save(f"recordings/{talk.pk}/{kind}-x.{ending}", ContentFile(body))
    return MediaFile.objects.create(
        recording=talk, kind=kind, name=name, content_type=content_type, bytes=len(body)
    )


def sent(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize(
    ("asked", "status", "first", "last"),
    [
        ("bytes=0-1", 206, 0, 1),
        ("bytes=0-0", 206, 0, 0),
        ("bytes=1023-", 206, 1023, 1023),
        ("bytes=1023-1023", 206, 1023, 1023),
        ("bytes=-1", 206, 1023, 1023),
        ("bytes=-5000", 206, 0, 1023),
        ("bytes=500-99999", 206, 500, 1023),
        ("bytes=0-1,5-6", 200, 0, 1023),
        ("", 200, 0, 1023),
        ("bytes=1024-", 416, None, None),
        ("bytes=99999-", 416, None, None),
        ("bytes=-0", 416, None, None),
    ],
)
def test_viewer_gets_the_part_asked_for(client, video, asked, status, first, last):
    answer = client.get(DOOR, headers={"Range": asked} if asked else {})

    assert answer.status_code == status
    assert answer["Accept-Ranges"] == "bytes"
    if status == 416:
        assert answer["Content-Range"] == "bytes */1024"
        return
    assert sent(answer) == BODY[first : last + 1]
    assert answer["Content-Length"] == str(last - first + 1)
    assert answer.headers.get("Content-Range") == (f"bytes {first}-{last}/1024" if status == 206 else None)


def test_head_says_the_same_without_the_bytes(client, video):
    whole, part = client.head(DOOR), client.head(DOOR, headers={"Range": "bytes=0-9"})

    assert (whole.status_code, whole["Content-Length"], sent(whole)) == (200, "1024", b"")
    assert (part.status_code, part["Content-Length"], sent(part)) == (206, "10", b"")


def test_part_of_an_older_file_is_answered_with_the_whole_new_one(client, video):
    tag, day = (client.head(DOOR)[name] for name in ("ETag", "Last-Modified"))
    asked = {"Range": "bytes=0-9"}

    assert client.get(DOOR, headers={**asked, "If-Range": tag}).status_code == 206
    assert client.get(DOOR, headers={**asked, "If-Range": day}).status_code == 206
    assert client.get(DOOR, headers={**asked, "If-Range": '"another"'}).status_code == 200
    assert client.get(DOOR, headers={**asked, "If-Range": f"W/{tag}"}).status_code == 200
    assert (
        client.get(DOOR, headers={**asked, "If-Range": email.utils.formatdate(1, usegmt=True)}).status_code
        == 200
    )
    assert client.get(DOOR, headers={**asked, "If-Range": "nonsense"}).status_code == 200


def test_browser_that_has_it_is_told_so(client, video):
    answer = client.head(DOOR)

    assert client.get(DOOR, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert client.get(DOOR, headers={"If-None-Match": f'"x", W/{answer["ETag"]}'}).status_code == 304
    assert client.get(DOOR, headers={"If-None-Match": '"x"'}).status_code == 200
    assert client.get(DOOR, headers={"If-Modified-Since": answer["Last-Modified"]}).status_code == 304


def test_file_can_do_nothing_but_play(client, video):
    answer = client.get(DOOR)

    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"].startswith("private")
    assert answer["Content-Disposition"] == 'inline; filename="talk.mp4"'
    assert client.get(DOOR + "?download")["Content-Disposition"] == 'attachment; filename="talk.mp4"'


def test_original_that_is_no_media_is_only_ever_a_download(as_admin, talk):
    keep(talk, "original", "text/html", b"<script>alert(1)</script>", "html")
    answer = as_admin.get("/community/recordings/talk/original/?inline")

    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("kind", ["video", "audio", "poster", "storyboard", "original"])
def test_files_of_an_internal_recording_are_not_there_for_visitors(client, as_admin, talk, kind):
    talk.audience = "internal"
    talk.save()
    keep(talk, kind, "video/mp4")
    door = f"/community/recordings/talk/{'media' if kind == 'video' else kind}/"

    assert client.get(door).status_code == 404
    assert client.get(door, headers={"Range": "bytes=5000-"}).status_code == 404
    assert as_admin.get(door).status_code == 200


def test_original_is_for_its_owner_until_something_is_cut(as_member, as_outsider, as_admin, talk, member):
    talk.owner = member
    talk.save()
    keep(talk, "original", "video/mp4")
    door = "/community/recordings/talk/original/"
    assert (as_outsider.get(door).status_code, as_member.get(door).status_code) == (403, 200)

    talk.cuts.create(starts_ms=0, ends_ms=1000)
    assert (as_member.get(door).status_code, as_admin.get(door).status_code) == (403, 200)


def test_sound_is_played_where_there_is_no_picture(client, talk):
    keep(talk, "audio", "audio/mp4", ending="m4a")

    assert client.get(DOOR)["Content-Type"] == "audio/mp4"
    assert client.get("/community/recordings/talk/poster/").status_code == 404


def test_file_put_there_by_hand_is_served_until_something_is_known_of_it(client, talk):
    default_storage.save("recordings/talk.mp4", ContentFile(BODY))
    assert sent(client.get(DOOR)) == BODY
    assert (
        client.get(DOOR, headers={"If-Range": client.head(DOOR)["ETag"], "Range": "bytes=0-1"}).status_code
        == 206
    )

    talk.cuts.create(starts_ms=0, ends_ms=1000)
    assert client.get(DOOR).status_code == 404


def test_storage_with_addresses_of_its_own_is_used_when_it_is_set(client, video, settings):
    settings.MEDIA_REDIRECT = True
    answer = client.get(DOOR)

    assert (answer.status_code, answer["Location"]) == (302, f"/media/{video.name}")
    assert answer["Cache-Control"] == "private, no-store"


CONFIG = """
daemon off; master_process off; pid {place}/pid; error_log {place}/error.log;
events {{ }}
http {{
  access_log off; client_body_temp_path {place}/body; proxy_temp_path {place}/proxy;
  fastcgi_temp_path {place}/f; uwsgi_temp_path {place}/u; scgi_temp_path {place}/s;
  server {{
    listen 127.0.0.1:{port};
    location / {{ proxy_pass {hub}; proxy_set_header Host $host; }}
    location /internal-media/ {{
      internal; alias {media}/;
      add_header X-Content-Type-Options nosniff always;
      add_header Content-Security-Policy "default-src 'none'; media-src 'self'; img-src 'self'; sandbox" always;
    }}
  }}
}}
"""


@pytest.fixture
def nginx(live_server, settings, tmp_path):
    """A real nginx before the hub; it carries the files, the hub says who may have them."""
    if not NGINX:
        pytest.skip("nginx is not installed")
    settings.X_ACCEL, settings.ALLOWED_HOSTS = "/internal-media/", ["*"]
    tmp_path.chmod(0o755)
    port, config = free_port(), tmp_path / "nginx.conf"
    place = tmp_path / "nginx"
    place.mkdir()
    config.write_text(CONFIG.format(place=place, port=port, hub=live_server.url, media=settings.MEDIA_ROOT))
    process = subprocess.Popen([NGINX, "-c", str(config), "-p", str(place)], stderr=subprocess.DEVNULL)
    limit = time.monotonic() + 20
    while time.monotonic() < limit and not (place / "pid").exists():
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(10)


def ask(url: str, **headers: str):
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=20) as answer:  # noqa: S310
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def test_nginx_carries_what_the_hub_allows(transactional_db, talk, nginx):
    keep(talk, "video", "video/mp4")
    status, headers, body = ask(nginx + DOOR, Range="bytes=10-19")

    assert (status, body, headers["Content-Range"]) == (206, BODY[10:20], "bytes 10-19/1024")
    assert headers["Content-Type"] == "video/mp4"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"].startswith("private")
    assert ask(nginx + DOOR, Range="bytes=5000-")[0] == 416
    assert ask(nginx + f"/internal-media/{MediaFile.objects.get().name}")[0] == 404

    talk.audience = "internal"
    talk.save()
    assert ask(nginx + DOOR, Range="bytes=10-19")[0] == 404
