"""From a change to the page that shows it: one at a time, the newest wins, the last good site stays."""

import io
import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from hub.activity.actions import record
from hub.activity.kinds import kind_of
from hub.activity.models import Entry, Notification
from hub.activity.tasks import tell
from hub.goldenpath import actions, tasks
from hub.goldenpath.models import Publication
from hub.roadmap.models import RoadmapItem
from tests import factories as make
from tests.goldenpath import community

State = Publication.State
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of the engine's libraries
]

MKDOCS = """
site_name: Small
theme: {name: material, font: false}
plugins: [search]
markdown_extensions: [attr_list, tables, admonition, md_in_html, abbr, def_list, footnotes]
strict: true
nav:
  - index.md
  - Guides: [guides/readers.md]
validation:
  nav: {omitted_files: warn, not_found: warn}
  links: {not_found: warn, anchors: warn, absolute_links: ignore, unrecognized_links: warn}
"""


@pytest.fixture
def site(settings, tmp_path: Path) -> Path:
    """A repository with a small docs/ folder and a data folder; gives the site being served."""
    settings.BASE_DIR, settings.VAR, settings.SITE_ROOT = tmp_path, tmp_path / "var", tmp_path / "var/site"
    (tmp_path / "docs/guides").mkdir(parents=True)
    (tmp_path / "docs/index.md").write_text("# Front\n\n<!-- golden paths by persona -->\n")
    (tmp_path / "docs/guides/readers.md").write_text("# Readers\n")
    (tmp_path / "mkdocs.yml").write_text(MKDOCS)
    return settings.SITE_ROOT / "current/site"


def in_threads(count: int, work: Callable[[], None]) -> None:
    """Run work at once in several threads, each with a connection of its own."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def states() -> list[str]:
    return list(Publication.objects.order_by("pk").values_list("state", flat=True))


# --- wishing --------------------------------------------------------------------------------------
def test_wishes_join_the_one_that_waits() -> None:
    actions.wish()
    actions.wish()
    assert states() == [State.WAITING]


def test_wishes_made_at_once_become_one() -> None:
    in_threads(8, actions.wish)
    assert states() == [State.WAITING]


def test_a_wish_during_a_publication_waits_for_the_next() -> None:
    actions.wish()
    actions.begin()
    actions.wish()
    assert states() == [State.RUNNING, State.WAITING]


# --- publishing -----------------------------------------------------------------------------------
def test_a_wish_is_published_and_the_row_says_what_changed(site: Path) -> None:
    made = community.small()
    actions.wish()
    (publication,) = actions.publish_waiting()
    assert publication.state == State.PUBLISHED
    assert f"services/{made.service.slug}.md" in publication.changed
    assert publication.pages == len(publication.changed) == len(list(site.rglob("index.html")))
    assert "MLflow 0" in (site / f"services/{made.service.slug}/index.html").read_text()


def test_publishing_again_without_a_change_keeps_the_build(site: Path) -> None:
    community.small()
    first, _, third = actions.publish_now(), actions.publish_now(), actions.publish_now()
    assert (third.state, third.changed) == (State.UNCHANGED, [])
    assert first.build <= third.build
    assert (site / "index.html").exists()


def test_what_changes_while_publishing_is_published_next(site: Path, monkeypatch) -> None:
    made = community.small()
    really = actions.tree.write

    def write_then_change(*args: object, **kwargs: object) -> object:
        written = really(*args, **kwargs)
        if (
            RoadmapItem.objects.filter(pk=made.item.pk)
            .exclude(title="Changed meanwhile")
            .update(title="Changed meanwhile")
        ):
            actions.wish()
        return written

    monkeypatch.setattr(actions.tree, "write", write_then_change)
    actions.wish()
    _, second = actions.publish_waiting()
    assert f"roadmap/{made.item.slug}.md" in second.changed
    assert "Changed meanwhile" in (site / f"roadmap/{made.item.slug}/index.html").read_text()


def test_many_workers_publish_one_at_a_time_and_leave_nothing_waiting(site: Path) -> None:
    community.small()
    running: list[int] = []
    most: list[int] = []
    really = actions.carry_out

    def counted(publication: Publication, **options: bool) -> Publication:
        running.append(publication.pk)
        most.append(len(running))
        try:
            return really(publication, **options)
        finally:
            running.remove(publication.pk)

    def work() -> None:
        actions.wish()
        actions.publish_waiting()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(actions, "carry_out", counted)
        in_threads(4, work)
    assert max(most) == 1
    assert set(states()) <= {State.PUBLISHED, State.UNCHANGED}


def test_a_publication_whose_process_died_is_done_again(site: Path) -> None:
    community.small()
    Publication.objects.create(state=State.RUNNING, started_at=timezone.now())
    actions.publish_waiting()
    assert states() == [State.FAILED, State.PUBLISHED]
    assert "ended early" in Publication.objects.get(state=State.FAILED).reason
    assert (site / "index.html").exists()


def test_a_publication_that_runs_elsewhere_is_left_alone(site: Path) -> None:
    actions.wish()
    actions.begin()
    entered, leave = threading.Event(), threading.Event()

    def elsewhere() -> None:
        with actions.publishing(wait=False) as mine:
            assert mine
            entered.set()
            leave.wait(20)
        connection.close()

    thread = threading.Thread(target=elsewhere)
    thread.start()
    entered.wait(20)
    try:
        assert actions.publish_waiting() == []
        assert states() == [State.RUNNING]
    finally:
        leave.set()
        thread.join()


# --- failing --------------------------------------------------------------------------------------
def test_a_failure_keeps_the_last_good_site_and_tells_the_admins(site: Path, tmp_path: Path) -> None:
    admin = make.UserFactory(is_platform_admin=True)
    community.small()
    actions.publish_now()
    good = site.resolve()
    (tmp_path / "docs/guides/readers.md").write_text("# Readers\n\n[dead](missing.md)\n")
    failed = actions.publish_now()
    assert failed.state == State.FAILED
    assert "missing.md" in failed.reason
    assert site.resolve() == good
    entry = Entry.objects.get(kind="goldenpath.publication_failed")
    assert not entry.public
    assert "hub.activity.tasks.tell" in kind_of(entry.kind).reactions
    tell(entry.pk)
    assert Notification.objects.get().user == admin


def test_after_a_failure_the_next_wish_is_carried_out(site: Path, tmp_path: Path) -> None:
    (tmp_path / "docs/guides/readers.md").write_text("[dead](missing.md)\n")
    actions.publish_now()
    (tmp_path / "docs/guides/readers.md").write_text("# Readers\n")
    assert actions.publish_now().state == State.PUBLISHED


# --- without anyone asking ------------------------------------------------------------------------
def test_a_change_in_the_hub_reaches_the_site_through_its_reactions(site: Path) -> None:
    made = community.small()
    actions.publish_now()
    with transaction.atomic():
        made.item.title = "Feature store"
        made.item.save()
        entry = record("roadmap.item_edited", made.item, "edited Feature store", by=None)
    assert "hub.goldenpath.tasks.wish" in kind_of(entry.kind).reactions
    tasks.wish(entry.pk)
    tasks.publish_waiting()
    assert "Feature store" in (site / f"roadmap/{made.item.slug}/index.html").read_text()


# --- the command ----------------------------------------------------------------------------------
def test_the_command_prints_one_json_object(site: Path) -> None:
    community.small()
    out = io.StringIO()
    call_command("publish", "--json", stdout=out)
    result = json.loads(out.getvalue())
    assert set(result) == {"pages", "changed", "seconds", "site", "changed_pages"}
    assert result["pages"] == result["changed"] == len(result["changed_pages"])
    assert Path(result["site"]) == site.resolve()


def test_the_command_says_why_it_failed(site: Path, tmp_path: Path) -> None:
    (tmp_path / "docs/index.md").write_text("[dead](missing.md)\n")
    with pytest.raises(CommandError, match=r"missing\.md"):
        call_command("publish")


def test_a_full_publish_renders_every_page_and_changes_none(site: Path) -> None:
    community.small()
    actions.publish_now()
    assert actions.publish_now(full=True).changed == []
