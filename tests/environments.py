"""Environments apart, from a locked list, for other people's programs that tests ask and the hub never imports."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Environment:
    """One of them: its name, and what is in it."""

    name: str
    holds: str

    @property
    def lock(self) -> Path:
        """The locked list."""
        return ROOT / f"requirements-{self.name}.lock"

    @property
    def home(self) -> Path:
        """Its folder; HUB_TEST_ and the name in capitals names another one."""
        from hub.embedded import default_var

        named = os.environ.get(f"HUB_TEST_{self.name.upper()}")
        return Path(named) if named else default_var(ROOT) / self.name / "venv"

    @property
    def python(self) -> str:
        """Its interpreter."""
        return str(self.home / "bin" / "python")

    def missing(self) -> str:
        """Why they cannot be asked."""
        stamp = self.home / ".installed"
        there = stamp.exists() and stamp.read_text() == self.lock.read_text()
        return "" if there else f"no {self.holds} (make oracles)"

    def install(self) -> None:
        """Make it, when it is missing or the list has changed."""
        if not self.missing():
            return
        print(f"  installing {self.holds} into {self.home}", file=sys.stderr)
        self.home.parent.mkdir(parents=True, exist_ok=True)
        self._run([sys.executable, "-m", "venv", "--clear", str(self.home)])
        uv = Path(sys.prefix) / "tool" / "bin" / "uv"
        sync = [str(uv), "pip", "sync", "-q", "--system-certs", "--require-hashes", "--python", self.python]
        if not uv.exists() or not _runs([*sync, str(self.lock)]):
            self._run([self.python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps",
                       "--require-hashes", "-r", str(self.lock)])  # fmt: skip
        (self.home / ".installed").write_text(self.lock.read_text())

    def _run(self, command: list[str]) -> None:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"Could not install {self.holds}: {done.stderr.strip()[-300:]}")


def _runs(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
