"""Moving an item: every pair of states against the graph, what a move needs, what it leaves behind."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from hub.activity.models import Entry
from hub.core.errors import Refused
from hub.roadmap import lifecycle
from hub.roadmap.actions import ReleaseText, impede_item, move_item, plan_item
from hub.roadmap.models import Move, Release, RoadmapItem
from tests.factories import DemoFactory, RoadmapItemFactory, now, today

STATES = RoadmapItem.State.values
QUARTER = "2026-Q4"
NOTE = ReleaseText("Features can be shared.")

#: The graph once more, by hand: what the product promises, and whether a reason is asked for.
PROMISED = {
    "proposed": {"under-review": False, "accepted": False, "declined": True, "deferred": True},
    "under-review": {"accepted": False, "declined": True, "deferred": True, "proposed": True},
    "accepted": {"planned": False, "declined": True, "deferred": True},
    "planned": {"in-progress": False, "accepted": True, "declined": True, "deferred": True},
    "in-progress": {"shipped": False, "planned": True, "declined": True, "deferred": True},
    "shipped": {"in-progress": True},
    "declined": {"under-review": True},
    "deferred": {"under-review": True, "accepted": True},
}
PAIRS = list(product(STATES, STATES))
EXISTING = [(old, new) for old, new in PAIRS if new in PROMISED[old]]
STANDS = ("planned", "in-progress", "shipped")


def an_item(state="proposed", **facts):
    return RoadmapItemFactory(
        slug="store", title="Feature store", state=state, quarter=QUARTER if state in STANDS else "", **facts
    )


def moved(item, by, to, **said):
    return move_item(
        item, by=by, to=to, **{"reason": "Because.", "quarter": QUARTER, "release": NOTE, **said}
    )


def test_graph_is_the_one_promised():
    assert {
        old: {step.to: step.needs_reason for step in lifecycle.steps_from(old)} for old in STATES
    } == PROMISED


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_every_pair_of_states_moves_as_the_graph_says(admin, old, new):
    item = an_item(old)
    if new in PROMISED[old]:
        after = moved(item, admin, new)
        assert (after.state, after.state_reason) == (new, "Because.")
        move = Move.objects.get()
        assert (move.from_state, move.to_state, move.by, move.reason) == (old, new, admin, "Because.")
        assert Entry.objects.get().kind == "roadmap.item_moved"
    else:
        with pytest.raises(Refused) as refusal:
            moved(item, admin, new)
        assert refusal.value.code == ("already_there" if old == new else "no_such_move")
        assert "“Feature store” is " in refusal.value.reason
        assert not Move.objects.exists()
    item.refresh_from_db()
    assert item.state == (new if new in PROMISED[old] else old)


@pytest.mark.parametrize(("old", "new"), EXISTING)
def test_move_asks_for_a_reason_where_it_disappoints(admin, old, new):
    item = an_item(old)
    if not PROMISED[old][new]:
        assert moved(item, admin, new, reason="").state_reason == ""
        return
    for nothing in ("", "   "):
        with pytest.raises(ValidationError) as error:
            moved(item, admin, new, reason=nothing)
        assert error.value.error_dict["reason"][0].code == "reason_needed"
    assert not Move.objects.exists()


@pytest.mark.parametrize(("old", "new"), EXISTING)
def test_quarter_is_given_kept_or_cleared(admin, old, new):
    RoadmapItem.objects.filter(pk=an_item(old).pk).update(quarter="")
    item = RoadmapItem.objects.get()
    before = Move.objects.count()
    if new in ("planned", "in-progress"):
        with pytest.raises(ValidationError) as error:
            moved(item, admin, new, quarter="")
        assert error.value.error_dict["quarter"][0].code == "quarter_needed"
        assert Move.objects.count() == before
    after = moved(item, admin, new, quarter="2027-Q1")
    assert after.quarter == ("2027-Q1" if new in ("planned", "in-progress") else "")


@pytest.mark.parametrize(("old", "new"), [pair for pair in EXISTING if pair[0] in STANDS])
def test_leaving_the_plan_clears_the_quarter_and_shipping_keeps_it(admin, old, new):
    after = moved(an_item(old), admin, new, quarter="")
    assert after.quarter == (QUARTER if new in STANDS else "")
    assert Move.objects.get().from_quarter == QUARTER


@pytest.mark.parametrize("wrong", ["2026", "2026-Q5", "Q4 2026", "2026-Q4\n2027-Q1", "0001-Q1", "x" * 600])
def test_quarter_that_is_none_is_refused_at_its_field(admin, wrong):
    with pytest.raises(ValidationError) as error:
        moved(an_item("accepted"), admin, "planned", quarter=wrong)
    assert error.value.message_dict == {"quarter": ["A quarter looks like 2026-Q4."]}


@pytest.mark.parametrize("release", [None, ReleaseText(""), ReleaseText("  \n ")])
def test_shipping_needs_a_note_for_those_who_asked(admin, release):
    with pytest.raises(ValidationError) as error:
        moved(an_item("in-progress"), admin, "shipped", release=release)
    assert error.value.error_dict["note"][0].code == "note_needed"
    assert not Release.objects.exists()


def test_shipping_writes_the_release(admin):
    demo = DemoFactory()
    text = ReleaseText(" Shared features. ", "/docs/store/", demo, today(-1))
    moved(an_item("in-progress"), admin, "shipped", release=text)
    row = Release.objects.get()
    assert (row.note, row.docs_url, row.demo, row.released_on, row.by) == (
        "Shared features.", "/docs/store/", demo, today(-1), admin,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"released_on": today(1)}, "released_on"), ({"docs_url": "javascript:alert(1)"}, "docs_url"),
        ({"docs_url": "//evil.example"}, "docs_url"), ({"docs_url": "https://a b"}, "docs_url"),
        ({"docs_url": "https://x/" + "a" * 1000}, "docs_url"), ({"note": "x" * 50_001}, "note"),
    ],
)  # fmt: skip
def test_bad_release_moves_nothing(admin, facts, field):
    item = an_item("in-progress")
    with pytest.raises(ValidationError) as error:
        moved(item, admin, "shipped", release=ReleaseText(**{"note": "New.", **facts}))
    assert list(error.value.error_dict) == [field]
    item.refresh_from_db()
    assert (item.state, Move.objects.count(), Release.objects.count()) == ("in-progress", 0, 0)


def test_what_ships_again_keeps_one_release_with_the_new_note(admin):
    item = moved(an_item("in-progress"), admin, "shipped")
    item = moved(item, admin, "in-progress", reason="It lost data.")
    moved(item, admin, "shipped", release=ReleaseText("Now it keeps them."))
    assert Release.objects.get().note == "Now it keeps them."
    assert [move.to_state for move in Move.objects.all()] == ["shipped", "in-progress", "shipped"]


@pytest.mark.parametrize("new", ["shipped", "declined", "deferred", "planned"])
def test_item_that_is_over_has_nothing_in_its_way(admin, new):
    item = impede_item(an_item("in-progress"), by=admin, what="No quota")
    after = moved(item, admin, new)
    assert (after.impediment, after.impeded_at is None) == (
        ("No quota", False) if new == "planned" else ("", True)
    )


def test_all_that_is_missing_is_said_at_once(admin):
    with pytest.raises(ValidationError) as error:
        move_item(RoadmapItemFactory(state="in-progress"), by=admin, to="planned")
    assert sorted(error.value.error_dict) == ["quarter", "reason"]


def test_unknown_state_and_endless_reason_are_bad_input(admin):
    for said, field in ({"to": "done"}, "to"), ({"to": "declined", "reason": "x" * 501}, "reason"):
        with pytest.raises(ValidationError) as error:
            moved(RoadmapItemFactory(), admin, **said)
        assert list(error.value.error_dict) == [field]


def test_refusal_says_where_the_item_can_go(admin):
    with pytest.raises(Refused, match="is accepted; from there it can become planned, declined or deferred"):
        moved(an_item("accepted"), admin, "shipped")


def test_who_looked_before_another_moved_it_is_told_what_it_is_now(admin, chair):
    item = an_item()
    moved(item, chair, "declined")
    with pytest.raises(Refused, match="was moved meanwhile: it is declined now") as refusal:
        moved(item, admin, "under-review")  # would reopen what chair just declined
    assert refusal.value.code == "moved_meanwhile"
    item.refresh_from_db()
    with pytest.raises(Refused, match="it is declined now"):
        moved(item, admin, "under-review", seen="proposed")
    assert Move.objects.count() == 1


def test_part_of_another_item_moves_with_it_only(admin):
    part = RoadmapItemFactory(canonical=RoadmapItemFactory(title="Whole"))
    for verb in (
        lambda: moved(part, admin, "accepted"),
        lambda: plan_item(part, by=admin, quarter="", step="training"),
    ):
        with pytest.raises(Refused, match="is part of “Whole” now"):
            verb()


def test_moves_have_a_name_and_are_not_doubled_by_the_database(admin):
    moved(an_item(), admin, "accepted")
    assert [move.by for move in Move.objects.all()] == [admin]
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE roadmap_move SET reason = 'other'")


# --- another quarter or step
@pytest.mark.parametrize("state", STATES)
def test_only_what_stands_in_a_quarter_gets_another(admin, state):
    item = an_item(state)
    if state not in ("planned", "in-progress"):
        with pytest.raises(Refused) as refusal:
            plan_item(item, by=admin, quarter="2027-Q1")
        assert refusal.value.code == "not_in_a_quarter"
        return
    after = plan_item(item, by=admin, quarter="2027-Q1", reason="The team is ill.")
    move = Move.objects.get()
    assert (after.state, after.quarter, after.state_reason) == (state, "2027-Q1", "")
    assert (move.from_quarter, move.to_quarter, move.changes_state, move.reason) == (
        QUARTER, "2027-Q1", False, "The team is ill.",
    )  # fmt: skip


def test_same_quarter_and_step_is_no_event(admin):
    item = an_item("planned", step="training")
    plan_item(item, by=admin, quarter=QUARTER, step="training")
    assert (Move.objects.count(), Entry.objects.count()) == (0, 0)


@pytest.mark.parametrize("state", STATES)
def test_step_changes_in_any_state(admin, state):
    item = an_item(state)
    assert plan_item(item, by=admin, quarter=item.quarter, step="serving").step == "serving"
    assert (Move.objects.count(), Entry.objects.get().kind) == (0, "roadmap.item_steered")


def test_step_or_quarter_that_is_none_changes_nothing(admin):
    item = an_item("planned", step="training")
    for said in ({"quarter": QUARTER, "step": "sleeping"}, {"quarter": "soon"}, {"quarter": ""}):
        with pytest.raises(ValidationError):
            plan_item(item, by=admin, **said)
    item.refresh_from_db()
    assert (item.quarter, item.step, Move.objects.count()) == (QUARTER, "training", 0)


def test_quarter_changed_meanwhile_stays_as_the_other_left_it(admin, chair):
    item = an_item("planned")
    plan_item(item, by=chair, quarter="2027-Q2")
    with pytest.raises(Refused, match="was moved to 2027-Q2 meanwhile"):
        plan_item(item, by=admin, quarter="2027-Q1")
    plan_item(item, by=admin, quarter="2027-Q2")  # what both want is no quarrel
    assert Move.objects.count() == 1


def test_day_of_the_last_change_is_kept_on_the_item(admin):
    item = an_item(updated_on=dt.date(2020, 1, 1))
    assert moved(item, admin, "accepted").updated_on == today()
    assert Move.objects.get().at <= now()
