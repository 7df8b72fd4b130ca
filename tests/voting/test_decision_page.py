"""The page of a decision while it is open: rules in words, my part in it, the turnout, and nothing more."""

import pytest
from django.utils import timezone

from hub.voting import actions
from tests.cast import browser_of
from tests.factories import UserFactory
from tests.pages import MOST_QUERIES, main_of, queries_of, text_of
from tests.voting import rounds

SECRET = "zinnober"


def test_page_says_the_rules_in_words(group, as_anonymous):
    decision = rounds.open_vote(
        group, kind="schulze", quorum_base="percent", quorum=60, unranked="no-opinion"
    )
    page = text_of(as_anonymous.get(decision.get_absolute_url()))
    assert "You rank the options" in page
    assert "Options you leave out count as no opinion" in page
    assert "At least 60 percent of those who may vote must take part" in page
    assert "Secret to peers: nobody is shown how you voted" in page
    assert "Counts and ballots stay hidden until the close" in page
    assert "can close it before its day, but not in its first hour." in page


@pytest.mark.parametrize(
    ("secrecy", "promise"),
    [
        ("open", "Everybody who is signed in can see who voted how after the close."),
        ("peers", "whoever runs its database could look"),
        ("detached", "keeps no link, no order and no time between you and your ballot"),
    ],
)
def test_page_promises_what_the_mode_keeps(group, five, as_anonymous, secrecy, promise):
    decision = rounds.open_vote(group, secrecy=secrecy)
    assert promise in text_of(as_anonymous.get(decision.get_absolute_url()))


def test_elector_is_asked_to_vote_and_then_told_that_the_ballot_is_in(group, member, as_member):
    decision = rounds.open_vote(group)
    url = decision.get_absolute_url()
    assert "You have not voted yet" in text_of(as_member.get(url))
    rounds.cast(decision, {member: {"approved": ["alpha"]}})
    rounds.cast(decision, {member: {"approved": ["beta"]}})
    page = text_of(as_member.get(url))
    assert "Your ballot is in , cast just now after 1 change" in page
    assert "Change my ballot" in page


def test_no_browser_keeps_a_page_with_my_ballot(group, member, as_member, as_anonymous):
    decision = rounds.open_vote(group, secrecy="open", shown="always")
    rounds.cast(decision, {member: {"approved": ["alpha"]}})
    url = decision.get_absolute_url()
    for page in (url, f"{url}ballots/"):
        assert "no-store" in as_member.get(page)["Cache-Control"]
    assert "no-store" not in as_anonymous.get(url).get("Cache-Control", "")


def test_voter_of_a_detached_vote_is_not_offered_a_change(group, five, member, as_member):
    decision = rounds.open_vote(group, secrecy="detached")
    rounds.cast(decision, {member: {"approved": ["alpha"]}})
    page = text_of(as_member.get(decision.get_absolute_url()))
    assert "Your ballot is in . Once cast, this ballot cannot be changed" in page
    assert "Change my ballot" not in page
    answer = as_member.get(f"{decision.get_absolute_url()}ballot/")
    assert (answer.status_code, answer["Location"]) == (302, decision.get_absolute_url())


def test_others_are_told_why_they_do_not_vote(group, member, as_outsider, as_anonymous, as_member):
    decision = rounds.open_vote(group)
    url = decision.get_absolute_url()
    assert "You may not vote on this" in text_of(as_outsider.get(url))
    assert "Sign in to vote" in text_of(as_anonymous.get(url))
    actions.recuse(decision, person=member, reason="I wrote one of them", by=member)
    assert "You stepped aside from this decision: I wrote one of them" in text_of(as_member.get(url))


def test_elector_steps_aside_on_the_page(group, member, as_member):
    decision = rounds.open_vote(group)
    answer = as_member.post(f"{decision.get_absolute_url()}recusal/", {"reason": ""})
    assert answer.status_code == 422
    assert decision.electors.get(person=member).recused_at is None
    as_member.post(f"{decision.get_absolute_url()}recusal/", {"reason": "I sell one of them"})
    assert decision.electors.get(person=member).recusal_reason == "I sell one of them"


@pytest.mark.parametrize("secrecy", ["open", "peers", "detached"])
@pytest.mark.parametrize("who", ["anonymous", "outsider", "member", "chair", "admin"])
def test_page_tells_the_turnout_and_nothing_of_the_ballots(group, five, cast, who, secrecy):
    names = [SECRET, "Beta"]
    decision = rounds.open_vote(group, options=names, secrecy=secrecy, quorum_base="people", quorum=4)
    viewer = cast(who)
    plain = main_of(browser_of(viewer).get(decision.get_absolute_url()))
    rounds.cast(decision, {person: {"approved": [SECRET]} for person in five[1:4]})
    page = main_of(browser_of(viewer).get(decision.get_absolute_url()))
    assert "<strong>3</strong>" in page
    assert "1 more needed for the quorum" in page
    assert page.count(SECRET) == plain.count(SECRET)
    assert not any(person.name in page for person in five[1:4])


def test_page_past_its_time_says_that_it_is_being_counted(group, member, as_member):
    with rounds.at(timezone.now() - timezone.timedelta(days=9)):
        decision = rounds.open_vote(group, days=7)
    page = text_of(as_member.get(decision.get_absolute_url()))
    assert "Being counted" in page
    assert "Vote" not in [button.strip() for button in page.split("  ")]
    assert as_member.get(f"{decision.get_absolute_url()}ballot/").status_code == 409


def test_hash_of_the_electorate_and_head_of_the_ledger_stand_on_the_page(group, as_anonymous):
    decision = rounds.open_vote(group)
    page = as_anonymous.get(decision.get_absolute_url()).content.decode()
    assert decision.electorate_hash[:16] in page
    assert decision.ledger.get(height=0).hash[:16] in page
    ledger = as_anonymous.get(f"{decision.get_absolute_url()}ledger/").content.decode()
    assert decision.ledger.get(height=0).hash in ledger


def test_names_of_electors_are_for_people_who_are_signed_in(group, member, as_outsider, as_anonymous):
    decision = rounds.open_vote(group)
    url = f"{decision.get_absolute_url()}electors/"
    assert member.name in text_of(as_outsider.get(url))
    assert as_anonymous.get(url)["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("secrecy", ["open", "peers", "detached"])
def test_lead_is_offered_to_take_somebody_out_of_open_votes_only(group, five, as_chair, secrecy):
    decision = rounds.open_vote(group, secrecy=secrecy)
    url = f"{decision.get_absolute_url()}electors/"
    page = text_of(as_chair.get(url))
    assert ("Somebody steps aside" in page) == (secrecy == "open")
    assert ("steps aside by themselves" in page) == (secrecy != "open")
    answer = as_chair.post(f"{url}recusal/", {"person": five[1].handle, "reason": "On long leave"})
    assert answer.status_code == (302 if secrecy == "open" else 409)


def test_lead_admits_somebody_and_notes_who_steps_aside(group, member, chair, as_chair, outsider):
    decision = rounds.open_vote(group, by=chair, secrecy="open")
    url = f"{decision.get_absolute_url()}electors/"
    bad = as_chair.post(f"{url}admission/", {"person": "nobody-here", "reason": "New"})
    assert (bad.status_code, "nobody called nobody-here" in text_of(bad)) == (422, True)
    as_chair.post(f"{url}admission/", {"person": "@otto", "reason": "Joined that day"})
    as_chair.post(f"{url}recusal/", {"person": member.handle, "reason": "On long leave"})
    page = text_of(as_chair.get(url))
    assert "Admitted later Joined that day" in page
    assert "Stepped aside On long leave" in page
    again = as_chair.post(f"{url}admission/", {"person": "otto", "reason": "Once more"})
    assert (again.status_code, "is an elector already" in text_of(again)) == (409, True)


def test_member_changes_no_electorate(group, member, as_member, outsider):
    decision = rounds.open_vote(group)
    url = f"{decision.get_absolute_url()}electors/"
    assert as_member.post(f"{url}admission/", {"person": "otto", "reason": "x"}).status_code == 403
    assert "Admit somebody" not in text_of(as_member.get(url))


def test_lead_closes_after_the_minimum_and_not_before(group, chair, as_chair):
    early = rounds.open_vote(group, by=chair, minimum_hours=24)
    answer = as_chair.post(f"{early.get_absolute_url()}close/")
    assert answer.status_code == 409
    assert "at least 24 hours" in text_of(answer)
    late = rounds.open_vote(group, by=chair, minimum_hours=0, question="Short one")
    assert as_chair.post(f"{late.get_absolute_url()}close/").status_code == 302
    late.refresh_from_db()
    assert late.state == "closed"


def test_lead_voids_with_a_reason_that_everybody_reads(group, chair, as_chair, as_anonymous):
    decision = rounds.open_vote(group, by=chair)
    url = decision.get_absolute_url()
    assert as_chair.post(f"{url}void/", {"reason": " "}).status_code == 422
    as_chair.post(f"{url}void/", {"reason": "An option was missing"})
    assert "This vote was voided: An option was missing" in text_of(as_anonymous.get(url))


@pytest.mark.parametrize("who", ["anonymous", "member", "chair"])
def test_busy_decision_takes_no_more_queries(group, member, chair, cast, who):
    browser = browser_of(cast(who))
    decision = rounds.open_vote(group, by=chair, kind="consent")
    few = queries_of(browser, decision.get_absolute_url())
    people = rounds.members(group, 12)
    busy = rounds.open_vote(group, by=chair, kind="consent", question="A busy one")
    for person in people:
        actions.raise_concern(busy, by=person, title=f"Concern of {person.name}", text="Too early")
    rounds.cast(busy, {person: {"vote": "consent"} for person in people[:6]})
    assert queries_of(browser, busy.get_absolute_url()) == few <= MOST_QUERIES


@pytest.mark.parametrize("page", ["electors/", "ledger/"])
def test_large_electorate_takes_no_more_queries(group, member, chair, as_chair, page):
    small = rounds.open_vote(group, by=chair, secrecy="open")
    few = queries_of(as_chair, small.get_absolute_url() + page)
    people = rounds.members(group, 20)
    large = rounds.open_vote(group, by=chair, secrecy="open", question="A large one")
    rounds.cast(large, {person: {"approved": ["alpha"]} for person in people})
    assert queries_of(as_chair, large.get_absolute_url() + page) == few <= MOST_QUERIES


def test_script_in_what_people_write_is_harmless(group, chair, as_anonymous):
    decision = rounds.open_vote(
        group, by=chair, question="<script>alert(1)</script>", context="<img src=x onerror=alert(1)>",
        options=["<b>bold</b>", "Beta"],
    )  # fmt: skip
    page = as_anonymous.get(decision.get_absolute_url()).content.decode()
    assert "<script>alert(1)" not in page
    assert "onerror" not in main_of(as_anonymous.get(decision.get_absolute_url()))
    assert "<b>bold" not in page


def test_unknown_person_meets_no_ballot_of_a_vote_they_are_not_in(group, as_outsider):
    decision = rounds.open_vote(group)
    answer = as_outsider.get(f"{decision.get_absolute_url()}ballot/")
    assert answer.status_code == 409
    assert "you are not in it" in text_of(answer)
    assert browser_of(UserFactory()).get("/community/decisions/no-such/ballot/").status_code == 404
