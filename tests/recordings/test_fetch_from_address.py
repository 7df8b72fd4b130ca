"""A file fetched from an address: a real server on this machine that behaves well, badly, and not at all."""

import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.exceptions import ValidationError

from hub.core.errors import Refused
from hub.recordings.actions import processing, uploading
from hub.recordings.media import fetching, pulse, spool
from hub.recordings.models import Upload
from tests.e2e.stack import free_port
from tests.factories import RecordingFactory
from tests.recordings import media_files

pytestmark = pytest.mark.django_db
DOOR = "/community/recordings/talk/file/address/"


class Files(ThreadingHTTPServer):
    """Serves one film at many addresses; notes what it was asked for."""

    daemon_threads = True

    def __init__(self, film: bytes) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.film, self.asked, self.whole, self.headers_seen = film, Counter(), False, {}

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"


class Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Files

    def do_GET(self) -> None:
        self.server.asked[self.path] += 1
        self.server.headers_seen = dict(self.headers)
        name = self.path.strip("/").split(".")[0].split("?")[0]
        getattr(self, f"at_{name}", self.at_missing)()

    def say(self, code: int, body: bytes = b"", length: int | None = None, **headers: str) -> None:
        self.send_response(code)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def at_talk(self) -> None:
        self.say(200, self.server.film, Content_Type="text/plain")  # whoever believes it, is wrong

    def at_missing(self) -> None:
        self.say(404, b"<h1>Not here</h1>")

    def at_moved(self) -> None:
        self.say(302, Location="/talk.mp4")

    def at_loop(self) -> None:
        self.say(302, Location="/loop")

    def at_away(self) -> None:
        self.say(302, Location="http://169.254.169.254/latest/meta-data/")

    def at_inside(self) -> None:
        self.say(302, Location="http://10.0.0.7/talk.mp4")

    def at_disk(self) -> None:
        self.say(302, Location="file:///etc/passwd")

    def at_page(self) -> None:
        self.say(200, b"<!DOCTYPE html><title>Sign in</title>" * 20, Content_Type="video/mp4")

    def at_large(self) -> None:
        self.say(200, b"x", length=3_000_000)
        self.close_connection = True

    def at_endless(self) -> None:
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        for _ in range(200):
            try:
                self.wfile.write(b"x" * 100_000)
            except OSError:
                return

    def at_broken(self) -> None:
        film = self.server.film
        self.say(200, film if self.server.whole else film[: len(film) // 2], length=len(film))
        self.close_connection = True

    def at_silent(self) -> None:
        self.say(200, self.server.film[:1000], length=len(self.server.film))
        time.sleep(3)
        self.close_connection = True

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(autouse=True)
def committing(monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(pulse, "EVERY_S", 3600)
    monkeypatch.setattr(media_files, "committed", django_capture_on_commit_callbacks)


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    return media_files.video(tmp_path_factory.mktemp("film") / "film.mp4", seconds=2).read_bytes()


@pytest.fixture
def server(film):
    with Files(film) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def talk(member, settings, tmp_path):
    settings.MEDIA_ROOT, settings.VAR = tmp_path / "media", tmp_path / "var"
    settings.FETCH_NETWORKS = ["127.0.0.0/8"]
    return RecordingFactory(slug="talk", state="draft", owner=member)


def fetch(talk, url: str) -> tuple[str, str]:
    """Have it fetched; how that ended, and in which words."""
    uploading.take_from_address(talk, by=talk.owner, url=url)
    media_files.work_off()
    job = talk.jobs.get(step="fetch")
    return job.state, job.said


def nothing_is_left(talk) -> bool:
    return not list(spool.folder().iterdir()) and not talk.files.exists()


def test_owner_has_it_fetched_from_the_page(as_member, talk, server, film):
    answer = as_member.post(DOOR, {"url": server.at("/talk.mp4?key=1")})
    media_files.work_off()

    assert (answer.status_code, answer["Location"]) == (302, "/community/recordings/talk/file/")
    assert set(talk.files.values_list("kind", flat=True)) == {
        "original", "video", "poster", "storyboard", "audio",
    }  # fmt: skip
    assert talk.files.get(kind="original").content_type == "video/mp4"
    assert talk.files.get(kind="original").bytes == len(film)
    assert Upload.objects.get().filename == "talk.mp4"
    assert not list(spool.folder().iterdir())
    assert not {"Cookie", "Authorization"} & server.headers_seen.keys()


def test_redirect_is_followed(talk, server):
    assert fetch(talk, server.at("/moved"))[0] == "done"
    assert server.asked == {"/moved": 1, "/talk.mp4": 1}


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/loop", "leads from one to the next without end"),
        ("/away", "its address is not in HUB_FETCH_NETWORKS"),
        ("/inside", "its address is not in HUB_FETCH_NETWORKS"),
        ("/disk", "Only http and https"),
        ("/missing", "answered 404"),
        ("/large", "larger than 1 MB"),
        ("/endless", "larger than 1 MB"),
        ("/broken", "connection broke"),
    ],
)
def test_what_cannot_be_fetched_is_said_and_leaves_nothing(talk, server, settings, path, words):
    settings.UPLOAD_LIMIT_MB = 1
    state, said = fetch(talk, server.at(path))

    assert (state, words in said) == ("failed", True), said
    assert nothing_is_left(talk)


def test_networks_that_are_not_named_are_not_asked(talk, server, settings):
    settings.FETCH_NETWORKS = ["203.0.113.0/24"]
    assert fetch(talk, server.at("/talk.mp4")) == (
        "failed", "Not fetched: its address is not in HUB_FETCH_NETWORKS.",
    )  # fmt: skip
    assert fetch(talk, server.at("/talk.mp4").replace("127.0.0.1", "localhost"))[0] == "failed"
    assert not server.asked


def test_where_clouds_keep_credentials_is_asked_whatever_is_named_never(talk, server, settings):
    settings.FETCH_NETWORKS = ["0.0.0.0/0", "::/0"]
    state, said = fetch(talk, server.at("/away"))

    assert (state, "its address is not in" in said) == ("failed", True)


def test_page_that_calls_itself_a_film_is_no_film(talk, server):
    assert fetch(talk, server.at("/page"))[0] == "done"
    check = talk.jobs.get(step="check")
    assert (check.state, check.said) == ("failed", "This is neither video nor audio: it is a web page.")
    assert set(talk.files.values_list("kind", flat=True)) == {"original"}


def test_server_that_falls_silent_is_not_waited_for(talk, server, monkeypatch):
    monkeypatch.setattr(fetching, "ANSWERS_IN_S", 0.3)
    state, said = fetch(talk, server.at("/silent"))

    assert (state, "did not answer" in said) == ("failed", True)
    assert nothing_is_left(talk)


def test_nobody_at_the_address_is_said(talk):
    state, said = fetch(talk, f"http://127.0.0.1:{free_port()}/talk.mp4")
    assert (state, "could not be asked" in said) == ("failed", True)


def test_lost_connection_is_made_good_by_another_try(talk, server):
    assert fetch(talk, server.at("/broken"))[0] == "failed"
    server.whole = True
    processing.try_again(talk, by=talk.owner)
    media_files.work_off()

    assert talk.files.filter(kind="video").exists()
    assert not list(spool.folder().iterdir())


def test_file_that_cannot_be_fetched_leaves_the_old_one_as_it_is(talk, server):
    fetch(talk, server.at("/talk.mp4"))
    before = set(talk.files.values_list("kind", "name"))
    assert fetch(talk, server.at("/broken"))[0] == "failed"

    assert set(talk.files.values_list("kind", "name")) == before


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://127.0.0.1/x.mp4", "http://me:secret@127.0.0.1/x.mp4", "nonsense", ""]
)
def test_address_that_makes_no_sense_is_refused_and_stays_in_the_form(as_member, talk, url):
    answer = as_member.post(DOOR, {"url": url})

    assert answer.status_code == 422
    assert url in answer.content.decode()
    assert not talk.jobs.exists()
    assert Upload.objects.count() == 0


def test_verb_refuses_the_same_addresses(talk):
    with pytest.raises(ValidationError):
        uploading.take_from_address(talk, by=talk.owner, url="gopher://127.0.0.1/")


def test_retired_recording_takes_no_file(as_member, talk, member):
    talk.state, talk.state_reason = "retired", "Old"
    talk.save()
    with pytest.raises(Refused):
        uploading.take_from_address(talk, by=member, url="http://127.0.0.1/talk.mp4")
    answer = as_member.post(DOOR, {"url": "http://127.0.0.1/talk.mp4"})
    assert (answer.status_code, "It is retired." in answer.content.decode()) == (409, True)


def test_others_have_nothing_fetched(as_outsider, as_anonymous, talk):
    talk.state = "published"
    talk.save()
    assert as_outsider.post(DOOR, {"url": "http://127.0.0.1/x.mp4"}).status_code == 403
    assert as_anonymous.post(DOOR, {"url": "http://127.0.0.1/x.mp4"}).status_code == 302
    assert not talk.jobs.exists()
