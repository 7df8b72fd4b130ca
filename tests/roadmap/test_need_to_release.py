"""In a real Chromium: from two needs to a round, and from the round to a release of which everybody hears."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from hub.activity.models import Entry
from hub.activity.telling import tell
from hub.roadmap.actions import rounds
from hub.roadmap.models import RoadmapItem, Round, Support
from hub.roadmap.quarters import moved, quarter_of
from tests.browser import signed_in
from tests.factories import RoadmapItemFactory, SupportFactory, today
from tests.voting.rounds import at

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def store(chair, group):
    """A need that somebody has already, and wants badly."""
    row = RoadmapItemFactory(slug="feature-store", title="Feature store", group=group, estimate=3)
    SupportFactory(item=row, user=chair, need=2)
    return row


def test_two_needs_become_a_round_and_one_of_them_a_release(
    browser, live_server, store, admin, member, outsider
):
    quarter = moved(quarter_of(today()), 1)
    mateo, _said = signed_in(browser.new_context(), live_server, member, "/roadmap/new/")
    supports_the_twin_on_screen(mateo)
    olga, _said = signed_in(browser.new_context(), live_server, outsider, "/roadmap/new/")
    proposes_something_new(olga)
    ada, _said = signed_in(browser.new_context(), live_server, admin, "/roadmap/rounds/new/")
    drafts_and_opens(ada, quarter)
    for page, points in (
        (mateo, {"Feature store": 9}),
        (olga, {"Feature store": 1, "Cheaper accelerators": 9}),
    ):
        votes(page, live_server, points)
    closes_by_the_clock()
    confirms(ada, live_server)
    builds_and_ships(ada, live_server)
    hears_and_reads(mateo, live_server, quarter)
    hears_why_not(olga, live_server, quarter)


def supports_the_twin_on_screen(page):
    page.get_by_label("The need in one line").press_sequentially("A store for features")
    page.get_by_label("How badly you need Feature store").select_option(label="Blocked without it")
    page.get_by_role("button", name="Support this instead").click()
    page.wait_for_url("**/roadmap/feature-store/**")
    expect(page.get_by_text("You supported")).to_be_visible()
    assert RoadmapItem.objects.count() == 1
    assert Support.objects.filter(need=3).count() == 1


def proposes_something_new(page):
    page.get_by_label("The need in one line").fill("Cheaper accelerators")
    page.get_by_label("What is needed, and why").fill("Training costs too much.")
    page.get_by_role("button", name="Propose", exact=True).click()
    expect(page.get_by_text("Proposed. People can now say")).to_be_visible()


def drafts_and_opens(page, quarter):
    page.get_by_label("Title").fill("What we build next")
    page.get_by_label("Quarter it fills").fill(quarter)
    page.get_by_label("Capacity").fill("4")
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("Drafted. Now choose the candidates")).to_be_visible()
    for title in ("Feature store", "Cheaper accelerators"):
        page.get_by_role("checkbox", name=re.compile(title)).check()
    page.get_by_role("button", name="Add the chosen").click()
    expect(page.get_by_text("2 added.")).to_be_visible()
    page.get_by_label("Cost of Cheaper accelerators").fill("4")
    page.get_by_role("button", name="Save the candidates").click()
    page.get_by_role("link", name="Check and open").click()
    box = page.get_by_label("Open it all the same")
    if box.count():
        box.check()
    page.get_by_role("button", name="Open the round and tell everybody").click()
    expect(page.get_by_text("The round is open.")).to_be_visible()


def votes(page, live_server, points):
    page.goto(f"{live_server}/roadmap/")
    page.get_by_role("link", name="Vote in What we build next").click()
    for title, many in points.items():
        page.get_by_label(title, exact=True).fill(str(many))
    page.get_by_role("button", name="Cast my ballot").click()
    expect(page.get_by_text("Your ballot is cast.")).to_be_visible()


def closes_by_the_clock():
    """What the scheduled task does when the time is over."""
    found = Round.objects.get()
    with at(found.closes_at + dt.timedelta(seconds=1)):
        assert [rounds.close_round(one).slug for one in rounds.due()] == [found.slug]
    assert [rounds.fill_round(one).slug for one in rounds.unfilled()] == [found.slug]
    told()


def confirms(page, live_server):
    page.goto(f"{live_server}{Round.objects.get().get_absolute_url()}")
    page.get_by_role("link", name="Answer the round").click()
    proposed = Round.objects.get().result["views"]["people"]["equal-shares"]["funded"]
    assert proposed == ["feature-store"]
    expect(page.get_by_role("checkbox", name="Feature store")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Cheaper accelerators")).not_to_be_checked()
    page.get_by_label("What you say to the round").fill("The store it is.")
    page.get_by_role("button", name="Answer the round and plan the items").click()
    expect(page.get_by_text("Answered. The items are planned")).to_be_visible()
    told()


def builds_and_ships(page, live_server):
    page.goto(f"{live_server}/roadmap/feature-store/")
    page.get_by_role("radio", name="In progress").check()
    page.get_by_role("button", name="Move it").click()
    expect(page.get_by_text("It is in progress now.")).to_be_visible()
    page.get_by_role("radio", name="Shipped").check()
    page.get_by_label("What is new").fill("Features are shared.")
    page.get_by_role("button", name="Move it").click()
    expect(page.get_by_text("Features are shared.").first).to_be_visible()
    told()


def told():
    """What the worker does with entries that wait to be told."""
    for entry in Entry.objects.order_by("pk"):  # telling twice tells nobody twice
        tell(entry)


def hears_and_reads(page, live_server, quarter):
    page.goto(f"{live_server}/notifications/")
    expect(page.get_by_text("shipped Feature store").first).to_be_visible()
    page.goto(f"{live_server}/roadmap/feature-store/")
    expect(page.get_by_role("heading", name="What is new")).to_be_visible()
    expect(page.get_by_text("Features are shared.").first).to_be_visible()
    rounds_of_it = page.locator("section[aria-labelledby=rounds]")
    expect(rounds_of_it.get_by_role("link", name="What we build next")).to_be_visible()
    history = page.locator("section[aria-labelledby=history]")
    for words in (f"Taken into {quarter} by the round", "began to build", "shipped"):
        expect(history.get_by_text(words).first).to_be_visible()


def hears_why_not(page, live_server, quarter):
    page.goto(f"{live_server}/notifications/")
    expect(page.get_by_text("Cheaper accelerators").first).to_be_visible()
    page.goto(f"{live_server}/roadmap/cheaper-accelerators/")
    expect(page.get_by_text(f"Not in {quarter}.").first).to_be_visible()
    assert RoadmapItem.objects.get(slug="cheaper-accelerators").state == "proposed"
