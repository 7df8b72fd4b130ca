"""In a real Chromium: a vote by taps, by keyboard and without scripts, the result, the answer; pages for all."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from hub.roadmap.actions import rounds
from hub.roadmap.models import RoadmapItem, Round, RoundVoter
from tests.browser import LOOKS, PHONE, signed_in
from tests.factories import MembershipFactory, TeamFactory
from tests.roadmap import filled

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
R = "/roadmap/rounds/"


def left(page):
    return page.locator(".ballot-bar [role=status]")


def marks_of(person):
    return RoundVoter.objects.get(user=person).marks


def test_voter_follows_the_call_and_votes_on_a_phone_by_taps(browser, live_server, member):
    filled.opened()
    page, said = signed_in(browser.new_context(**PHONE), live_server, member, "/roadmap/")
    page.get_by_role("link", name="Vote in Round of the quarter").tap()
    for button in page.locator(".stepper button:visible").all():
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 44
    for _ in range(6):
        page.get_by_role("button", name="One point more for Alpha").tap()
    for _ in range(5):
        page.get_by_role("button", name="One point more for Beta").tap(force=True)
    expect(left(page)).to_have_text("0 of 10 points left")
    expect(page.get_by_role("button", name="One point more for Beta")).to_be_disabled()
    page.get_by_role("button", name="One point less for Alpha").tap()
    expect(left(page)).to_have_text("1 of 10 points left")
    page.get_by_role("button", name="Cast my ballot").tap()
    expect(page.get_by_text("Your ballot is cast.")).to_be_visible()
    assert marks_of(member) == {"alpha": 5, "beta": 4}
    page.goto(f"{live_server}/roadmap/")
    expect(page.get_by_text("You voted, and can change it")).to_be_visible()
    assert said == []


def test_voter_votes_by_keyboard_alone(browser, live_server, member):
    found = filled.opened()
    page, said = signed_in(browser.new_context(), live_server, member)
    page.goto(f"{live_server}{found.get_absolute_url()}ballot/")
    page.get_by_label("Alpha", exact=True).focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("7")
    expect(left(page)).to_have_text("3 of 10 points left")
    page.get_by_role("button", name="One point more for Gamma").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    expect(left(page)).to_have_text("1 of 10 points left")
    page.get_by_role("button", name="Cast my ballot").press("Enter")
    expect(page.get_by_text("Your ballot is cast.")).to_be_visible()
    assert marks_of(member) == {"alpha": 7, "gamma": 2}
    assert said == []


def test_voter_approves_with_ticks(browser, live_server, member):
    found = filled.opened(ballot="approval")
    page, said = signed_in(browser.new_context(**PHONE), live_server, member)
    page.goto(f"{live_server}{found.get_absolute_url()}ballot/")
    page.get_by_label("Beta", exact=True).tap()
    expect(left(page)).to_have_text("1 marked")
    page.get_by_role("button", name="Cast my ballot").tap()
    expect(page.get_by_text("Your ballot is cast.")).to_be_visible()
    assert marks_of(member) == {"beta": 1}
    assert said == []


def test_without_scripts_one_votes_too(browser, live_server, member):
    found = filled.opened()
    page, _said = signed_in(browser.new_context(java_script_enabled=False), live_server, member)
    page.goto(f"{live_server}{found.get_absolute_url()}ballot/")
    expect(page.get_by_role("button", name="One point more for Alpha")).to_have_count(0)
    page.get_by_label("Alpha", exact=True).fill("9")
    page.get_by_role("button", name="Cast my ballot").click()
    expect(page.get_by_text("Your ballot is cast.")).to_be_visible()
    page.get_by_role("link", name="Change my ballot").click()
    expect(page.get_by_label("Alpha", exact=True)).to_have_value("9")
    page.get_by_role("button", name="Take my ballot back").click()
    expect(page.get_by_text("Your ballot is taken back")).to_be_visible()
    assert marks_of(member) == {}


def test_too_many_points_are_said_and_what_was_typed_stays(browser, live_server, member):
    found = filled.opened()
    page, _said = signed_in(browser.new_context(), live_server, member)
    page.goto(f"{live_server}{found.get_absolute_url()}ballot/")
    page.get_by_label("Alpha", exact=True).fill("8")
    page.get_by_label("Beta", exact=True).fill("7")
    expect(left(page)).to_have_text("5 of 10 points too many")
    page.get_by_role("button", name="Cast my ballot").click()
    expect(page.get_by_text("You gave 15 points and have 10.")).to_be_visible()
    expect(page.get_by_label("Alpha", exact=True)).to_have_value("8")
    expect(page.get_by_label("Beta", exact=True)).to_have_value("7")
    expect(left(page)).to_have_text("5 of 10 points too many")
    assert marks_of(member) == {}
    page.get_by_label("Beta", exact=True).fill("2")
    page.get_by_role("button", name="Cast my ballot").click()
    expect(page.get_by_text("Your ballot is cast.")).to_be_visible()
    assert marks_of(member) == {"alpha": 8, "beta": 2}


def test_long_ballot_is_searched(browser, live_server, member):
    found = filled.opened({f"item-{n}": 3 for n in range(12)})
    page, _said = signed_in(browser.new_context(**PHONE), live_server, member)
    page.goto(f"{live_server}{found.get_absolute_url()}ballot/")
    page.get_by_label("Find an item").fill("item-11")
    expect(page.locator(".candidate:visible")).to_have_count(1)
    page.get_by_role("button", name="One point more for Item-11").tap()
    page.get_by_label("Find an item").fill("nothing like it")
    expect(page.get_by_text("No candidate has these words.")).to_be_visible()
    page.get_by_role("button", name="Cast my ballot").tap()
    expect(page.get_by_text("Your ballot is cast.")).to_be_visible()
    assert marks_of(member) == {"item-11": 1}


@pytest.fixture
def over(member, team):
    found = filled.opened({"alpha": 3, "beta": 5, "must": 2}, standings={"must": "must"}, capacity=6)
    return filled.closed(found, {member: {"alpha": 6, "beta": 4}})


def test_reader_asks_what_more_capacity_would_change(browser, live_server, member, over):
    page, said = signed_in(browser.new_context(), live_server, member)
    page.goto(f"{live_server}{over.get_absolute_url()}")
    expect(page.get_by_role("img", name="Equal shares: 5 of 6 team-weeks")).to_be_visible()
    slider = page.get_by_role("slider", name="Capacity in team-weeks")
    slider.focus()
    slider.press("End")
    expect(page.get_by_text("Gets in:")).to_be_visible()
    expect(page.locator(".what-if-answer").get_by_role("link", name="Beta")).to_be_visible()
    page.get_by_label("Capacity in team-weeks").last.fill("2")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("Drops out:")).to_be_visible()
    assert Round.objects.get().capacity == 6
    assert said == []


def test_page_of_a_round_being_counted_shows_the_result_by_itself(browser, live_server, member):
    found = filled.counting(filled.opened(), {member: {"alpha": 6}})
    page, said = signed_in(browser.new_context(), live_server, member)
    page.goto(f"{live_server}{found.get_absolute_url()}")
    expect(page.get_by_text("Closed; being counted. This page shows the result")).to_be_visible()
    rounds.fill_round(found)
    expect(page.get_by_role("heading", name="What each team got")).to_be_visible(timeout=15_000)
    assert said == []


@pytest.mark.parametrize("scripts", [True, False])
def test_platform_team_confirms_with_a_departure(browser, live_server, admin, over, scripts):
    page, _said = signed_in(browser.new_context(java_script_enabled=scripts), live_server, admin)
    page.goto(f"{live_server}{over.get_absolute_url()}")
    page.get_by_role("link", name="Answer the round").click()
    page.get_by_role("checkbox", name="Alpha").uncheck()
    page.get_by_role("button", name="Answer the round and plan the items").click()
    expect(page.get_by_text("This is not what the round proposes: say why.").first).to_be_visible()
    page.get_by_label("Why you depart, for Alpha").fill("A vendor does it")
    page.get_by_label("What you say to the round").fill("Thank **you**.")
    page.get_by_role("button", name="Answer the round and plan the items").click()
    expect(page.get_by_text("Answered. The items are planned")).to_be_visible()
    expect(page.get_by_text("A vendor does it").first).to_be_visible()
    assert RoadmapItem.objects.get(slug="must").state == "planned"
    assert RoadmapItem.objects.get(slug="alpha").state == "accepted"


LONG = "A need whose name goes on and on because nobody could say it in fewer words than these, of item"


@pytest.fixture
def busy(member, admin):
    """Addresses of every page of rounds, with much on each and long names."""
    for n in range(40):
        filled.item_of(f"long-{n}", title=f"{LONG} {n}")
    crowd = [
        *filled.crowd(6, TeamFactory(slug="a-team", name="Team of a rather long name for a table")),
        member,
    ]
    MembershipFactory(user=member, team=TeamFactory(slug="b-team"))
    many = {f"long-{n}": 1 + n % 5 for n in range(40)}
    standings = {"long-0": "must", "long-1": "excluded"}
    draft = filled.drafted(many, title="Drafted", quarter="2027-Q1", standings=standings)
    open_now = filled.opened(many, title=f"{LONG} 1", quarter="2027-Q2", capacity=30, standings=standings)
    teams = filled.opened({"long-3": 3, "long-4": 3}, title="Teams", quarter="2027-Q3", voters="teams")
    ballots = {person: {f"long-{n + 2}": 4, f"long-{n + 12}": 6} for n, person in enumerate(crowd)}
    over = filled.closed(
        filled.opened(many, title="Over", quarter="2027-Q4", capacity=30, standings=standings), ballots
    )
    done = confirmed({f"done-{n}": 2 for n in range(9)}, crowd, admin)
    return [
        "", "new/", f"{draft.slug}/", f"{draft.slug}/edit/", f"{draft.slug}/opening/", f"{open_now.slug}/",
        f"{open_now.slug}/ballot/", f"{open_now.slug}/voters/", f"{open_now.slug}/close/", f"{teams.slug}/",
        f"{over.slug}/?capacity=44", f"{over.slug}/ballots/", f"{over.slug}/confirmation/", f"{done.slug}/", "..",
    ]  # fmt: skip


def confirmed(costs, crowd, admin):
    """A round that was answered with two departures."""
    for slug in costs:
        filled.item_of(slug, title=f"{LONG} {slug}")
    found = filled.opened(costs, title="Answered", quarter="2028-Q1", capacity=8)
    found = filled.closed(found, {person: {"done-1": 5, "done-2": 5} for person in crowd})
    proposed = set(found.result["views"]["people"]["equal-shares"]["funded"])
    taken = {slug: slug in proposed for slug in costs} | {"done-1": False, "done-8": True}
    reasons = {"done-1": "A vendor does it for all of us from the summer on", "done-8": "The law asks for it"}
    return rounds.confirm_round(
        found, by=admin, taken=taken, departures=reasons, statement="We *thought* about it."
    )


@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_pages_are_accessible_and_fit_the_screen(browser, live_server, busy, admin, width, scheme):
    size = {"width": width, "height": 900}
    context = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    page, said = signed_in(context, live_server, admin)
    found = []
    for address in busy:
        answer = page.goto(f"{live_server}{R}{address}")
        assert answer is not None
        assert answer.status == 200, address
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found += [f"{address}: {wide} px wider"] if wide > 0 else []
        for rule in Axe().run(page).response["violations"]:
            found += [f"{address}: {rule['id']} at {node['html'][:120]}" for node in rule["nodes"][:2]]
    assert found == []
    assert said == []
