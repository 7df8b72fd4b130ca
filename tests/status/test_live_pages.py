"""live.js in a real Chromium against a real server: it refreshes by itself, and leaves nothing green."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from django.db import connections
from django.utils import timezone

from hub.catalog.models import Cluster
from hub.status import baked, summary
from hub.status.models import Flip, Snapshot, Status, Target
from hub.status.shown import Shown
from tests.factories import ClusterFactory, IncidentFactory, ProberFactory, ServiceFactory, TargetFactory, now
from tests.status.test_probe_process import MANAGE, database_url

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LOOK_AGAIN = "document.dispatchEvent(new Event('visibilitychange'))"


@pytest.fixture
def hub(transactional_db):
    """The hub's web server as a process of its own, which a test may kill."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = os.environ | {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "HUB_DEBUG": "1",
    }
    command = [sys.executable, MANAGE, "runserver", "--noreload", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    process.url = f"http://127.0.0.1:{port}"
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{process.url}/healthz", timeout=1).close()  # noqa: S310 -- our own
            break
        except OSError:
            time.sleep(0.1)
    else:
        pytest.fail("The server does not answer.")
    yield process
    process.kill()
    process.wait()


@pytest.fixture
def page(chromium):
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright keeps an event loop in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-background-networking"]
        )
        page = browser.new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.set_default_timeout(8_000)
        yield page
        assert page.faults == []
        browser.close()
        connections.close_all()  # opened beside playwright's event loop, so not the test's own
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def mlflow():
    ProberFactory(targets=1)
    service = ServiceFactory(slug="mlflow", name="MLflow")
    return TargetFactory(
        service=service, cluster=ClusterFactory(), status="ok", status_since=now(hours=-1), observed_at=now(),
        interval_s=20, timeout_s=5,
    )  # fmt: skip


def badge(page, status, word):
    page.wait_for_selector(f'[data-service-status="mlflow"][data-status="{status}"]:has-text("{word}")')


def change(target, status):
    moment = timezone.now()
    Target.objects.filter(pk=target.pk).update(status=status, status_since=moment, observed_at=moment)
    Flip.objects.create(target=target, before="ok", after=status, at=moment)
    Snapshot.objects.update(due=True)


def test_reader_sees_an_outage_without_reloading(hub, page, mlflow):
    page.goto(f"{hub.url}/status/")
    badge(page, "ok", "Operational")
    with page.expect_response("**/summary.json"):
        page.evaluate(LOOK_AGAIN)
    change(mlflow, "down")
    time.sleep(0.6)  # the server remembers its answer for half a second
    page.evaluate(LOOK_AGAIN)
    badge(page, "down", "Outage since")
    assert page.text_content("[data-platform-status] .live-status-word") == "Outage: MLflow"
    assert page.get_attribute("[data-cell]", "data-status") == "down"
    assert "MLflow: outage" in page.text_content(".live-status-news[aria-live=polite]")


def test_reader_sees_everything_go_grey_when_the_hub_dies(hub, page, mlflow):
    page.goto(f"{hub.url}/status/")
    badge(page, "ok", "Operational")
    hub.kill()
    hub.wait()
    page.evaluate(LOOK_AGAIN)
    badge(page, "unknown", "(hub unreachable)")
    assert page.locator('[data-status="ok"]').count() == 0
    assert re.search(r"since \d\d:\d\d", page.text_content('[data-service-status="mlflow"]'))
    assert "last known Operational" in page.get_attribute('[data-service-status="mlflow"]', "title")


def test_reader_sees_grey_by_itself_when_the_prober_dies(hub, page, mlflow):
    Target.objects.update(observed_at=now(seconds=-38))  # seven seconds left
    page.goto(f"{hub.url}/status/")
    badge(page, "ok", "Operational")
    page.wait_for_selector('[data-service-status="mlflow"][data-status="unknown"]', timeout=15_000)
    assert (
        page.locator('[data-status="ok"]:visible').count() <= 1
    )  # the prober's own sign of life, until it is old


def test_docs_page_comes_alive_and_again_after_instant_navigation(hub, page, mlflow):
    change(mlflow, "down")
    page.add_init_script("window.document$ = { all: [], subscribe(f) { this.all.push(f); f(); } }")
    page.goto(f"{hub.url}/status/maintenance/")
    assert page.locator("[data-service-status]").count() == 0
    shown = Shown(Status(mlflow.status), observed_at=now(days=-2), targets=(mlflow,))
    built = f"<p>{baked.badge('mlflow', shown)}</p>{baked.banner(['mlflow', 'katib'])}"
    assert 'data-status="unknown"' in built  # a built page claims no colour
    swap = "html => { document.querySelector('main').innerHTML = html; document$.all.forEach(f => f()); }"
    for _ in range(2):
        page.evaluate(swap, built)
        badge(page, "down", "Outage since")
        assert page.text_content(".live-banner").startswith(" MLflow: outage since")
        assert page.locator(".live-banner-line").count() == 1


def built_path(target, other):
    """A path as it was built while all was well: step 2 and 3 need MLflow, on two clusters."""
    clusters = {summary.cluster_id(one.cluster_id): one.cluster.name for one in (target, other)}
    steps = {"mlflow": [2, 3]}
    return (
        f"<p>{baked.path_status(['mlflow'], 'Everything it needs works', now(days=-2))}</p>"
        f"{baked.banner(['mlflow'], steps=steps, clusters=clusters)}"
    )


def test_path_says_which_step_needs_what_where_it_still_works_and_what_is_known(hub, page, mlflow):
    Cluster.objects.filter(pk=mlflow.cluster_id).update(name="Prod EU")
    mlflow.cluster.refresh_from_db()
    other = TargetFactory(
        service=mlflow.service, cluster=ClusterFactory(name="Prod <US>"), status="ok", status_since=now(hours=-1),
        observed_at=now(),
    )  # fmt: skip
    page.goto(f"{hub.url}/status/maintenance/")
    page.evaluate("html => { document.querySelector('main').innerHTML = html }", built_path(mlflow, other))
    page.evaluate(LOOK_AGAIN)
    page.wait_for_selector('[data-path-status][data-status="ok"]:has-text("Everything it needs works")')
    assert page.locator(".live-banner-line").count() == 0
    change(mlflow, "down")
    full = IncidentFactory(title="The disk is full")
    full.impacts.create(
        service=mlflow.service, cluster=mlflow.cluster, status="down", starts_at=now(hours=-1)
    )
    Snapshot.objects.update(due=True)
    time.sleep(0.6)  # the server remembers its answer for half a second
    page.evaluate(LOOK_AGAIN)
    page.wait_for_selector('[data-path-status][data-status="down"]:has-text("Outage: MLflow")')
    text = page.text_content(".live-banner-line")
    assert re.search(
        r"Steps 2 and 3 need MLflow: outage since \d\d:\d\d on Prod EU; it works on Prod <US>\.", text
    )
    assert text.endswith("Known: The disk is full.")
    assert page.get_attribute(".live-banner-line a[href*=incidents]", "href").startswith("/status/incidents/")
    assert page.locator(".live-banner-line a[href='#step-3']").count() == 1
    hub.kill()
    hub.wait()
    page.evaluate(LOOK_AGAIN)
    page.wait_for_selector('[data-path-status][data-status="unknown"]')
    assert "unknown since" in page.text_content(".live-banner-line")


def test_built_page_without_scripts_states_a_dated_fact_in_grey():
    target = TargetFactory(status="ok", observed_at=now(days=-2))
    html = baked.badge(
        "mlflow", Shown(Status(target.status), observed_at=target.observed_at, targets=(target,))
    )
    text = re.sub("<[^>]+>", "", html)
    assert re.fullmatch(r"Operational as of \d+ \w{3} \d{4} \d\d:\d\d UTC", text)
    assert 'data-status="unknown"' in html
