"""The Markdown tree: from one look at the database, and only what differs is written."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone

from hub.accounts.models import User
from hub.catalog.models import Service
from hub.goldenpath import tree
from hub.recordings.models import Recording, Segment
from hub.roadmap.models import RoadmapItem
from hub.sigs.models import Group
from hub.status.models import Target
from tests import factories as make
from tests.goldenpath import community

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A small docs/ folder."""
    folder = tmp_path / "docs"
    (folder / "guides").mkdir(parents=True)
    (folder / "index.md").write_text(f"# Front\n\n{tree.MARK}\n")
    (folder / "guides/readers.md").write_text("# Readers\n")
    return folder


def test_the_tree_holds_the_community_and_the_docs(tmp_path: Path, docs: Path) -> None:
    made = community.small()
    written = tree.write(tmp_path / "tree", docs)
    assert (tmp_path / "tree/guides/readers.md").read_text() == "# Readers\n"
    assert (tmp_path / f"tree/services/{made.service.slug}.md").exists()
    assert written.pages == len(list((tmp_path / "tree").rglob("*.md"))) == len(written.changed)


def test_the_front_page_names_the_golden_paths_by_persona(tmp_path: Path, docs: Path) -> None:
    made = community.small()
    tree.write(tmp_path / "tree", docs)
    front = (tmp_path / "tree/index.md").read_text()
    assert "## Persona 0" in front
    assert f"(paths/{made.path.slug}.md)" in front


def test_nothing_is_written_or_rendered_when_nothing_changed(tmp_path: Path, docs: Path) -> None:
    community.small()
    tree.write(tmp_path / "tree", docs)
    written = tree.write(tmp_path / "tree", docs)
    assert (written.changed, written.read, written.rendered) == ([], [], [])


def test_one_change_rewrites_the_pages_that_show_it_and_no_other(tmp_path: Path, docs: Path) -> None:
    made = community.small(3)
    tree.write(tmp_path / "tree", docs)
    Service.objects.filter(pk=made.service.pk).update(summary="Keeps models.")
    written = tree.write(tmp_path / "tree", docs)
    assert written.changed == ["services/index.md", f"services/{made.service.slug}.md"]
    assert not [path for path in written.rendered if path.startswith("recordings/")], written.read
    assert "services/index.md" in written.rendered


def test_a_changed_recording_renders_its_page_and_its_lists_and_no_other_recording(
    tmp_path: Path, docs: Path
) -> None:
    made = community.small(3)
    others = [make.RecordingFactory(audience="public", event=f"Event {n}") for n in range(5)]
    tree.write(tmp_path / "tree", docs)
    Recording.objects.filter(pk=made.recording.pk).update(description="Something else was said.")
    written = tree.write(tmp_path / "tree", docs)
    assert written.changed == [f"recordings/{made.recording.slug}.md"]
    assert not {f"recordings/{other.slug}.md" for other in others} & set(written.rendered)


def test_no_template_of_a_page_asks_the_database(tmp_path: Path, docs: Path) -> None:
    """What a template finds by itself is not in the digest of the page: it would be made anew each time."""
    community.small(2)
    tree.write(tmp_path / "tree", docs)
    facts = json.loads((tmp_path / "tree.json").read_text())
    assert [path for fact in facts.values() for path, digest in fact["pages"].items() if not digest] == []


def test_a_renamed_service_changes_every_page_that_names_it(tmp_path: Path, docs: Path) -> None:
    made = community.small(3)
    Service.objects.filter(pk=made.service.pk).update(name="Quince")
    tree.write(tmp_path / "tree", docs)
    naming = {path for path, text in contents(tmp_path / "tree").items() if "Quince" in text}
    Service.objects.filter(pk=made.service.pk).update(name="Renamed thing")
    written = tree.write(tmp_path / "tree", docs)
    assert len(naming) > 4
    assert naming == set(written.changed)


def make_down(service: Service) -> None:
    now = timezone.now()
    Target.objects.filter(service=service).update(status="down", status_since=now, observed_at=now)


CHANGES: dict[str, Callable[[Any], object]] = {
    "a demo is added": lambda made: make.DemoFactory(services=[made.service]),
    "an item changes": lambda made: RoadmapItem.objects.filter(pk=made.item.pk).update(
        title="Another title", state="planned"
    ),
    "a demo is deleted": lambda made: made.demo.delete(),
    "a service is renamed": lambda made: Service.objects.filter(pk=made.service.pk).update(name="Renamed"),
    "a service leaves an item": lambda made: made.item.services.clear(),
    "a recording is hidden": lambda made: Recording.objects.filter(pk=made.recording.pk).update(
        audience="internal"
    ),
    "a recording is deleted": lambda made: made.recording.delete(),
    "a group is renamed": lambda made: Group.objects.filter(pk=made.group.pk).update(name="Renamed group"),
    "a person is renamed": lambda made: User.objects.update(name="Somebody Else"),
    "a piece moves": lambda made: Segment.objects.update(starts_s=F("starts_s") + 61),
    "a service goes down": lambda made: make_down(made.service),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_written_part_by_part_equals_what_is_written_at_once(
    tmp_path: Path, docs: Path, change: str
) -> None:
    made = community.small(2)
    tree.write(tmp_path / "tree", docs)
    CHANGES[change](made)
    assert tree.write(tmp_path / "tree", docs).changed
    tree.write(tmp_path / "anew", docs)
    assert contents(tmp_path / "tree") == contents(tmp_path / "anew")


def test_pages_of_what_is_gone_disappear(tmp_path: Path, docs: Path) -> None:
    made = community.small()
    tree.write(tmp_path / "tree", docs)
    path = f"recordings/{made.recording.slug}.md"
    made.recording.delete()
    (docs / "guides/readers.md").unlink()
    written = tree.write(tmp_path / "tree", docs)
    assert {path, "guides/readers.md"} <= set(written.changed)
    assert not (tmp_path / "tree" / path).exists()


def test_a_page_lost_from_the_tree_comes_back(tmp_path: Path, docs: Path) -> None:
    made = community.small()
    tree.write(tmp_path / "tree", docs)
    lost = tmp_path / f"tree/clusters/{made.cluster.slug}.md"
    lost.unlink()
    tree.write(tmp_path / "tree", docs)
    assert lost.exists()


def test_an_unreadable_memory_costs_time_but_nothing_else(tmp_path: Path, docs: Path) -> None:
    community.small()
    tree.write(tmp_path / "tree", docs)
    (tmp_path / "tree.json").write_text("{broken")
    assert tree.write(tmp_path / "tree", docs).changed == []


def test_a_full_write_renders_every_kind(tmp_path: Path, docs: Path) -> None:
    community.small()
    tree.write(tmp_path / "tree", docs)
    assert len(tree.write(tmp_path / "tree", docs, full=True).read) == len(tree.PAGES)


def test_all_pages_come_from_the_same_moment(tmp_path: Path, docs: Path) -> None:
    community.small()
    with tree.snapshot() as reading:
        before = Service.objects.count()
        with connection.cursor() as cursor:
            cursor.execute("SHOW transaction_isolation")
            assert cursor.fetchone() == ("repeatable read",)
            cursor.execute("SHOW transaction_read_only")
            assert cursor.fetchone() == ("on",)
        assert before == len(list(Service.objects.visible_to(None).with_stage(reading.day)))


def contents(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*.md")}
