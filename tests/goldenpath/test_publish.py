"""Publishing switches readers from one whole site to the next, whatever happens meanwhile."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from hub.goldenpath import publisher, serving
from hub.goldenpath.engine.errors import BuildFailed

from . import trees


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    trees.write_tree(tmp_path / "docs")
    return tmp_path / "docs"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "root"


def publish(
    docs: Path, root: Path, *, settings: dict[str, object] | None = None, **more
) -> publisher.Published:
    overrides = trees.settings(docs, **(settings or {}))
    return publisher.publish(docs, trees.SETTINGS, root, overrides=overrides, **more)


def served(root: Path, name: str) -> str:
    return (root / "current/site" / name).read_text("utf-8")


def test_the_first_publish_serves_every_page(docs: Path, root: Path):
    done = publish(docs, root)

    assert done.pages == done.rendered == len(done.changed) == 11
    assert publisher.current(root) == done.id
    assert "Service 3" in served(root, "services/item-3/index.html")


def test_a_publish_tells_which_pages_changed(docs: Path, root: Path):
    first = publish(docs, root)
    trees.put(docs, "services/item-3.md", trees.detail(3, 8, "Another body."))
    trees.put(docs, "services/item-new.md", "# New\n")

    second = publish(docs, root)

    assert second.rendered == 2
    assert second.changed == ["services/item-3.md", "services/item-new.md"]
    changes = publisher.changes(root, first.id, second.id)
    assert changes == publisher.Changes(["services/item-new.md"], ["services/item-3.md"], [])
    assert publisher.changes(root, second.id, first.id).removed == ["services/item-new.md"]


def test_a_renamed_navigation_entry_is_no_change_of_other_pages(docs: Path, root: Path):
    publish(docs, root)
    trees.put(docs, "guides/first.md", "# Renamed\n\nText.\n")

    assert publish(docs, root).changed == ["guides/first.md"]
    assert "Renamed" in served(root, "guides/first/index.html")


def test_a_publish_without_change_keeps_the_build(docs: Path, root: Path):
    first = publish(docs, root)

    assert publish(docs, root).id == first.id
    assert publisher.builds(root) == [first.id]


def test_a_full_publish_renders_every_page_and_changes_none(docs: Path, root: Path):
    first = publish(docs, root)

    again = publish(docs, root, full=True)

    assert again.rendered == again.pages
    assert again.changed == []
    assert trees.differences(publisher.folder(root, first.id) / "site", again.path / "site") == []


def test_a_failed_publish_leaves_the_last_good_site(docs: Path, root: Path):
    first = publish(docs, root)
    trees.put(docs, "services/item-3.md", "# Three\n\n[nowhere](gone.md)\n\n## Use\n")

    with pytest.raises(BuildFailed, match=r"services/item-3\.md.*gone\.md"):
        publish(docs, root)

    assert publisher.current(root) == first.id
    assert [p.name for p in (root / "builds").iterdir()] == [first.id]


def test_a_site_that_lost_half_its_pages_is_refused_unless_forced(docs: Path, root: Path):
    first = publish(docs, root)
    trees.put(docs, "services/index.md", "# Services\n")
    trees.put(docs, "guides/first.md", "# First model\n")
    for n in range(8):
        (docs / f"services/item-{n}.md").unlink()

    with pytest.raises(BuildFailed, match="shrink from 11 pages to 3"):
        publish(docs, root)
    assert publisher.current(root) == first.id

    assert publish(docs, root, force=True).pages == 3


def test_a_tree_without_a_start_page_is_refused(docs: Path, root: Path):
    (docs / "index.md").unlink()

    with pytest.raises(BuildFailed, match=r"no index\.html"):
        publish(docs, root, settings={"nav": [{"Guides": ["guides/first.md"]}, "services/index.md"]})

    assert publisher.current(root) is None


def test_a_build_that_takes_too_long_is_stopped(docs: Path, root: Path):
    with pytest.raises(BuildFailed, match=r"longer than 0\.01 seconds"):
        publish(docs, root, limit=0.01)

    assert publish(docs, root).pages == 11


def test_a_second_publish_is_refused_while_one_runs(docs: Path, root: Path):
    with publisher.only_one(root, wait=0), pytest.raises(publisher.Busy):
        publish(docs, root)


def test_the_newest_ten_builds_are_kept(docs: Path, root: Path, monkeypatch):
    monkeypatch.setattr(publisher, "KEPT", 3)
    made = []
    for n in range(5):
        trees.put(docs, "services/item-3.md", trees.detail(3, 8, f"Body {n}."))
        made.append(publish(docs, root).id)

    assert publisher.builds(root) == made[-3:]
    assert "Body 4." in served(root, "services/item-3/index.html")


def test_a_rollback_serves_the_earlier_build_until_the_next_publish(docs: Path, root: Path):
    first = publish(docs, root)
    trees.put(docs, "services/item-3.md", trees.detail(3, 8, "Another body."))
    second = publish(docs, root)

    publisher.rollback(root, first.id)
    assert publisher.current(root) == first.id
    assert "Another body." not in served(root, "services/item-3/index.html")

    third = publish(docs, root)
    assert third.id > second.id
    assert "Another body." in served(root, "services/item-3/index.html")


@pytest.mark.parametrize("name", ["nosuch", "..", "", "../../etc"])
def test_a_rollback_to_no_build_is_refused(docs: Path, root: Path, name: str):
    first = publish(docs, root)

    with pytest.raises(LookupError):
        publisher.rollback(root, name)

    assert publisher.current(root) == first.id


# --- Under readers, and killed --------------------------------------------------------------------


def stamp(docs: Path, version: int) -> None:
    """Put a version into the navigation, so that every page carries it."""
    trees.put(docs, "guides/first.md", f"---\ntitle: Version-{version}-\n---\n# First\n")


def read_all(root: Path, names: list[str]) -> list[tuple[str, set[str]]]:
    """What a reader of each page sees, by the same steps as the view."""
    seen = []
    for name in names:
        build = serving.current(root)
        found = serving.find(build, name) if build else None
        text = found.path.read_text("utf-8") if isinstance(found, serving.Found) else ""
        seen.append((name, {part.split("-")[0] for part in text.split("Version-")[1:]}))
    return seen


def test_readers_see_whole_sites_only_during_publishes(docs: Path, root: Path):
    settings = {"nav": ["index.md", "guides/first.md", {"Services": ["services/index.md"]}]}
    stamp(docs, 0)
    publish(docs, root, settings=settings)
    names = ["", "guides/first/", "services/", *(f"services/item-{n}/" for n in range(8))]
    rounds: list[list[tuple[str, set[str]]]] = []
    stop = threading.Event()

    def poll() -> None:
        while not stop.is_set():
            rounds.append(read_all(root, names))

    reader = threading.Thread(target=poll)
    reader.start()
    for version in range(1, 6):
        stamp(docs, version)
        publish(docs, root, settings=settings)
    stop.set()
    reader.join()

    seen = [versions for found in rounds for _, versions in found]
    assert all(len(versions) == 1 for versions in seen), "a page was missing or mixed two versions"
    order = [int(next(iter(versions))) for versions in seen]
    assert order == sorted(order), "a reader went back to an older version"
    assert len(set(order)) > 2


KILLED = """
import sys
from pathlib import Path
from hub.goldenpath import publisher
from tests.goldenpath import trees
docs, root = Path(sys.argv[1]), Path(sys.argv[2])
print("ready", flush=True)
publisher.publish(docs, trees.SETTINGS, root, overrides=trees.settings(docs), full=True)
"""


@pytest.mark.parametrize("after", [0.1, 0.5])
def test_a_killed_publish_leaves_a_whole_site_and_the_next_one_works(docs: Path, root: Path, after: float):
    publish(docs, root)
    trees.put(docs, "services/item-3.md", trees.detail(3, 8, "Another body."))
    command = [sys.executable, "-c", KILLED, str(docs), str(root)]
    environment = {**os.environ, "PYTHONPATH": str(trees.REPOSITORY)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, cwd=trees.REPOSITORY) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(after)
        process.send_signal(signal.SIGKILL)

    names = ["", "services/", *(f"services/item-{n}/" for n in range(8))]
    build = serving.current(root)
    assert build is not None
    assert all(isinstance(serving.find(build, name), serving.Found) for name in names)

    publish(docs, root, wait=10)
    assert "Another body." in served(root, "services/item-3/index.html")
    assert not list((root / "builds").glob(".*"))
