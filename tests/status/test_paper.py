"""The status pages as a printer gets them: everything on the sheet, nothing told by colour alone."""

import pytest
from playwright.sync_api import Page

from hub.status.models import Status
from tests.factories import ClusterFactory, EnablementFactory, FlipFactory, ServiceFactory, TargetFactory, now

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
BLACK = "rgb(0, 0, 0)"
SHEET = {"width": 718, "height": 1047}  # A4 without its margins, in CSS pixels


@pytest.fixture
def paper(browser, live_server):
    context = browser.new_context(base_url=live_server.url, viewport=SHEET, color_scheme="dark")
    page = context.new_page()
    page.emulate_media(media="print", color_scheme="dark")
    yield page
    context.close()


def shapes(page: Page):
    """Colour, whether the printer must draw it, and outline of each status shape that is seen."""
    return page.locator("main .live-status-shape:visible").evaluate_all(
        "all => all.map(one => [getComputedStyle(one).color, getComputedStyle(one).printColorAdjust,"
        " getComputedStyle(one).clipPath + getComputedStyle(one).borderTopWidth])"
    )


def test_board_is_readable_on_paper(paper, live_server):
    clusters = [ClusterFactory(name=f"Production number {number}") for number in range(8)]
    for number, status in enumerate(Status):
        service = ServiceFactory(name=f"Service number {number}")
        for cluster in clusters:
            TargetFactory(
                service=service, cluster=cluster, status=status, observed_at=now(), interval_s=600,
                status_since=now(hours=-1),
            )  # fmt: skip
            EnablementFactory(service=service, cluster=cluster)
    paper.route("**/*.js", lambda route: route.abort())  # a slow machine would turn everything grey
    paper.goto("/status/")
    assert paper.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert not paper.locator(".shell-header, .subnav").first.is_visible()
    seen = shapes(paper)
    assert {(colour, adjust) for colour, adjust, _ in seen} == {(BLACK, "exact")}
    assert len({outline for *_, outline in seen}) == 5  # each status has a shape of its own
    assert paper.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    for word in ("Operational", "Degraded", "Outage", "Maintenance", "Unknown"):
        assert paper.get_by_role("cell", name=word).first.is_visible()


def test_service_and_its_history_are_readable_on_paper(paper, live_server):
    target = TargetFactory(status="down", observed_at=now(), interval_s=600, status_since=now(hours=-1))
    FlipFactory(target=target)
    fills = "all => [...new Set(all.map(one => getComputedStyle(one).fill))]"
    paper.goto(f"/status/{target.service.slug}/")
    assert {colour for colour, *_ in shapes(paper)} == {BLACK}
    assert paper.locator("main").get_by_text("Outage").first.is_visible()
    (fill,) = paper.locator(".days .bar-none").evaluate_all(fills)
    assert fill == "rgb(255, 255, 255)"
    paper.goto(f"/status/{target.service.slug}/history/")
    assert not paper.locator("form").first.is_visible()
    assert not paper.get_by_text("What did we show?").is_visible()
    assert {colour for colour, *_ in shapes(paper)} == {BLACK}
    paper.goto(f"/status/{target.service.slug}/history/?at=2026-11-01T00:00")
    assert paper.get_by_text("What did we show?").is_visible()


def test_paper_says_the_day_as_well_as_the_time(paper, live_server):
    TargetFactory(status="ok", observed_at=now(), interval_s=600)
    paper.goto("/status/")
    paper.wait_for_function("document.querySelector('[data-status-asof]').dataset.statusAsof !== ''")
    after = "one => getComputedStyle(one, '::after').content"
    told = paper.locator("[data-status-asof]").evaluate(after)
    assert now().strftime("%Y-%m-%d") in told
