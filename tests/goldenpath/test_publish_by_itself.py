"""A real worker on a real queue: a change is committed, and a moment later readers see it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from hub.activity.actions import record
from hub.goldenpath.models import Publication
from tests import factories as make

REPOSITORY = Path(__file__).parents[2]
PATIENCE = 120
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[None]:
    """The worker that `make up` starts, on the test's database and queue."""
    base = connection.settings_dict
    address = f"postgresql://{base['USER']}@/{base['NAME']}?host={base['HOST']}"
    if base["PORT"]:
        address = (
            f"postgresql://{base['USER']}:{base['PASSWORD']}@{base['HOST']}:{base['PORT']}/{base['NAME']}"
        )
    environment = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "hub.settings"}
    command = [sys.executable, "-m", "celery", "-A", "hub", "worker", "--pool=threads", "--concurrency=2"]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=info"]
    with (tmp_path / "worker.log").open("w") as log:
        process = subprocess.Popen(
            [*command, *quiet], cwd=REPOSITORY, env=environment, stdout=log, stderr=log
        )
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def test_a_worker_publishes_a_change_without_anyone_asking(worker: None, tmp_path: Path) -> None:
    with transaction.atomic():
        item = make.RoadmapItemFactory(title="Feature store")
        record("roadmap.item_proposed", item, "proposed Feature store", by=None)
    page = settings.SITE_ROOT / f"current/site/roadmap/{item.slug}/index.html"
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and not page.exists():
        time.sleep(0.2)
    reasons = list(Publication.objects.values_list("state", "reason"))
    assert page.exists(), (reasons, (tmp_path / "worker.log").read_text()[-3000:])
    assert "Feature store" in page.read_text()
    while time.monotonic() < end and Publication.objects.unfinished().exists():
        time.sleep(0.2)
    assert not Publication.objects.unfinished().exists()
