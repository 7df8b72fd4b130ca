"""In a real Chromium: an item is moved and shipped with one form, its supporter is told, and says that they use it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from hub.activity.models import Entry
from hub.activity.telling import tell
from hub.roadmap.actions import impede_item, note_item
from hub.roadmap.models import RoadmapItem, Use
from hub.roadmap.quarters import moved, quarter_of
from tests.browser import signed_in, violations
from tests.factories import RoadmapItemFactory, ServiceFactory, SupportFactory, today

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def item(member, chair, group):
    row = RoadmapItemFactory(slug="store", title="Feature store", group=group, services=[ServiceFactory()])
    SupportFactory(item=row, user=member, need=3, why="Every night")
    note_item(row, by=chair, text="We *look* at it.", kind="answer")
    return row


def choose(page, label):
    page.get_by_role("radio", name=label).check()


@pytest.mark.parametrize("scripts", [True, False])
def test_lead_takes_it_to_the_release_and_the_supporter_is_told(
    browser, live_server, item, chair, member, scripts
):
    lead, _said = signed_in(
        browser.new_context(java_script_enabled=scripts), live_server, chair, "/roadmap/store/"
    )
    reason = lead.get_by_label("Why", exact=True).first
    expect(reason).to_be_hidden()  # nothing is asked for before a state is chosen
    choose(lead, "Accepted")
    reason.fill("Many need it.")
    lead.get_by_role("button", name="Move it").click()
    expect(lead.get_by_text("It is accepted now.")).to_be_visible()
    choose(lead, "Planned")
    lead.get_by_label("In which quarter").select_option(moved(quarter_of(today()), 1))
    lead.get_by_role("button", name="Move it").click()
    choose(lead, "In progress")
    lead.get_by_role("button", name="Move it").click()
    choose(lead, "Shipped")
    lead.get_by_role("button", name="Move it").click()
    expect(lead.get_by_text("Say what is new, for those who asked for it.").first).to_be_visible()
    lead.get_by_label("What is new").fill("Features are shared.")
    lead.get_by_role("button", name="Move it").click()
    expect(lead.get_by_text("Shipped without a demo")).to_be_visible()
    for entry in Entry.objects.filter(kind="roadmap.item_moved"):
        tell(entry)
    supporter, _said = signed_in(browser.new_context(java_script_enabled=scripts), live_server, member)
    supporter.goto(f"{live_server}/notifications/")
    expect(supporter.get_by_text("shipped Feature store").first).to_be_visible()
    supporter.goto(f"{live_server}/roadmap/store/")
    supporter.get_by_label("I use it").check()
    supporter.get_by_role("button", name="Say so").click()
    expect(supporter.get_by_text("Thank you. It is counted")).to_be_visible()
    assert (RoadmapItem.objects.get().state, Use.objects.get().answer) == ("shipped", "yes")


@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_pages_are_accessible_and_fit_the_screen(browser, live_server, item, chair, width, scheme):
    size = {"width": width, "height": 900}
    context = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    page, _said = signed_in(context, live_server, chair, "/roadmap/store/")
    impede_item(item, by=chair, what="No quota")
    said = []
    page.on("console", lambda message: said.append((page.url, message.text)))
    for address in ("/roadmap/store/", "/roadmap/store/steering/", "/roadmap/releases/", "/roadmap/answers/"):
        page.goto(live_server.url + address)
        for summary in page.locator(".next details > summary").all():
            summary.click()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    assert said == []
