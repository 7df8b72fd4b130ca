"""Ballots over real connections, at a server that is killed midway: what was answered is kept, once."""

import contextlib
import http.client
import json
import os
import queue
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psycopg
import pytest

from hub import embedded

ROOT = Path(__file__).parents[2]
VOTERS = 200
SET_UP = f"""
import datetime as dt, json
from django.utils import timezone
from hub.accounts.models import User
from hub.accounts.tokens import issue_token
from hub.sigs.models import Group, Term
from hub.voting import actions

group = Group.objects.create(slug="sig-race", name="SIG Race")
chair = User.objects.create(handle="chair", name="Chair", email="chair@example.org")
people = User.objects.bulk_create(
    User(handle=f"v{{n}}", name=f"Voter {{n}}", email=f"v{{n}}@example.org") for n in range({VOTERS})
)
Term.objects.create(group=group, user=chair, role="chair", starts_on=timezone.localdate())
Term.objects.bulk_create(Term(group=group, user=p, role="member", starts_on=timezone.localdate()) for p in people)
keys = [issue_token(by=person, name="race", scope="write")[1] for person in people]
slugs = []
for secrecy in ("peers", "detached"):
    decision = actions.draft_decision(
        group=group, by=chair, question=f"Race {{secrecy}}", kind="approval", secrecy=secrecy,
        quorum_base="none", options=[{{"name": "Alpha"}}, {{"name": "Beta"}}],
    )
    closes_at = timezone.now() + dt.timedelta(days=7)
    actions.open_decision(decision, by=chair, closes_at=closes_at, accept_warnings=True)
    slugs.append(decision.slug)
print("READY " + json.dumps({{"keys": keys, "slugs": slugs}}))
"""
BALLOTS = """
SELECT u.handle, b.receipt, b.current, b.revision FROM voting_ballot b
JOIN voting_elector e ON e.id = b.elector_id JOIN accounts_user u ON u.id = e.person_id
JOIN voting_decision d ON d.id = e.decision_id WHERE d.slug = %s
"""
BOX = """
SELECT b.papers, b.handed_in FROM voting_ballotbox b
JOIN voting_decision d ON d.id = b.decision_id WHERE d.slug = %s
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="linux: kills a process group"),
]


class Server:
    """The hub's web server as `manage.py up` starts it, on a database of its own."""

    def __init__(self, var: Path) -> None:
        self.var, self.process = var, None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        mine = {name: value for name, value in os.environ.items() if not name.startswith(("HUB_", "PYTEST"))}
        for name in ("DATABASE_URL", "BROKER_URL", "DJANGO_SETTINGS_MODULE"):
            mine.pop(name, None)
        self.environment = {
            **mine,
            "HUB_VAR": str(var),
            "HUB_DEBUG": "1",
            "DJANGO_SETTINGS_MODULE": "hub.settings",
        }

    def run(self, *arguments: str) -> str:
        """One command to its end."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port),
             "--workers", "2", "--blocking-threads", "4", "hub.wsgi:application"],
            cwd=ROOT, env=self.environment, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        end = time.monotonic() + 120
        while time.monotonic() < end:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.1)
        pytest.fail("the web server does not answer")

    def kill(self) -> None:
        """kill -9 of all its processes: nobody says goodbye."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def vote(self, slug: str, key: str, paper: object) -> tuple[int, dict]:
        """One ballot over a connection of its own; code 0 when it broke."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        try:
            connection.request("PUT", f"/api/v1/decisions/{slug}/ballot/", json.dumps(paper), headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read() or b"{}")
        except (OSError, http.client.HTTPException, ValueError):
            return 0, {}
        finally:
            connection.close()


@pytest.fixture(scope="module")
def server():
    with tempfile.TemporaryDirectory(prefix="hub-race-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        server = Server(Path(folder) / "var")
        server.var.mkdir(mode=0o711)
        embedded.ensure_running(server.var)
        try:
            server.run("migrate", "--verbosity", "0")
            said = server.run("shell", "-c", SET_UP)
            server.given = json.loads(said.split("READY ", 1)[1])
            server.start()
            yield server
        finally:
            if server.process:
                server.kill()
            embedded.release(server.var)


def send(server: Server, slug: str, work: queue.Queue, answered: list, count: threading.Semaphore) -> None:
    """One sender: takes what is to be sent until nothing is left, and sends again what broke."""
    while True:
        try:
            voter, key, option = work.get_nowait()
        except queue.Empty:
            return
        paper = {"content": {"approved": [option]}, "token": f"{voter}-{option}"}
        code, told = server.vote(slug, key, paper)
        if code == 200:
            answered.append((voter, told["receipt"], option))
        elif code == 0:
            work.put((voter, key, option))  # people click again
            time.sleep(0.2)
        count.release()


def storm(server: Server, slug: str, kill_after: int) -> list[tuple[int, str, str]]:
    """Everybody sends two different ballots at once; midway the server is killed and started again.

    Gives (voter, receipt, option) of every ballot that was answered with a receipt.
    """
    work, answered, count = queue.Queue(), [], threading.Semaphore(0)
    for voter, key in enumerate(server.given["keys"]):
        for option in ("alpha", "beta"):
            work.put((voter, key, option))

    threads = [threading.Thread(target=send, args=(server, slug, work, answered, count)) for _ in range(16)]
    for thread in threads:
        thread.start()
    for _ in range(kill_after):
        count.acquire()
    server.kill()
    server.start()
    for thread in threads:
        thread.join(timeout=240)
    assert not any(thread.is_alive() for thread in threads)
    return answered


def ask(server: Server, sql: str, *values: object) -> list[tuple]:
    with psycopg.connect(embedded.database_url(server.var), autocommit=True) as database:
        return database.execute(sql, values).fetchall()


def test_every_answered_ballot_is_kept_once_though_the_server_is_killed(server):
    slug = server.given["slugs"][0]
    answered = storm(server, slug, kill_after=120)

    rows = ask(server, BALLOTS, slug)
    receipts = [row[1] for row in rows]
    current = [row[0] for row in rows if row[2]]
    assert len(receipts) == len(set(receipts))
    assert {receipt for _voter, receipt, _option in answered} <= set(receipts)
    assert {(f"v{voter}", receipt) for voter, receipt, _ in answered} <= {(row[0], row[1]) for row in rows}
    assert sorted(current) == sorted(f"v{n}" for n in range(VOTERS)), (
        "everybody has one ballot that counts, nobody two"
    )
    assert len({(row[0], row[3]) for row in rows}) == len(rows)


def test_a_box_holds_one_ballot_of_each_though_the_server_is_killed(server):
    slug = server.given["slugs"][1]
    answered = storm(server, slug, kill_after=120)

    ((papers, handed_in),) = ask(server, BOX, slug)
    kept = {paper["receipt"]: paper["content"] for paper in papers}
    assert len(kept) == len(papers) == len(handed_in) == len(set(handed_in)) == VOTERS
    for _voter, receipt, option in answered:
        assert kept[receipt] == {"approved": [option]}
    by_voter = {}
    for voter, receipt, _option in answered:
        by_voter.setdefault(voter, set()).add(receipt)
    assert all(len(found) == 1 for found in by_voter.values())
    assert set(by_voter) == set(range(VOTERS)), (
        "who sent it again was given the receipt of what is in the box"
    )
