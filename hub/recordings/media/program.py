"""The ffmpeg program: where it is, and how it is run so that it never outlives its worker."""

from __future__ import annotations

import ctypes
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from functools import cache
from typing import IO

import imageio_ffmpeg
from django.conf import settings

from hub.recordings.media import pulse
from hub.recordings.models import Job

# What a file may be: containers of sound and pictures. No playlists: they name other files.
CONTAINERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,asf,flv,mpeg,mpegts,mpegvideo,ogg,wav,mp3,flac,aac,aiff,caf,mxf"
STALLED_S = 900  # without a word from it, it hangs
PR_SET_PDEATHSIG = 1
KEPT = 64_000  # characters of what it says
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


class BrokenError(Exception):
    """The program ended with an error; `log` is what it said."""

    def __init__(self, log: str) -> None:
        super().__init__(last_words(log))
        self.log = log


@cache
def _found(wanted: str) -> str:
    return wanted or shutil.which("ffmpeg") or imageio_ffmpeg.get_ffmpeg_exe()


def ffmpeg() -> str:
    """The program: the one of the settings, else the system's, else the one in the wheel."""
    return _found(settings.FFMPEG)


def reading(path: str) -> list[str]:
    """How a file of other people is opened: this file alone, and only as a container of sound and pictures."""
    return ["-protocol_whitelist", "file,pipe", "-format_whitelist", CONTAINERS, "-i", f"file:{path}"]


def run(arguments: list[str], *, seconds: float = 0, job: Job | None = None, may_fail: bool = False) -> str:
    """Run it to its end and return what it said; `seconds` of media give the job's progress.

    Raises BrokenError when it fails, pulse.LostError when somebody else has taken the job.
    """
    command = [ffmpeg(), "-hide_banner", "-nostdin", "-y", "-progress", "pipe:1", *arguments]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
            preexec_fn=_in_child,  # noqa: PLW1509 -- two calls into libc, loaded before
        )
        try:
            _watch(process, seconds, job)
        finally:
            process.kill()
            code = process.wait()
            if process.stdout:
                process.stdout.close()
        log = _end_of(said)
    if code and not may_fail:
        raise BrokenError(log)
    return log


def _in_child() -> None:
    """End with the worker, even by kill -9; leave the processor to pages when they want it."""
    if _libc:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    os.nice(5)


def _watch(process: subprocess.Popen[bytes], seconds: float, job: Job | None) -> None:
    """Read its progress until it ends."""
    pipe = process.stdout
    if pipe is None:
        return
    heard, rest = time.monotonic(), b""
    while True:
        ready, _, _ = select.select([pipe], [], [], 0.5)
        if job:
            pulse.check(job)
        if not ready:
            if time.monotonic() - heard > STALLED_S:
                raise BrokenError(f"No progress for {STALLED_S // 60} minutes.")
            continue
        chunk = os.read(pipe.fileno(), 65536)
        if not chunk:
            process.wait()
            return
        heard = time.monotonic()
        *lines, rest = (rest + chunk).split(b"\n")
        if job and seconds:
            _note(lines, seconds, job)


def _note(lines: list[bytes], seconds: float, job: Job) -> None:
    for line in lines:
        name, _, value = line.partition(b"=")
        if name == b"out_time_us" and value.strip().isdigit():
            job.progress = min(99, int(int(value) / 10_000 / seconds))


def _end_of(said: IO[bytes]) -> str:
    size = said.seek(0, os.SEEK_END)
    said.seek(max(0, size - KEPT))
    return said.read().decode(errors="replace").replace("\0", "")


def last_words(log: str) -> str:
    """The last line that says something."""
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    return lines[-1] if lines else "It said nothing."
