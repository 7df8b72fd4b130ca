"""The list of decisions: open ones first, and what they ask of whoever looks."""

import pytest

from hub.voting import actions
from tests.cast import browser_of
from tests.factories import GroupFactory
from tests.pages import MOST_QUERIES, queries_of, text_of
from tests.voting import rounds

LIST = "/community/decisions/"


def test_open_votes_come_first_then_drafts_then_what_is_over(group, as_member):
    rounds.close(rounds.open_vote(group, question="Over long ago"))
    rounds.draft(group, question="Still a draft")
    rounds.open_vote(group, question="Closes later", days=9)
    rounds.open_vote(group, question="Closes first", days=2)
    page = text_of(as_member.get(LIST))
    places = [page.index(name) for name in ("Closes first", "Closes later", "Still a draft", "Over long ago")]
    assert places == sorted(places)


def test_elector_sees_what_is_asked_of_them(group, member, as_member):
    decision = rounds.open_vote(group)
    assert "Your vote is missing" in text_of(as_member.get(LIST))
    rounds.cast(decision, {member: {"approved": ["alpha"]}})
    page = text_of(as_member.get(LIST))
    assert "You voted" in page
    assert "Your vote is missing" not in page


def test_elector_of_a_detached_vote_sees_that_theirs_is_in(group, five, member, as_member):
    decision = rounds.open_vote(group, secrecy="detached")
    assert "Your vote is missing" in text_of(as_member.get(LIST))
    rounds.cast(decision, {member: {"approved": ["alpha"]}})
    assert "You voted" in text_of(as_member.get(LIST))


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("q=registry", {"Which registry?"}),
        ("state=closed", {"A closed one"}),
        ("kind=schulze", {"Which registry?"}),
        ("group=sig-serving", {"Elsewhere"}),
        ("asked=vote", {"Which registry?"}),
        ("state=nonsense", {"Which registry?", "A closed one", "Elsewhere"}),
    ],
)
def test_filters_narrow_the_list(group, member, as_member, asked, shown):
    rounds.open_vote(group, question="Which registry?", kind="schulze")
    rounds.close(rounds.open_vote(group, question="A closed one"))
    rounds.open_vote(GroupFactory(slug="sig-serving"), question="Elsewhere")
    page = text_of(as_member.get(f"{LIST}?{asked}"))
    assert {name for name in ("Which registry?", "A closed one", "Elsewhere") if name in page} == shown


def test_drafts_are_for_the_group_alone(group, as_member, as_outsider, as_anonymous):
    draft = rounds.draft(group, question="Not for everybody yet")
    for browser in (as_outsider, as_anonymous):
        assert "Not for everybody yet" not in text_of(browser.get(LIST))
        assert browser.get(draft.get_absolute_url()).status_code == 404
    assert "Not for everybody yet" in text_of(as_member.get(LIST))


def test_empty_list_teaches_and_offers_the_first(group, as_chair, as_anonymous):
    page = as_chair.get(LIST).content.decode()
    assert "Draft the first decision" in page
    assert "Draft the first decision" not in as_anonymous.get(LIST).content.decode()


@pytest.mark.parametrize("who", ["anonymous", "member"])
def test_longer_list_takes_no_more_queries(group, five, member, cast, who):
    browser = browser_of(cast(who))
    rounds.open_vote(group, question="One?")
    few = queries_of(browser, LIST)
    for number in range(12):
        rounds.open_vote(group, question=f"Number {number}?", secrecy="detached" if number % 2 else "peers")
        rounds.close(rounds.open_vote(group, question=f"Over {number}?"))
    assert queries_of(browser, LIST) == few <= MOST_QUERIES


def test_home_shows_open_votes_without_my_ballot(group, member, as_member):
    decision = rounds.open_vote(group, question="Which registry?")
    late = rounds.open_vote(group, question="Recused?")
    actions.recuse(late, person=member, reason="I wrote it", by=member)
    page = as_member.get("/").content.decode()
    assert "Which registry?" in page.split("Waiting for you")[1]
    assert f'href="{decision.get_absolute_url()}ballot/"' in page
    assert f'href="{late.get_absolute_url()}ballot/"' not in page
    rounds.cast(decision, {member: {"approved": ["alpha"]}})
    assert f'href="{decision.get_absolute_url()}ballot/"' not in as_member.get("/").content.decode()
