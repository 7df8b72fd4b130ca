"""Keeps a few programs running side by side: their logs, their restarts, and their end when ours comes."""

import ctypes
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
LOOK_EVERY = 0.25
LOG_LIMIT = 5_000_000
HEALTHY_AFTER = 30.0
LONGEST_PAUSE = 30.0
GRACE = 10.0
TROUBLE = re.compile(r"^(?:\[[^]]*\b(?:ERROR|CRITICAL)\b|(?:ERROR|CRITICAL)\b|[\w.]+(?:Error|Exception): )")
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with_parent() -> None:
    """In a new child: end when the parent ends, even by kill -9 (on Linux)."""
    if _libc:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def spawn(command: list[str], log: Path) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own (a Ctrl-C at the terminal is not for it) that dies with us."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as out:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509 -- one call into libc, loaded before
        )


def end(processes: list[subprocess.Popen[bytes]]) -> None:
    """Ask all to end, then end whatever is left of their groups."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    limit = time.monotonic() + GRACE
    while time.monotonic() < limit and any(process.poll() is None for process in processes):
        time.sleep(0.05)
    for process in processes:
        _kill_group(process)
        process.wait()


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass  # nobody is left (macOS says "not permitted" of a group of dead processes)


@dataclass
class Program:
    """One program: what it is called, how it is started, where it writes; `once` for one that may end."""

    name: str
    command: list[str]
    log: Path
    once: bool = False
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 1.0
    due: float = 0.0
    read: int = 0
    last_trouble: str = ""

    def start(self) -> None:
        """Start it and remember from where its log is news."""
        self.read = self.log.stat().st_size if self.log.exists() else 0
        self.started = time.monotonic()
        self.process = spawn(self.command, self.log)

    def trouble(self) -> str:
        """The last line in the log that reads like an error and has not been reported."""
        size = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("rb") as log:
            log.seek(min(self.read, size))
            news = log.read(1_000_000).decode(errors="replace")
        self.read = min(self.read, size) + len(news.encode())
        if size > LOG_LIMIT:
            self._rotate()
        found = [line.strip() for line in news.splitlines() if TROUBLE.match(line)]
        if not found or found[-1] == self.last_trouble:
            return ""
        self.last_trouble = found[-1]
        return found[-1]

    def _rotate(self) -> None:
        """Keep one old log; the program goes on appending to the emptied file."""
        self.log.with_suffix(".log.1").write_bytes(self.log.read_bytes())
        os.truncate(self.log, 0)
        self.read = 0


@dataclass
class Supervisor:
    """Starts the programs, starts again what dies, says so, and ends all of them."""

    say: Callable[[str], None]
    programs: list[Program] = field(default_factory=list)

    def start(self, program: Program) -> None:
        """Start a program and look after it from now on."""
        self.programs.append(program)
        program.start()

    def look(self) -> None:
        """One round: report errors, start again what is due."""
        for program in list(self.programs):
            if program.process is None:
                if time.monotonic() >= program.due:
                    program.start()
            elif program.process.poll() is not None:
                self._ended(program, program.process)
            elif text := program.trouble():
                self.say(f"{program.name}: {text[:300]}  (more in {program.log})")

    def stop(self) -> None:
        """End all programs."""
        end([program.process for program in self.programs if program.process])
        self.programs.clear()

    def _ended(self, program: Program, process: subprocess.Popen[bytes]) -> None:
        _kill_group(process)  # what it started must not live on beside its successor
        code = process.returncode
        if program.once:
            self.programs.remove(program)
            if code:
                self.say(f"{program.name} failed: {_why(program, code)}")
            return
        if time.monotonic() - program.started > HEALTHY_AFTER:
            program.pause = 1.0
        self.say(f"{program.name} ended: {_why(program, code)}; starting it again in {program.pause:.0f} s")
        program.process, program.due = None, time.monotonic() + program.pause
        program.pause = min(program.pause * 2, LONGEST_PAUSE)


def _why(program: Program, code: int) -> str:
    how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    text = program.trouble()
    return f"{how}{f', {text[:300]}' if text else ''} (see {program.log})"
