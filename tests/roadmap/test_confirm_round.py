"""Answering a round: what is taken is planned, what is not is answered, and departures are in writing."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from hub.activity.models import Entry
from hub.core.errors import Refused
from hub.roadmap.actions import rounds
from hub.roadmap.models import Candidate, Move, Note, RoadmapItem, Round
from tests.factories import SupportFactory, UserFactory
from tests.roadmap import filled

pytestmark = pytest.mark.django_db
PROPOSED = {"must": True, "alpha": True, "beta": False}


@pytest.fixture
def found(admin):
    """Alpha and the must-have are proposed; beta is not, and gamma was left out."""
    person = UserFactory()
    filled.item_of("alpha", state="proposed")
    filled.item_of("must", state="deferred")
    found = filled.opened({"must": 2, "alpha": 3, "beta": 5, "gamma": 1},
                          standings={"must": "must", "gamma": "excluded"}, capacity=6)  # fmt: skip
    return filled.closed(found, {person: {"alpha": 6, "beta": 4}})


def state_of(slug):
    item = RoadmapItem.objects.get(slug=slug)
    return item.state, item.quarter


def test_platform_team_takes_what_is_proposed(found, admin):
    done = rounds.confirm_round(found, by=admin, taken=PROPOSED, statement="Thank you all.")
    assert (done.state, done.confirmed_by, done.statement) == ("confirmed", admin, "Thank you all.")
    assert state_of("alpha") == state_of("must") == ("planned", "2027-Q1")
    assert state_of("beta") == state_of("gamma") == ("accepted", "")
    rows = {row.item.slug: (row.taken, row.departure) for row in done.candidates.select_related("item")}
    assert rows == {"must": (True, ""), "alpha": (True, ""), "beta": (False, ""), "gamma": (False, "")}


def test_each_move_is_an_event_that_names_the_round(found, admin):
    rounds.confirm_round(found, by=admin, taken=PROPOSED)
    moves = list(Move.objects.filter(item__slug="alpha").order_by("pk"))
    assert [(row.from_state, row.to_state, row.by) for row in moves] == [
        ("proposed", "accepted", admin), ("accepted", "planned", admin),
    ]  # fmt: skip
    assert all("Round of the quarter" in row.reason for row in moves)


def test_each_supporter_hears_an_answer(found, admin):
    support = SupportFactory(item=filled.item_of("beta"))
    rounds.confirm_round(found, by=admin, taken=PROPOSED)
    note = Note.objects.get(item__slug="beta")
    assert note.kind == "answer"
    assert note.text.startswith("Not in 2027-Q1. Those who marked it had ")
    assert found.get_absolute_url() in note.text
    entry = Entry.objects.get(kind="roadmap.item_answered", subject_label="Beta")
    assert support.user.pk in entry.data["tell"]
    assert "It was left out: because gamma" in Note.objects.get(item__slug="gamma").text
    planned = Entry.objects.filter(kind="roadmap.item_moved", subject_label="Alpha")
    assert planned.count() == 2


def test_departure_needs_its_reason(found, admin):
    other = PROPOSED | {"alpha": False, "beta": True}
    with pytest.raises(ValidationError) as error:
        rounds.confirm_round(found, by=admin, taken=other, departures={"alpha": " "})
    assert len(error.value.message_dict["taken"]) == 2
    assert state_of("beta") == ("accepted", "")
    done = rounds.confirm_round(
        found, by=admin, taken=other, statement="Seven of six",
        departures={"alpha": "The vendor left", "beta": "It unblocks two others", "must": "not a departure"},
    )  # fmt: skip
    rows = {row.item.slug: row.departure for row in done.candidates.select_related("item")}
    assert rows == {"must": "", "alpha": "The vendor left", "beta": "It unblocks two others", "gamma": ""}
    assert state_of("beta") == ("planned", "2027-Q1")
    assert "The vendor left" in Note.objects.get(item__slug="alpha").text
    assert "It unblocks two others" in Move.objects.filter(item__slug="beta").last().reason
    assert "departing from the proposal in 2" in Entry.objects.get(kind="roadmap.round_confirmed").summary


def test_what_was_left_out_may_be_taken_in_writing(found, admin):
    done = rounds.confirm_round(
        found, by=admin, taken=PROPOSED | {"gamma": True}, departures={"gamma": "It became cheap"}
    )
    assert done.candidates.get(item__slug="gamma").taken
    assert state_of("gamma") == ("planned", "2027-Q1")


@pytest.mark.parametrize(
    "taken", [{}, {"alpha": True}, PROPOSED | {"nothing": True}], ids=["nothing", "one", "unknown"]
)
def test_every_candidate_gets_its_answer(found, admin, taken):
    with pytest.raises(ValidationError) as error:
        rounds.confirm_round(found, by=admin, taken=taken)
    assert "taken" in error.value.message_dict
    assert Round.objects.get().state == "closed"


def test_more_than_the_capacity_is_explained(found, admin):
    more = {"by": admin, "taken": PROPOSED | {"beta": True}, "departures": {"beta": "Law"}}
    with pytest.raises(ValidationError) as error:
        rounds.confirm_round(found, **more)
    assert "statement" in error.value.message_dict
    assert rounds.confirm_round(found, **more, statement="Another team helps").state == "confirmed"


def test_item_that_was_declined_meanwhile_is_not_taken_and_nothing_happens(found, admin):
    RoadmapItem.objects.filter(slug="alpha").update(state="declined", state_reason="No")
    with pytest.raises(Refused) as refusal:
        rounds.confirm_round(found, by=admin, taken=PROPOSED)
    assert refusal.value.code == "moved_meanwhile"
    assert Round.objects.get().state == "closed"
    assert state_of("must") == ("deferred", "")
    rounds.confirm_round(found, by=admin, taken=PROPOSED | {"alpha": False}, departures={"alpha": "Declined"})


def test_item_that_moved_on_meanwhile_keeps_its_state(found, admin):
    RoadmapItem.objects.filter(slug="alpha").update(state="in-progress", quarter="2026-Q4")
    RoadmapItem.objects.filter(slug="must").update(state="planned", quarter="2026-Q4")
    rounds.confirm_round(found, by=admin, taken=PROPOSED)
    assert state_of("alpha") == ("in-progress", "2026-Q4")
    assert state_of("must") == ("planned", "2027-Q1")


def test_item_that_was_merged_meanwhile_is_planned_as_what_it_is_now(found, admin):
    whole = filled.item_of("whole")
    RoadmapItem.objects.filter(slug="alpha").update(canonical=whole)
    rounds.confirm_round(found, by=admin, taken=PROPOSED)
    assert state_of("whole") == ("planned", "2027-Q1")
    assert state_of("alpha") == ("proposed", "")


@pytest.mark.parametrize(
    ("state", "code"), [("draft", "not_open"), ("open", "open"), ("confirmed", "confirmed"), ("void", "void")]
)
def test_only_a_closed_round_is_answered(admin, found, state, code):
    if state in ("draft", "open"):
        found = (filled.drafted if state == "draft" else filled.opened)({"delta": 9}, quarter="2027-Q2")
    elif state == "void":
        rounds.void_round(found, by=admin, reason="No")
    else:
        rounds.confirm_round(found, by=admin, taken=PROPOSED)
    with pytest.raises(Refused) as refusal:
        rounds.confirm_round(found, by=admin, taken=PROPOSED)
    assert refusal.value.code == code


def test_database_keeps_the_answer(found, admin):
    rounds.confirm_round(found, by=admin, taken=PROPOSED)
    for change in (
        lambda: Round.objects.update(statement="No"),
        lambda: Candidate.objects.update(taken=False),
        lambda: Candidate.objects.update(departure="x"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_voters_hear_of_the_answer(found, admin):
    rounds.confirm_round(found, by=admin, taken=PROPOSED)
    entry = Entry.objects.get(kind="roadmap.round_confirmed")
    assert len(entry.data["tell"]) == found.electorate.count()
    assert "2 items for 2027-Q1, as the round proposed" in entry.summary
