"""Keeps the embedded PostgreSQL running exactly as long as some process of the hub uses it.

Runs as a process of its own, without the hub or anything installed: `python -I -S keeper.py '{...}'`.
Every user holds a shared lock on one file, which the kernel drops however the user dies; once
the keeper can take that lock for itself nobody is left, and it stops the server.
"""

import contextlib
import ctypes
import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from typing import Any

PR_SET_PDEATHSIG = 1
LOOK_EVERY = 0.2
SHORT_LIFE = 10.0
GIVE_UP_AFTER = 5


def main(task: dict[str, Any]) -> int:
    """Start the server, restart it when it dies, stop it when nobody uses it any more."""
    asked_to_stop: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda number, _frame: asked_to_stop.append(number))
    only_one = os.open(task["keeper_lock"], os.O_RDWR | os.O_CREAT, 0o600)
    for _attempt in range(10):  # others look at this lock for a moment
        if _take(only_one):
            break
        time.sleep(0.05)
    else:
        return 0  # another keeper is at work
    users = os.open(task["users_lock"], os.O_RDWR | os.O_CREAT, 0o600)
    failures = 0
    while True:
        began = time.monotonic()
        server = _start(task)
        while server.poll() is None:
            if asked_to_stop or _take(users):
                return _stop(server)
            time.sleep(LOOK_EVERY)
        failures = failures + 1 if time.monotonic() - began < SHORT_LIFE else 1
        sys.stderr.write(f"keeper: PostgreSQL ended with {server.returncode}\n")
        sys.stderr.flush()
        if asked_to_stop or failures == GIVE_UP_AFTER or not os.path.exists(task["data"]):
            break
        time.sleep(LOOK_EVERY * 2**failures)
    return 1


def _take(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _start(task: dict[str, Any]) -> subprocess.Popen[bytes]:
    """The server dies with its keeper, whatever kills the keeper (on Linux)."""
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def die_with_keeper() -> None:
        if libc:
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGINT)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)

    return subprocess.Popen(
        task["command"],
        stdin=subprocess.DEVNULL,
        cwd="/",
        env=task["environment"],
        preexec_fn=die_with_keeper,  # noqa: PLW1509 -- no threads here; runs after the change of user, which resets it
        **task["spawn_options"],
    )


def _stop(server: subprocess.Popen[bytes]) -> int:
    """First the fast shutdown; after a minute the immediate one, which the next start repairs."""
    for number, patience in ((signal.SIGINT, 60), (signal.SIGQUIT, 10), (signal.SIGKILL, 10)):
        server.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(patience)
            return 0
    return 1


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
