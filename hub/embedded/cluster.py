"""What must lie on the disk before the server starts: closed folders, a database cluster, who may connect."""

import contextlib
import os
import subprocess
from pathlib import Path

from hub.embedded.account import Account, EmbeddedError, own_name
from hub.embedded.folders import make_folder
from hub.embedded.install import VERSION
from hub.embedded.place import ROLE, Place


def prepare(place: Place, account: Account) -> None:
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


def check_version(place: Place) -> None:
    """Refuse data that another major version of PostgreSQL made."""
    try:
        found = (place.data / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        return
    if found != VERSION:
        raise EmbeddedError(
            f"The database in {place.data} was made by PostgreSQL {found}, this is {VERSION}: dump it with "
            "the release of the hub that made it, or set HUB_VAR to a new folder."
        )


def initialise(place: Place, account: Account, bin_folder: Path) -> None:
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
        env=environment(),
        **(account.spawn_options() if account else {}),
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise EmbeddedError(f"{Path(command[0]).name} failed: {said[-1] if said else done.returncode}")


def environment() -> dict[str, str]:
    """Nothing of the caller's: a PGDATA or LC_ALL of theirs must not reach the server."""
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def write_access(place: Place) -> None:
    """Who may connect: the system user who runs the hub, and nobody else."""
    for name, text in {
        "hba.conf": "local all all peer map=hub\n",
        "ident.conf": f'hub "{own_name()}" {ROLE}\n',
    }.items():
        draft = place.home / f".{name}"
        draft.write_text(text)
        draft.chmod(0o644)
        draft.replace(place.home / name)
