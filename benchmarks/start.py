"""How long `manage.py up` takes to the first page, first and second time, and what all of it weighs.

Packages are installed already. One line of JSON per figure; measured on a data folder of its own.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUNS = int(os.environ.get("HUB_BENCH_RUNS", "3"))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(var):
    """Start, wait for the address (printed once a page was answered); the process and the seconds."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "up", "--port", str(free_port())],
        cwd=ROOT,
        env={**os.environ, "HUB_VAR": str(var), "HUB_DEBUG": "1", "HUB_DEMO": "1", "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    for line in process.stdout:
        if "The hub:" in line:
            return process, time.monotonic() - began
    raise SystemExit("manage.py up did not start")


def stop(process):
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)


def tree(pid):
    """The process and everything below it."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from tree(int(child))


def memory(pid):
    """MB of all processes: summed as `ps` counts them, and with shared pages counted once."""
    resident = proportional = 0
    for one in tree(pid):
        for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
            name, _, rest = line.partition(":")
            resident += int(rest.split()[0]) if name == "Rss" else 0
            proportional += int(rest.split()[0]) if name == "Pss" else 0
    return resident / 1024, proportional / 1024


def say(name, values, unit, goal):
    middle = sorted(values)[len(values) // 2]
    line = {
        "name": name,
        "value": round(middle, 1),
        "unit": unit,
        "n": len(values),
        "peer": goal,
        "ratio": None,
    }
    print(json.dumps({**line, "ratio": round(middle / goal, 2)}), flush=True)


def main():
    first, second, resident, proportional = [], [], [], []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory(prefix="hub-bench-", ignore_cleanup_errors=True) as folder:
            Path(folder).chmod(0o711)
            process, seconds = start(Path(folder) / "var")
            first.append(seconds)
            stop(process)
            process, seconds = start(Path(folder) / "var")
            second.append(seconds)
            time.sleep(5)
            both = memory(process.pid)
            resident.append(both[0])
            proportional.append(both[1])
            stop(process)
    say("first start to first page", first, "s", 20)
    say("second start to first page", second, "s", 6)
    say("memory of everything, shared pages counted once", proportional, "MB", 500)
    say("memory of everything, summed over processes", resident, "MB", 500)


main()
