"""Notes, answers, impediments and steering: the verbs."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from hub.activity.models import Entry, Follow
from hub.core.errors import Refused
from hub.roadmap.actions import free_item, impede_item, note_item, steer_item
from hub.roadmap.models import Note, RoadmapItem
from tests.factories import (
    ConclusionFactory,
    DecisionFactory,
    DemoFactory,
    RoadmapItemFactory,
    ServiceFactory,
    SupportFactory,
    UserFactory,
    today,
)

NOTHING = {
    "owner": None, "group": None, "team": None, "estimate": None, "target_on": None, "services": (),
    "decisions": (), "demos": (), "conclusions": (), "links": (),
}  # fmt: skip


@pytest.fixture
def item(db):
    return RoadmapItemFactory(slug="store", title="Feature store")


def test_note_is_written_once_also_when_clicked_twice(admin, item):
    first, again = (note_item(item, by=admin, text=" We wait for disks. ") for _ in range(2))
    assert (first, first.text, first.kind, first.by) == (again, "We wait for disks.", "note", admin)
    assert (Note.objects.count(), Entry.objects.get().kind) == (1, "roadmap.item_noted")


def test_answer_is_told_to_those_who_asked(admin, item):
    asked = SupportFactory(item=item).user
    indifferent = SupportFactory(item=item, need=0).user
    note_item(item, by=admin, text="We look at it in May.", kind="answer")
    entry = Entry.objects.get()
    assert (entry.kind, entry.data["tell"]) == ("roadmap.item_answered", [asked.pk])
    assert indifferent.pk not in entry.data["tell"]
    assert entry.summary == "answered those who asked for Feature store: We look at it in May."


def test_long_answer_stands_whole_in_the_mail(admin, item):
    text = "We look at it.\n\n" + "Word " * 200
    note_item(item, by=admin, text=text, kind="answer")
    assert Entry.objects.get().data["lines"] == [text.strip()]


@pytest.mark.parametrize("wrong", [{"text": "  "}, {"text": "x" * 50_001}, {"text": "So.", "kind": "rant"}])
def test_bad_note_is_not_written(admin, item, wrong):
    with pytest.raises(ValidationError):
        note_item(item, by=admin, **wrong)
    assert (Note.objects.count(), Entry.objects.count()) == (0, 0)


def test_impediment_keeps_its_beginning_when_its_words_change(admin, item):
    began = impede_item(item, by=admin, what=" No   quota ").impeded_at
    again = impede_item(item, by=admin, what="No quota")
    other = impede_item(item, by=admin, what="No quota and no disks")
    assert (again.impeded_at, other.impeded_at, other.impediment) == (began, began, "No quota and no disks")
    assert [entry.kind for entry in Entry.objects.all()] == ["roadmap.item_impeded"] * 2
    freed = free_item(item, by=admin)
    assert (freed.impediment, freed.impeded_at) == ("", None)
    free_item(item, by=admin)
    assert Entry.objects.filter(kind="roadmap.item_freed").count() == 1


@pytest.mark.parametrize("what", ["", "  ", "x" * 501])
def test_impediment_needs_words(admin, item, what):
    with pytest.raises(ValidationError) as error:
        impede_item(item, by=admin, what=what)
    assert list(error.value.error_dict) in (["what"], ["impediment"])


@pytest.mark.parametrize("state", RoadmapItem.CLOSED)
def test_nothing_is_in_the_way_of_what_is_over(admin, state):
    with pytest.raises(Refused, match="nothing can be in its way"):
        impede_item(RoadmapItemFactory(state=state), by=admin, what="No quota")


@pytest.mark.parametrize("verb", ["note", "impede", "free", "steer"])
def test_part_of_another_item_takes_nothing(admin, verb):
    part = RoadmapItemFactory(canonical=RoadmapItemFactory(title="Whole"))
    calls = {
        "note": lambda: note_item(part, by=admin, text="So."),
        "impede": lambda: impede_item(part, by=admin, what="So."),
        "free": lambda: free_item(part, by=admin), "steer": lambda: steer_item(part, by=admin, **NOTHING),
    }  # fmt: skip
    with pytest.raises(Refused) as refusal:
        calls[verb]()
    assert refusal.value.code == "merged"


def test_steering_says_all_that_belongs_to_it(admin, item, group, team):
    owner, rows = UserFactory(), (ServiceFactory(), DecisionFactory(), DemoFactory(), ConclusionFactory())
    link = {"label": "Ticket", "url": "https://tickets.example.org/7"}
    steer_item(
        item, by=admin, owner=owner, group=group, team=team, estimate=Decimal("3.5"), target_on=today(30),
        services=[rows[0]], decisions=[rows[1]], demos=[rows[2]], conclusions=[rows[3]],
        links=[link, {**link, "label": "Again"}],
    )  # fmt: skip
    item = RoadmapItem.objects.get()
    assert (item.owner, item.group, item.team, item.estimate, item.target_on) == (
        owner, group, team, Decimal("3.5"), today(30),
    )  # fmt: skip
    assert [*item.services.all(), *item.decisions.all(), *item.demos.all(), *item.conclusions.all()] == [
        *rows
    ]
    assert item.links == [link]
    entry = Entry.objects.get()
    assert (entry.kind, entry.data["tell"]) == ("roadmap.item_steered", [owner.pk])
    assert Follow.objects.get().user == owner


def test_steering_with_nothing_new_is_no_event(admin, item):
    steer_item(item, by=admin, **NOTHING)
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"estimate": Decimal(-1)}, "estimate"), ({"estimate": Decimal(0)}, "estimate"),
        ({"estimate": Decimal("0.05")}, "estimate"), ({"estimate": Decimal("123456.0")}, "estimate"),
        ({"links": [{"label": "x", "url": "javascript:alert(1)"}]}, "links"),
        ({"links": [{"label": "", "url": "https://example.org"}]}, "links"),
        ({"links": [{"url": "https://example.org"}]}, "links"),
        ({"links": [{"label": "x", "url": "https://exa mple.org"}]}, "links"),
        ({"links": [{"label": "x" * 201, "url": "https://example.org"}]}, "links"),
        ({"links": [{"label": "x", "url": f"https://example.org/{n}"} for n in range(31)]}, "links"),
    ],
)  # fmt: skip
def test_bad_steering_changes_nothing(admin, item, wrong, field):
    service = ServiceFactory()
    with pytest.raises(ValidationError) as error:
        steer_item(item, by=admin, **(NOTHING | {"services": [service]} | wrong))
    assert list(error.value.error_dict) == [field]
    assert (item.services.count(), Entry.objects.count()) == (0, 0)
