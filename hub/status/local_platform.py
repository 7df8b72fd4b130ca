"""A small real platform on this machine: MLflow and Jupyter, in an environment apart from the hub's."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hub.core.supervisor import Program, Supervisor

LOCK = "requirements-platform.lock"
PATIENCE_S = 120


class InstallError(Exception):
    """MLflow and Jupyter could not be installed; the text says why in one line."""


@dataclass
class LocalServer:
    """One of the servers: how it is started, where it answers."""

    name: str
    port: int
    path: str
    program: Program

    @property
    def url(self) -> str:
        """What the hub asks."""
        return f"http://127.0.0.1:{self.port}{self.path}"


def installed(base: Path, var: Path, *, say: Callable[[str], object]) -> Path:
    """The folder of the environment, made from the locked list when it is missing or the list has changed.

    Raises InstallError.
    """
    home, lock = var / "platform" / "venv", base / LOCK
    stamp, wanted = home / ".installed", lock.read_text()
    if stamp.exists() and stamp.read_text() == wanted:
        return home
    count, began = wanted.count("=="), time.monotonic()
    say(f"  installing MLflow and Jupyter into {home}: {count} packages, a minute or more the first time")
    _run([sys.executable, "-m", "venv", "--clear", str(home)])
    _install(home, lock)
    stamp.write_text(wanted)
    say(f"  installed in {time.monotonic() - began:.0f} s")
    return home


def _install(home: Path, lock: Path) -> None:
    """Install by uv where it is at hand, else by pip; both check the hashes."""
    python = str(home / "bin" / "python")
    here = Path(sys.prefix)
    uv = next((path for path in (here / "tool/bin/uv", here / "bin/uv") if path.exists()), None)
    if uv is not None:
        try:
            return _run(
                [
                    str(uv),
                    "pip",
                    "sync",
                    "-q",
                    "--system-certs",
                    "--require-hashes",
                    "--python",
                    python,
                    str(lock),
                ]
            )
        except InstallError:
            pass  # pip may know how to reach its index where uv does not
    return _run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes",
                 "-r", str(lock)])  # fmt: skip


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise InstallError(f"MLflow and Jupyter could not be installed: {last}")


def servers(home: Path, var: Path, mlflow_port: int, jupyter_port: int) -> list[LocalServer]:
    """The two servers, with their data under `var`."""
    place, logs = var / "platform", var / "log"
    work = place / "notebooks"
    work.mkdir(parents=True, exist_ok=True)
    mlflow = [
        str(home / "bin" / "python"), "-m", "mlflow", "server", "--host", "127.0.0.1",
        "--port", str(mlflow_port), "--workers", "1",
        "--backend-store-uri", f"sqlite:///{place / 'mlflow.db'}",
        "--artifacts-destination", str(place / "artifacts"),
    ]  # fmt: skip
    # No token on purpose: it listens on loopback only, and lives as long as this command.
    jupyter = [
        str(home / "bin" / "python"), "-m", "jupyter_server", "--ip=127.0.0.1", f"--port={jupyter_port}",
        "--ServerApp.port_retries=0", "--ServerApp.open_browser=False", "--IdentityProvider.token=",
        "--ServerApp.allow_root=True", f"--ServerApp.root_dir={work}",
    ]  # fmt: skip
    return [
        _server("MLflow", mlflow_port, "/health", mlflow, logs),
        _server("Jupyter", jupyter_port, "/api/status", jupyter, logs),
    ]


def _server(name: str, port: int, path: str, command: list[str], logs: Path) -> LocalServer:
    return LocalServer(name, port, path, Program(name, command, logs / f"{name.lower()}.log"))


def is_taken(port: int) -> bool:
    """Whether somebody listens there already."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def answers(server: LocalServer, supervisor: Supervisor) -> float | None:
    """Wait until it answers: after how many seconds, or None when it does not."""
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE_S:
        supervisor.look()
        if _status(server) == http.client.OK:
            return time.monotonic() - began
        time.sleep(0.3)
    return None


def _status(server: LocalServer) -> int | None:
    asked = http.client.HTTPConnection("127.0.0.1", server.port, timeout=2)
    try:
        asked.request("GET", server.path)
        return asked.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        asked.close()
