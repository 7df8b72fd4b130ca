"""Other people's tus clients against our door: whole files, in pieces, with the line cut, with the server killed."""

import hashlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from tusclient import client
from tusclient.exceptions import TusCommunicationError

from hub.accounts import tokens
from hub.recordings.media import spool
from hub.recordings.models import Upload
from tests.e2e.stack import ROOT, free_port
from tests.factories import RecordingFactory, UserFactory

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sender(settings, tmp_path):
    settings.MEDIA_ROOT, settings.VAR = tmp_path / "media", tmp_path / "var"
    return UserFactory(handle="sender")


@pytest.fixture
def key(sender):
    return tokens.issue_token(by=sender, name="x", scope="write")[1]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "Demo 7.mp4"
    path.write_bytes(os.urandom(5_000_000))
    return path


@pytest.fixture
def stream(file):
    """The file, opened: what tuspy opens by itself it leaves open."""
    with file.open("rb") as stream:
        yield stream


def tus(address: str, key: str) -> client.TusClient:
    return client.TusClient(
        f"{address}/community/recordings/uploads/", headers={"Authorization": f"Bearer {key}"}
    )


def arrived(file) -> bool:
    row = Upload.objects.get()
    here = spool.file_of(row.pk).read_bytes()
    return (
        bool(row.finished_at) and hashlib.sha256(here).digest() == hashlib.sha256(file.read_bytes()).digest()
    )


def test_tuspy_sends_a_file_in_pieces_with_checksums(live_server, sender, key, file, stream):
    talk = RecordingFactory(owner=sender, state="draft")
    uploader = tus(live_server.url, key).uploader(
        file_stream=stream,
        chunk_size=700_000,
        metadata={"filename": file.name, "recording": talk.slug},
        upload_checksum=True,
    )
    uploader.upload()

    assert arrived(file)
    assert Upload.objects.get().recording == talk


def test_tuspy_goes_on_where_it_stopped(live_server, key, file, stream):
    first = tus(live_server.url, key).uploader(
        file_stream=stream, chunk_size=1_000_000, metadata={"filename": file.name}
    )
    first.upload_chunk()
    first.upload_chunk()
    second = tus(live_server.url, key).uploader(file_stream=stream, chunk_size=1_000_000, url=first.url)

    assert second.offset == 2_000_000
    second.upload()
    assert arrived(file)


def test_tuspy_with_the_wrong_key_is_refused(live_server, sender, file, stream):
    with pytest.raises(TusCommunicationError):
        tus(live_server.url, "hub_wrong").uploader(file_stream=stream).upload()
    assert Upload.objects.count() == 0


SERVER = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import tests.settings as settings
settings.DATABASES["default"]["NAME"] = sys.argv[2]
settings.VAR = settings.Path(sys.argv[3])
settings.ALLOWED_HOSTS = ["*"]
from granian import Granian
Granian("hub.wsgi:application", address="127.0.0.1", port=int(sys.argv[1]), interface="wsgi", workers=1).serve()
"""


@pytest.fixture
def server(tmp_path, settings):
    """The hub behind its real web server, in a process that can be killed."""
    from django.db import connection

    port, started = free_port(), []
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", SERVER, str(port), connection.settings_dict["NAME"], str(settings.VAR)]

    def start() -> str:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
        started.append(process)
        limit = time.monotonic() + 120
        while time.monotonic() < limit:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=20).close()
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
            else:
                break
        return f"http://127.0.0.1:{port}"

    def kill() -> None:
        os.killpg(started[-1].pid, signal.SIGKILL)
        started[-1].wait(20)

    yield start, kill
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(20)


@pytest.mark.slow
def test_server_that_is_killed_in_the_middle_loses_nothing_that_was_here(sender, server, key, file, stream):
    start, kill = server
    address = start()
    uploader = tus(address, key).uploader(
        file_stream=stream, chunk_size=1_500_000, metadata={"filename": file.name}, retries=0
    )
    uploader.upload_chunk()
    kill()
    with pytest.raises((TusCommunicationError, OSError)):
        uploader.upload_chunk()
    start()
    again = tus(address, key).uploader(file_stream=stream, chunk_size=1_500_000, url=uploader.url)

    assert again.offset >= 1_500_000
    again.upload()
    assert arrived(file)
