"""The test run: one PostgreSQL for all workers, and what is not on this machine is skipped aloud."""

import os
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import machine
from tests.status.readers import environment as readers
from tests.voting.oracles import environment as oracles

# What a busy machine takes its time for is no fault: tests assert what happens, never how fast.
settings.register_profile("hub", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("hub")

pytest_plugins = ["tests.browser", "tests.cast", "tests.world"]

NEEDS: dict[str, Callable[[], str]] = {
    "e2e": machine.missing_browser,
    "services": machine.missing_services,
    "prometheus": machine.missing_prometheus,
    "oracles": oracles.missing,
    "readers": readers.missing,
}


def pytest_sessionstart(session: pytest.Session) -> None:
    """Start the database once, before any worker asks for it."""
    from django.conf import settings

    if not _is_worker() and settings.EMBEDDED_DATABASE:
        from hub.embedded import ensure_running

        ensure_running(settings.VAR, durable=False)


def pytest_unconfigure() -> None:
    """Stop it, and leave nothing behind."""
    from hub.embedded import release

    folder = os.environ.get("HUB_TEST_VAR")
    if folder and not _is_worker():
        if (Path(folder) / "postgres").exists():
            release(Path(folder))
        shutil.rmtree(folder, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs something that is not here, with the reason."""
    for marker, missing in NEEDS.items():
        marked = [item for item in items if item.get_closest_marker(marker)]
        if marked and (what := missing()):
            for item in marked:
                item.add_marker(pytest.mark.skip(reason=f"{marker}: {what}"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line per reason what did not run."""
    skipped = terminalreporter.stats.get("skipped", [])
    for reason, count in sorted(Counter(_reason(report) for report in skipped).items()):
        terminalreporter.write_line(f"not run: {count} x {reason}")


@pytest.fixture(scope="session", autouse=True)
def prompt_answers() -> None:
    """The test server sends an answer at once: else its first line waits 40 ms until the client confirms it."""
    from django.core.servers.basehttp import WSGIRequestHandler

    WSGIRequestHandler.disable_nagle_algorithm = True


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser."""
    return machine.browser()


def _is_worker() -> bool:
    return "PYTEST_XDIST_WORKER" in os.environ


def _reason(report: pytest.TestReport) -> str:
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return text.removeprefix("Skipped: ")


@pytest.fixture
def queries() -> Callable[[Callable[[], object]], int]:
    """How many queries something costs."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count(call: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as captured:
            call()
        return len(captured)

    return count
