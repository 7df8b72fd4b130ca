"""A real server on a real socket that misbehaves in every way a target can, and short names for rows."""

import json
import socket
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from hub.catalog.models import Service
from hub.status.models import Target
from hub.status.prober.judge import Rule


class Answers(BaseHTTPRequestHandler):
    """Answers by path; `/switch` answers what the test set last."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked[self.path] += 1
        self.server.methods[self.path] = self.command
        self.server.headers_seen[self.path] = dict(self.headers.items())
        name = "at_" + self.path.strip("/").replace("-", "_").split("?")[0]
        getattr(self, name, self.at_told)()

    def do_HEAD(self):
        self.do_GET()

    def do_POST(self):
        self.do_GET()

    def say(self, code, body=b"", kind="text/plain", **headers):
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def at_ok(self):
        self.say(200, b"OK", Set_Cookie="remember=me")

    def at_switch(self):
        self.say(self.server.switch, b"OK")

    def at_slow(self):
        time.sleep(0.4)
        self.say(200, b"OK")

    def at_broken(self):
        self.say(500, b"OK")

    def at_moved(self):
        self.say(302, Location="/login")

    def at_login(self):
        self.say(200, b"<!doctype html><form><input name=p type='password'></form>", "text/html")

    def at_forbidden(self):
        self.say(403)

    def at_json(self):
        body = {"metadatabase": {"status": "healthy"}, "ready": True, "jobs": [{"state": "done"}]}
        self.say(200, json.dumps(body).encode(), "application/json")

    def at_told(self):
        self.say(200, self.server.told[0], self.server.told[1])

    def at_echo(self):
        body = {"seen": self.headers.get("Authorization", ""), "status": "fine"}
        self.say(200, json.dumps(body).encode(), "application/json")

    def at_deep(self):
        self.say(200, b"[" * 60_000, "application/json")

    def at_huge(self):
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range(2_000):
                self.wfile.write(b"x" * 10_000)
                self.server.sent += 10_000
        except OSError:
            pass
        self.close_connection = True

    def at_never(self):
        time.sleep(3)
        self.close_connection = True

    def at_drip(self):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        try:
            for _ in range(40):
                self.wfile.write(b"x")
                time.sleep(0.1)
        except OSError:
            pass
        self.close_connection = True

    def at_hangup(self):
        self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True

    def at_short(self):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"OK")
        self.close_connection = True

    def at_nul(self):
        self.say(200, b'{"status": "a\\u0000b"}', "application/json")

    def log_message(self, *args):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answers)
        self.asked = Counter()
        self.headers_seen = {}
        self.methods = {}
        self.told = (b"", "text/plain")  # what any other path answers
        self.switch = 200
        self.sent = 0
        self.url = f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, *args):
        pass


@pytest.fixture
def server():
    """A server of targets on loopback."""
    server = Server()
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def rule():
    """A rule with short words for what a test is about."""

    def make(url, **words):
        usual = {
            "key": 1, "slug": "a", "codes": (), "contains": "", "json_path": "", "json_equals": "",
            "degraded_ms": 2000, "interval_s": 5, "timeout_s": 1,
        }  # fmt: skip
        return Rule(url=url, **usual | words)

    return make


@pytest.fixture
def service():
    """Makes services."""

    def make(slug="mlflow", **words):
        return Service.objects.create(slug=slug, name=words.pop("name", slug.capitalize()), **words)

    return make


@pytest.fixture
def target(service):
    """Makes targets, each of a service of its own unless told otherwise."""

    def make(slug="mlflow-local", **words):
        owner = words.pop("service", None) or service(slug.partition("-")[0])
        words.setdefault("url", "http://127.0.0.1:9/")
        return Target.objects.create(slug=slug, name=words.pop("name", slug), service=owner, **words)

    return make
