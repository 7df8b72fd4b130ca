"""A real Chromium for the tests that need one: the `browser`, somebody signed in, and what is inaccessible."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from hub.accounts.models import User

QUIET = [
    "--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
]  # fmt: skip
LOOKS = [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")]
PHONE: Any = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def browser(chromium: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """A browser of this test alone, closed with it."""
    from django.db import connection

    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright keeps an event loop in this thread
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=chromium, args=QUIET)
        yield started
        connection.close()  # the one that this test used beside playwright's event loop
        started.close()


def signed_in(
    context: BrowserContext, live_server: Any, person: User, address: str = "/"
) -> tuple[Page, list[str]]:
    """The person's page after they signed in at an address, and what its scripts complain of from then on."""
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{live_server}/sign-in/?next={address}")
    page.get_by_label("Handle or e-mail address").fill(person.handle)
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    return page, said


def violations(page: Page) -> list[tuple[str, str, list[str]]]:
    """What of the page somebody could not read or reach: page, rule and where."""
    found = Axe().run(page).response["violations"]
    return [(page.url, rule["id"], [node["html"][:150] for node in rule["nodes"]]) for rule in found]
