"""Drafting a round: settings, candidates, and what the checks say before it opens."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from hub.core.errors import Refused
from hub.roadmap.actions import rounds
from hub.roadmap.models import Candidate, Round
from hub.roadmap.rounds.linter import alike, problems
from tests.factories import RoadmapItemFactory
from tests.roadmap import filled

pytestmark = pytest.mark.django_db
NEXT = dt.timedelta(days=14)


def codes(found, length=NEXT):
    rows = list(found.candidates.select_related("item"))
    return [(problem.level, problem.code) for problem in problems(found, rows, length)]


def test_platform_team_drafts_a_round(admin):
    found = rounds.draft_round(by=admin, title="  First   quarter ", quarter="2027-Q1", capacity=Decimal(20))
    found.refresh_from_db()
    assert (found.slug, found.title, found.state) == ("first-quarter", "First quarter", Round.State.DRAFT)
    assert (found.ballot, found.credits, found.voters) == ("points", 10, "people")


@pytest.mark.parametrize(
    "wrong",
    [{"title": " "}, {"quarter": "2027"}, {"capacity": 0}, {"capacity": -1}, {"ballot": "x"}, {"credits": 0},
     {"credits": 1001}, {"voters": "cats"}, {"title": "x" * 201}],
)  # fmt: skip
def test_impossible_settings_are_refused(admin, wrong):
    settings = {"title": "Quarter", "quarter": "2027-Q1", "capacity": 20} | wrong
    with pytest.raises(ValidationError):
        rounds.draft_round(by=admin, **settings)
    assert not Round.objects.exists()


def test_draft_takes_the_estimate_of_an_item_as_its_cost(admin):
    found = filled.drafted({})
    item = filled.item_of("tracked", estimate=Decimal("2.5"))
    assert rounds.add_candidate(found, item=item).cost == Decimal("2.5")
    other = rounds.add_candidate(found, item=filled.item_of("unknown"))
    assert other.cost is None
    assert ("stop", "no_cost") in codes(found)
    changed = rounds.edit_candidate(other, cost=Decimal(4), standing="must", reason="Law")
    assert (changed.cost, changed.standing, changed.reason) == (Decimal(4), "must", "Law")


@pytest.mark.parametrize("state", ["planned", "in-progress", "shipped", "declined"])
def test_item_that_has_its_answer_does_not_stand(admin, state):
    found = filled.drafted({})
    with pytest.raises(Refused, match="answer already") as refusal:
        rounds.add_candidate(found, item=RoadmapItemFactory(state=state), cost=1)
    assert refusal.value.code == "not_eligible"


@pytest.mark.parametrize("state", ["proposed", "under-review", "accepted", "deferred"])
def test_item_that_waits_may_stand(admin, state):
    found = filled.drafted({})
    assert rounds.add_candidate(found, item=RoadmapItemFactory(state=state), cost=1).pk


def test_merged_item_does_not_stand_nor_one_twice(admin):
    found = filled.drafted({"alpha": 1})
    part = RoadmapItemFactory(canonical=filled.item_of("alpha"))
    for item, code in ((part, "merged"), (filled.item_of("alpha"), "stands_already")):
        with pytest.raises(Refused) as refusal:
            rounds.add_candidate(found, item=item, cost=1)
        assert refusal.value.code == code


@pytest.mark.parametrize("standing", ["must", "excluded"])
def test_must_have_and_left_out_need_a_reason(admin, standing):
    found = filled.drafted({})
    with pytest.raises(ValidationError) as error:
        rounds.add_candidate(found, item=filled.item_of("alpha"), cost=1, standing=standing, reason=" ")
    assert "reason" in error.value.message_dict
    assert not Candidate.objects.exists()


@pytest.mark.parametrize("cost", [0, -1, Decimal("0.04"), Decimal(100000)])
def test_impossible_cost_is_refused(admin, cost):
    found = filled.drafted({})
    with pytest.raises(ValidationError):
        rounds.add_candidate(found, item=filled.item_of("alpha"), cost=cost)


def test_round_has_200_candidates_at_most(admin, monkeypatch):
    monkeypatch.setattr(rounds.drafting, "MOST_CANDIDATES", 3)
    found = filled.drafted()
    with pytest.raises(Refused) as refusal:
        rounds.add_candidate(found, item=filled.item_of("delta"), cost=1)
    assert refusal.value.code == "full"


def test_several_are_added_at_once_and_those_there_stay(admin):
    found = filled.drafted({"alpha": 7})
    items = [filled.item_of("alpha"), filled.item_of("delta", estimate=2)]
    added = rounds.add_candidates(found, items=items)
    assert filled.names(added) == ["delta"]
    assert found.candidates.get(item__slug="alpha").cost == 7


def test_checks_name_what_would_go_wrong(admin):
    found = filled.drafted({"alpha": 9, "beta": 3}, standings={"beta": "must"}, capacity=2)
    assert ("stop", "musts_over_capacity") in codes(found)
    rounds.edit_round(found, capacity=Decimal(10))
    found.refresh_from_db()
    assert codes(found) == [("warn", "too_big")]
    rounds.edit_round(found, capacity=Decimal(30))
    found.refresh_from_db()
    assert codes(found, dt.timedelta(days=1)) == [("warn", "all_fit"), ("warn", "short_window")]
    assert codes(filled.drafted({})) == [("stop", "no_candidates")]


def test_checks_see_an_item_that_was_merged_or_decided_meanwhile():
    found = filled.drafted({"alpha": 9, "beta": 3})
    item = filled.item_of("alpha")
    item.canonical = filled.item_of("other")
    item.save()
    type(item).objects.filter(slug="beta").update(state="planned", quarter="2027-Q1")
    assert {code for level, code in codes(found) if level == "stop"} == {"merged", "not_eligible"}


def test_titles_that_look_like_one_need_are_named():
    titles = ["Compare runs across teams", "Compare the runs of teams", "Faster notebooks"]
    assert alike(titles) == [(titles[0], titles[1])]


@pytest.mark.parametrize("verb", ["edit", "add", "change", "remove"])
def test_opened_round_takes_no_changes(admin, verb):
    found = filled.opened()
    candidate = found.candidates.first()
    calls = {
        "edit": lambda: rounds.edit_round(found, capacity=1),
        "add": lambda: rounds.add_candidate(found, item=filled.item_of("late"), cost=1),
        "change": lambda: rounds.edit_candidate(candidate, cost=1, standing="candidate"),
        "remove": lambda: rounds.remove_candidate(candidate),
    }
    with pytest.raises(Refused) as refusal:
        calls[verb]()
    assert refusal.value.code == "not_draft"


def test_candidate_is_taken_out_of_a_draft(admin):
    found = filled.drafted()
    rounds.remove_candidate(found.candidates.get(item__slug="beta"))
    assert filled.names(found.candidates.select_related("item")) == ["alpha", "gamma"]


@pytest.mark.parametrize("quarter", ["0000-Q1", "9999-Q4", "\uff12\uff10\uff12\uff17-Q1"])
def test_round_fills_no_quarter_in_which_nothing_can_stand(db, quarter):
    with pytest.raises(ValidationError, match="2026-Q4"):
        filled.drafted(quarter=quarter)
    found = filled.drafted()
    with pytest.raises(ValidationError, match="2026-Q4"):
        rounds.edit_round(found, quarter=quarter)
