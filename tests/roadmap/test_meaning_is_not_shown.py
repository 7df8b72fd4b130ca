"""What an item is about stays in the database: no page loads it, and the docs are built all the same."""

from hub.goldenpath.pages.contents import digest
from hub.roadmap.actions import edit_item, propose_item
from hub.roadmap.models import RoadmapItem
from hub.roadmap.showing import about


def test_no_list_loads_the_vectors_and_the_docs_can_compare_items(member):
    propose_item(by=member, title="Feature store", need="Fresh features.")
    item = RoadmapItem.objects.visible_to(None).get()
    assert "meaning" not in vars(item)
    assert digest({"item": item}, {}) == digest({"item": RoadmapItem.objects.get()}, {})
    assert about(item, member)["item"] == item


def test_editing_keeps_what_it_is_about_up_to_date(member):
    item = propose_item(by=member, title="Feature store", need="Fresh features.")
    before = bytes(RoadmapItem.objects.values_list("meaning", flat=True).get())
    edit_item(item, by=member, title="Standing desks", need="Backs hurt.")
    assert bytes(RoadmapItem.objects.values_list("meaning", flat=True).get()) != before
