"""Work on an uploaded film, beside plain ffmpeg that does exactly the same by hand. One JSON line per figure.

The film (1080p, with a tone under noise) is made here by ffmpeg. Each step of the hub is followed at once by the same
step by hand, so that both see the same machine: `python benchmarks/processing.py --seconds 180`. The commands by hand
are written out below; they run as nice as the hub lets its own run. What the hub does besides (digest, looking at each
file, noting all of it in a database of its own that is thrown away) is in its figure and in no other.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from measured import say

GOAL = 1.15
H264 = [
    "-c:v",
    "libx264",
    "-preset",
    "veryfast",
    "-crf",
    "23",
    "-maxrate",
    "4M",
    "-bufsize",
    "8M",
    "-pix_fmt",
    "yuv420p",
]
LEVELLED = [
    "-af",
    "loudnorm=I=-16:TP=-1.5:LRA=11:print_format=json",
    "-c:a",
    "aac",
    "-b:a",
    "128k",
    "-ar",
    "48000",
    "-ac",
    "1",
]
TINY = 30  # seconds that are really drawn; the film repeats them, and is decoded and encoded all the same


def main():
    """Make the film, work on it twice, throw all of it away."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--seconds", type=int, default=180, help="Length of the film.")
    wanted = options.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="processing-"))
    folder.chmod(0o711)  # the database runs as a user of its own
    os.environ |= {
        "HUB_VAR": str(folder), "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "hub.settings", "HUB_SPEECH": "off",
    }  # fmt: skip
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from hub.embedded import ensure_running, release

    ensure_running(folder, durable=False)
    try:
        compare(folder, wanted.seconds)
    finally:
        from django.db import connection

        connection.close()
        connection.close_pool()
        release(folder)
        shutil.rmtree(folder, ignore_errors=True)


def compare(folder, seconds):
    """Each step by the hub, then by hand."""
    import django

    django.setup()
    from django.core.management import call_command

    from hub.recordings.media import work

    call_command("migrate", verbosity=0)
    film = drawn(folder, seconds)
    copy = folder / "by-hand.mkv"
    os.link(film, copy)
    talk, by_hand = handed_in(film), steps_by_hand(copy, folder, seconds)
    ours, theirs = {}, {}
    while step := next_step(talk):
        ours[step] = timed(work.work_once)
        if step in by_hand:
            theirs[step] = timed(lambda step=step: by_hand[step]())
    states = dict(talk.jobs.values_list("step", "state"))
    done = {"fetch", "check", "video", "poster", "storyboard", "audio"}
    if {step for step, state in states.items() if state == "done"} != done:
        sys.exit(f"The work did not end well: {states}")
    tell(ours, theirs, seconds)


def tell(ours, theirs, seconds):
    """The lines: every step that has a peer, then all of it."""
    for step, (took, used) in theirs.items():
        say(name=f"process a film, {step}", value=ours[step][0], unit="s", n=1, peer={"plain ffmpeg": round(took, 3)},
            ratio=ours[step][0] / took, processor_ratio=ours[step][1] / used)  # fmt: skip
    rest = sum(took for step, (took, _) in ours.items() if step not in theirs)
    say(name="process a film, what is looked at and noted", value=rest, unit="s", n=len(ours) - len(theirs))
    names = ("process a film", "process a film, processor seconds")
    for place, name in enumerate(names):
        hub, plain = (sum(row[place] for row in rows.values()) for rows in (ours, theirs))
        say(name=name, value=hub, unit="s", n=1, input=f"{seconds} s of 1080p", peer={"plain ffmpeg": round(plain, 3)},
            ratio=hub / plain, goal=GOAL)  # fmt: skip


def timed(do):
    """How long it took, and how much of the processors it and its programs used (seconds)."""
    before, began = used(), time.perf_counter()
    do()
    return time.perf_counter() - began, used() - before


def used():
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


def drawn(folder, seconds):
    """The film as it is handed in."""
    tiny, film = folder / "tiny.mkv", folder / "film.mkv"
    run(
        "-f", "lavfi", "-i", "testsrc2=size=1920x1080:rate=25",
        "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000",
        "-f", "lavfi", "-i", "anoisesrc=amplitude=0.05:sample_rate=48000",
        "-filter_complex", "[1][2]amix", "-t", str(TINY),
        "-c:v", "libx264", "-preset", "ultrafast", "-crf", "26", "-g", "50", "-pix_fmt", "yuv420p",
        "-c:a", "aac", "-ac", "1", str(tiny),
    )  # fmt: skip
    run("-stream_loop", "-1", "-i", str(tiny), "-t", str(seconds), "-c", "copy", str(film))
    return film


def handed_in(film):
    """A recording whose file lies in the storage, as if it had just arrived."""
    from django.conf import settings
    from django.core.files.storage import default_storage

    from hub.accounts.models import User
    from hub.recordings.actions.uploading import take_from_storage

    owner = User.objects.create(handle="ada", name="Ada")
    name = f"{settings.INCOMING}/film.mkv"
    place = Path(default_storage.path(name))
    place.parent.mkdir(parents=True)
    film.rename(place)
    return take_from_storage(name, recording=None, owner=owner, title="Film").recording


def next_step(talk):
    """What the hub does next."""
    return talk.jobs.filter(state="waiting").order_by("pk").values_list("step", flat=True).first()


def steps_by_hand(film, folder, seconds):
    """The same steps as somebody types them."""
    video, every = folder / "video.mp4", max(2, -(-seconds // 100))
    tiles = -(-seconds // every)
    columns = min(10, tiles)
    sheet = f"fps=1/{every}:round=up,scale=160:90,tile={columns}x{-(-tiles // columns)}"
    return {
        "video": lambda: run(
            "-i", str(film), "-map", "0:v:0", "-vf", "scale=1280:720,setsar=1", *H264, "-map", "0:a:0", *LEVELLED,
            "-movflags", "+faststart", str(video),
        ),
        "poster": lambda: run(
            "-ss", f"{seconds / 10:.2f}", "-i", str(video), "-vf", "thumbnail=25", "-frames:v", "1", "-q:v", "4",
            str(folder / "poster.jpg"),
        ),
        "storyboard": lambda: run(
            "-skip_frame", "nokey", "-i", str(video), "-an", "-vf", sheet, "-frames:v", "1", "-q:v", "6",
            str(folder / "sheet.jpg"),
        ),
        "audio": lambda: run(
            "-i", str(video), "-map", "0:a:0", "-c:a", "copy", "-movflags", "+faststart", str(folder / "audio.m4a")
        ),
    }  # fmt: skip


def run(*arguments):
    from hub.recordings.media.program import ffmpeg

    command = ["nice", "-n", "5", ffmpeg(), "-hide_banner", "-nostdin", "-y", *arguments]
    ended = subprocess.run(command, capture_output=True, check=False)
    if ended.returncode:
        sys.exit(f"{' '.join(command)}\n{ended.stderr.decode(errors='replace')[-2000:]}")


if __name__ == "__main__":
    main()
