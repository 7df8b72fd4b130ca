"""Search in speech over 865 hours: how long it takes, how often it finds, where it lands. One JSON line each.

The captions of the shared data, repeated with every hour shifted, fill a database of its own that is thrown away. A
repeated programme has other words in place of some of its rarer ones; many phrases have several true places still, and
each of them counts: `python benchmarks/transcripts.py --hours 865 --questions 300` (--hours 24: nothing repeated).
"""

import argparse
import json
import os
import random
import re
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

GOAL_MS, GOAL_RECALL, NEAR_S, FIRST = 30, 0.9, 3, 20
STOP = set(
    "the a an and or of to in is it that this for on with as are was be we you i they so at by from have".split()  # noqa: SIM905
)


def main():
    """Fill a database, ask, throw the database away."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hours", type=int, default=865)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--seconds", type=int, default=120, help="Fill no longer than this.")
    parser.add_argument("--data", default=os.environ.get("HUB_TEST_DATA", "../shared/data"))
    wanted = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="transcripts-"))
    folder.chmod(0o711)  # the database runs as a user of its own
    os.environ |= {"HUB_VAR": str(folder), "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "hub.settings"}
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from hub.embedded import ensure_running, release

    ensure_running(folder, durable=False)
    try:
        ask(fill(wanted), wanted)
    finally:
        release(folder)
        shutil.rmtree(folder, ignore_errors=True)


def fill(wanted):
    """Recordings with captions and passages; gives the lines of each."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    from hub.recordings.models import Recording, Track
    from hub.recordings.words import keeping
    from hub.recordings.words.reading import read

    call_command("migrate", verbosity=0)
    files = sorted((Path(wanted.data) / "talkpython-captions").glob("*.vtt"))
    if not files:
        sys.exit("The caption files are not there: --data or HUB_TEST_DATA says where.")
    shows = [read(file.read_bytes()).lines for file in files]
    known, hours, began, number = {}, 0.0, time.perf_counter(), 0
    while hours < wanted.hours and time.perf_counter() - began < wanted.seconds:
        lines = varied(shows[number % len(shows)], number // len(shows))
        with transaction.atomic():
            recording = Recording.objects.create(slug=f"talk-{number}", title=f"Talk {number}")
            keeping.write_lines(Track.objects.create(recording=recording), lines)
        known[recording.pk] = lines
        hours += lines[-1].ends_ms / 3_600_000
        number += 1
    took = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE recordings_passage")
        cursor.execute("VACUUM ANALYZE recordings_cue")
        cursor.execute("VACUUM ANALYZE recordings_recording")
        cursor.execute(
            "SELECT count(*), pg_total_relation_size('recordings_passage') / 1000000 FROM recordings_passage"
        )
        passages, megabytes = cursor.fetchone()
    cues = sum(map(len, known.values()))
    say(
        "hours of captions",
        round(hours),
        unit="h",
        recordings=number,
        cues=cues,
        passages=passages,
        megabytes=megabytes,
    )
    say("filling", took, unit="s", n=cues)
    return known


def varied(lines, turn):
    """The same show as another one: a word in eight is of another vocabulary, and all is shifted a little."""
    from dataclasses import replace

    if not turn:
        return lines

    def other(found):
        word = found[0]
        return (
            word if hash_of(word, turn) % 8 else f"{word[:6]}{chr(97 + turn % 26)}{chr(97 + turn // 26 % 26)}"
        )

    shift = turn * 137
    return [
        replace(
            line,
            starts_ms=line.starts_ms + shift,
            ends_ms=line.ends_ms + shift,
            text=re.sub(r"[A-Za-z]{5,}", other, line.text),
        )
        for line in lines
    ]


def hash_of(word, turn):
    return sum(ord(sign) * (7 + place) for place, sign in enumerate(word)) * (turn * 31 + 17) // 7


def ask(known, wanted):
    """Three words as they were said in a row, taken from anywhere; then single words and the door."""
    from django.contrib.auth.models import AnonymousUser

    from hub.search.hits import Hits
    from hub.search.spoken import InRecordings

    dice, reader = random.Random(5), AnonymousUser()
    texts = [phrase(dice, known) for _ in range(wanted.questions)]
    said = places(set(texts), known)
    times, found, near = [], 0, 0
    for text in texts:
        began = time.perf_counter()
        page = InRecordings(reader, text)[:FIRST]
        times.append(1000 * (time.perf_counter() - began))
        links = [(one.recording.pk, moment.seconds) for one in page for moment in one.moments]
        found += any(recording == place for recording, _ in links for place, _ in said[text])
        near += any(
            recording == place and abs(second - ms / 1000) <= NEAR_S
            for recording, second in links
            for place, ms in said[text]
        )
    n = len(texts)
    say("transcript search, three words, median", statistics.median(times), n=n)
    say("transcript search, three words, p95", statistics.quantiles(times, n=20)[-1], n=n, goal=GOAL_MS)
    say("places a question has, median", statistics.median(len(said[text]) for text in texts), unit="places")
    say("a recording that says it among the first 20", found / n, unit="ratio", n=n, goal=GOAL_RECALL)
    say("a link within 3 s of the words among them", near / n, unit="ratio", n=n, goal=GOAL_RECALL)
    common = "python,data,model,people,machine learning,open source,you know,really cool".split(",")  # noqa: SIM905
    measure("transcript search, common words", common, lambda text: InRecordings(reader, text)[:FIRST])
    measure("search for everything", texts[:60], lambda text: Hits(reader, text)[0:FIRST])


def phrase(dice, known):
    """Three words in a row as they were said, two of them at least with a meaning."""
    from hub.recordings.words.windows import timed

    while True:
        lines = known[dice.choice(list(known))]
        place = dice.randrange(len(lines) - 3)
        words = [bare(word.text) for word in timed(lines[place : place + 3])]
        start = dice.randrange(max(1, len(words) - 2))
        three = words[start : start + 3]
        if len(three) == 3 and all(three) and sum(word not in STOP and len(word) > 2 for word in three) > 1:
            return " ".join(three)


def places(texts, known):
    """Where each of these texts is said: recording, and the milliseconds of its first word."""
    from hub.recordings.words.windows import timed

    found = {text: [] for text in texts}
    for recording, lines in known.items():
        words = [(bare(word.text), word.ms) for word in timed(lines)]
        for (one, ms), (two, _), (three, _) in zip(words, words[1:], words[2:], strict=False):
            if (text := f"{one} {two} {three}") in found:
                found[text].append((recording, ms))
    return found


def bare(word):
    return re.sub(r"^\W+|\W+$", "", word.lower())


def measure(name, texts, call):
    times = []
    for text in texts:
        began = time.perf_counter()
        call(text)
        times.append(1000 * (time.perf_counter() - began))
    say(f"{name}, median", statistics.median(times), n=len(times))
    say(f"{name}, p95", statistics.quantiles(times, n=20)[-1], n=len(times), goal=GOAL_MS)


def say(name, value, *, unit="ms", **more):
    """One line of JSON."""
    print(json.dumps({"name": name, "value": round(value, 3), "unit": unit} | more), flush=True)


if __name__ == "__main__":
    main()
