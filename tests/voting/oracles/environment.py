"""Other people's counting programs, in an environment apart: made by `make oracles`, asked over a pipe.

pref_voting (MIT) computes Schulze and Ranked Pairs, pyrankvote (MIT) transferable votes, starvote (MIT) STAR, and
pabutools (GPLv3, so it stays on its side of the pipe) fills budgets.
They come without what they import and never use here: 350 MB of solvers and plots, and a GPL file reader.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
LOCK = ROOT / "requirements-oracles.lock"
ASKED = Path(__file__).with_name("answer.py")


def home() -> Path:
    """The folder of the environment; HUB_TEST_ORACLES names another one."""
    from hub.embedded import default_var

    named = os.environ.get("HUB_TEST_ORACLES")
    return Path(named) if named else default_var(ROOT) / "oracles" / "venv"


def missing() -> str:
    """Why they cannot be asked."""
    stamp = home() / ".installed"
    there = stamp.exists() and stamp.read_text() == LOCK.read_text()
    return "" if there else "no pref_voting, pyrankvote, starvote and pabutools (make oracles)"


def ask(questions: list[dict]) -> list[dict]:
    """The answers of the other programs, one per question, from one run."""
    command = [str(home() / "bin" / "python"), str(ASKED)]
    done = subprocess.run(
        command, input=json.dumps(questions), capture_output=True, text=True, check=False, timeout=600
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout)


def install() -> None:
    """Make it from the locked list, when it is missing or the list has changed."""
    place = home()
    if not missing():
        return
    print(f"  installing pref_voting, pyrankvote, starvote and pabutools into {place}", file=sys.stderr)
    place.parent.mkdir(parents=True, exist_ok=True)
    _run([sys.executable, "-m", "venv", "--clear", str(place)])
    python = str(place / "bin" / "python")
    uv = Path(sys.prefix) / "tool" / "bin" / "uv"
    if not uv.exists() or not _runs(
        [str(uv), "pip", "sync", "-q", "--system-certs", "--require-hashes", "--python", python, str(LOCK)]
    ):
        _run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps", "--require-hashes",
              "-r", str(LOCK)])  # fmt: skip
    (place / ".installed").write_text(LOCK.read_text())


def _runs(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"The other counting programs could not be installed: {done.stderr.strip()[-300:]}")


if __name__ == "__main__":
    install()
