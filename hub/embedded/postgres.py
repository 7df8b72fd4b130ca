"""The embedded PostgreSQL: made on first use, started when needed, stopped when nobody uses it."""

import json
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from hub.embedded import cluster, keeper, locks
from hub.embedded.account import Account, EmbeddedError, server_account
from hub.embedded.install import programs
from hub.embedded.place import DATABASE, ROLE, SOCKET_NAME, Place, place_of

PATIENCE = 120  # seconds; recovery after a power cut may take a while
SETTINGS = {
    "listen_addresses": "",  # the socket is the only door
    "unix_socket_permissions": "0700",
    "shared_buffers": "128MB",
    "max_connections": "200",
    "jit": "off",
    "max_wal_size": "512MB",
    "log_min_messages": "warning",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] ",
    "log_timezone": "UTC",
    "timezone": "UTC",
}
FOR_TESTS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}
_keepers: dict[Path, subprocess.Popen[bytes]] = {}


def ensure_running(var: Path, *, durable: bool = True) -> None:
    """Have the server up and in use by this process until it ends or releases it.

    Safe to call from several processes at once. `durable=False` is for tests: fast, and lost with the power.
    Raises EmbeddedError with one line for the person at the terminal.
    """
    place, account = place_of(var), server_account()
    if closed := (None if account.may_enter(place.home) else account.first_closed(place.home)):
        raise EmbeddedError(
            f"As root, the database runs as the user {account.name}, who may not enter {closed}: "
            "set HUB_VAR to a folder outside of it."
        )
    cluster.prepare(place, account)
    locks.hold(place.users_lock)
    with locks.alone(place.home / "start.lock"):
        if not _answers(place):
            cluster.check_version(place)
            bin_folder = programs(account, place.home)
            if not place.data.exists():
                cluster.initialise(place, account, bin_folder)
            cluster.write_access(place)
            _launch(place, account, bin_folder, {**SETTINGS, **({} if durable else FOR_TESTS)})


def release(var: Path, *, wait: float = 80) -> bool:
    """Stop using the server; true when it has stopped, false when others still use it."""
    place = place_of(var)
    if not locks.let_go(place.users_lock):
        return True  # it was not in use from here
    begin = time.monotonic()
    while time.monotonic() < begin + wait:
        if locks.nobody_has(place.keeper_lock):
            if keeper_process := _keepers.pop(place.home, None):
                keeper_process.wait()
            return True
        if time.monotonic() > begin + 1 and locks.nobody_has_alone(place.users_lock):
            return False  # the keeper looks five times a second: it has seen somebody
        time.sleep(0.05)
    return False


def is_kept(var: Path) -> bool:
    """Whether somebody looks after the server: it runs, or is being started again."""
    return not locks.nobody_has(place_of(var).keeper_lock)


def _answers(place: Place) -> bool:
    """Whether the server takes connections; makes the hub's database in it if that is missing."""
    try:
        with psycopg.connect(
            host=str(place.sockets), user=ROLE, dbname="postgres", autocommit=True, connect_timeout=10
        ) as server:
            if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                server.execute(f"CREATE DATABASE {DATABASE}")
    except psycopg.OperationalError:
        return False
    return True


def _launch(place: Place, account: Account, bin_folder: Path, settings: dict[str, str]) -> None:
    """Start a keeper and wait until the server takes connections."""
    files = {"hba_file": str(place.home / "hba.conf"), "ident_file": str(place.home / "ident.conf")}
    options = {**settings, **files, "unix_socket_directories": f'"{place.sockets}"'}
    task = {
        "command": [
            str(bin_folder / "postgres"),
            "-D",
            str(place.data),
            *(f"--{name}={value}" for name, value in options.items()),
        ],
        "data": str(place.data),
        "environment": cluster.environment(),
        "spawn_options": account.spawn_options(),
        "keeper_lock": str(place.keeper_lock),
        "users_lock": str(place.users_lock),
    }
    log_start = place.log.stat().st_size if place.log.exists() else 0
    if log_start > 5_000_000:
        place.log.replace(place.log.with_suffix(".log.1"))
        log_start = 0
    with open(place.log, "a") as log:
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(Path(keeper.__file__)), json.dumps(task)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            start_new_session=True,
        )
    former = _keepers.get(place.home)
    if former is None or former.poll() is not None:
        _keepers[place.home] = process
    _wait(place, process, log_start)


def _wait(place: Place, process: subprocess.Popen[bytes], log_start: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if (place.sockets / SOCKET_NAME).exists() and _answers(place):
            return
        if process.poll():
            break
        time.sleep(0.05)
    with open(place.log, errors="replace") as log:
        log.seek(log_start)
        said = [line.strip() for line in log if not line.startswith("keeper:")]
    worst = [line for line in said if "FATAL:" in line or "PANIC:" in line] or said or ["it says nothing"]
    raise EmbeddedError(f"The embedded PostgreSQL did not start: {worst[-1]} (all of it: {place.log})")
