"""The ballot: filled in, looked at once more, cast; whatever is wrong with it, what was typed stays."""

import re

import pytest
from django.contrib.sessions.models import Session

from hub.accounts.models import RateWindow
from hub.voting import actions
from hub.voting.forms.ballots import ballot_form, fields_of, shuffled
from hub.voting.models import Ballot, Option
from hub.voting.tally.published import published
from tests.factories import DecisionFactory, UserFactory
from tests.pages import MOST_QUERIES, queries_of, text_of
from tests.voting import rounds

KEYS = ("option-alpha", "option-beta", "option-stay-as-it-is")
# kind, what is typed, the paper it makes, what the summary says
FILLED = [
    (
        "approval",
        {KEYS[0]: "1", KEYS[2]: "1"},
        {"approved": ["alpha", "stay-as-it-is"]},
        "Alpha, Stay as it is",
    ),
    ("schulze", {KEYS[0]: "2", KEYS[1]: "1"}, {"ranks": [["beta"], ["alpha"]]}, "You rank Beta Alpha"),
    ("ranked-pairs", dict.fromkeys(KEYS[:2], "3"), {"ranks": [["alpha", "beta"]]}, "Tie Alpha, Beta"),
    ("stv", {KEYS[1]: "3", KEYS[2]: "1"}, {"ranks": [["stay-as-it-is"], ["beta"]]}, "Stay as it is Beta"),
    (
        "score",
        {KEYS[0]: "5", KEYS[1]: "0"},
        {"marks": {"alpha": 5, "beta": 0}},
        "You give Option Number Alpha 5",
    ),
    ("star", {KEYS[0]: "3", KEYS[1]: ""}, {"marks": {"alpha": 3}}, "Left out: Beta, Stay as it is"),
    ("points", {KEYS[0]: "7", KEYS[1]: "3"}, {"points": {"alpha": 7, "beta": 3}}, "Alpha 7 Beta 3"),
    ("majority", {"vote": "no"}, {"vote": "no"}, "No"),
    ("consent", {"vote": "stand-aside"}, {"vote": "stand-aside"}, "I stand aside"),
    ("schulze", {"abstain": "1"}, {"abstain": True}, "Abstain"),
    ("points", {"abstain": "1", KEYS[0]: "99"}, {"abstain": True}, "Abstain"),
]
WRONG = [
    ("approval", {}, "The ballot is empty. To take part and choose nothing, abstain."),
    ("schulze", {}, "The ballot is empty"),
    ("schulze", {KEYS[0]: "9"}, "Alpha: choose a place from the list."),
    ("schulze", {KEYS[0]: "first"}, "Alpha: choose a place from the list."),
    ("stv", {KEYS[0]: "1", KEYS[1]: "1"}, "Two options have place 1."),
    ("score", {KEYS[0]: "6"}, "Alpha: give a whole number from 0 to 5"),
    ("score", {KEYS[0]: "-1"}, "Alpha: give a whole number from 0 to 5"),
    ("star", {KEYS[0]: "2.5"}, "Alpha: give a whole number from 0 to 5"),
    ("points", {KEYS[0]: "-3"}, "Alpha: give a whole number of points, 0 or more."),
    ("points", {KEYS[0]: "8", KEYS[1]: "8"}, "That costs 16 credits, and you have 10."),
    ("points", {KEYS[0]: "1" * 400}, "Alpha: you have 10 credits in all."),
    ("majority", {}, "Choose one."),
    ("majority", {"vote": "maybe"}, "Choose one."),
    ("consent", {"vote": "yes"}, "Choose one."),
]


def urls(decision):
    return f"{decision.get_absolute_url()}ballot/", f"{decision.get_absolute_url()}ballot/summary/"


def hidden_fields(page):
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode()))


@pytest.mark.parametrize(("kind", "typed", "paper", "said"), FILLED)
def test_elector_fills_in_looks_again_and_casts(group, member, as_member, kind, typed, paper, said):
    decision = rounds.open_vote(group, kind=kind)
    ballot, summary = urls(decision)
    assert as_member.get(ballot).status_code == 200
    page = as_member.post(summary, typed)
    assert page.status_code == 200
    assert said in text_of(page)
    assert Ballot.objects.count() == 0
    answer = as_member.post(ballot, hidden_fields(page))
    assert Ballot.objects.get().content == paper
    assert Ballot.objects.get().receipt in answer.content.decode()


@pytest.mark.parametrize(("kind", "typed", "said"), WRONG)
def test_wrong_ballot_comes_back_with_the_reason_and_the_old_one_stands(
    group, member, as_member, kind, typed, said
):
    decision = rounds.open_vote(group, kind=kind)
    first = {"majority": {"vote": "yes"}, "consent": {"vote": "consent"}}.get(kind, {"abstain": True})
    rounds.cast(decision, {member: first})
    for url in urls(decision):
        answer = as_member.post(url, typed)
        assert answer.status_code == 422
        assert said in text_of(answer)
    assert [ballot.content for ballot in Ballot.objects.all()] == [first]


def test_what_was_typed_stays(group, member, as_member):
    decision = rounds.open_vote(group, kind="points")
    answer = as_member.post(urls(decision)[1], {KEYS[0]: "8", KEYS[1]: "7"}).content.decode()
    assert 'value="8"' in answer
    assert 'value="7"' in answer


def test_elector_goes_back_from_the_summary_and_finds_the_ballot_filled_in(group, member, as_member):
    decision = rounds.open_vote(group, kind="schulze")
    summary = urls(decision)[1]
    page = as_member.post(summary, {KEYS[0]: "2", KEYS[1]: "1"})
    again = as_member.post(summary, {**hidden_fields(page), "change": "1"}).content.decode()
    assert "Check my ballot" in again
    lists = re.findall(r'<select name="(option-[a-z-]+)"(.*?)</select>', again, re.DOTALL)
    chosen = {name: re.search(r'value="(\d?)" selected', places) for name, places in lists}
    assert {name: found[1] for name, found in chosen.items()} == {KEYS[0]: "2", KEYS[1]: "1", KEYS[2]: ""}


def test_ballot_shows_what_was_cast_before(group, member, as_member):
    decision = rounds.open_vote(group, kind="score")
    rounds.cast(decision, {member: {"marks": {"alpha": 4}}})
    page = as_member.get(urls(decision)[0]).content.decode()
    assert 'name="option-alpha" value="4" checked' in page


def test_same_form_sent_twice_is_one_ballot(group, member, as_member):
    decision = rounds.open_vote(group)
    ballot, summary = urls(decision)
    fields = hidden_fields(as_member.post(summary, {KEYS[0]: "1"}))
    receipts = {re.search(r"<code data-copy-text>(\w{64})", as_member.post(ballot, fields).content.decode())[1]
                for _ in range(2)}  # fmt: skip
    assert len(receipts) == 1
    assert Ballot.objects.count() == 1


def test_detached_ballot_sent_twice_shows_the_same_receipt_and_is_kept_nowhere_else(
    group, five, member, as_member
):
    decision = rounds.open_vote(group, secrecy="detached")
    ballot, summary = urls(decision)
    page = as_member.post(summary, {KEYS[0]: "1"})
    assert "Once cast, this ballot cannot be changed or taken back" in text_of(page)
    answers = [as_member.post(ballot, hidden_fields(page)) for _ in range(2)]
    receipts = {re.search(r"<code data-copy-text>(\w{64})", a.content.decode())[1] for a in answers[:1]}
    assert receipts == {row["receipt"] for row in published(decision)}
    assert all(a["Cache-Control"].find("no-store") >= 0 for a in answers[:1])
    session = Session.objects.get(session_key=as_member.cookies["sessionid"].value)
    assert receipts.pop() not in str(session.get_decoded())
    assert Ballot.objects.count() == 0


def test_another_detached_ballot_is_refused(group, five, member, as_member):
    decision = rounds.open_vote(group, secrecy="detached")
    rounds.cast(decision, {member: {"approved": ["alpha"]}})
    answer = as_member.post(urls(decision)[0], {KEYS[1]: "1"})
    assert answer.status_code == 409
    assert [row["content"] for row in published(decision)] == [{"approved": ["alpha"]}]


def test_ballot_of_a_closed_vote_is_refused_with_the_reason(group, member, as_member):
    decision = rounds.close(rounds.open_vote(group))
    for url in urls(decision):
        answer = as_member.post(url, {KEYS[0]: "1"})
        assert answer.status_code == 409
        assert "its time is over" in text_of(answer)


def test_refusal_leads_back_to_the_decision_and_not_in_a_circle(group, member, as_member):
    decision = rounds.open_vote(group)
    ballot, summary = urls(decision)
    fields = hidden_fields(as_member.post(summary, {KEYS[0]: "1"}))
    rounds.close(decision)
    came_from = {"Referer": f"http://testserver{summary}"}
    for answer in (
        as_member.post(ballot, fields, headers=came_from),
        as_member.get(summary, headers=came_from, follow=True),
    ):
        assert answer.status_code == 409
        assert f'href="{decision.get_absolute_url()}">Go back</a>' in answer.content.decode()


def test_summary_opened_anew_is_the_ballot(group, member, as_member):
    ballot, summary = urls(rounds.open_vote(group))
    assert as_member.get(summary)["Location"] == ballot


def test_ballots_come_no_faster_than_people_can(group, member, as_member):
    decision = rounds.open_vote(group)
    codes = [as_member.post(urls(decision)[1], {KEYS[0]: "1"}).status_code for _ in range(31)]
    assert codes == [200] * 30 + [429]
    assert as_member.post(urls(decision)[0], {KEYS[0]: "1"}).status_code == 429
    assert Ballot.objects.count() == 0
    assert "mateo" not in str(RateWindow.objects.values())


def test_order_of_options_is_each_persons_own_and_stays(group, member, as_member):
    decision = rounds.open_vote(group, options=[f"Option {n}" for n in range(8)])
    options = list(decision.options.all())
    mine = [option.key for option in shuffled(options, decision, member)]
    assert mine == [option.key for option in shuffled(options[::-1], decision, member)]
    firsts = {shuffled(options, decision, UserFactory())[0].key for _ in range(40)}
    assert len(firsts) > 4
    page = as_member.get(urls(decision)[0]).content.decode()
    assert re.findall(r'name="option-(option-\d)"', page) == mine


@pytest.mark.parametrize("kind", ["approval", "score", "schulze", "stv", "points", "star"])
def test_twenty_long_options_cost_no_more_queries(group, member, as_member, kind):
    small = rounds.open_vote(group, kind=kind, options=["A", "B"])
    few = queries_of(as_member, urls(small)[0])
    names = [f"{'A very long name that goes on and on ' * 4}{n}" for n in range(20)]
    large = rounds.open_vote(group, kind=kind, options=names, question="Large")
    assert queries_of(as_member, urls(large)[0]) == few <= MOST_QUERIES


def test_long_scale_is_typed_instead_of_ticked(group, member, as_member):
    decision = rounds.open_vote(group, kind="score", max_mark=100)
    assert 'type="number"' in as_member.get(urls(decision)[0]).content.decode()
    assert as_member.post(urls(decision)[1], {KEYS[0]: "101"}).status_code == 422
    assert as_member.post(urls(decision)[1], {KEYS[0]: "100"}).status_code == 200


@pytest.mark.parametrize(("kind", "_typed", "paper", "_said"), FILLED)
def test_paper_makes_the_fields_that_make_it(kind, _typed, paper, _said):
    decision = DecisionFactory.build(kind=kind)
    options = _options(decision)
    fields = {name: value for name, value in fields_of(paper).items() if value is not None}
    if paper.get("abstain"):
        fields["abstain"] = "1"
    form = ballot_form(decision, options, {name: str(value) for name, value in fields.items()})
    assert form.is_valid(), form.errors
    assert form.paper() == paper


def _options(decision):
    return [Option(decision=decision, key=key[7:], name=key[7:].title()) for key in KEYS]


def test_lazy_consensus_has_nothing_to_cast(group, member, as_member):
    decision = rounds.open_vote(group, kind="lazy")
    answer = as_member.get(urls(decision)[0])
    assert answer.status_code == 409
    assert "raise a concern" in text_of(answer)


def test_recused_person_meets_no_ballot(group, member, as_member):
    decision = rounds.open_vote(group)
    actions.recuse(decision, person=member, reason="Mine", by=member)
    assert as_member.post(urls(decision)[0], {KEYS[0]: "1"}).status_code == 409
    assert Ballot.objects.count() == 0
