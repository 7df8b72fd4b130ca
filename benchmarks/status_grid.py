"""Server time and queries of the status pages with 50 services on 20 clusters, each pair probed: 1,000 targets.

In a database of its own that is thrown away: `python benchmarks/status_grid.py`. One JSON line a page: the median
and p95 of warm requests in this process, without a network, and the queries. Options: --services 50 --clusters 20
--rounds 25.
"""

import argparse
import datetime as dt
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

GOAL_MS = 100
PAGES = ["/status/", "/status/?team=t", "/status/?cluster=c-0", "/status/summary.json", "/status/s-0/"]


def main():
    """Fill a database, measure every page, throw the database away."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, value in (("services", 50), ("clusters", 20), ("rounds", 25)):
        parser.add_argument(f"--{name}", type=int, default=value)
    wanted = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="grid-"))
    folder.chmod(0o711)
    os.environ |= {"HUB_VAR": str(folder), "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "hub.settings"}
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from hub.embedded import ensure_running, release

    ensure_running(folder, durable=False)
    try:
        fill(wanted)
        for page in PAGES:
            measure(page, wanted.rounds)
    finally:
        release(folder)
        shutil.rmtree(folder, ignore_errors=True)


def fill(wanted):
    """Every service on every cluster, each pair probed and measured just now; one in fifty in trouble."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from hub.accounts.models import Team
    from hub.catalog.models import Cluster, Enablement, Service
    from hub.status.models import Flip, Target

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    now = timezone.now()
    services = Service.objects.bulk_create(
        Service(slug=f"s-{n}", name=f"Service number {n}") for n in range(wanted.services)
    )
    clusters = Cluster.objects.bulk_create(
        Cluster(slug=f"c-{n}", name=f"Cluster number {n}") for n in range(wanted.clusters)
    )
    team = Team.objects.create(slug="t", name="Team")
    team.clusters.set(clusters[:3])
    for service in services[1::5]:
        service.needs.add(services[0])
    pairs = [(service, cluster) for service in services for cluster in clusters]
    Enablement.objects.bulk_create(
        Enablement(service=s, cluster=c, starts_on=now.date() - dt.timedelta(days=9)) for s, c in pairs
    )
    targets = Target.objects.bulk_create(
        Target(
            slug=f"{s.slug}-{c.slug}", name=f"{s.name} answers", service=s, cluster=c,
            url="http://127.0.0.1:1/", status="down" if n % 50 == 0 else "ok", status_since=now,
            observed_at=now, latency_ms=20, detail="Answered 200 in 20 ms.", interval_s=3600,
        )
        for n, (s, c) in enumerate(pairs)
    )  # fmt: skip
    Flip.objects.bulk_create(Flip(target=one, before="unknown", after=one.status, at=now) for one in targets)


def measure(url, rounds):
    """Milliseconds of warm requests to one page; prints its line."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    import hub.wsgi  # noqa: F401 -- as the server loads it, garbage collection and all
    from hub.status.summary import MEMORY

    client, times = Client(SERVER_NAME="localhost"), []
    client.get(url)
    MEMORY.forget()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url)
    count = len(queries)
    for _ in range(rounds):
        MEMORY.forget()
        start = time.perf_counter()
        client.get(url)
        times.append((time.perf_counter() - start) * 1000)
    line = {
        "name": url,
        "value": round(statistics.median(times), 1),
        "unit": "ms",
        "n": rounds,
        "goal": GOAL_MS,
    }
    line |= {"p95": round(statistics.quantiles(times, n=20)[-1], 1), "queries": count}
    print(
        json.dumps({**line, "kilobytes": len(answer.content) // 1024, "status": answer.status_code}),
        flush=True,
    )


if __name__ == "__main__":
    main()
