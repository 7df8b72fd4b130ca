"""The hub as `make up` starts it, on a port and a data folder of its own, and a service that can be taken down."""

from __future__ import annotations

import http.server
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READY = "The hub:"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Stack:
    """The hub, from `start` to `stop`."""

    port: int = field(default_factory=free_port)
    var: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="hub-e2e-")))
    process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        mine = {name: text for name, text in os.environ.items() if not name.startswith(("HUB_", "DJANGO_"))}
        mine.pop("DATABASE_URL", None)
        return mine | {"HUB_VAR": str(self.var), "HUB_DEBUG": "1", "HUB_DEMO": "1", "HUB_BASE_URL": self.url}

    def start(self) -> Stack:
        """Start it, wait for the line with its address, and for its docs."""
        self.var.chmod(0o711)  # as root, the database's own user passes through
        command = [sys.executable, str(ROOT / "manage.py"), "up", "--port", str(self.port)]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert self.process.stdout
        seen = []
        for line in self.process.stdout:
            seen.append(line)
            if READY in line:
                threading.Thread(target=self.process.stdout.read, daemon=True).start()
                self.wait_for_docs()
                return self
        raise AssertionError("the hub did not start:\n" + "".join(seen))

    def wait_for_docs(self) -> None:
        """Wait until the first publish, which runs beside the web server, is there."""
        limit = time.monotonic() + 120
        while time.monotonic() < limit:
            try:
                with urllib.request.urlopen(f"{self.url}/docs/", timeout=10):  # noqa: S310 -- our own
                    return
            except urllib.error.HTTPError as error:
                error.close()
                if error.code != 503:
                    break
                time.sleep(0.2)
        raise AssertionError("the docs were not published")

    def manage(self, *words: str) -> str:
        """Run one of its commands beside it."""
        command = [sys.executable, str(ROOT / "manage.py"), *words]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, text=True, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def stop(self) -> None:
        """Stop it as Ctrl-C does."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(30)
            if self.process.stdout:
                self.process.stdout.close()

    def remove(self) -> None:
        """Stop it and forget its data."""
        self.stop()
        shutil.rmtree(self.var, ignore_errors=True)


class Health(http.server.BaseHTTPRequestHandler):
    """Answers as MLflow's /health does."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"OK")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@dataclass
class Service:
    """A server on loopback that a target points at and that can be stopped."""

    port: int = field(default_factory=free_port)
    server: http.server.ThreadingHTTPServer | None = None

    def start(self) -> None:
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), Health)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None
