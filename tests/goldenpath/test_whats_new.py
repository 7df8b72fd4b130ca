"""The page of what is new on the docs site, and the links to it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from hub.goldenpath.pages import PAGES, Reading
from hub.roadmap.actions import ReleaseText, move_item
from hub.roadmap.models import RoadmapItem
from tests import factories as make
from tests.goldenpath import community

KINDS = {kind.folder: kind for kind in PAGES}


def written(folder: str, known: dict[str, str] | None = None) -> dict[str, str | None]:
    reading = Reading(timezone.localdate(), known=known or {})
    return {page.path: page.text for page in KINDS[folder].pages(reading)}


@pytest.fixture
def made(admin):
    made = community.small()
    RoadmapItem.objects.filter(pk=made.item.pk).update(state="in-progress")
    text = ReleaseText("Stages are *shown*. {{ no }} <b>html</b>", "/docs/stages/", released_on=make.today())
    move_item(RoadmapItem.objects.get(pk=made.item.pk), by=admin, to="shipped", release=text)
    return made


def test_release_notes_stand_on_the_page_and_lead_to_item_and_service(made):
    text = written("roadmap")["roadmap/releases/whats-new.md"]
    assert f"## {timezone.localdate():%B %Y}" in text
    assert f"### [Stages of models 0](../../roadmap/{made.item.slug}.md)" in text
    assert "(../../services/mlflow-0.md)" in text
    assert "Stages are <em>shown</em>." in text
    assert "{{ no }}" not in text
    assert "<b>html" not in text
    assert "[How to use it](/docs/stages/)" in text


def test_item_and_service_pages_lead_there(made):
    item = written("roadmap")[f"roadmap/{made.item.slug}.md"]
    assert "## What is new" in item
    assert "[Shipped](../roadmap/releases/whats-new.md)" in item
    assert "Stages are <em>shown</em>." in item
    service = written("services")["services/mlflow-0.md"]
    assert f"[Stages of models 0](../roadmap/{made.item.slug}.md)" in service.split("## What is new")[1]
    assert "(../roadmap/releases/whats-new.md)" in service


def test_what_is_taken_up_again_is_no_news(made, admin):
    move_item(RoadmapItem.objects.get(pk=made.item.pk), by=admin, to="in-progress", reason="It lost data.")
    pages = written("roadmap")
    assert "Nothing shipped yet." in pages["roadmap/releases/whats-new.md"]
    assert (
        "## What is new"
        not in pages[f"roadmap/{made.item.slug}.md"] + written("services")["services/mlflow-0.md"]
    )


@pytest.mark.django_db
def test_page_is_there_before_anything_ships():
    assert "Nothing shipped yet." in written("roadmap")["roadmap/releases/whats-new.md"]


def test_page_is_made_again_only_when_something_on_it_changed(made):
    reading = Reading(timezone.localdate())
    known = {page.path: page.digest for page in KINDS["roadmap"].pages(reading)}
    assert all(known.values())  # no template asked the database
    assert written("roadmap", known)["roadmap/releases/whats-new.md"] is None
    release = made.item.release if hasattr(made.item, "release") else None
    release = release or RoadmapItem.objects.get(pk=made.item.pk).release
    release.note = "Other words."
    release.save()
    again = written("roadmap", known)
    assert "Other words." in again["roadmap/releases/whats-new.md"]
    assert again[f"roadmap/{made.item.slug}.md"] is not None


def test_item_whose_meaning_is_known_is_published_too(made):
    RoadmapItem.objects.update(meaning=b"\x00\x3c" * 4)
    assert "Stages are <em>shown</em>." in written("roadmap")["roadmap/releases/whats-new.md"]
    assert "## What is new" in written("services")["services/mlflow-0.md"]
