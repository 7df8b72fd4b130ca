"""Server time and queries of every list and detail page, with whatever the database holds: one JSON line a page.

Run it after importing all of the shared data: `python benchmarks/pages.py`. Figures are medians of ROUNDS
warm requests in this process, without a network; p95 over all pages comes last.
"""

import json
import os
import statistics
import sys
import time
from pathlib import Path

ROUNDS = 15
LISTS = [
    "/", "/services/", "/services/?page=3", "/services/?q=data&stage=stable", "/clusters/", "/community/",
    "/community/groups/", "/community/evaluations/", "/community/decisions/", "/community/conclusions/",
    "/community/meetings/", "/community/meetings/?show=past",
    "/community/meetings/?show=series", "/community/demos/", "/community/recordings/",
    "/community/recordings/?page=40", "/community/speakers/", "/community/tools/", "/teams/", "/people/", "/roadmap/",
    "/search/?q=python", "/search/?q=machine+learn", "/search/?q=kubernetes+node", "/search/?q=xyzzy", "/status/",
]  # fmt: skip


def main() -> None:
    """Measure each page, then all of them together."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
    import django

    django.setup()
    from django.conf import settings

    from hub.embedded import ensure_running

    if settings.EMBEDDED_DATABASE:
        ensure_running(settings.VAR)
    print(json.dumps({"name": "load average", "value": os.getloadavg()[0], "unit": "processes", "n": 1}))
    times: list[float] = []
    for url in [*LISTS, *details()]:
        times += measure(url)
    for name, value in (("median", statistics.median(times)), ("p95", statistics.quantiles(times, n=20)[-1])):
        print(json.dumps({"name": f"pages {name}", "value": round(value, 1), "unit": "ms", "n": len(times)}))


def details() -> list[str]:
    """One page of each kind, and every vote: a running one and a result are different pages."""
    from django.apps import apps

    kinds = ["catalog.Service", "catalog.Cluster", "sigs.Group", "meetings.Series", "accounts.Team", "accounts.User",
             "demos.Demo", "recordings.Recording", "roadmap.RoadmapItem", "sigs.Evaluation",
             "sigs.Conclusion"]  # fmt: skip
    rows = [apps.get_model(kind)._default_manager.order_by("pk").last() for kind in kinds]
    votes = apps.get_model("voting.Decision")._default_manager.exclude(opened_at=None).order_by("slug")
    return [row.get_absolute_url() for row in [*rows, *votes] if row is not None]


def measure(url: str) -> list[float]:
    """Milliseconds of warm requests to one page; prints its line."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client, times = Client(SERVER_NAME="localhost"), []
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        status = client.get(url).status_code
    count = len(queries)
    used = time.process_time()
    for _ in range(ROUNDS):
        start = time.perf_counter()
        client.get(url)
        times.append((time.perf_counter() - start) * 1000)
    line = {"name": url, "value": round(statistics.median(times), 1), "unit": "ms", "n": ROUNDS}
    line |= {"processor_ms": round((time.process_time() - used) * 1000 / ROUNDS, 1)}
    print(json.dumps({**line, "queries": count, "status": status}), flush=True)
    return times if status == 200 else []


if __name__ == "__main__":
    main()
