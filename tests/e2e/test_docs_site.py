"""The published docs and the app read as one place: the same shell, the same palette, live facts on every page."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.e2e.stack import Stack

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.xdist_group("hub")]

PAGES = [
    "", "paths/", "paths/train-and-register-a-first-model/", "services/", "services/mlflow-registry/", "clusters/",
    "clusters/dev-eu-west/", "groups/", "groups/sig-experiment-tracking/", "roadmap/", "demos/", "recordings/",
    "guides/readers/", "reference/settings/", "reference/python/status/",
]  # fmt: skip
SIZES = {"desk": (1440, 900), "phone": (390, 844)}
SHELL = (".brand", ".shell-nav li:nth-child(1)", ".shell-nav li:nth-child(5)", ".shell-search", ".corner")
BOXES = """names => {
  const top = document.querySelector('.shell-header').getBoundingClientRect().y;
  return names.map(name => {
    const box = document.querySelector(name).getBoundingClientRect();
    return [box.x, box.y - top, box.width, box.height];
  });
}"""


def opened(browser: Browser, hub: Stack, size: str, palette: str) -> Page:
    width, height = SIZES[size]
    context = browser.new_context(
        base_url=hub.url,
        viewport={"width": width, "height": height},
        color_scheme=palette,  # type: ignore[arg-type]
    )
    page = context.new_page()
    page.complaints = []  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.complaints.append(str(error)))  # type: ignore[attr-defined]
    page.on("console", lambda line: line.type == "error" and page.complaints.append(line.text))  # type: ignore[attr-defined]
    return page


def faults(page: Page) -> list[str]:
    """What axe finds that keeps somebody out."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{page.url}: {fault['id']} {fault['nodes'][0]['target']}"
        for fault in found
        if fault["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("palette", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_reader_is_kept_out_of_no_kind_of_page(browser: Browser, hub: Stack, size: str, palette: str):
    page = opened(browser, hub, size, palette)
    problems = []

    for path in PAGES:
        answer = page.goto(f"/docs/{path}")
        assert answer, path
        assert answer.status == 200, path
        page.wait_for_load_state("networkidle")
        problems += faults(page)
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        problems += [f"{path} is {wider} px wider than the screen"] if wider > 0 else []

    assert problems + page.complaints == []  # type: ignore[attr-defined]
    page.context.close()


@pytest.mark.parametrize(
    ("app", "docs"), [("/services/", "/docs/services/"), ("/roadmap/", "/docs/roadmap/")]
)
def test_reader_who_crosses_into_the_docs_finds_the_header_where_it_was(
    page: Page, hub: Stack, app: str, docs: str
):
    seen = []
    for address in (app, docs):
        page.goto(address)
        entries = page.locator(".shell-nav a").all_inner_texts()
        current = page.locator(".shell-nav a[aria-current]").all_inner_texts()
        height = page.locator(".shell-header").bounding_box()["height"]  # type: ignore[index]
        seen.append((entries, current, height, page.evaluate(BOXES, list(SHELL))))

    assert seen[0] == seen[1]
    expect(page.locator("nav.md-tabs, .md-header, [data-md-component=search]")).to_have_count(0)


def test_reader_chooses_a_palette_once_for_docs_and_app(page: Page, hub: Stack):
    root = page.locator("html")
    page.goto("/docs/services/")
    page.locator("[data-palette-switch]").click()
    expect(root).to_have_attribute("data-palette", "light")
    page.goto("/services/")
    expect(root).to_have_attribute("data-palette", "light")
    page.locator("[data-palette-switch]").click()
    page.goto("/docs/services/mlflow-registry/")
    expect(root).to_have_attribute("data-palette", "dark")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


def test_reader_who_walks_on_without_a_reload_keeps_header_and_palette(page: Page, hub: Stack):
    page.goto("/docs/services/")
    page.locator("[data-palette-switch]").click()
    page.evaluate("window.sameDocument = true")

    page.locator("article a[href*='mlflow-registry']").first.click()
    page.wait_for_url("**/docs/services/mlflow-registry/")
    page.locator(".crumbs a").click()
    page.wait_for_url("**/docs/services/")
    page.locator(".shell-nav a", has_text="Golden paths").click()
    page.wait_for_url("**/docs/paths/")

    assert page.evaluate("window.sameDocument") is True
    expect(page.locator(".shell-nav a[aria-current]")).to_have_text("Golden paths")
    expect(page.locator("html")).to_have_attribute("data-palette", "light")
    expect(page.locator(".corner")).to_contain_text("Sign in")


def test_links_of_the_site_name_the_address_it_is_served_at(page: Page, hub: Stack):
    page.goto("/docs/services/")

    canonical = page.locator("link[rel=canonical]").get_attribute("href")

    assert canonical == f"{hub.url}/docs/services/"
