"""How long similar items take with 10,000 items: median and p95 of the read and of the door, one JSON line each.

Items are made of words of this trade, so that every question has many half-matches; in a database of its own that is
thrown away: `python benchmarks/similar_items.py --items 10000 --rounds 60`.
"""

import argparse
import json
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

GOAL_MS = 100
WORDS = [
    "training",
    "serving",
    "notebook",
    "pipeline",
    "feature",
    "store",
    "model",
    "registry",
    "dataset",
    "quota",
    "graphics",
    "card",
    "cluster",
    "latency",
    "drift",
    "monitoring",
    "experiment",
    "tracking",
    "batch",
    "stream",
    "deployment",
    "rollback",
    "canary",
    "secret",
    "token",
    "access",
    "warehouse",
    "table",
    "label",
    "annotation",
    "template",
    "image",
    "package",
    "cache",
    "schedule",
    "retry",
    "checkpoint",
    "spot",
    "node",
    "memory",
    "cost",
    "report",
    "owner",
    "team",
    "alert",
    "dashboard",
    "lineage",
    "quality",
    "bias",
    "fairness",
    "explain",
    "prediction",
    "vector",
    "search",
    "language",
    "prompt",
    "evaluation",
    "template",
    "docs",
    "course",
    "onboarding",
    "python",
    "version",
    "editor",
    "git",
    "review",
    "upgrade",
    "backup",
    "network",
    "region",
    "privacy",
    "audit",
    "approval",
    "test",
    "traffic",
]
TYPED = [
    ("GPU quota", ""),
    (
        "Feature store for online serving",
        "Fresh features in milliseconds, computed once for training and serving.",
    ),
    ("Compare experiments of all teams", "We copy numbers by hand every week, and nobody trusts them."),
    ("Model training is slow", "It waits for the cluster, then for the data, then for memory. " * 20),
    ("Roll back a model", ""),
    ("Coffee machine on the third floor", ""),
]


def main():
    """Fill a database, ask, throw the database away."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=60)
    wanted = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="similar-"))
    folder.chmod(0o711)  # the database runs as a user of its own
    os.environ |= {"HUB_VAR": str(folder), "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "hub.settings"}
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from hub.embedded import ensure_running, release

    ensure_running(folder, durable=False)
    try:
        fill(wanted.items)
        ask(wanted)
    finally:
        release(folder)
        shutil.rmtree(folder, ignore_errors=True)


def fill(count):
    """Items of random needs, and what they are about."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from hub.roadmap.meanings import remember_meanings
    from hub.roadmap.models import RoadmapItem

    call_command("migrate", verbosity=0)
    dice = random.Random(4)
    RoadmapItem.objects.bulk_create(
        [
            RoadmapItem(
                slug=f"item-{n}",
                title=" ".join(dice.sample(WORDS, dice.randint(3, 7))).capitalize(),
                need=" ".join(dice.choices(WORDS, k=dice.randint(20, 90))),
            )
            for n in range(count)
        ],
        batch_size=2000,
    )
    began = time.perf_counter()
    remember_meanings()
    say("find out what items are about", time.perf_counter() - began, unit="s", n=count)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def ask(wanted):
    """The first question of a process, then many: the read alone, and through the door."""
    from django.test import Client

    from hub.roadmap.similar import similar_to

    began = time.perf_counter()
    similar_to(*TYPED[0])
    say("similar items, first question of a process", 1000 * (time.perf_counter() - began), n=wanted.items)
    client = Client(SERVER_NAME="localhost")
    from hub.core import meaning
    from hub.roadmap import similar

    asked = {typed: similar._Asked(*typed) for typed in TYPED}  # noqa: SLF001 -- where the time goes
    measure("similar items, vector", wanted, meaning.vector_of)
    measure(
        "similar items, meanings",
        wanted,
        lambda *typed: similar.known.against(asked[typed].vector).nearest(30),
    )
    measure("similar items, words", wanted, lambda *typed: similar._by_words(asked[typed]))  # noqa: SLF001
    measure("similar items, read", wanted, similar_to)
    measure(
        "similar items, door",
        wanted,
        lambda title, need: answered(client.post("/roadmap/similar/", {"title": title, "need": need})),
    )


def answered(answer):
    if answer.status_code != 200:
        sys.exit(f"the door answered {answer.status_code}")


def measure(name, wanted, call):
    times = []
    for number in range(wanted.rounds):
        began = time.perf_counter()
        call(*TYPED[number % len(TYPED)])
        times.append(1000 * (time.perf_counter() - began))
    say(f"{name} median", statistics.median(times), n=wanted.items)
    say(f"{name} p95", statistics.quantiles(times, n=20)[-1], n=wanted.items, goal=GOAL_MS)


def say(name, value, *, unit="ms", **more):
    """One line of JSON."""
    print(json.dumps({"name": name, "value": round(value, 1), "unit": unit} | more), flush=True)


if __name__ == "__main__":
    main()
