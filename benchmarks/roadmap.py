"""Server time and queries of the roadmap's pages with 10,000 items, 200,000 supports and 50,000 moves.

500 people in 60 teams, in a database of its own that is thrown away: `python benchmarks/roadmap.py`. One JSON line
a page: the median and p95 of warm requests in this process, without a network, and the queries. Options:
--items 10000 --supports 200000 --moves 50000 --rounds 25 --keep FOLDER (to look again without filling again).
"""

import argparse
import datetime as dt
import json
import logging
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

GOAL_MS, GOAL_QUERIES = 80, 15


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, value in (("items", 10_000), ("supports", 200_000), ("moves", 50_000), ("rounds", 25)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--keep", default="")
    return parser.parse_args()


def main():
    """Fill a database, measure every page of the roadmap, throw the database away."""
    wanted = arguments()
    folder = Path(wanted.keep or tempfile.mkdtemp(prefix="roadmap-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711)
    os.environ |= {"HUB_VAR": str(folder), "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "hub.settings"}
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from hub.embedded import ensure_running, release

    ensure_running(folder, durable=False)
    try:
        prepare(wanted)
        everything(wanted.rounds)
    finally:
        release(folder)
        if not wanted.keep:
            shutil.rmtree(folder, ignore_errors=True)


def prepare(wanted):
    """The tables and their rows, unless they are there already."""
    import django

    django.setup()
    logging.getLogger("django.request").setLevel(logging.CRITICAL)  # the line of a page says what it answered
    from django.core.management import call_command

    from hub.roadmap.models import RoadmapItem

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not RoadmapItem.objects.exists():
        began = time.perf_counter()
        fill(wanted)
        say("fill", time.perf_counter() - began, unit="s", n=wanted.items)


def fill(wanted):
    """Rows as years of use would leave them: needs of uneven size, quarters of twelve years, steps, owners."""
    from django.db import connection
    from django.utils import timezone

    from hub.accounts.models import Membership, Team, User
    from hub.catalog.models import PipelineStep
    from hub.roadmap.models import RoadmapItem, Support
    from hub.roadmap.quarters import moved, quarter_of
    from hub.roadmap.tallies import recount_all
    from hub.sigs.models import Group, Term

    dice, today = random.Random(4), timezone.localdate()
    day = dt.timedelta(days=1)
    teams = Team.objects.bulk_create([Team(slug=f"team-{n}", name=f"Team {n}") for n in range(60)])
    people = User.objects.bulk_create(
        [User(handle=f"person-{n}", name=f"Person {n}", is_platform_admin=n == 0) for n in range(500)]
    )
    Membership.objects.bulk_create(
        [Membership(user=p, team=teams[n % 60], starts_on=today - 400 * day) for n, p in enumerate(people)]
    )
    groups = Group.objects.bulk_create([Group(slug=f"sig-{n}", name=f"SIG {n}") for n in range(20)])
    Term.objects.bulk_create([Term(group=g, user=people[n + 1], role="chair") for n, g in enumerate(groups)])
    steps, states = [*PipelineStep.values, ""], list(RoadmapItem.State.values)
    around = [moved(quarter_of(today), by) for by in range(-8, 4)]
    rows = []
    for number in range(wanted.items):
        state = dice.choice(states)
        timed = state in ("planned", "in-progress", "shipped")
        stuck = state == "in-progress" and dice.random() < 0.15
        rows.append(
            RoadmapItem(
                slug=f"item-{number}", title=f"Need number {number} about {dice.choice(steps) or 'all'} of it",
                need="Why it is needed, at some length. " * 40, state=state, step=dice.choice(steps),
                quarter=dice.choice(around) if timed else "", estimate=dice.randint(1, 12),
                kind=dice.choice(RoadmapItem.Kind.values), group=dice.choice(groups), team=dice.choice(teams),
                owner=dice.choice(people), proposed_by=dice.choice(people),
                proposed_on=today - dice.randint(0, 900) * day,
                target_on=today + dice.randint(-200, 300) * day if timed and dice.random() < 0.3 else None,
                impediment="Waits for a port" if stuck else "", impeded_at=timezone.now() if stuck else None,
            )
        )  # fmt: skip
    items = RoadmapItem.objects.bulk_create(rows, batch_size=2000)
    pairs = {(0, person) for person in range(len(people))}  # one item that everybody supports
    while len(pairs) < wanted.supports:
        pairs.add((int(len(items) * dice.random() ** 2), dice.randrange(len(people))))
    Support.objects.bulk_create(
        [
            Support(item=items[i], user=people[p], need=dice.randint(0, 3), why="Every week.")
            for i, p in sorted(pairs)
        ],
        batch_size=5000,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO roadmap_move (item_id, from_state, to_state, from_quarter, to_quarter, reason, by_id, at)
            SELECT id, 'accepted', 'planned', '', COALESCE(NULLIF(quarter, ''), '2026-Q1'), 'Because', owner_id,
                   now() - random() * interval '900 days'
            FROM roadmap_roadmapitem, generate_series(1, %s)
            """,
            [max(1, wanted.moves // wanted.items)],
        )
        recount_all()
        # Every row was written six times within a minute: as the server's own tending would leave them by now.
        cursor.execute("VACUUM (FULL, ANALYZE)")
        cursor.execute("VACUUM")  # FULL throws the map of what is visible away


def everything(rounds):
    """Each page as a visitor, as a supporter and as the platform team; then all together."""
    from django.core.signals import request_finished
    from django.test import Client

    request_finished.connect(note_the_end)  # the first to hear it: what others do then, no visitor waits for
    import hub.wsgi  # noqa: F401 -- as the server loads it, garbage collection and all
    from hub.accounts.models import User
    from hub.roadmap.models import RoadmapItem

    visitor, admin, member = (Client(raise_request_exception=False) for _ in range(3))
    admin.force_login(User.objects.get(handle="person-0"))
    member.force_login(User.objects.get(handle="person-1"))
    most = RoadmapItem.objects.order_by("-supporters").first().get_absolute_url()
    board = [
        "/roadmap/",
        "/roadmap/?step=training",
        "/roadmap/?group=sig-3&impeded=1",
        "/roadmap/?from=2025-Q1",
    ]
    lists = [
        "",
        "&sort=new",
        "&sort=moved",
        "&sort=target",
        "&state=any&page=150",
        "&state=any&sort=moved&page=40",
        "&need=blocked&kind=pain",
        "&moved=2026-10-01&state=any",
        "&owner=person-7&state=any",
        "&q=training",
    ]
    pages = board + [f"/roadmap/?view=list{query}" for query in lists]
    pages += [
        "/roadmap/timeline/",
        "/roadmap/timeline/?step=serving&state=any",
        "/roadmap/public/",
        "/roadmap/print/",
    ]
    pages += ["/roadmap/mine/", "/roadmap/?view=list&mine=1&state=any", "/roadmap/item-9999/", most]
    pages += ["/api/v1/roadmap/", "/api/v1/roadmap/?impeded=true&state=in-progress"]
    times = []
    for who, client in (("visitor", visitor), ("member", member), ("admin", admin)):
        for page in pages:
            times += measure(client, page, who, rounds)
    print(json.dumps({"name": "load average", "value": os.getloadavg()[0], "unit": "processes", "n": 1}))
    say("all pages", statistics.quantiles(times, n=20)[-1], unit="ms p95", n=len(times), goal=GOAL_MS)


ENDED = []


def note_the_end(**_):
    """The page was sent."""
    ENDED.append(time.perf_counter())


def measure(client, url, who, rounds):
    """Milliseconds of warm requests to one page, from the request to the last byte; prints its line.

    `after_ms` is what the server does once the page is sent. `processor_ms` is what this process itself used, with
    that: on a busy machine it says more than the clock does.
    """
    from django.db import connection

    asked = []

    def count(execute, *query):
        asked.append(query[0])
        return execute(*query)

    client.get(url, SERVER_NAME="localhost")
    with connection.execute_wrapper(count):
        status = client.get(url, SERVER_NAME="localhost").status_code
    if status != 200:
        print(json.dumps({"name": url, "who": who, "status": status}), flush=True)
        return []
    times, after, used = [], [], time.process_time()
    for _ in range(rounds):
        began = time.perf_counter()
        client.get(url, SERVER_NAME="localhost")
        times.append((ENDED[-1] - began) * 1000)
        after.append((time.perf_counter() - ENDED[-1]) * 1000)
    p95 = round(statistics.quantiles(times, n=20)[-1], 1)
    processor = round((time.process_time() - used) * 1000 / rounds, 1)
    good = p95 < GOAL_MS and len(asked) <= GOAL_QUERIES
    line = {
        "p95": p95,
        "after_ms": round(statistics.mean(after), 1),
        "processor_ms": processor,
        "queries": len(asked),
        "who": who,
        "good": good,
    }
    say(url, statistics.median(times), unit="ms", n=rounds, **line)
    return times


def say(name, value, **more):
    print(json.dumps({"name": name, "value": round(value, 1), **more}), flush=True)


if __name__ == "__main__":
    main()
