"""One hub and one browser for the journeys of a test run."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import QUIET
from tests.e2e.stack import Service, Stack


@pytest.fixture(
    scope="module"
)  # its event loop must not outlive the journeys: other tests follow in this thread
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=chromium, args=QUIET)
        yield started
        started.close()


@pytest.fixture(scope="session")
def mlflow() -> Iterator[Service]:
    """What stands where MLflow would: it answers, until a test stops it."""
    service = Service()
    service.start()
    yield service
    service.stop()


@pytest.fixture(scope="session")
def hub(mlflow: Service) -> Iterator[Stack]:
    """The hub with its starter community, its registry pointed at `mlflow`."""
    stack = Stack().start()
    stack.manage(
        "shell", "-v0", "-c",
        "from hub.status.models import Target;"
        "Target.objects.filter(slug__startswith='mlflow').update("
        f"url='http://127.0.0.1:{mlflow.port}/health', interval_s=5, timeout_s=2, confirmations=2, enabled=True)",
    )  # fmt: skip
    yield stack
    stack.remove()


@pytest.fixture
def page(browser: Browser, hub: Stack) -> Iterator[Page]:
    """A fresh reader; whatever the page's scripts complain of fails the test."""
    context = browser.new_context(base_url=hub.url, viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda line: line.type == "error" and complaints.append(line.text))
    yield opened
    context.close()
    allowed = ("Failed to load resource", "net::ERR")  # a test that takes something away expects these
    assert [line for line in complaints if not line.startswith(allowed)] == []
