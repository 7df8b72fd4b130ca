"""In a real Chromium: accessible pages, a draft that survives, needs that meet, support without a reload."""

import re

import pytest
from playwright.sync_api import expect

from hub.roadmap.models import RoadmapItem, Support
from hub.roadmap.quarters import quarter_of
from tests.browser import signed_in, violations
from tests.factories import (
    DemoFactory,
    MembershipFactory,
    NotificationFactory,
    RoadmapItemFactory,
    SegmentFactory,
    ServiceFactory,
    SupportFactory,
    today,
)

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
PAGES = (
    "/sign-in-as/", "/profile/", "/profile/tokens/", "/profile/notifications/", "/notifications/",
    "/activity/",
    "/roadmap/", "/roadmap/?view=list", "/roadmap/?q=nothing+fits", "/roadmap/new/?title=feature+store",
    "/roadmap/feature-store/", "/community/demos/", "/community/demos/spot/", "/community/demos/new/",
    "/community/recordings/", "/community/recordings/session/",
)  # fmt: skip


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def item(member):
    row = RoadmapItemFactory(slug="feature-store", title="Feature store", proposed_by=member,
                             quarter=quarter_of(today()), step="serving", services=[ServiceFactory()])  # fmt: skip
    MembershipFactory(user=SupportFactory(item=row, why="Every release").user)
    NotificationFactory(user=member)
    SegmentFactory(
        recording__slug="session", recording__video_url="https://example.org/v", demo=DemoFactory(slug="spot")
    )
    return row


@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark"), (320, "light")])
def test_pages_are_accessible_fit_the_screen_and_keep_to_the_policy(
    browser, live_server, item, member, width, scheme
):
    size = {"width": width, "height": 900}
    context = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    front = context.new_page()
    front.goto(f"{live_server}/sign-in/")
    assert violations(front) == []
    page, _said = signed_in(context, live_server, member)
    said = []
    page.on("console", lambda message: said.append((page.url, message.text)))
    for address in PAGES:
        page.goto(live_server.url + address)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    assert said == []


def test_draft_survives_a_closed_tab_and_ends_when_it_is_sent(browser, live_server, member):
    ServiceFactory(name="Katib")
    context = browser.new_context()
    page, _said = signed_in(context, live_server, member)
    page.goto(f"{live_server}/roadmap/new/")
    page.get_by_label("The need in one line").press_sequentially("Cheaper accelerators")
    page.get_by_label("Something hurts").check()
    page.get_by_label("What is needed, and why").fill("Training costs too much.")
    page.get_by_label("Katib").check()
    page.close()
    page = context.new_page()
    page.goto(f"{live_server}/roadmap/new/")
    expect(page.get_by_label("What is needed, and why")).to_have_value("Training costs too much.")
    expect(page.get_by_label("Something hurts")).to_be_checked()
    expect(page.get_by_label("Katib")).to_be_checked()
    expect(page.get_by_text("This is what you had begun.")).to_be_visible()
    page.get_by_role("button", name="Propose", exact=True).click()
    expect(page.get_by_text("Proposed. People can now say")).to_be_visible()
    page.goto(f"{live_server}/roadmap/new/")
    expect(page.get_by_label("The need in one line")).to_have_value("")
    made = RoadmapItem.objects.get()
    assert (made.title, made.kind, made.services.get().name) == ("Cheaper accelerators", "pain", "Katib")


def test_similar_need_appears_while_typing_and_is_supported_instead(browser, live_server, item, member):
    page, _said = signed_in(browser.new_context(), live_server, member)
    page.goto(f"{live_server}/roadmap/new/")
    page.get_by_label("The need in one line").press_sequentially("A store for features")
    page.get_by_label("What is needed, and why").fill("Every night we compute them again.")
    page.get_by_label("How badly you need Feature store").select_option("3")
    page.get_by_role("button", name="Support this instead").click()
    expect(page.get_by_text("You supported “Feature store”")).to_be_visible()
    expect(page.get_by_role("button", name="Change what I said")).to_be_visible()
    said = Support.objects.get(user=member)
    assert (said.need, said.why) == (3, "A store for features")
    page.goto(f"{live_server}/roadmap/new/")
    expect(page.get_by_label("The need in one line")).to_have_value("")  # the draft is done


def test_by_keyboard_alone_one_chooses_a_kind_and_supports_what_is_there(browser, live_server, item, member):
    page, _said = signed_in(browser.new_context(), live_server, member)
    page.goto(f"{live_server}/roadmap/new/")
    page.get_by_label("Something is missing").focus()
    page.keyboard.press("Space")
    need = page.get_by_label("What is needed, and why")
    expect(need).to_have_value(re.compile(r"^\*\*What I want to do:"))
    page.keyboard.press("ArrowDown")  # another kind, as long as nothing was written
    expect(need).to_have_value(re.compile(r"^\*\*The task it is for:"))
    page.keyboard.press("Tab")
    page.keyboard.type("A store for features")
    button = page.get_by_role("button", name="Support this instead")
    expect(button).to_be_visible()
    for _ in range(6):
        page.keyboard.press("Tab")
        if button.evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_text("You supported “Feature store”")).to_be_visible()
    assert Support.objects.get(user=member).need == 2


def test_enter_in_a_field_proposes_and_supports_nothing(browser, live_server, item, member):
    page, _said = signed_in(browser.new_context(), live_server, member)
    page.goto(f"{live_server}/roadmap/new/")
    page.get_by_label("What is needed, and why").fill("Photos")
    page.get_by_label("The need in one line").press_sequentially("A store for features")
    expect(page.get_by_role("button", name="Support this instead")).to_be_visible()
    page.get_by_label("The need in one line").press("Enter")
    expect(page.get_by_text("Proposed. People can now say")).to_be_visible()
    assert not Support.objects.filter(user=member).exists()


def test_without_scripts_one_proposes_and_supports_too(browser, live_server, item, member):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server}/sign-in/?next=/roadmap/new/")
    page.get_by_label("Handle or e-mail address").fill("mateo")
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("The need in one line").fill("Feature store for images")
    page.get_by_label("What is needed, and why").fill("We have photos.")
    page.get_by_role("button", name="Propose", exact=True).click()
    expect(page.get_by_text("there is something similar")).to_be_visible()
    page.get_by_role("button", name="Propose mine all the same").click()
    expect(page.get_by_role("heading", name="Feature store for images")).to_be_visible()
    page.get_by_label("Important").check()
    page.get_by_role("button", name="Say what I need").click()
    expect(page.get_by_text("Noted.")).to_be_visible()
    assert Support.objects.get(user=member).need == 2
