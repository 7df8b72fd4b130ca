"""The supervisor with real small programs: restarts, errors in logs, full logs, stubborn programs."""

import os
import sys
import time
from pathlib import Path

import pytest

from hub.core import supervisor as module
from hub.core.supervisor import Program, Supervisor


@pytest.fixture
def said():
    return []


@pytest.fixture
def supervisor(said):
    supervisor = Supervisor(say=said.append)
    yield supervisor
    supervisor.stop()


def python(tmp_path, code, **options):
    return Program("thing", [sys.executable, "-u", "-c", code], tmp_path / "thing.log", **options)


def look_until(supervisor, what, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        supervisor.look()
        if what():
            return
        time.sleep(0.02)
    pytest.fail("it did not happen")


def test_what_dies_is_started_again_after_longer_and_longer_pauses(supervisor, said, tmp_path):
    supervisor.start(python(tmp_path, "raise SystemExit(3)"))
    look_until(supervisor, lambda: len(said) == 2)
    log = tmp_path / "thing.log"
    assert said == [
        f"thing ended: exit code 3 (see {log}); starting it again in 1 s",
        f"thing ended: exit code 3 (see {log}); starting it again in 2 s",
    ]


def test_an_error_in_the_log_of_a_running_program_is_said_once(supervisor, said, tmp_path):
    code = "print('fine\\nTraceback (most recent call last):\\n  x\\nKeyError: 1', flush=True); input()"
    code = code.replace("input()", "import time; time.sleep(60)")
    supervisor.start(python(tmp_path, code))
    look_until(supervisor, lambda: said)
    for _ in range(5):
        supervisor.look()
    assert said == [f"thing: KeyError: 1  (more in {tmp_path / 'thing.log'})"]


def test_a_program_that_runs_once_is_not_started_again(supervisor, said, tmp_path):
    supervisor.start(python(tmp_path, "raise SystemExit(2)", once=True))
    look_until(supervisor, lambda: not supervisor.programs)
    assert said == [f"thing failed: exit code 2 (see {tmp_path / 'thing.log'})"]


def test_a_full_log_becomes_the_old_log(supervisor, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "LOG_LIMIT", 10_000)
    code = "import time\nfor n in range(100_000): print(n, 'x' * 50); time.sleep(0.0002)"
    supervisor.start(python(tmp_path, code))
    look_until(supervisor, (tmp_path / "thing.log.1").exists)
    end = time.monotonic() + 2
    while time.monotonic() < end:
        supervisor.look()
        time.sleep(0.02)
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 1_000_000


def test_stopping_ends_a_program_that_will_not_and_what_it_started(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "GRACE", 0.5)
    supervisor = Supervisor(say=lambda _text: None)
    code = (
        "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "child = subprocess.Popen(['sleep', '1000']); print(child.pid); time.sleep(1000)"
    )
    supervisor.start(python(tmp_path, code))
    log = tmp_path / "thing.log"
    look_until(supervisor, lambda: log.read_text().endswith("\n"))
    child = int(log.read_text())
    supervisor.stop()
    end = time.monotonic() + 5
    while alive(child) and time.monotonic() < end:
        time.sleep(0.05)
    assert not alive(child)


def alive(pid):
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
