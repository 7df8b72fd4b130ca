"""Where one embedded server keeps its files, and at which address it answers."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

DATABASE = "hub"
ROLE = "postgres"
SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET = 103  # the shortest limit among systems (macOS); Linux has 107


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
    def users_lock(self) -> Path:
        """Shared by everyone who uses the server."""
        return self.home / "users.lock"

    @property
    def keeper_lock(self) -> Path:
        """Held by the one who keeps the server running."""
        return self.home / "keeper.lock"

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
