"""In a real Chromium: cards by mouse and by keyboard, a sync for a room, slides on paper, and pages for everybody."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from hub.roadmap import actions
from hub.roadmap.models import Note, RoadmapItem
from hub.roadmap.quarters import moved, quarter_of, words
from tests.browser import signed_in, violations
from tests.factories import RoadmapItemFactory, SeriesFactory, UserFactory

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
NOW = quarter_of(timezone.localdate())
NEXT = moved(NOW, 1)


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def card(admin):
    item = RoadmapItemFactory(
        slug="cache", title="Cache", state="planned", quarter=NOW, step="serving", estimate=3
    )
    RoadmapItemFactory(title="Stays", state="planned", quarter=NEXT, step="serving")
    return item


@pytest.fixture
def sync_day(db):
    soon = timezone.now() + dt.timedelta(hours=1)
    SeriesFactory(
        slug="ml-sync", title="ML Sync", kind="sync", rrule="FREQ=WEEKLY", first_on=soon.date() - dt.timedelta(70),
        time=soon.time().replace(microsecond=0), timezone="UTC", minutes=30,
    )  # fmt: skip
    return soon.date()


def test_card_is_dragged_to_another_quarter_and_taken_back(browser, live_server, card, admin):
    page, _said = signed_in(browser.new_context(viewport={"width": 1440, "height": 900}), live_server, admin)
    page.goto(f"{live_server}/roadmap/")
    page.locator("#card-cache").drag_to(page.locator(f'td[data-quarter="{NEXT}"][data-step="serving"]'))
    expect(page.locator("[data-board-said]")).to_contain_text(f"Cache is in {NEXT} now")
    expect(page.locator(f'td[data-quarter="{NEXT}"] #card-cache')).to_be_visible()
    assert RoadmapItem.objects.get(slug="cache").quarter == NEXT
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-board-said]")).to_contain_text("Taken back.")
    expect(page.locator(f'td[data-quarter="{NOW}"] #card-cache')).to_be_visible()
    assert RoadmapItem.objects.get(slug="cache").quarter == NOW


def test_card_that_somebody_moved_meanwhile_stays_and_says_why(browser, live_server, card, admin):
    page, _said = signed_in(browser.new_context(viewport={"width": 1440, "height": 900}), live_server, admin)
    page.goto(f"{live_server}/roadmap/")
    actions.plan_item(card, by=admin, quarter=moved(NOW, 2))
    page.locator("#card-cache").drag_to(page.locator(f'td[data-quarter="{NEXT}"][data-step="serving"]'))
    expect(page.locator("[data-board-said]")).to_contain_text("meanwhile")
    expect(page.locator(f'td[data-quarter="{NOW}"] #card-cache')).to_be_visible()
    assert RoadmapItem.objects.get(slug="cache").quarter == moved(NOW, 2)


@pytest.mark.parametrize("scripts", [True, False])
def test_card_is_moved_by_keyboard_with_and_without_scripts(browser, live_server, card, admin, scripts):
    page, _said = signed_in(browser.new_context(java_script_enabled=scripts), live_server, admin)
    page.goto(f"{live_server}/roadmap/?step=serving")
    page.get_by_role("link", name="Move Cache").focus()
    page.keyboard.press("Enter")
    page.locator("#card-cache").get_by_label("Quarter").select_option(label=words(NEXT))
    page.locator("#card-cache").get_by_label("Why").fill("No room")
    page.locator("#card-cache").get_by_label("Why").press("Enter")
    expect(page.get_by_text(f"Cache is in {NEXT} now")).to_be_visible()
    assert "step=serving" in page.url
    assert RoadmapItem.objects.get(slug="cache").moves.get().reason == "No room"


def test_visitor_cannot_drag(browser, live_server, card):
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"{live_server}/roadmap/")
    assert page.locator("[draggable=true]").count() == 0
    assert page.get_by_role("link", name="Move Cache").count() == 0


def test_sync_is_presented_item_by_item_and_a_note_lands_on_the_item(
    browser, live_server, card, sync_day, admin
):
    item = RoadmapItemFactory(title="Stuck", slug="stuck", state="in-progress", quarter=quarter_of(sync_day))
    actions.impede_item(item, by=admin, what="No accelerators")
    page, _said = signed_in(browser.new_context(viewport={"width": 1280, "height": 720}), live_server, admin)
    page.goto(f"{live_server}/roadmap/sync/ml-sync/{sync_day}/")
    page.get_by_role("button", name="Present").click()
    expect(page.get_by_role("heading", name="Stuck")).to_be_visible()
    expect(page.get_by_role("heading", name="Cache")).to_be_hidden()
    expect(page.locator("[data-clock]")).to_contain_text("0:02 of")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", name="Cache")).to_be_visible()
    expect(page.get_by_role("heading", name="Stuck")).to_be_hidden()
    note = page.locator("#point-cache").get_by_label("Note")
    note.fill("We begin on Monday.")
    page.reload()
    expect(page.locator("#point-cache").get_by_label("Note")).to_have_value("We begin on Monday.")
    page.locator("#point-cache").get_by_role("button", name="Note it").click()
    expect(page.locator("#point-cache .said")).to_contain_text("We begin on Monday.")
    expect(page.locator("#point-cache").get_by_label("Note")).to_have_value("")
    assert Note.objects.get().item.slug == "cache"
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("heading", name="Stuck")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Cache")).to_be_visible()


def test_slides_print_one_page_each_in_16_to_9(browser, live_server, admin):
    for number in range(19):
        RoadmapItemFactory(
            title=f"A rather long need of everybody, number {number}, that takes two lines on a slide",
            state="planned", quarter=NOW, step="training" if number else "serving", estimate=2,
            owner=UserFactory(name="Somebody with a Long Name"),
        )  # fmt: skip
    page = browser.new_context().new_page()
    page.goto(f"{live_server}/roadmap/print/?quarter={NOW}")
    slides = page.locator(".slide").count()
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    boxes = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert len(boxes) == slides == 5
    assert all(abs(float(width) / float(height) - 16 / 9) < 0.01 for width, height in boxes)
    page.emulate_media(media="print")
    sizes = page.evaluate(
        "[...document.querySelectorAll('.slide')].map((s) => s.scrollHeight - s.clientHeight)"
    )
    assert max(sizes) <= 1  # nothing is cut off


@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark"), (320, "light")])
def test_pages_are_accessible_and_fit_the_screen(browser, live_server, card, sync_day, admin, width, scheme):
    actions.impede_item(card, by=admin, what="No accelerators")
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme,
                                  reduced_motion="reduce")  # fmt: skip
    page, _said = signed_in(context, live_server, admin)
    said = []
    page.on("console", lambda message: said.append((page.url, message.text)))
    sync = f"/roadmap/sync/ml-sync/{sync_day}/"
    before = f"/roadmap/sync/ml-sync/{sync_day - dt.timedelta(7)}/"
    for address in (
        "/roadmap/", "/roadmap/?move=cache&impeded=1&state=planned", "/roadmap/?view=list&sort=moved",
        "/roadmap/timeline/", "/roadmap/timeline/?as=table", "/roadmap/public/", f"/roadmap/print/?quarter={NOW}",
        "/roadmap/sync/", sync, before,
    ):  # fmt: skip
        page.goto(live_server.url + address)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    page.goto(live_server.url + sync)
    page.get_by_role("button", name="Present").click()
    assert violations(page) == []
    assert said == []
