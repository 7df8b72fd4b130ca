"""The steps of `manage.py up` that say one line each: what is checked and made before anything is served."""

import fcntl
import hashlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from hub import embedded
from hub.core.supervisor import end, spawn

OLDEST_POSTGRES = 15


class Console:
    """Writes a line per step: its name at once, what came of it and the seconds when it is done."""

    def __init__(self) -> None:
        self.terminal = sys.stdout.isatty()

    def line(self, text: str = "") -> None:
        """Write a line; a closed terminal is no reason to fail."""
        self._write(f"{text}\n")

    @contextmanager
    def step(self, name: str) -> Iterator[Callable[[str], None]]:
        """A step; the body calls what it is given with the outcome."""
        outcome: list[str] = []
        began = time.monotonic()
        self._write(f"  {name:<18}")
        try:
            yield outcome.append
        except BaseException:
            self.line()
            raise
        self.line(f"{outcome[-1] if outcome else 'done':<52}{time.monotonic() - began:6.1f} s")

    def ticking(self, name: str, began: float) -> None:
        """On a terminal, show that the step is alive."""
        if self.terminal:
            self._write(f"\r  {name:<18}... {time.monotonic() - began:.0f} s\r  {name:<18}")

    def _write(self, text: str) -> None:
        with suppress(OSError, ValueError):
            sys.stdout.write(text)
            sys.stdout.flush()


@contextmanager
def claimed(var: Path, address: str) -> Iterator[None]:
    """Hold this data folder for one `up`. Raises CommandError when another one has it."""
    lock = os.open(embedded.make_folder(var) / "up.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.truncate(lock, 0)
        os.write(lock, f"{address} (process {os.getpid()})".encode())
        yield
    except BlockingIOError:
        other = os.read(lock, 500).decode()
        raise CommandError(
            f"The hub already runs from this folder: {other or 'it is just starting'}"
        ) from None
    finally:
        os.close(lock)


def check_port(host: str, port: int) -> None:
    """Raise CommandError when the web server could not listen there."""
    try:
        family, kind, _proto, _name, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
    except PermissionError:
        raise CommandError(f"Port {port} needs more rights than you have: make up PORT=8001") from None
    except (OSError, OverflowError) as error:
        if getattr(error, "errno", None) in {98, 48}:  # address in use: Linux, macOS
            raise CommandError(
                f"Port {port} is in use: end what listens there, or choose another: make up PORT={port + 1}"
            ) from None
        raise CommandError(f"Cannot listen on {host}:{port}: {error}") from None


def open_database() -> str:
    """Start the embedded database, or see that the one of DATABASE_URL answers. Raises CommandError."""
    if settings.EMBEDDED_DATABASE:
        embedded.ensure_running(settings.VAR)
        return f"PostgreSQL 18, embedded, in {shorten(settings.VAR)}"
    options = {**connection.get_connection_params(), "connect_timeout": 5}
    for django_only in ("pool", "cursor_factory", "context"):
        options.pop(django_only, None)
    try:
        with psycopg.connect(**options) as database:
            version = database.info.server_version // 10_000
    except psycopg.Error as error:
        raise CommandError(f"DATABASE_URL does not work: {_without_secret(error)}") from None
    if version < OLDEST_POSTGRES:
        raise CommandError(
            f"DATABASE_URL is a PostgreSQL {version}; the hub needs {OLDEST_POSTGRES} or newer."
        )
    return f"PostgreSQL {version}, by DATABASE_URL"


def _without_secret(error: psycopg.Error) -> str:
    """The driver's last word on it, never with the password in it."""
    text = " ".join(str(error).split())
    secret = str(settings.DATABASES["default"]["PASSWORD"])
    return text.replace(secret, "***")[:300] if secret else text[:300]


def migrate() -> str:
    """Bring the tables up to date."""
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if missing:
        call_command("migrate", interactive=False, verbosity=0)
    return f"{missing} migrations applied" if missing else "up to date"


def is_empty() -> bool:
    """Whether nobody has put anything into this hub yet (people may have accounts)."""
    own = [
        model
        for model in apps.get_models()
        if model.__module__.startswith("hub.") and model is not get_user_model()
    ]
    return not any(model._base_manager.exists() for model in own)


def collect_static() -> str:
    """Gather the static files, if any of them changed."""
    stamp = settings.STATIC_ROOT / ".fingerprint"
    found = _fingerprint()
    if stamp.exists() and stamp.read_text() == found:
        return "unchanged"
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(found)
    return "collected"


def _fingerprint() -> str:
    """Changes when a static file is added, removed or written."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            facts = Path(storage.path(path)).stat()
            digest.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def run_command(console: Console, step: str, *arguments: str) -> str:
    """Run a management command in a process of its own; its last line of output, or why it failed."""
    if arguments[0] not in get_commands():
        return f"left out: there is no command {arguments[0]} yet"
    log = log_file(arguments[0])
    began, start = time.monotonic(), log.stat().st_size if log.exists() else 0
    process = spawn([sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments], log)
    try:
        while process.poll() is None:
            with suppress(subprocess.TimeoutExpired):
                process.wait(1)
            console.ticking(step, began)
    finally:
        end([process])
    said = log.read_bytes()[start:].decode(errors="replace").strip().splitlines()
    last = said[-1].strip()[:200] if said else ""
    return f"failed: {last} (see {shorten(log)})" if process.returncode else last or "done"


def log_file(name: str) -> Path:
    """Where a program of ours writes; the folder is closed to others."""
    return embedded.make_folder(settings.VAR / "log", 0o700) / f"{name}.log"


def why_elsewhere() -> str:
    """Why the data does not lie in the checkout, if nobody asked for that."""
    if os.environ.get("HUB_VAR") or settings.VAR.is_relative_to(settings.BASE_DIR):
        return ""
    return (
        f"(Data lies in {settings.VAR}: as root, the database runs as a user who may not enter the checkout. "
        "HUB_VAR names another place.)"
    )


def shorten(path: Path) -> str:
    """The path as seen from the checkout, where it lies there."""
    return str(path.relative_to(settings.BASE_DIR)) if path.is_relative_to(settings.BASE_DIR) else str(path)
