"""The main job, from end to end: propose and support an item, read it in the docs, see a service go down."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.stack import Service, Stack

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.xdist_group("hub")]

TITLE = "Shared cache for feature lookups at serving time"
PATIENCE = 60_000  # milliseconds; a wait ends as soon as what is waited for is there


def sign_in_as(page: Page, name: str) -> None:
    page.goto("/sign-in-as/")
    page.get_by_label("Name or handle").fill(name)
    page.get_by_role("button", name="Find").click()
    page.get_by_role("button", name=re.compile(f"Sign in as .*{name}", re.IGNORECASE)).first.click()
    page.wait_for_url(lambda url: "sign-in-as" not in url)


def people(hub: Stack) -> list[str]:
    """Names of two people of the starter who are in a team and are not platform admins."""
    names = hub.manage(
        "shell", "-v0", "-c",
        "from hub.accounts.models import User;"
        "print('\\n'.join(User.objects.filter(memberships__isnull=False, is_platform_admin=False)"
        ".order_by('name').distinct().values_list('name', flat=True)[:2]))",
    )  # fmt: skip
    return names.strip().splitlines()


def published(page: Page, path: str, text: str) -> None:
    """Read a docs page again until it says so."""
    limit = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < limit:
        answer = page.goto(path)
        if answer and answer.status == 200 and text in page.content():
            return
        time.sleep(0.5)
    raise AssertionError(f"{path} never said {text!r}")


def test_member_proposes_and_another_supports_and_the_docs_say_so(page: Page, hub: Stack):
    first, second = people(hub)
    sign_in_as(page, first)
    page.goto("/roadmap/new/")
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_need").fill(
        "Each request asks the store **twice**.\n\n<script>alert(1)</script>\n\n::: hub.settings"
    )
    page.get_by_role("button", name=re.compile("^Propose")).click()
    if "/roadmap/new/" in page.url:  # there was something similar
        page.get_by_role("button", name="Propose mine all the same").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)
    slug = page.url.rstrip("/").rsplit("/", 1)[1]
    published(page, f"/docs/roadmap/{slug}/", TITLE)
    expect(page.get_by_text("twice", exact=True)).to_have_count(1)

    page.context.clear_cookies()
    sign_in_as(page, second)
    page.goto(f"/roadmap/{slug}/")
    own = page.locator("form[action$='/support/']")  # beside it, one may say it for somebody else
    own.get_by_label("Blocked without it").check()
    own.get_by_label("What for").fill("Ranking misses its deadline")
    own.get_by_role("button", name=re.compile("Say|Save|Support")).first.click()
    expect(page.get_by_text("Ranking misses its deadline").first).to_be_visible()
    published(page, f"/docs/roadmap/{slug}/", "1 person")


def test_reader_sees_the_registry_go_down_and_come_back(page: Page, hub: Stack, mlflow: Service):
    page.goto("/docs/services/mlflow-registry/")
    badge = page.locator("[data-service-status='mlflow-registry']").first
    expect(badge).to_contain_text("Operational", timeout=PATIENCE)
    mlflow.stop()
    expect(badge).to_contain_text("Outage", timeout=PATIENCE)
    expect(page.locator("[data-service-banner]").first).to_contain_text("MLflow", timeout=PATIENCE)
    page.goto("/status/")
    expect(page.get_by_text("Outage").first).to_be_visible()
    mlflow.start()
    page.goto("/docs/paths/train-and-register-a-first-model/")
    badge = page.locator("[data-service-status='mlflow-registry']").first
    expect(badge).to_contain_text("Operational", timeout=PATIENCE)


def test_reader_who_changes_pages_without_a_reload_keeps_live_badges(page: Page, hub: Stack):
    page.goto("/docs/services/")
    page.evaluate("window.sameDocument = true")
    page.locator("main a[href*='mlflow-registry'], article a[href*='mlflow-registry']").first.click()
    page.wait_for_url("**/services/mlflow-registry/")
    badge = page.locator("[data-service-status='mlflow-registry']").first
    expect(badge).to_contain_text("Operational", timeout=PATIENCE)
    assert page.evaluate("window.sameDocument") is True


def test_badges_turn_grey_when_the_hub_is_away(page: Page, hub: Stack):
    page.goto("/docs/services/mlflow-registry/")
    badge = page.locator("[data-service-status='mlflow-registry']").first
    expect(badge).to_have_attribute("data-status", "ok", timeout=PATIENCE)
    page.route("**/status/summary.json", lambda route: route.abort())
    expect(badge).to_have_attribute("data-status", "unknown", timeout=PATIENCE)
    expect(badge).to_contain_text("hub unreachable")
