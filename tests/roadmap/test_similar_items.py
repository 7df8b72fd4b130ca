"""Which items are shown as similar: by words, by meaning, and never what is not."""

import datetime as dt
import threading

import pytest
from django.db import connection

from hub.core import meaning
from hub.roadmap import meanings
from hub.roadmap.actions import edit_item, merge_item, propose_item
from hub.roadmap.meanings import Meanings, known, remember_meanings
from hub.roadmap.models import RoadmapItem
from hub.roadmap.similar import similar_to
from tests.factories import RoadmapItemFactory, UserFactory
from tests.roadmap.nearness import PAIRS, UNRELATED, corpus


@pytest.fixture
def roadmap(db):
    """A roadmap of many needs, as an import brings it."""
    for title, need in corpus():
        RoadmapItemFactory(title=title, need=need)
    assert remember_meanings() == len(corpus()) >= 60
    assert remember_meanings() == 0


def titles(title, need="", **more):
    return [near.item.title for near in similar_to(title, need, **more)]


def test_what_people_type_finds_the_need_among_the_first_three(roadmap):
    found = {(title, need, wanted): titles(title, need) for title, need, wanted in PAIRS}
    missed = {pair: shown for pair, shown in found.items() if pair[2] not in shown[:3]}
    assert len(PAIRS) >= 25
    assert missed == {}


def test_what_has_nothing_to_do_with_it_shows_nothing(roadmap):
    assert {title: titles(title, need) for title, need in UNRELATED if titles(title, need)} == {}


def test_it_says_why_an_item_is_shown(roadmap):
    (first, *_) = similar_to("Feature store for online models")
    assert first.why.startswith("Shares “feature”, “store”")
    shown = {near.item.title: near for near in similar_to("Energy use of jobs")}
    assert shown["Carbon footprint of training"].why.lower().endswith("similar in meaning")


def test_the_need_itself_counts_too(roadmap):
    assert (
        "Bigger notebooks"
        in titles("Improve things", "The kernel of my notebook dies, it is out of memory.")[:3]
    )


def test_costs_three_queries_with_few_items_and_with_many(roadmap, queries):
    similar_to("GPU quota")
    assert queries(lambda: similar_to("GPU quota", "We wait for accelerators.")) == 3


def test_merged_items_lead_to_the_one_they_became_part_of(roadmap, admin):
    part, whole = (RoadmapItem.objects.get(title=t) for t in ("Labelling tool", "Synthetic test data"))
    merge_item(part, into=whole, by=admin)
    found = titles("Labelling tool for annotators")
    assert found[0] == "Synthetic test data"
    assert found.count("Synthetic test data") == 1


def test_closed_items_are_shown_too(roadmap):
    RoadmapItem.objects.filter(title="Labelling tool").update(state="declined")
    assert titles("Labelling tool")[0] == "Labelling tool"


def test_what_is_proposed_or_said_better_is_known_at_once_elsewhere(roadmap, member):
    elsewhere = Meanings()
    item = propose_item(by=member, title="Espresso in the kitchen", need="Good coffee keeps people awake.")
    vector = meaning.vector_of("A coffee machine")
    assert elsewhere.against(vector).nearest(1) == [item.pk]
    edit_item(item, by=member, title="Standing desks", need="Sitting all day hurts the back.")
    assert elsewhere.against(vector).nearest(1) != [item.pk]
    assert elsewhere.against(meaning.vector_of("Desks to stand at")).nearest(1) == [item.pk]


def test_what_is_gone_is_forgotten(roadmap):
    assert titles("Labelling tool")[0] == "Labelling tool"
    RoadmapItem.objects.filter(title="Labelling tool").delete()
    assert "Labelling tool" not in titles("Labelling tool")
    assert len(known._keys) == len(corpus()) - 1


def test_text_changed_past_the_verbs_is_read_anew(roadmap):
    RoadmapItem.objects.filter(title="Labelling tool").update(title="Ping-pong table", need="For the breaks.")
    assert RoadmapItem.objects.get(title="Ping-pong table").meaning is None
    assert remember_meanings() == 1
    assert "Ping-pong table" in titles("Table tennis")


@pytest.mark.django_db(transaction=True)
def test_many_threads_ask_while_items_are_proposed():
    person = UserFactory()
    found, errors, index = [], [], Meanings()

    def ask():
        try:
            for _ in range(10):
                near = index.against(meaning.vector_of("Item"))
                assert all(near.of(key) is not None for key in near.nearest(5))
                found.append(len(near.nearest(5)))
        except Exception as error:  # noqa: BLE001 -- any error fails the test below
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    [thread.start() for thread in threads]
    for n in range(10):
        propose_item(by=person, title=f"Item {n}", need="why")
    [thread.join() for thread in threads]
    assert errors == []
    assert len(index.against(meaning.vector_of("Item")).nearest(50)) == 10


def test_what_was_committed_later_than_written_is_found_by_the_next_look_back(roadmap, monkeypatch):
    index, vector = Meanings(), meaning.vector_of("Labelling tool")
    late = RoadmapItem.objects.get(title="Labelling tool")
    RoadmapItem.objects.filter(pk=late.pk).update(meaning=None)  # its transaction is still open, so to speak
    index.against(vector)
    index._last = late_commit = index._last + dt.timedelta(seconds=60)
    RoadmapItem.objects.filter(pk=late.pk).update(meaning=vector)
    assert RoadmapItem.objects.values_list("meant_at", flat=True).get(pk=late.pk) < late_commit
    assert index.against(vector).of(late.pk) is None
    monkeypatch.setattr(meanings, "BETWEEN_LOOKS", -1.0)
    assert index.against(vector).of(late.pk) == pytest.approx(1, abs=0.01)
