"""Closing a round: its ballots are final, the quarter is filled once, and what came out explains itself."""

import json

import pytest
from django.db import DatabaseError, transaction

from hub.activity.models import Entry
from hub.celery import app
from hub.core.errors import Refused
from hub.roadmap import tasks
from hub.roadmap.actions import rounds
from hub.roadmap.models import Round
from tests.factories import TeamFactory, UserFactory, now
from tests.roadmap import filled

pytestmark = pytest.mark.django_db
DAYS = 24 * 60


@pytest.fixture
def eager():
    """Tasks run where they are called."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


@pytest.fixture
def big(admin):
    """A big team and a small one, which want different things; 12 team-weeks."""
    big, small = TeamFactory(slug="big", name="Big"), TeamFactory(slug="small", name="Small", capacity=1)
    crowd, few = filled.crowd(12, big), filled.crowd(3, small)
    costs = {"one": 4, "two": 4, "three": 4, "niche": 2}
    found = filled.opened(costs, capacity=12)
    ballots = {person: {"one": 4, "two": 3, "three": 3} for person in crowd}
    return filled.closed(found, ballots | {person: {"niche": 10} for person in few})


def item(found, slug):
    return next(row for row in found.result["items"] if row["slug"] == slug)


def team(found, slug):
    return next(row for row in found.result["teams"] if row["slug"] == slug)


def test_small_team_gets_its_share_where_greedy_gives_it_nothing(big):
    people = big.result["views"]["people"]
    assert set(people["greedy"]["funded"]) == {"one", "two", "three"}
    assert len(people["equal-shares"]["funded"]) == 3
    assert "niche" in people["equal-shares"]["funded"]
    assert people["equal-shares"]["spent"] == "10"


def test_result_says_what_each_team_got(big):
    small, large = team(big, "small"), team(big, "big")
    assert (small["voters"], small["ballots"], small["share"], small["marked"]) == (3, 3, "2.4", "2")
    assert (small["paid"], small["points"], small["points_funded"]) == ("2", 30, 30)
    assert (large["ballots"], large["share"], large["points"]) == (12, "9.6", 120)
    assert sum(float(row["share"]) for row in big.result["teams"]) == pytest.approx(12)


def test_result_explains_each_item(big):
    niche = item(big, "niche")
    assert (niche["funded"], niche["voters"], niche["points"]) == (True, 3, 30)
    assert niche["teams"] == [{"slug": "small", "ballots": 3, "points": 30, "paid": "2"}]
    lost = [row for row in big.result["items"] if not row["funded"]]
    assert [row["why"] for row in lost] == ["not affordable"] * len(lost)
    assert all(float(row["missing"]) > 0 for row in lost)


def test_must_haves_are_taken_off_the_top_and_what_is_left_out_stays_out(admin):
    person = UserFactory()
    found = filled.opened({"must": 3, "out": 1, "alpha": 4, "beta": 5},
                          standings={"must": "must", "out": "excluded"}, capacity=8)  # fmt: skip
    found = filled.closed(found, {person: {"alpha": 5, "beta": 5}})
    assert found.result["to_fill"] == "5"
    assert "must" in found.result["views"]["people"]["equal-shares"]["funded"]
    assert not item(found, "out")["funded"]
    assert item(found, "out")["reason"] == "because out"
    assert len([row for row in found.result["items"] if row["funded"]]) == 2


def test_page_says_when_people_teams_and_capacity_disagree(admin):
    crowd = filled.crowd(4, TeamFactory(slug="big", capacity=4))
    lone = filled.crowd(1, TeamFactory(slug="lone", capacity=40))
    found = filled.opened({"alpha": 5, "beta": 5}, capacity=5)
    found = filled.closed(found, {person: {"alpha": 1} for person in crowd} | {lone[0]: {"beta": 1}})
    views = found.result["views"]
    assert views["people"]["equal-shares"]["funded"] == ["alpha"]
    assert views["capacity"]["equal-shares"]["funded"] == ["beta"]
    assert "Counted per capacity: “Beta” in and “Alpha” out." in found.result["disagreement"]


def test_page_is_quiet_where_they_agree(admin):
    crowd = filled.crowd(2, TeamFactory(slug="big"))
    found = filled.closed(filled.opened(), {person: {"alpha": 1} for person in crowd})
    assert found.result["disagreement"] == ""


def test_teams_have_no_view_of_people(admin, team):
    person = filled.crowd(1, team)[0]
    found = filled.closed(filled.opened(voters="teams"), {person: {"alpha": 1}})
    assert list(found.result["views"]) == ["teams", "capacity"]
    assert found.result["view"] == "teams"
    assert (found.result["electorate"], found.result["ballots"]) == (1, 1)


def test_round_nobody_voted_in_proposes_only_what_must_be(admin):
    found = filled.closed(filled.opened({"must": 3, "alpha": 5}, standings={"must": "must"}))
    assert found.result["views"]["people"]["equal-shares"]["funded"] == ["must"]
    assert found.result["ballots"] == 0


def test_team_of_capacity_nought_has_nothing_to_spend_in_that_view(admin):
    ghosts = filled.crowd(2, TeamFactory(slug="ghosts", capacity=0))
    other = filled.crowd(1, TeamFactory(slug="real", capacity=3))
    found = filled.opened({"alpha": 5, "beta": 5}, capacity=5)
    found = filled.closed(found, {p: {"alpha": 1} for p in ghosts} | {other[0]: {"beta": 1}})
    assert found.result["views"]["capacity"]["equal-shares"]["funded"] == ["beta"]


def test_result_is_plain_json_and_names_nobody(big):
    kept = json.dumps(big.result)
    assert json.loads(kept) == big.result
    assert not [row.user for row in big.electorate.select_related("user") if row.user.handle in kept]


# --- when -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("offset", "state"), [(-1, "open"), (0, "closed"), (1, "closed")])
def test_clock_closes_on_the_microsecond(admin, offset, state, eager):
    found = filled.opened()
    with filled.at(found.closes_at + offset * filled.MICROSECOND):
        tasks.close_due_rounds()
        tasks.close_due_rounds()
    found.refresh_from_db()
    assert (found.state, found.result is not None) == (state, state == "closed")
    for kind in ("roadmap.round_counting", "roadmap.round_closed"):
        assert Entry.objects.filter(kind=kind).count() == (state == "closed")


def test_platform_team_closes_early_but_not_on_the_first_day(admin):
    found = filled.opened()
    with pytest.raises(Refused) as refusal:
        rounds.close_round(found, by=admin)
    assert refusal.value.code == "too_early"
    with filled.at(found.opened_at + rounds.closing.MINIMUM):
        assert rounds.close_round(found, by=admin).state == "closed"
    entry = Entry.objects.get(kind="roadmap.round_counting")
    assert (entry.actor, entry.data["tell"]) == (admin, []), (
        "who closed it is known; all are told once it is filled"
    )


def test_clock_alone_does_not_close_early(admin):
    found = filled.opened()
    with filled.at(found.opened_at + rounds.closing.MINIMUM), pytest.raises(Refused) as refusal:
        rounds.close_round(found)
    assert refusal.value.code == "not_yet"


def test_second_closing_changes_nothing(big):
    before = (big.closed_at, big.result)
    again = rounds.fill_round(rounds.close_round(big))
    assert (again.closed_at, again.result) == before
    assert Entry.objects.filter(kind="roadmap.round_closed").count() == 1


@pytest.mark.parametrize(("state", "code"), [("draft", "not_open"), ("void", "void")])
def test_what_is_not_open_is_not_closed(admin, state, code):
    found = filled.drafted()
    if state == "void":
        rounds.void_round(found, by=admin, reason="No")
    with pytest.raises(Refused) as refusal:
        rounds.close_round(found, by=admin)
    assert refusal.value.code == code


def test_one_round_that_fails_keeps_no_other_open(admin, monkeypatch):
    bad, good = filled.opened(), filled.opened({"delta": 9}, quarter="2027-Q2")
    real = rounds.close_round
    monkeypatch.setattr(rounds, "close_round", lambda found: 1 / 0 if found == bad else real(found))
    with filled.at(now(days=20)):
        tasks.close_due_rounds()
    states = dict(Round.objects.values_list("pk", "state"))
    assert states == {bad.pk: "open", good.pk: "closed"}


@pytest.mark.parametrize("change", [{"result": {}}, {"closed_at": None}, {"capacity": 99}, {"state": "open"}])
def test_database_keeps_the_result(big, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        Round.objects.filter(pk=big.pk).update(**change)


def test_everybody_with_a_ballot_hears_of_the_close_and_not_what_came_out(big):
    entry = Entry.objects.get(kind="roadmap.round_closed")
    assert len(entry.data["tell"]) == 16
    assert not [word for word in ("niche", "one", "two") if word in entry.summary.casefold().split()]


def test_closing_many_ballots_costs_no_query_per_row(admin, queries):
    def closing(count, quarter):
        costs = {f"{quarter[-1]}{n}": 3 for n in range(count)}
        people = filled.crowd(count)
        found = filled.opened(costs, quarter=quarter)
        filled.vote(found, {person: {f"{quarter[-1]}0": 1} for person in people})
        with filled.at(found.closes_at):
            return queries(lambda: rounds.fill_round(rounds.close_round(found)))

    assert closing(2, "2027-Q1") == closing(20, "2027-Q2")
