"""Where the hub keeps what it makes: the data folder, the signing key in it, the queue's folders."""

import hashlib
import os
import secrets
from pathlib import Path

from hub.embedded.account import EmbeddedError, server_account

STATE = Path("/var/lib/ml-platform-hub")


def default_var(base: Path, *, embedded: bool = True) -> Path:
    """Where data lies unless HUB_VAR says otherwise: beside the code, if the database may go there.

    As root the database runs as another user. When the way to the code is closed to that user
    (a 700 home) the data goes under the system's state folder and stays there.
    """
    if not embedded or os.geteuid() != 0:
        return base / "var"
    elsewhere = STATE / hashlib.sha256(str(base).encode()).hexdigest()[:12]
    if elsewhere.exists() or not server_account().may_enter(base):
        return elsewhere
    return base / "var"


def make_folder(folder: Path, mode: int = 0o755) -> Path:
    """Make the folder and what is missing above it; folders that exist keep their mode.

    Raises EmbeddedError when it cannot be made.
    """
    missing = [step for step in (folder, *folder.parents) if not step.exists()]
    try:
        for step in reversed(missing):
            step.mkdir(exist_ok=True)
            step.chmod(mode if step == folder else 0o755)  # whatever the umask is
    except OSError as error:
        raise EmbeddedError(f"The data folder {folder} cannot be made: {error.strerror}.") from None
    return folder


def secret_key(var: Path) -> str:
    """The signing key of this installation, made once and kept readable by its owner only."""
    file = make_folder(var) / "secret-key"
    if not file.exists():
        _write_once(file, secrets.token_urlsafe(48))
    try:
        key = file.read_text().strip()
        if file.stat().st_mode & 0o077:
            file.chmod(0o600)
    except OSError as error:
        raise EmbeddedError(f"The signing key {file} cannot be read: {error.strerror}.") from None
    if len(key) < 32:
        raise EmbeddedError(f"The signing key {file} is too short: delete it and a new one is made.")
    return key


def _write_once(file: Path, text: str) -> None:
    """Write the file whole or not at all; of several that try at once, the first wins."""
    draft = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(text)
        os.link(draft, file)
    except FileExistsError:
        pass
    except OSError as error:
        raise EmbeddedError(f"{file} cannot be written: {error.strerror}.") from None
    finally:
        draft.unlink(missing_ok=True)


def queue_options(var: Path) -> dict[str, object]:
    """Kombu's file-system transport, kept under `var` and closed to others."""
    folder = make_folder(var / "queue", 0o700)
    control = make_folder(var / "queue-control", 0o700)
    return {
        "data_folder_in": str(folder),
        "data_folder_out": str(folder),
        "control_folder": str(control),
        "polling_interval": 0.2,
    }
