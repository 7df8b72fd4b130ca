"""The page of a result: it reads what was stored at the close, explains it, and counts nothing."""

import subprocess
import sys

import pytest

from hub.voting import actions, counting
from hub.voting.models import Ballot, Decision
from hub.voting.tally import outcome
from hub.voting.tally.published import published
from tests.cast import browser_of
from tests.factories import TermFactory
from tests.pages import MOST_QUERIES, main_of, queries_of, text_of
from tests.voting import rounds

RANKED = [
    {"ranks": [["alpha"], ["beta"], ["stay-as-it-is"]]},
    {"ranks": [["alpha"], ["beta"]]},
    {"ranks": [["beta"], ["alpha"]]},
    {"ranks": [["stay-as-it-is"], ["alpha", "beta"]]},
    {"abstain": True},
]
PAPERS = {
    "approval": [{"approved": ["alpha"]}, {"approved": ["alpha", "beta"]}, {"abstain": True}],
    "score": [{"marks": {"alpha": 5, "beta": 2}}, {"marks": {"beta": 1}}, {"marks": {"alpha": 0}}],
    "star": [{"marks": {"alpha": 5, "beta": 2}}, {"marks": {"beta": 1, "alpha": 3}}],
    "schulze": RANKED,
    "ranked-pairs": RANKED,
    "stv": [RANKED[0], RANKED[1], RANKED[2], {"ranks": [["stay-as-it-is"]]}, {"abstain": True}],
    "points": [{"points": {"alpha": 7, "beta": 3}}, {"points": {"beta": 9}}],
    "majority": [{"vote": "yes"}, {"vote": "yes"}, {"vote": "no"}, {"vote": "abstain"}],
    "consent": [{"vote": "consent"}, {"vote": "stand-aside"}],
}


def over(group, people, kind, papers=None, **rest):
    """A vote of that kind that is over."""
    decision = rounds.open_vote(group, kind=kind, question=f"Which {kind}?", **rest)
    chosen = PAPERS[kind] if papers is None else papers
    rounds.cast(decision, dict(zip(people, chosen, strict=False)))
    return rounds.close(decision)


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("approval", ["Alpha wins.", "Ticks", "How far from another outcome"]),
        ("score", ["Beta", "Sum of marks", "What other methods would have said"]),
        ("star", ["Runoff of the best two", "Each against each"]),
        (
            "schulze",
            ["The order", "Each against each", "Strongest paths", "What other methods would have said"],
        ),
        ("ranked-pairs", ["What was locked in, clearest first", "Locked in"]),
        ("stv", ["Stage by stage", "First preferences", "Who has the quota of"]),
        ("points", ["Points", "Beta wins."]),
        ("majority", ["Adopted: 2 for, 1 against", "Abstained 1", "Yes 66.67 %, no 33.33 %"]),
        ("consent", ["Adopted by consent", "Stand aside 1"]),
    ],
)
def test_result_says_the_outcome_first_and_then_explains_it(group, five, as_anonymous, kind, told):
    page = text_of(as_anonymous.get(over(group, five, kind).get_absolute_url()))
    for words in told:
        assert words in page
    assert "of 5 voted" in page


@pytest.mark.parametrize("kind", PAPERS)
def test_page_counts_nothing(group, five, as_anonymous, monkeypatch, kind):
    decision = over(group, five, kind)

    def counts(*_args, **_kwargs):
        raise AssertionError("the page counts")

    for module, names in ((counting, ("count", "distances", "other_methods")), (outcome, ("outcome",))):
        for name in names:
            monkeypatch.setattr(module, name, counts)
    stored = decision.result
    assert as_anonymous.get(decision.get_absolute_url()).status_code == 200
    assert Decision.objects.get(pk=decision.pk).result == stored


def test_page_shows_what_is_stored_whatever_the_ballots_say(group, five, as_anonymous):
    decision = rounds.open_vote(group)
    rounds.cast(decision, {five[0]: {"approved": ["alpha"]}})
    decision = rounds.close(decision)
    assert "Alpha wins." in text_of(as_anonymous.get(decision.get_absolute_url()))
    assert decision.result["count"]["totals"]["alpha"] == "1"


@pytest.mark.parametrize("kind", ["schulze", "stv", "score"])
def test_many_ballots_and_options_take_no_more_queries(group, five, as_anonymous, as_member, kind):
    few = queries_of(as_anonymous, over(group, five, kind).get_absolute_url())
    people = [*five, *rounds.members(group, 20)]
    names = [f"Option {n}" for n in range(20)]
    keys = [f"option-{n}" for n in range(20)]
    number = {"marks": dict.fromkeys(keys[:7], 3)}
    papers = [number if kind == "score" else {"ranks": [[k] for k in keys[i % 5 :]]} for i in range(25)]
    large = rounds.open_vote(group, kind=kind, options=names, question="Large")
    rounds.cast(large, dict(zip(people, papers, strict=True)))
    rounds.close(large)
    assert queries_of(as_anonymous, large.get_absolute_url()) == few <= MOST_QUERIES
    assert queries_of(as_member, large.get_absolute_url()) <= MOST_QUERIES
    for page in ("ballots/", "ledger/"):
        assert queries_of(as_anonymous, large.get_absolute_url() + page) <= MOST_QUERIES


def test_missed_quorum_is_not_decided_and_never_rejected(group, five, as_anonymous):
    decision = over(group, five, "majority", [{"vote": "no"}], quorum_base="people", quorum=3)
    page = text_of(as_anonymous.get(decision.get_absolute_url()))
    assert "Not decided: 1 took part, and 3 had to." in page
    assert "The quorum was not met: 1 took part, 3 were needed." in page
    assert "Rejected" not in page


@pytest.mark.parametrize("kind", PAPERS)
def test_vote_nobody_came_to_says_so(group, five, as_anonymous, kind):
    decision = over(group, five, kind, [])
    page = text_of(as_anonymous.get(decision.get_absolute_url()))
    assert "0 of 5 voted" in page
    assert "Not decided: nobody voted." in page
    assert "Nobody voted" in text_of(as_anonymous.get(f"{decision.get_absolute_url()}ballots/"))


def test_tie_and_its_draw_are_told(group, five, as_anonymous):
    papers = [{"ranks": [["alpha"], ["beta"]]}, {"ranks": [["beta"], ["alpha"]]}]
    decision = over(group, five, "schulze", papers)
    page = text_of(as_anonymous.get(decision.get_absolute_url()))
    assert "Place 1: Alpha, Beta" in page
    assert "The draw put them in this order:" in page
    assert decision.ballots_hash in page


def test_tie_that_stays_a_tie_is_not_decided(group, five, as_anonymous):
    papers = [{"approved": ["alpha"]}, {"approved": ["beta"]}]
    decision = over(group, five, "approval", papers, tie_rule="none")
    page = text_of(as_anonymous.get(decision.get_absolute_url()))
    assert "Not decided: the options at the top tie" in page


def test_single_candidate_of_an_election_is_shown(group, five, chair, as_anonymous):
    decision = rounds.draft(group, by=chair, kind="stv", purpose="election", role="tech-lead")
    long_ago = rounds.timezone.now()
    until = long_ago + rounds.dt.timedelta(hours=1)
    actions.announce_election(decision, by=chair, nominations_until=until)
    actions.nominate(decision, by=five[1], person=five[1], statement="I would listen")
    with rounds.at(until + rounds.dt.timedelta(hours=1)):
        decision = rounds.open_draft(Decision.objects.get(pk=decision.pk), by=chair)
        key = decision.options.get().key
        rounds.cast(decision, {five[2]: {"ranks": [[key]]}}, when=None)
    decision = rounds.close(decision)
    page = text_of(as_anonymous.get(decision.get_absolute_url()))
    assert f"{five[1].name} wins." in page
    assert "I would listen" in page


def test_one_by_one_the_published_ballots_have_no_names(group, five, as_anonymous, as_member):
    decision = over(group, five, "schulze")
    for browser in (as_anonymous, as_member):
        page = main_of(browser.get(f"{decision.get_absolute_url()}ballots/"))
        assert "Alpha &gt; Beta &gt; Stay as it is" in page
        assert not any(person.handle in page or person.name in page for person in five)


def test_open_ballots_carry_names_for_people_who_are_signed_in(group, five, as_anonymous, as_outsider):
    decision = over(group, five, "approval", secrecy="open")
    for page in ("ballots/", "bundle.json"):
        answer = as_anonymous.get(decision.get_absolute_url() + page)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in/")
    assert f"@{five[0].handle}" in text_of(as_outsider.get(f"{decision.get_absolute_url()}ballots/"))


def test_voter_finds_their_ballot_by_its_receipt(group, five, as_anonymous):
    decision = rounds.open_vote(group, kind="schulze")
    done = rounds.cast(decision, dict(zip(five, RANKED, strict=True)))
    rounds.close(decision)
    url = f"{decision.get_absolute_url()}ballots/"
    page = text_of(as_anonymous.post(url, {"receipt": f" {done[five[2]].receipt.upper()}"}))
    assert "Beta > Alpha" in page
    assert done[five[2]].receipt in page
    assert done[five[0]].receipt not in page
    for unknown in ("ab", "0" * 64):
        assert "No ballot has this receipt" in text_of(as_anonymous.post(url, {"receipt": unknown}))


def test_a_receipt_somebody_looks_for_stands_in_no_address(group, five, as_anonymous):
    decision = over(group, five, "schulze")
    for page in ("", "ballots/"):
        html = main_of(as_anonymous.get(f"{decision.get_absolute_url()}{page}"))
        form = html[html.index('class="find-receipt"') :].partition("</form>")[0]
        assert 'method="post"' in form
        assert "csrfmiddlewaretoken" in form
        assert "?receipt=" not in html
    other = as_anonymous.get(f"{decision.get_absolute_url()}ballots/?receipt={'0' * 64}")
    assert len(other.context["rows"]) == len(published(decision))  # an address asks for no receipt


def test_receipts_tell_nothing_before_the_close(group, five, as_member, as_anonymous):
    decision = rounds.open_vote(group)
    done = rounds.cast(decision, {five[0]: {"approved": ["alpha"]}})
    for browser in (as_member, as_anonymous):
        answer = browser.post(f"{decision.get_absolute_url()}ballots/", {"receipt": done[five[0]].receipt})
        assert "Not shown yet" in text_of(answer)
        assert done[five[0]].receipt not in main_of(answer)
        assert browser.get(f"{decision.get_absolute_url()}bundle.json").status_code == 404


def test_ballots_so_far_are_shown_where_the_decision_says_so(group, five, cast, outsider):
    decision = rounds.open_vote(group, secrecy="open", shown="voted")
    url = f"{decision.get_absolute_url()}ballots/"
    rounds.cast(decision, {five[1]: {"approved": ["alpha"]}})
    assert f"@{five[1].handle}" in text_of(browser_of(five[1]).get(url))
    for person in (five[2], outsider, cast("anonymous")):
        assert "Not shown yet" in text_of(browser_of(person).get(url))


def test_anybody_downloads_what_counts_it_again(group, five, as_anonymous, tmp_path):
    decision = over(group, five, "schulze")
    for name in ("bundle.json", "verify_decision.py"):
        answer = as_anonymous.get(decision.get_absolute_url() + name)
        assert "attachment" in answer["Content-Disposition"]
        (tmp_path / name).write_bytes(answer.content)
    command = [sys.executable, "-I", str(tmp_path / "verify_decision.py"), str(tmp_path / "bundle.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_turnout_of_small_teams_is_merged_in_a_secret_vote(group, five, member, as_anonymous):
    rounds.members(group, 6, team=None)
    decision = over(group, five, "approval")
    page = text_of(as_anonymous.get(decision.get_absolute_url()))
    assert "Turnout by team" in page
    assert "Pricing" not in page


def test_lead_is_asked_to_write_down_the_conclusion(group, five, as_chair, as_member):
    decision = over(group, five, "approval")
    assert "Write down the conclusion" in text_of(as_chair.get(decision.get_absolute_url()))
    assert "Write down the conclusion" not in text_of(as_member.get(decision.get_absolute_url()))
    assert "still has to write down what it concludes" in text_of(as_member.get(decision.get_absolute_url()))


def test_leaving_the_group_changes_no_result(group, five, as_anonymous):
    decision = over(group, five, "approval")
    before = text_of(as_anonymous.get(decision.get_absolute_url()))
    TermFactory(group=group)
    five[1].terms.all().delete()
    assert text_of(as_anonymous.get(decision.get_absolute_url())) == before


@pytest.mark.parametrize("kind", ["score", "star"])
def test_an_option_without_a_mark_is_shown_where_silence_is_no_opinion(group, five, as_anonymous, kind):
    decision = over(
        group, five, kind, [{"marks": {"alpha": 5}}, {"marks": {"alpha": 3}}], unranked="no-opinion"
    )
    assert decision.result["count"]["totals"]["beta"] == "no mark"
    page = as_anonymous.get(decision.get_absolute_url())
    assert page.status_code == 200
    assert "Alpha wins." in text_of(page)


def test_nonces_are_told_only_after_the_close_so_that_nobody_foretells_a_draw(group, five, as_member):
    decision = rounds.open_vote(group, secrecy="open", shown="always")
    receipt = rounds.cast(decision, {five[0]: {"approved": ["alpha"]}})[five[0]].receipt
    nonce = Ballot.objects.get().nonce.encode()
    doors = [
        f"{decision.get_absolute_url()}ballots/",
        f"/api/v1/decisions/{decision.slug}/ballots/",
    ]
    for door in doors:
        answer = as_member.get(door)
        assert receipt.encode() in answer.content
        assert nonce not in answer.content
    rounds.close(decision)
    assert all(nonce in as_member.get(door).content for door in doors)
