"""The embedded PostgreSQL: made on first use, started when needed, stopped when nobody uses it."""

import contextlib
import fcntl
import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from hub.embedded import keeper
from hub.embedded.account import Account, EmbeddedError, own_name, server_account
from hub.embedded.folders import make_folder
from hub.embedded.install import VERSION, programs

DATABASE = "hub"
ROLE = "postgres"
SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET = 103  # the shortest limit among systems (macOS); Linux has 107
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
_held: dict[Path, int] = {}  # our shared lock per server: the kernel drops it however we die
_keepers: dict[Path, subprocess.Popen[bytes]] = {}


@dataclass(frozen=True)
class Place:
    """The files of one embedded server."""

    home: Path

    @property
    def data(self) -> Path:
        """PostgreSQL's own folder, closed to everyone but the server's user."""
        return self.home / "data"

    @property
    def sockets(self) -> Path:
        """The folder of the socket: beside the data, or a short one when that path is too long."""
        near = self.home / "run"
        if len(os.fsencode(near / SOCKET_NAME)) <= LONGEST_SOCKET:
            return near
        # _private() refuses it when somebody else put it there.
        return Path("/tmp") / f"hub-{os.geteuid()}-{hashlib.sha256(os.fsencode(near)).hexdigest()[:12]}"  # noqa: S108

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.home / "postgres.log"


def place_of(var: Path) -> Place:
    """The embedded server that belongs to this data folder."""
    return Place(var.absolute() / "postgres")


def database_url(var: Path) -> str:
    """The address of the embedded PostgreSQL, whether it runs or not."""
    return f"postgresql://{ROLE}@/{DATABASE}?host={quote(str(place_of(var).sockets), safe='/')}"


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
    _prepare(place, account)
    _hold(place)
    with _alone(place.home / "start.lock"):
        if not _answers(place):
            _check_version(place)
            bin_folder = programs(account, place.home)
            if not place.data.exists():
                _initialise(place, account, bin_folder)
            _write_access(place)
            _launch(place, account, bin_folder, {**SETTINGS, **({} if durable else FOR_TESTS)})


def release(var: Path, *, wait: float = 80) -> bool:
    """Stop using the server; true when it has stopped, false when others still use it."""
    place = place_of(var)
    lock = _held.pop(place.home, None)
    if lock is None:
        return True  # it was not in use from here
    os.close(lock)
    begin = time.monotonic()
    while time.monotonic() < begin + wait:
        if _free(place.home / "keeper.lock", fcntl.LOCK_EX):
            if keeper_process := _keepers.pop(place.home, None):
                keeper_process.wait()
            return True
        if time.monotonic() > begin + 1 and _free(place.home / "users.lock", fcntl.LOCK_SH):
            return False  # the keeper looks five times a second: it has seen somebody
        time.sleep(0.05)
    return False


def is_kept(var: Path) -> bool:
    """Whether somebody looks after the server: it runs, or is being started again."""
    return not _free(place_of(var).home / "keeper.lock", fcntl.LOCK_EX)


def _free(file: Path, kind: int) -> bool:
    """Whether the lock can be had at this moment; does not keep it."""
    lock = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(lock)
    return True


def _prepare(place: Place, account: Account) -> None:
    """The folders; what the server may write in is its own, what decides about it stays ours."""
    make_folder(place.home)
    if not os.access(place.home, os.W_OK):
        raise EmbeddedError(
            f"{place.home} belongs to another user: run the hub as that user, or set HUB_VAR."
        )
    _private(place.sockets, account)


def _private(folder: Path, account: Account) -> None:
    """A folder of the server's user alone. One that somebody else put there (in /tmp) is refused."""
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        os.chown(folder, account.uid, account.gid)
    facts = folder.lstat()
    if folder.is_symlink() or facts.st_uid != account.uid or facts.st_mode & 0o077:
        raise EmbeddedError(f"{folder} is not a private folder of the user {account.name}: remove it.")


def _hold(place: Place) -> None:
    if place.home not in _held:
        lock = os.open(place.home / "users.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(lock, fcntl.LOCK_SH)  # waits while a keeper is stopping the server
        _held[place.home] = lock


@contextlib.contextmanager
def _alone(file: Path) -> Iterator[None]:
    lock = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


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


def _check_version(place: Place) -> None:
    try:
        found = (place.data / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        return
    if found != VERSION:
        raise EmbeddedError(
            f"The database in {place.data} was made by PostgreSQL {found}, this is {VERSION}: dump it with "
            "the release of the hub that made it, or set HUB_VAR to a new folder."
        )


def _initialise(place: Place, account: Account, bin_folder: Path) -> None:
    """Make an empty database cluster, whole or not at all."""
    draft = place.home / "data.new"
    _run(["rm", "-rf", str(draft)], account=None)
    _private(draft, account)
    _run(
        [
            str(bin_folder / "initdb"),
            f"--pgdata={draft}",
            f"--username={ROLE}",
            "--auth=peer",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--data-checksums",
            "--no-instructions",
        ],
        account=account,
    )
    draft.rename(place.data)


def _run(command: list[str], account: Account | None) -> None:
    done = subprocess.run(  # type: ignore[call-overload]
        command,
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd="/",
        env=_environment(),
        **(account.spawn_options() if account else {}),
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise EmbeddedError(f"{Path(command[0]).name} failed: {said[-1] if said else done.returncode}")


def _environment() -> dict[str, str]:
    """Nothing of the caller's: a PGDATA or LC_ALL of theirs must not reach the server."""
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def _write_access(place: Place) -> None:
    """Who may connect: the system user who runs the hub, and nobody else."""
    for name, text in {
        "hba.conf": "local all all peer map=hub\n",
        "ident.conf": f'hub "{own_name()}" {ROLE}\n',
    }.items():
        draft = place.home / f".{name}"
        draft.write_text(text)
        draft.chmod(0o644)
        draft.replace(place.home / name)


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
        "environment": _environment(),
        "spawn_options": account.spawn_options(),
        "keeper_lock": str(place.home / "keeper.lock"),
        "users_lock": str(place.home / "users.lock"),
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
