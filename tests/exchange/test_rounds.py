"""Rounds leave the hub once they are over, come back as they were, and files do not vote."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from django.utils import timezone

from hub.activity.models import Entry
from hub.exchange.exporting.folder import export_community
from hub.roadmap.actions import rounds as actions
from hub.roadmap.models import Round, RoundVoter
from tests import factories as make
from tests.exchange.conftest import community, reasons
from tests.exchange.round_trip import content, there_and_back

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
CANDIDATES = (("a", "2.5", ""), ("b", "3", ""), ("c", "4", ""), ("m", "1", "must"), ("x", "1", "excluded"))
VOTED = ("user__handle", "marks", "admitted_why", "cast_at")


@pytest.fixture
def lead(settings):
    settings.DEMO = True
    return make.UserFactory(handle="lea", is_platform_admin=True)


@pytest.fixture
def clock(monkeypatch):
    """Weeks pass within a test."""
    moment = timezone.now() - 30 * DAY
    now = {"at": moment}
    monkeypatch.setattr("django.utils.timezone.now", lambda: now["at"])

    def wait(days: float) -> None:
        now["at"] += days * DAY

    yield wait
    monkeypatch.undo()


def opened(lead, *, voters: str = "people", quarter: str = "2026-Q4") -> Round:
    """Three candidates, one must-have and one left out, people of two teams."""
    found = actions.draft_round(
        by=lead, title=f"Round {quarter} {voters}", quarter=quarter, capacity=Decimal(6), voters=voters,
        introduction="Say what\n\n- you need",
    )  # fmt: skip
    for name, cost, standing in CANDIDATES:
        item = make.RoadmapItemFactory(slug=f"{name}-{quarter.lower()}-{voters}", state="accepted")
        more = {"standing": standing, "reason": f"Because: of # {name}"} if standing else {}
        actions.add_candidate(found, item=item, cost=Decimal(cost), **more)
    return actions.open_round(found, by=lead, closes_at=timezone.now() + 10 * DAY, accept_warnings=True)


def vote(found: Round, by, **marks: int) -> None:
    tail = f"{found.quarter.lower()}-{found.voters}"
    actions.cast_ballot(found, by=by, marks={f"{name}-{tail}": number for name, number in marks.items()})


def people(count: int) -> list:
    team = make.TeamFactory(slug="reds", capacity=3)
    found = [make.UserFactory(handle=f"p{number}") for number in range(count)]
    for person in found:
        make.MembershipFactory(user=person, team=team, starts_on=dt.date(2026, 1, 5))
    return found


def confirmed(lead, clock) -> Round:
    ann, bob, *_ = people(3)
    found = opened(lead)
    vote(found, ann, a=6, b=4)
    vote(found, bob, a=2, c=8)
    clock(2)
    late = make.UserFactory(handle="late")
    actions.admit_voter(found, by=lead, person=late, reason="Came on Monday")
    vote(found, late, b=10)
    clock(8.01)
    found = actions.fill_round(actions.close_round(found))
    clock(1)
    funded = set(found.result["views"]["people"]["equal-shares"]["funded"])
    slugs = [row.item.slug for row in found.candidates.select_related("item")]
    taken = {slug: slug in funded for slug in slugs} | {"c-2026-q4-people": True, "a-2026-q4-people": False}
    departures = dict.fromkeys(("c-2026-q4-people", "a-2026-q4-people"), "Law: from January # on")
    return actions.confirm_round(
        found, by=lead, taken=taken, departures=departures, statement="More\n\nthan fits: we know."
    )


def test_a_confirmed_round_comes_back_with_all_its_ballots(tmp_path: Path, lead, clock) -> None:
    before = confirmed(lead, clock)
    clock(1)
    voted = list(before.electorate.order_by("pk").values_list(*VOTED))
    evidence = [row.evidence for row in before.candidates.order_by("pk")]
    assert "rounds/round-2026-q4-people.yml" in there_and_back(tmp_path, ballots=True)
    after = Round.objects.get()
    assert after.result == before.result
    assert list(after.electorate.order_by("pk").values_list(*VOTED)) == voted
    assert [row.evidence for row in after.candidates.order_by("pk")] == evidence
    assert (after.state, after.confirmed_by.handle, after.confirmed_at) == (
        "confirmed",
        "lea",
        before.confirmed_at,
    )
    assert after.candidates.get(item__slug="c-2026-q4-people").departure == "Law: from January # on"


def test_what_only_people_see_who_are_signed_in_stays_at_home(tmp_path: Path, lead, clock) -> None:
    before = confirmed(lead, clock)
    clock(1)
    text = there_and_back(tmp_path)["rounds/round-2026-q4-people.yml"]
    told = yaml.safe_load(text)
    assert "electorate" not in told
    assert told["result"]["teams"] == []
    assert {"reds", "marks", "p0"}.isdisjoint(text.replace(":", " ").replace("\n", " ").split())
    after = Round.objects.get()
    assert after.result["views"] == before.result["views"]
    assert not RoundVoter.objects.exists()


def test_a_closed_round_of_teams_and_a_void_one_come_back(tmp_path: Path, lead, clock) -> None:
    ann, *_ = people(2)
    teams, void = opened(lead, voters="teams"), opened(lead, quarter="2027-Q1")
    vote(teams, ann, a=5, b=5)
    vote(void, ann, a=10)
    clock(3)
    actions.void_round(void, by=lead, reason="A wrong capacity")
    clock(8)
    closed = actions.fill_round(actions.close_round(teams))
    clock(1)
    files = there_and_back(tmp_path, ballots=True)
    assert "marks" not in files["rounds/round-2027-q1-people.yml"]  # nobody ever saw them
    assert "cast_by: p0" in files["rounds/round-2026-q4-teams.yml"]
    assert dict(Round.objects.values_list("state", "statement")) == {"closed": "", "void": "A wrong capacity"}
    assert Round.objects.get(state="closed").result == closed.result


@pytest.mark.parametrize("ballots", [True, False])
def test_a_round_voided_while_it_was_counted_comes_back_without_a_result(
    tmp_path: Path, lead, clock, ballots
) -> None:
    ann, *_ = people(2)
    found = opened(lead)
    vote(found, ann, a=10)
    clock(11)
    actions.void_round(actions.close_round(found), by=lead, reason="A wrong capacity")
    closed_at = Round.objects.get().closed_at
    clock(1)
    there_and_back(tmp_path, ballots=ballots)
    after = Round.objects.get()
    assert (after.state, after.statement, after.closed_at, after.result) == (
        "void", "A wrong capacity", closed_at, None,
    )  # fmt: skip


def test_of_a_running_round_and_of_drafts_nothing_leaves(tmp_path: Path, lead) -> None:
    ann, *_ = people(1)
    vote(opened(lead), ann, a=10)
    draft = actions.draft_round(by=lead, title="Secret draft", quarter="2027-Q2", capacity=Decimal(5))
    aside = actions.draft_round(by=lead, title="Secret aside", quarter="2027-Q3", capacity=Decimal(5))
    actions.void_round(aside, by=lead, reason="Secret reason")
    export_community(tmp_path / "out", ballots=True)
    assert not [name for name in content(tmp_path / "out") if name.startswith("rounds")]
    assert draft.title not in "".join(content(tmp_path / "out").values())


PAST = """
title: Past
quarter: 2026-Q3
capacity: 3
state: confirmed
by: lea
opened_at: 2026-06-01T08:00Z
closes_at: 2026-06-10T08:00Z
closed_at: 2026-06-10T08:01Z
confirmed_at: 2026-06-12T08:00Z
confirmed_by: lea
candidates:
  - {item: one, cost: 2, taken: true}
  - {item: two, cost: 2, taken: false}
electorate:
  - {person: lea, marks: {one: 10}, cast_at: 2026-06-03T08:00Z}
  - {person: ann}
"""


@pytest.fixture
def ground(lead) -> None:
    make.UserFactory(handle="ann")
    for slug in ("one", "two"):
        make.RoadmapItemFactory(slug=slug, state="shipped")


def test_a_past_round_without_a_result_is_counted_from_its_ballots(take_in, ground) -> None:
    report = take_in(community(rounds__past=PAST))
    assert report.refused == []
    found = Round.objects.get(slug="past")
    assert found.result["views"]["people"]["equal-shares"]["funded"] == ["one"]
    assert (found.result["ballots"], found.result["electorate"]) == (1, 2)
    assert not Entry.objects.filter(kind__startswith="roadmap.round").exists()  # it is no news
    again = take_in(community(rounds__past=PAST.replace("Past", "Other")))
    assert (again.total("created"), again.total("changed")) == (0, 0)
    assert Round.objects.get().title == "Past"


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("one, cost: 2", "nothing, cost: 2", "there is no roadmap item 'nothing'"),
        ("marks: {one: 10}", "marks: {one: 11}", "You gave 11 points and have 10."),
        ("marks: {one: 10}", "marks: {three: 1}", "Nobody votes on this in the round: three."),
        ("{person: ann}", "{person: lea}", "somebody is twice in its electorate"),
        ("{person: ann}", "{team: reds}", "a voter is a person in this round"),
        ("closed_at: 2026-06-10", "closed_at: 2026-05-10", "its times are in no order"),
        ("confirmed_at: 2026", "confirmed_at: 2999", "it ends in the future"),
        ("confirmed_at: 2026-06-12T08:00Z\n", "", "confirmed_at is missing"),
        (", taken: true", "", "it does not say whether one was taken"),
        ("one, cost: 2", "one", "the candidate one has no cost"),
        ("capacity: 3", "capacity: -3", "capacity"),
        ("capacity: 3\n", "", "capacity is missing"),
        ("state: confirmed", "state: won", "state 'won' is none of"),
        (", cast_at: 2026-06-03T08:00Z", "", "a ballot needs both marks and cast_at"),
        ("candidates:", "result: {items: [1]}\ncandidates:", "its result is not one of these candidates"),
    ],
)
def test_a_past_round_that_makes_no_sense_is_left_out_whole(take_in, ground, old, new, why) -> None:
    assert old in PAST
    report = take_in(community(rounds__past=PAST.replace(old, new)))
    assert any(why in reason for reason in reasons(report)), reasons(report)
    assert not Round.objects.exists()


OPEN = """
title: Next
quarter: 2027-Q1
capacity: 3
by: lea
state: open
days: 4
candidates:
  - {item: three, cost: 2}
  - {item: four, cost: 2}
ballots:
  - {person: lea, marks: {three: 10}}
"""


def test_outside_a_demonstration_files_do_not_vote(take_in, lead, settings) -> None:
    for slug in ("three", "four"):
        make.RoadmapItemFactory(slug=slug, state="accepted")
    settings.DEMO = False
    report = take_in(community(rounds__next=OPEN))
    assert "ballots are cast by people, not by files" in reasons(report)[0]
    assert not Round.objects.exists()
    draft = OPEN.split("ballots:", maxsplit=1)[0].replace("state: open\n", "")
    assert take_in(community(rounds__next=draft)).refused == []
    assert Round.objects.get().state == "draft"


def test_in_a_demonstration_a_round_opens_now_with_its_ballots(take_in, lead) -> None:
    for slug in ("three", "four"):
        make.RoadmapItemFactory(slug=slug, state="accepted")
    assert take_in(community(rounds__next=OPEN)).refused == []
    found = Round.objects.get(slug="next")
    assert timezone.now() - found.opened_at < dt.timedelta(minutes=1)
    assert found.electorate.get(user=lead).marks == {"three": 10}
