"""In a real Chromium: accessible, nothing wider than the screen, one palette for both engines."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.urls("tests.core.look_urls"),
    pytest.mark.django_db(transaction=True),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_page_has_no_accessibility_violation(browser, live_server, width, scheme):
    page = browser.new_page(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page.goto(f"{live_server}/look/")
    found = Axe().run(page)
    assert [(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in found.response["violations"]] == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_page_fits_every_screen_and_follows_its_policy(browser, live_server, scripts):
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for width in (320, 390, 768, 1024, 1440, 2560):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{live_server}/look/")
        box = page.locator("body").bounding_box()
        assert box
        assert box["width"] <= width
        assert page.locator(".shell-footer").bounding_box()["width"] <= width
        assert page.locator("main").evaluate("e => document.documentElement.scrollWidth") <= width
    assert said == []


def test_choice_of_palette_is_the_one_of_the_docs(browser, live_server):
    context = browser.new_context(color_scheme="light")
    page = context.new_page()
    page.goto(f"{live_server}/look/")
    switch = page.locator("[data-palette-switch]")
    assert page.locator("html").get_attribute("data-palette") == "system"
    switch.click()
    switch.click()
    assert page.evaluate("JSON.parse(localStorage['/docs/.__palette']).color.scheme") == "slate"
    page.reload()
    assert page.locator("html").get_attribute("data-palette") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(17, 21, 27)"


def test_phone_reader_opens_the_menu_without_scripts(browser, live_server):
    page = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800}).new_page()
    page.goto(f"{live_server}/look/")
    roadmap = page.get_by_role("link", name="Roadmap")
    assert not roadmap.is_visible()
    page.get_by_role("button", name="Menu").click()
    assert roadmap.is_visible()


def test_keyboard_reaches_content_and_search(browser, live_server):
    page = browser.new_page()
    page.goto(f"{live_server}/look/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
