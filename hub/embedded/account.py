"""As whom the embedded PostgreSQL runs: it refuses to run as root, and we never open a folder for it."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

CANDIDATES = ("nobody", "daemon")  # present on every Linux, own nothing, cannot log in


class EmbeddedError(ImproperlyConfigured):
    """What the hub brings along cannot be had here; the text is one line for the person at the terminal."""


@dataclass(frozen=True)
class Account:
    """The system user that owns the database files."""

    name: str
    uid: int
    gid: int

    def spawn_options(self) -> dict[str, object]:
        """What `subprocess` needs to start something as this user; nothing when we are this user."""
        if os.geteuid() == self.uid:
            return {"umask": 0o077}
        return {"user": self.uid, "group": self.gid, "extra_groups": [], "umask": 0o077}

    def may_enter(self, folder: Path) -> bool:
        """Whether every existing folder from the root down to this one lets the user through."""
        return not (os.geteuid() != self.uid and self.first_closed(folder))

    def first_closed(self, folder: Path) -> Path | None:
        """The topmost folder on the way that is closed to the user."""
        way = [folder, *folder.parents]
        return next((step for step in reversed(way) if step.exists() and not self._passes(step)), None)

    def _passes(self, folder: Path) -> bool:
        facts = folder.stat()
        if facts.st_uid == self.uid:
            return bool(facts.st_mode & stat.S_IXUSR)
        if facts.st_gid == self.gid:
            return bool(facts.st_mode & stat.S_IXGRP)
        return bool(facts.st_mode & stat.S_IXOTH)


def server_account() -> Account:
    """Ourselves, or an unprivileged user of the system when we are root."""
    if os.geteuid() != 0:
        return _own_account()
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(name, entry.pw_uid, entry.pw_gid)
    raise EmbeddedError(
        f"PostgreSQL does not run as root, and this system has no user {' or '.join(CANDIDATES)}: "
        "start the hub as an ordinary user, or set DATABASE_URL."
    )


def own_name() -> str:
    """The system name of whoever runs the hub: the only one the database lets in."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        raise EmbeddedError(
            f"User id {os.geteuid()} has no name on this system, and PostgreSQL needs one: set DATABASE_URL."
        ) from None


def _own_account() -> Account:
    return Account(own_name(), os.geteuid(), os.getegid())
