"""Opening a round: electorate and evidence are noted, and nothing of them changes afterwards."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from hub.accounts.models import Team, User
from hub.activity.models import Entry
from hub.core.errors import Refused
from hub.roadmap.actions import rounds
from hub.roadmap.models import Candidate, Round, RoundVoter, Support
from tests.factories import (
    DemoFactory,
    EnablementFactory,
    FlipFactory,
    MembershipFactory,
    ServiceFactory,
    ServiceStageFactory,
    SupportFactory,
    TargetFactory,
    TeamFactory,
    UserFactory,
    now,
    today,
)
from tests.roadmap import filled

pytestmark = pytest.mark.django_db
SOON = dt.timedelta(days=14)


def test_everybody_who_can_sign_in_has_a_ballot(admin, team):
    known_only = User.objects.create(handle="imported", name="Imported", password="!")
    left = UserFactory(is_active=False)
    one, two = filled.crowd(2, team)
    second = TeamFactory(name="Later team")
    MembershipFactory(user=one, team=second, starts_on=today(-10))
    outside = UserFactory()
    found = filled.opened()
    rows = {row.user: row for row in found.electorate.select_related("user", "team")}
    assert set(rows) == {admin, one, two, outside}
    assert not {known_only, left} & set(rows)
    assert (rows[one].team, rows[one].capacity, rows[outside].team) == (team, 2, None)


def test_published_capacity_of_a_team_is_noted(admin):
    team = TeamFactory(capacity=9)
    filled.crowd(2, team)
    found = filled.opened()
    assert set(found.electorate.filter(team=team).values_list("capacity", flat=True)) == {9}


def test_teams_with_people_have_a_ballot_where_teams_vote(admin, team):
    filled.crowd(3, team)
    TeamFactory(name="Empty")
    MembershipFactory(team=TeamFactory(name="Left"), user=UserFactory(is_active=False))
    found = filled.opened(voters="teams")
    assert [(row.team, row.user, row.capacity) for row in found.electorate.all()] == [(team, None, 3)]
    entry = Entry.objects.get(kind="roadmap.round_opened")
    assert len(entry.data["tell"]) == 3


def test_everybody_with_a_ballot_is_told(admin):
    people = filled.crowd(3)
    filled.opened()
    entry = Entry.objects.get(kind="roadmap.round_opened")
    assert entry.data["tell"] == sorted([admin.pk, *(person.pk for person in people)])
    assert entry.public


@pytest.mark.parametrize(
    ("after", "code"),
    [
        (dt.timedelta(0), "closes_in_the_past"),
        (-SOON, "closes_in_the_past"),
        (dt.timedelta(days=93), "too_long"),
    ],
)
def test_odd_times_are_refused(admin, after, code):
    found = filled.drafted()
    moment = now()
    with filled.at(moment), pytest.raises(Refused) as refusal:
        rounds.open_round(found, by=admin, closes_at=moment + after)
    assert refusal.value.code == code


def test_what_the_checks_stop_does_not_open_and_a_warning_is_accepted(admin):
    found = filled.drafted({"alpha": 2})
    with pytest.raises(Refused) as refusal:
        rounds.open_round(found, by=admin, closes_at=now(days=14))
    assert refusal.value.code == "warnings"
    assert "fit into the quarter" in refusal.value.reason
    rounds.add_candidate(found, item=filled.item_of("beta"))
    with pytest.raises(Refused) as refusal:
        rounds.open_round(found, by=admin, closes_at=now(days=14), accept_warnings=True)
    assert refusal.value.code == "no_cost"
    assert not RoundVoter.objects.exists()


def test_round_opens_once_and_one_at_a_time_for_a_quarter(admin):
    found = filled.opened()
    with pytest.raises(Refused) as refusal:
        rounds.open_round(found, by=admin, closes_at=now(days=14))
    assert refusal.value.code == "not_draft"
    other = filled.drafted({"delta": 9, "epsilon": 3})
    with pytest.raises(Refused) as refusal:
        rounds.open_round(other, by=admin, closes_at=now(days=14), accept_warnings=True)
    assert refusal.value.code == "another_open"
    assert not other.electorate.exists()


# --- evidence ---------------------------------------------------------------------------------------------
@pytest.fixture
def known(admin):
    """An item about which much is known, and one about which nothing is."""
    service = ServiceFactory(slug="mlflow", name="MLflow")
    ServiceStageFactory(subject=service, stage="beta", starts_on=today(-40))
    EnablementFactory.create_batch(2, service=service)
    item = filled.item_of("alpha", services=[service], estimate=Decimal("2.5"), proposed_on=today(-33))
    item.demos.add(DemoFactory(), DemoFactory(state="scheduled"))
    team = TeamFactory(capacity=7)
    one, two = filled.crowd(2, team)
    SupportFactory(item=item, user=one, need=3)
    SupportFactory(item=item, user=two, need=1)
    SupportFactory(item=item, need=2)
    target = TargetFactory(service=service, observed_at=now())
    FlipFactory(target=target, after="down", at=now(days=-3))
    FlipFactory(target=target, before="down", after="ok", at=now(days=-3, minutes=90))
    FlipFactory(target=target, after="down", at=now(days=-200))
    FlipFactory(target=target, before="down", after="ok", at=now(days=-199))
    return item


def test_what_is_known_of_a_candidate_is_noted(known):
    found = filled.opened({"alpha": 3, "beta": 9})
    rich, poor = [row.evidence for row in found.candidates.all()]
    assert rich["support"] == {
        "people": {"3": 1, "2": 1, "1": 1, "0": 0},
        "teams": {"3": 1, "2": 0, "1": 0, "0": 0},
        "capacity": {"3": 7, "2": 0, "1": 0, "0": 0},
    }
    assert rich["services"] == [
        {"slug": "mlflow", "name": "MLflow", "stage": "beta", "since": str(today(-40)), "clusters": 2}
    ]
    assert rich["incidents"] == {"measured": True, "days": 90, "outages": 1, "minutes": 90}
    assert (rich["demos"], rich["waits_days"], rich["estimate"]) == (1, 33, "2.5")
    assert poor["incidents"] == {"measured": False}
    assert (poor["services"], poor["demos"], poor["estimate"]) == ([], 0, None)


def test_service_that_was_never_measured_is_said_so(admin):
    service = ServiceFactory()
    TargetFactory(service=service)
    filled.item_of("alpha", services=[service])
    found = filled.opened({"alpha": 3, "beta": 9})
    assert found.candidates.first().evidence["incidents"] == {"measured": False}


def test_outage_that_lasts_and_one_that_began_before_the_window_count_their_part(admin):
    service = ServiceFactory()
    target = TargetFactory(service=service, observed_at=now())
    filled.item_of("alpha", services=[service])
    moment = now()
    FlipFactory(target=target, after="down", at=moment - dt.timedelta(days=91))
    FlipFactory(target=target, before="down", after="ok", at=moment - dt.timedelta(days=89, hours=22))
    FlipFactory(target=target, after="down", at=moment - dt.timedelta(minutes=30))
    found = filled.opened({"alpha": 3, "beta": 9}, when=moment)
    assert found.candidates.first().evidence["incidents"] == {
        "measured": True, "days": 90, "outages": 2, "minutes": 2 * 60 + 30,
    }  # fmt: skip


def test_support_of_merged_items_counts_once_per_person(admin):
    item = filled.item_of("alpha")
    part = filled.item_of("part", canonical=item)
    both = UserFactory()
    SupportFactory(item=item, user=both, need=1)
    SupportFactory(item=part, user=both, need=3)
    SupportFactory(item=part, need=2)
    found = filled.opened({"alpha": 3, "beta": 9})
    assert found.candidates.first().evidence["support"]["people"] == {"3": 0, "2": 1, "1": 1, "0": 0}


def test_later_numbers_do_not_change_the_evidence(known):
    found = filled.opened({"alpha": 3, "beta": 9})
    before = found.candidates.get(item=known).evidence
    SupportFactory(item=known, need=3)
    Support.objects.filter(need=1).update(need=3)
    ServiceStageFactory(subject=known.services.get(), stage="stable", starts_on=today())
    Team.objects.update(capacity=99)
    type(known).objects.filter(pk=known.pk).update(title="Renamed", estimate=50)
    FlipFactory(target=known.services.get().targets.get(), after="down", at=now(minutes=-10))
    assert found.candidates.get(item=known).evidence == before
    assert filled.closed(found).candidates.get(item=known).evidence == before


@pytest.mark.parametrize("change", [{"evidence": {}}, {"cost": 1}, {"standing": "must", "reason": "x"}])
@pytest.mark.parametrize("state", ["open", "closed"])
def test_database_refuses_to_change_a_candidate(state, change):
    found = filled.opened()
    if state == "closed":
        filled.closed(found)
    with pytest.raises(DatabaseError), transaction.atomic():
        Candidate.objects.filter(round=found).update(**change)


@pytest.mark.parametrize("change", [{"capacity": 99}, {"user": None}, {"admitted_why": "x"}])
def test_database_refuses_to_change_the_electorate(team, change):
    filled.crowd(1, team)
    found = filled.opened()
    with pytest.raises(DatabaseError), transaction.atomic():
        found.electorate.filter(team=team).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        found.electorate.filter(team=team).delete()


def test_database_opens_no_round_without_costs():
    found = filled.drafted({"alpha": None})
    with pytest.raises(DatabaseError), transaction.atomic():
        Round.objects.filter(pk=found.pk).update(state="open", opened_at=now(), closes_at=now(days=1))


def test_evidence_of_many_costs_as_many_queries_as_of_one(admin, queries):
    def opening(count: int, quarter: str) -> int:
        found = filled.drafted({f"q{quarter[-1]}-{n}": 3 for n in range(count)}, quarter=quarter)
        return queries(
            lambda: rounds.open_round(found, by=admin, closes_at=now(days=14), accept_warnings=True)
        )

    assert opening(2, "2027-Q1") == opening(30, "2027-Q2")


# --- who comes late -----------------------------------------------------------------------------------------
def test_person_is_admitted_late_with_a_reason(admin, team):
    found = filled.opened()
    late = UserFactory(name="Late Lena")
    MembershipFactory(user=late, team=team)
    row = rounds.admit_voter(found, by=admin, person=late, reason="Joined on the day it opened")
    assert (row.team, row.capacity, row.admitted_why) == (team, 1, "Joined on the day it opened")
    filled.vote(found, {late: {"alpha": 1}})
    entry = Entry.objects.get(kind="roadmap.round_voter_admitted")
    assert (entry.data["tell"], "Joined on the day" in entry.summary) == ([late.pk], True)


def test_nobody_is_admitted_twice_or_without_reason_or_unable_to_sign_in(admin):
    found = filled.opened()
    with pytest.raises(ValidationError):
        rounds.admit_voter(found, by=admin, person=UserFactory(), reason=" ")
    ghost = User.objects.create(handle="ghost", name="Ghost", password="!")
    for person, code in ((admin, "voter_already"), (ghost, "cannot_sign_in")):
        with pytest.raises(Refused) as refusal:
            rounds.admit_voter(found, by=admin, person=person, reason="Why not")
        assert refusal.value.code == code


def test_team_is_admitted_late_where_teams_vote(admin, team):
    filled.crowd(1, team)
    found = filled.opened(voters="teams")
    new = TeamFactory()
    with pytest.raises(Refused) as refusal:
        rounds.admit_voter(found, by=admin, team=new, reason="New")
    assert refusal.value.code == "nobody_in_team"
    person = filled.crowd(1, new)[0]
    rounds.admit_voter(found, by=admin, team=new, reason="New")
    filled.vote(found, {person: {"alpha": 2}})
    with pytest.raises(Refused) as refusal:
        rounds.admit_voter(found, by=admin, team=new, reason="Again")
    assert refusal.value.code == "voter_already"


def test_nobody_is_admitted_after_the_close(admin):
    found = filled.closed(filled.opened())
    with pytest.raises(Refused) as refusal:
        rounds.admit_voter(found, by=admin, person=UserFactory(), reason="Late")
    assert refusal.value.code == "closed"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO roadmap_roundvoter (round_id, user_id, capacity, admitted_why, marks)"
            " VALUES (%s, %s, 0, '', '{}')",
            [found.pk, UserFactory().pk],
        )
    assert timezone.now() < found.closes_at
