"""Voting in a round: what a ballot may say, who casts it, until when."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from hub.activity.models import Entry
from hub.core.errors import Refused
from hub.roadmap.actions import rounds
from hub.roadmap.models import Round
from tests.factories import MembershipFactory, TeamFactory, UserFactory, now, today
from tests.roadmap import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return UserFactory(name="Vera Voter")


@pytest.fixture
def found(admin, person):
    costs = {"alpha": 3, "beta": 5, "gamma": 4, "must": 1, "out": 2}
    return filled.opened(costs, standings={"must": "must", "out": "excluded"}, capacity=9)


def said(call):
    """The code of the refusal, empty when there is none."""
    try:
        call()
    except Refused as refusal:
        return refusal.code
    return ""


def kept(found, person):
    row = found.electorate.get(user=person)
    return row.marks, row.cast_at is not None


def test_voter_spends_points_and_changes_their_mind(found, person):
    rounds.cast_ballot(found, by=person, marks={"alpha": 6, "beta": 4, "gamma": 0})
    assert kept(found, person) == ({"alpha": 6, "beta": 4}, True)
    rounds.cast_ballot(found, by=person, marks={"gamma": 1})
    assert kept(found, person) == ({"gamma": 1}, True)


def test_voter_takes_their_ballot_back(found, person):
    rounds.cast_ballot(found, by=person, marks={"alpha": 6})
    rounds.withdraw_ballot(found, by=person)
    assert kept(found, person) == ({}, False)
    rounds.withdraw_ballot(found, by=person)  # twice is once


@pytest.mark.parametrize(
    "marks",
    [{"alpha": 11}, {"alpha": 6, "beta": 5}, {"alpha": -1}, {"alpha": 1.5}, {"alpha": "1"}, {"alpha": True},
     {"alpha": None}, {"nothing": 1}, {"must": 1}, {"out": 1}, {"alpha\0": 1}, {1: 1}, {}, {"alpha": 0}, [], "x",
     None, {f"x{n}": 0 for n in range(201)}, {"alpha": 10**30}],
)  # fmt: skip
def test_ballot_that_says_the_impossible_is_refused_and_the_old_one_stays(found, person, marks):
    rounds.cast_ballot(found, by=person, marks={"beta": 2})
    with pytest.raises(ValidationError) as error:
        rounds.cast_ballot(found, by=person, marks=marks)
    assert list(error.value.message_dict) == ["marks"]
    assert kept(found, person) == ({"beta": 2}, True)


def test_approval_takes_as_many_as_one_likes_but_each_once(admin, person):
    found = filled.opened(ballot="approval", credits=1)
    rounds.cast_ballot(found, by=person, marks={"alpha": 1, "beta": 1, "gamma": 1})
    assert kept(found, person)[0] == {"alpha": 1, "beta": 1, "gamma": 1}
    with pytest.raises(ValidationError):
        rounds.cast_ballot(found, by=person, marks={"alpha": 2})


def test_who_came_after_the_opening_has_no_ballot(found):
    with pytest.raises(Refused) as refusal:
        rounds.cast_ballot(found, by=UserFactory(), marks={"alpha": 1})
    assert refusal.value.code == "not_voter"


@pytest.mark.parametrize(
    ("offset", "answer"), [(-1, ""), (0, "closed"), (1, "closed")], ids=["before", "at", "after"]
)
@pytest.mark.parametrize("verb", ["cast", "withdraw"])
def test_round_ends_on_the_microsecond(found, person, offset, answer, verb):
    rounds.cast_ballot(found, by=person, marks={"alpha": 1})
    calls = {
        "cast": lambda: rounds.cast_ballot(found, by=person, marks={"beta": 1}),
        "withdraw": lambda: rounds.withdraw_ballot(found, by=person),
    }
    with filled.at(found.closes_at + offset * filled.MICROSECOND):
        assert said(calls[verb]) == answer
    done = ({"beta": 1}, True) if verb == "cast" else ({}, False)
    assert kept(found, person) == (done if not answer else ({"alpha": 1}, True))


@pytest.mark.parametrize(("offset", "answer"), [(-1, "not_open"), (0, ""), (1, "")])
def test_round_begins_on_the_microsecond(found, person, offset, answer):
    with filled.at(found.opened_at + offset * filled.MICROSECOND):
        assert said(lambda: rounds.cast_ballot(found, by=person, marks={"beta": 1})) == answer


@pytest.mark.parametrize(
    ("state", "code"),
    [("draft", "not_open"), ("closed", "closed"), ("confirmed", "confirmed"), ("void", "void")],
)
@pytest.mark.parametrize("verb", ["cast_ballot", "withdraw_ballot"])
def test_nobody_votes_in_any_other_state(admin, person, state, code, verb):
    found = filled.drafted() if state == "draft" else filled.opened()
    if state in ("closed", "confirmed"):
        filled.closed(found)
    if state == "void":
        rounds.void_round(found, by=admin, reason="Wrong costs")
    if state == "confirmed":
        Round.objects.filter(pk=found.pk).update(state="confirmed")
    wanted = {"marks": {"alpha": 1}} if verb == "cast_ballot" else {}
    with pytest.raises(Refused) as refusal:
        getattr(rounds, verb)(found, by=person, **wanted)
    assert refusal.value.code == code


@pytest.mark.parametrize("state", ["closed", "void"])
def test_database_takes_no_ballot_after_the_end(found, person, admin, state):
    filled.vote(found, {person: {"alpha": 1}})
    if state == "closed":
        filled.closed(found)
    else:
        rounds.void_round(found, by=admin, reason="Wrong costs")
    with pytest.raises(DatabaseError), transaction.atomic():
        found.electorate.filter(user=person).update(marks={"beta": 9})


# --- teams ----------------------------------------------------------------------------------------------------
@pytest.fixture
def by_teams(admin, team, person):
    MembershipFactory(user=person, team=team)
    filled.crowd(2, team)
    filled.crowd(1, TeamFactory(slug="search", name="Search"))
    return filled.opened(voters="teams")


def test_any_member_casts_the_ballot_of_the_team_and_the_last_is_named(by_teams, team, person):
    other = team.memberships.exclude(user=person).first().user
    rounds.cast_ballot(by_teams, by=person, marks={"alpha": 3})
    row = rounds.cast_ballot(by_teams, by=other, marks={"beta": 7})
    assert (row.team, row.cast_by, row.marks) == (team, other, {"beta": 7})
    assert by_teams.electorate.exclude(cast_at=None).count() == 1


def test_who_joined_the_team_meanwhile_votes_for_it_and_who_left_does_not(by_teams, team, person):
    team.memberships.filter(user=person).update(ends_on=today())
    with pytest.raises(Refused) as refusal:
        rounds.cast_ballot(by_teams, by=person, marks={"alpha": 3})
    assert refusal.value.code == "not_voter"
    joined = UserFactory()
    MembershipFactory(user=joined, team=team, starts_on=today())
    assert rounds.cast_ballot(by_teams, by=joined, marks={"alpha": 3}).team == team


def test_who_is_in_several_teams_says_for_which(by_teams, team, person):
    search = by_teams.electorate.get(team__slug="search").team
    MembershipFactory(user=person, team=search)
    with pytest.raises(Refused) as refusal:
        rounds.cast_ballot(by_teams, by=person, marks={"alpha": 3})
    assert refusal.value.code == "which_team"
    assert rounds.cast_ballot(by_teams, by=person, team=search, marks={"alpha": 3}).team == search


def test_nobody_votes_for_a_team_of_others(by_teams, person):
    search = by_teams.electorate.get(team__slug="search").team
    with pytest.raises(Refused) as refusal:
        rounds.cast_ballot(by_teams, by=person, team=search, marks={"alpha": 3})
    assert refusal.value.code == "not_voter"


# --- calling it off, reminding ------------------------------------------------------------------------------------
def test_round_is_voided_with_a_reason_and_nothing_follows(found, admin):
    with pytest.raises(ValidationError):
        rounds.void_round(found, by=admin, reason="  ")
    done = rounds.void_round(found, by=admin, reason="The costs were wrong")
    assert (done.state, done.statement, done.result) == ("void", "The costs were wrong", None)
    with pytest.raises(Refused) as refusal:
        rounds.void_round(found, by=admin, reason="Again")
    assert refusal.value.code == "void"
    with pytest.raises(DatabaseError), transaction.atomic():
        Round.objects.filter(pk=found.pk).update(statement="No, it was not")


def test_undecided_are_reminded_once_in_the_last_two_days(found, admin, person):
    filled.vote(found, {admin: {"alpha": 1}})
    reminders = Entry.objects.filter(kind="roadmap.round_closing_soon")
    with filled.at(found.closes_at - rounds.reminding.BEFORE - filled.MICROSECOND):
        assert rounds.remind_round_voters() == 0
    with filled.at(found.closes_at - rounds.reminding.BEFORE):
        assert rounds.remind_round_voters() == 1
        assert rounds.remind_round_voters() == 0
    entry = reminders.get()
    assert (entry.data["tell"], entry.public) == ([person.pk], False)


def test_people_of_teams_without_a_ballot_are_reminded(by_teams, team, person):
    filled.vote(by_teams, {person: {"alpha": 1}})
    with filled.at(by_teams.closes_at - filled.MICROSECOND):
        assert rounds.remind_round_voters() == 1
    told = Entry.objects.get(kind="roadmap.round_closing_soon").data["tell"]
    search = by_teams.electorate.get(team__slug="search").team
    assert told == list(search.memberships.values_list("user", flat=True))
    assert now() < by_teams.closes_at
