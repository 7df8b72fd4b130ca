"""The roadmap says that a quarter is being filled, and what the reader can do about it."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hub.accounts.models import Membership
from hub.roadmap.actions import rounds
from tests.factories import MembershipFactory, TeamFactory
from tests.roadmap import filled


def call(browser):
    """The lines about open rounds, as plain words."""
    page = browser.get("/roadmap/").content.decode()
    if "round-calls" not in page:
        return ""
    line = page.split('class="round-calls"')[1].split("</ul>")[0].partition(">")[2]
    return " ".join(re.sub(r"<[^>]*>", " ", line).split()).replace(" ;", ";").replace(" .", ".")


def test_who_can_vote_is_told_points_and_time_and_led_to_the_ballot(as_member, member):
    found = filled.opened(days=4.1)
    said = call(as_member)
    assert "Q1 2027 is being filled You have 10 points to give; closes in 4 days." in said
    assert f'href="/roadmap/rounds/{found.slug}/ballot/"' in as_member.get("/roadmap/").content.decode()


def test_who_voted_can_change_it(as_member, member):
    filled.vote(filled.opened(), {member: {"alpha": 4}})
    assert "You voted, and can change it" in call(as_member)
    assert "Change my ballot" in call(as_member)


def test_visitor_reads_what_is_going_on_and_signs_in(as_anonymous, member):
    filled.opened()
    said = call(as_anonymous)
    assert "3 items to vote on, 8 team-weeks; closes" in said
    assert "Sign in to vote" in said
    assert "points" not in said


def test_who_has_no_ballot_is_offered_none(as_outsider):
    filled.opened()
    as_outsider.force_login(filled.crowd(1)[0])  # came after the opening
    assert "3 items to vote on" in call(as_outsider)
    assert "Vote" not in call(as_outsider)


def test_where_teams_vote_the_team_is_named(as_member, member):
    Membership.objects.filter(user=member).delete()
    for name in ("Pricing", "Ads"):
        MembershipFactory(user=member, team=TeamFactory(slug=f"t-{name.lower()}", name=name))
    found = filled.opened(voters="teams")
    assert "Ads has not voted yet" in call(as_member)
    ads = Membership.objects.get(user=member, team__name="Ads").team
    rounds.cast_ballot(found, by=member, team=ads, marks={"alpha": 1})
    assert "Pricing has not voted yet" in call(as_member)
    assert "?team=t-pricing" in as_member.get("/roadmap/").content.decode()
    rounds.cast_ballot(
        found,
        by=member,
        team=Membership.objects.get(user=member, team__name="Pricing").team,
        marks={"beta": 1},
    )
    assert "Your team voted" in call(as_member)


@pytest.mark.parametrize("state", ["draft", "closed", "void", "past"])
def test_what_is_not_open_is_not_called_for(as_member, admin, member, state):
    if state == "draft":
        filled.drafted()
    elif state == "closed":
        filled.closed(filled.opened())
    elif state == "void":
        rounds.void_round(filled.opened(), by=admin, reason="Costs")
    else:
        filled.opened(when=timezone.now() - dt.timedelta(days=20), days=14)
    assert call(as_member) == ""


@pytest.mark.parametrize("who", ["as_member", "as_anonymous"])
def test_calls_cost_two_queries_at_most_however_many_rounds_are_open(request, who, queries, member):
    browser = request.getfixturevalue(who)
    none = queries(lambda: browser.get("/roadmap/"))
    filled.opened()
    one = queries(lambda: browser.get("/roadmap/"))
    filled.opened({"x": 3, "y": 9}, quarter="2027-Q2")
    assert queries(lambda: browser.get("/roadmap/")) == one
    # Ballots are asked for only when a round is open.
    assert one - none == (1 if who == "as_member" else 0)
    asked = [row["sql"] for row in recorded(browser) if "roadmap_round" in row["sql"]]
    assert len(asked) == 2 + (who == "as_member")  # the capacities of the quarters, the calls, the ballots


def recorded(browser):
    """The queries of one look at the roadmap."""
    with CaptureQueriesContext(connection) as found:
        browser.get("/roadmap/")
    return found.captured_queries
