"""In a real Chromium: a vote by tapping, by keyboard, by drag and without scripts; every page open to everybody."""

import datetime as dt
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from hub.voting import actions
from hub.voting.models import Ballot
from tests.browser import LOOKS, PHONE, signed_in
from tests.voting import rounds
from tests.voting.test_result_page import PAPERS, over

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
OPTIONS = (
    "Alpha",
    "Beta",
    "A rather long name of an option that does not fit on one line of a phone",
    "Delta",
)
D = "/community/decisions/"


def ranks(page):
    """What the form would send: the place of each option."""
    return {
        row.get_attribute("data-rank"): row.locator("select").input_value()
        for row in page.locator("[data-rank]").all()
    }


def cast_it(page):
    page.get_by_role("button", name="Check my ballot").click()
    expect(page.get_by_role("heading", name="Your ballot", exact=True)).to_be_visible()
    assert Ballot.objects.count() == 0
    page.get_by_role("button", name="Cast this ballot").click()
    expect(page.get_by_text("It is shown only now")).to_be_visible()
    shown = page.locator("[data-copy-text]").inner_text()
    assert re.sub(r"\s", "", shown) == Ballot.objects.get().receipt
    return Ballot.objects.get().content


def test_elector_ranks_on_a_phone_by_tapping(browser, live_server, group, member):
    decision = rounds.open_vote(group, kind="schulze", options=OPTIONS)
    page, said = signed_in(browser.new_context(**PHONE), live_server, member)
    page.goto(f"{live_server}{decision.get_absolute_url()}")
    page.get_by_role("link", name="Vote", exact=True).tap()
    for name in ("Delta", "Beta", "Alpha"):
        page.get_by_role("button", name=f"Rank next: {name}").tap()
    page.get_by_role("button", name="Move up: Alpha").tap()
    page.get_by_role("button", name="Beta: same place as the one above").tap()
    assert ranks(page) == {"Delta": "1", "Alpha": "2", "Beta": "2", OPTIONS[2]: ""}
    for box in [button.bounding_box() for button in page.locator(".rank-button:visible").all()]:
        assert min(box["width"], box["height"]) >= 44
    assert cast_it(page) == {"ranks": [["delta"], ["alpha", "beta"]]}
    assert said == []


def test_elector_ranks_by_keyboard_alone(browser, live_server, group, member):
    decision = rounds.open_vote(group, kind="schulze", options=OPTIONS)
    page, said = signed_in(browser.new_context(), live_server, member)
    page.goto(f"{live_server}{decision.get_absolute_url()}ballot/")
    for name in ("Alpha", "Beta", "Delta"):
        page.get_by_role("button", name=f"Move: {name}", exact=True).focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("status").filter(has_text=name)).to_contain_text(f"{name}: place")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("button", name="Move: Delta", exact=True)).to_be_focused()
    assert ranks(page) == {"Delta": "1", "Alpha": "2", "Beta": "3", OPTIONS[2]: ""}
    page.keyboard.press("Delete")
    assert ranks(page)["Delta"] == ""
    page.get_by_role("button", name="Check my ballot").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Cast this ballot").press("Enter")
    expect(page.get_by_text("Your ballot is cast").first).to_be_visible()
    assert Ballot.objects.get().content == {"ranks": [["alpha"], ["beta"]]}
    assert said == []


def test_elector_ranks_by_drag(browser, live_server, group, member):
    decision = rounds.open_vote(group, kind="schulze", options=OPTIONS)
    page, _said = signed_in(browser.new_context(), live_server, member)
    page.goto(f"{live_server}{decision.get_absolute_url()}ballot/")
    for name in ("Alpha", "Beta", "Delta"):
        page.get_by_role("button", name=f"Rank next: {name}").click()
    drag(page, "Delta", page.locator("[data-rank=Alpha]"), 0.2)
    assert ranks(page) == {"Delta": "1", "Alpha": "2", "Beta": "3", OPTIONS[2]: ""}
    drag(page, "Alpha", page.locator("[data-rest]"), 0.9)
    assert ranks(page) == {"Delta": "1", "Alpha": "", "Beta": "2", OPTIONS[2]: ""}
    assert cast_it(page) == {"ranks": [["delta"], ["beta"]]}


def drag(page, name, target, share):
    """Take an option by its grip to a height of the target."""
    grip = page.get_by_role("button", name=f"Move: {name}", exact=True).bounding_box()
    box = target.bounding_box()
    page.mouse.move(grip["x"] + 10, grip["y"] + 10)
    page.mouse.down()
    page.mouse.move(grip["x"] + 10, box["y"] + box["height"] * share, steps=8)
    page.mouse.up()


def test_elector_ranks_without_scripts(browser, live_server, group, member):
    decision = rounds.open_vote(group, kind="schulze", options=OPTIONS)
    context = browser.new_context(java_script_enabled=False, **PHONE)
    page, _said = signed_in(context, live_server, member)
    page.goto(f"{live_server}{decision.get_absolute_url()}ballot/")
    page.get_by_label("Beta").select_option("1")
    page.get_by_label("Alpha").select_option("2")
    page.get_by_label("Delta").select_option("2")
    assert cast_it(page) == {"ranks": [["beta"], ["alpha", "delta"]]}


def test_no_ties_are_offered_where_none_are_counted(browser, live_server, group, member):
    decision = rounds.open_vote(group, kind="stv", options=OPTIONS)
    page, _said = signed_in(browser.new_context(**PHONE), live_server, member)
    page.goto(f"{live_server}{decision.get_absolute_url()}ballot/")
    for name in ("Delta", "Beta"):
        page.get_by_role("button", name=f"Rank next: {name}").tap()
    expect(page.locator(".rank-tie:visible")).to_have_count(0)
    assert cast_it(page) == {"ranks": [["delta"], ["beta"]]}


@pytest.mark.parametrize("scripts", [True, False])
def test_elector_hands_out_points(browser, live_server, group, member, scripts):
    decision = rounds.open_vote(group, kind="points", options=OPTIONS, credits=5, quadratic=True)
    page, _said = signed_in(browser.new_context(java_script_enabled=scripts), live_server, member)
    page.goto(f"{live_server}{decision.get_absolute_url()}ballot/")
    if scripts:
        for _ in range(2):
            page.get_by_role("button", name="One point more for Alpha").click()
        expect(page.get_by_text("1 credit left")).to_be_visible()
        expect(page.get_by_role("button", name="One point more for Alpha")).to_be_disabled()
        page.get_by_role("button", name="One point more for Beta").click()
    else:
        page.get_by_label("Alpha", exact=True).fill("2")
        page.get_by_label("Beta", exact=True).fill("1")
    assert cast_it(page) == {"points": {"alpha": 2, "beta": 1}}


def test_lead_drafts_and_opens_in_two_clicks(browser, live_server, group, chair):
    rounds.members(group, 6)
    page, said = signed_in(browser.new_context(**PHONE), live_server, chair)
    page.goto(f"{live_server}{D}new/?group={group.slug}")
    page.get_by_label("The question in one line").fill("Which registry?")
    page.get_by_text("Schulze", exact=True).tap()
    expect(page.get_by_label("Best mark", exact=True)).to_be_hidden()
    expect(page.get_by_text("What an option left out means", exact=True)).to_be_visible()
    for number, name in enumerate(("MLflow", "Kubeflow", "Stay as it is")):
        page.get_by_label("Option", exact=True).nth(number).fill(name)
    page.get_by_label("It means: everything stays as it is").nth(2).check()
    page.get_by_role("button", name="Remove this option").nth(1).tap()
    page.get_by_role("button", name="Add an option").tap()
    page.get_by_label("Option", exact=True).nth(2).fill("A registry of our own")
    page.get_by_role("button", name="Save the draft").tap()
    page.get_by_role("link", name="Check and open").tap()
    page.get_by_role("button", name="Open the vote").tap()
    expect(page.get_by_text("The vote is open.")).to_be_visible()
    decision = group.decisions.get()
    assert [option.name for option in decision.options.all()] == [
        "MLflow",
        "Stay as it is",
        "A registry of our own",
    ]
    assert (decision.state, decision.kind) == ("open", "schulze")
    assert said == []


@pytest.fixture
def busy(group, five, member, chair):
    """Addresses of every page of voting, with something on each."""
    long = f"{'An option whose name goes on and on and on ' * 4}".strip()
    people = [*five, member]
    addresses = ["", "?state=void", "new/"]
    for kind in ("approval", "score", "schulze", "stv", "points", "majority", "consent"):
        decision = rounds.open_vote(
            group, by=chair, kind=kind, question=f"Open {kind}?", options=["A", long, "C"]
        )
        addresses.append(f"{decision.slug}/ballot/")
    actions.raise_concern(decision, by=member, title="Too early", text="**Wait**")
    addresses += [
        f"{decision.slug}/{page}" for page in ("", "electors/", "close/", "void/", "ballots/", "ledger/")
    ]
    for kind in PAPERS:
        addresses.append(f"{over(group, people, kind).slug}/")
    addresses += [addresses[-1] + "ballots/", addresses[-1] + "ledger/"]
    draft = rounds.draft(group, by=chair, question="Drafted", options=["Twin", "Twins"])
    election = rounds.draft(group, by=chair, question="Who?", kind="stv", purpose="election", role="chair")
    until = timezone.now() + dt.timedelta(days=3)
    actions.announce_election(election, by=chair, nominations_until=until)
    actions.nominate(election, by=member, person=member, statement="Me")
    actions.nominate(election, by=member, person=chair, statement="You")
    addresses += [f"{draft.slug}/", f"{draft.slug}/edit/", f"{draft.slug}/opening/"]
    return [*addresses, f"{election.slug}/", f"{election.slug}/announcement/"]


@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_pages_are_accessible_and_fit_the_screen(browser, live_server, busy, chair, width, scheme):
    size = {"width": width, "height": 900}
    context = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    page, said = signed_in(context, live_server, chair)
    found = []
    for address in busy:
        answer = page.goto(f"{live_server}{D}{address}")
        assert answer is not None
        assert answer.status == 200, address
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found += [f"{address}: {wide} px wider"] if wide > 0 else []
        for rule in Axe().run(page).response["violations"]:
            found += [f"{address}: {rule['id']} at {node['html'][:120]}" for node in rule["nodes"][:2]]
    assert found == []
    assert said == []
