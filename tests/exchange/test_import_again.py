"""A second import, a dry run, and an import that breaks in the middle."""

import pytest
from django.db import connection

from hub.accounts.models import User
from hub.activity.models import Entry
from hub.catalog.models import Service, ServiceStage
from hub.demos.models import Demo
from hub.exchange.actions import import_community
from hub.exchange.models import Import, Trace
from hub.exchange.upsert import TableWrite
from hub.roadmap.models import RoadmapItem, Support
from hub.sigs.models import Group
from tests.exchange.conftest import GROUPS, KEP, community
from tests.factories import UserFactory

ALL = {"sigs.yaml": GROUPS, "42-x/kep.yaml": KEP}


def numbers(report) -> tuple[int, int, int]:
    return report.total("created"), report.total("changed"), report.total("unchanged")


def test_a_second_run_changes_nothing(take_in) -> None:
    first = take_in(ALL)
    assert numbers(take_in(ALL)) == (0, 0, first.total("created"))


def test_a_changed_word_changes_that_and_nothing_else(take_in) -> None:
    first = take_in(ALL)
    report = take_in(ALL | {"sigs.yaml": GROUPS.replace("Serves models.", "Serves more models.")})
    assert numbers(report) == (0, 1, first.total("created") - 1)
    assert Group.objects.get().mission == "Serves more models."


def test_what_is_absent_stays(take_in) -> None:
    take_in(community(services="a: {name: A, tags: [x]}\nb: {name: B}\n"))
    take_in(community(services="a: {name: A}\n"))
    assert Service.objects.get(slug="a").tags == ["x"]
    assert Service.objects.filter(slug="b").exists()


def test_what_people_changed_in_the_hub_stays_until_the_source_says_something_new(take_in) -> None:
    take_in(ALL)
    RoadmapItem.objects.update(state="in-progress", title="Warm starts, now")
    assert numbers(take_in(ALL))[:2] == (0, 0)
    assert RoadmapItem.objects.get().state == "in-progress"
    take_in(ALL | {"42-x/kep.yaml": KEP.replace("status: implementable", "status: implemented")})
    item = RoadmapItem.objects.get()
    assert (item.state, item.title) == ("shipped", "Warm starts, now")


def test_a_link_that_people_took_away_stays_away(take_in) -> None:
    files = community(services="a: {name: A}\n", demos="d: {title: D, services: [a]}\n")
    take_in(files)
    Demo.objects.get().services.clear()
    assert numbers(take_in(files))[:2] == (0, 0)
    assert not Demo.objects.get().services.exists()


def test_support_of_people_is_not_touched(take_in) -> None:
    take_in(ALL)
    Support.objects.create(item=RoadmapItem.objects.get(), user=UserFactory(), need=3, why="Mine")
    take_in(ALL)
    assert Support.objects.get().why == "Mine"


def test_a_link_that_could_not_be_found_is_made_once_it_can(take_in) -> None:
    take_in({"42-x/kep.yaml": KEP})
    report = take_in(ALL)
    assert RoadmapItem.objects.get().group.slug == "sig-serving"
    assert report.sources[1].counts["item"]["changed"] == 1


def test_a_foreign_source_does_not_write_over_the_communitys_own(take_in, tmp_path) -> None:
    take_in(community(groups__g="name: Ours\n"))
    other = tmp_path / "other.yaml"
    other.write_text("sigs:\n- {dir: g, name: Theirs, mission_statement: m}\n")
    report = import_community([other], by=None)
    assert Group.objects.get().name == "Ours"
    assert [r.reason for r in report.refused] == [
        "group g: the name belongs to one of the community's own; left out"
    ]


def test_a_dry_run_reports_the_same_and_changes_nothing(take_in) -> None:
    dry = take_in(ALL, dry_run=True)
    assert not Group.objects.exists()
    assert not Entry.objects.exists()
    assert not Trace.objects.exists()
    wet = take_in(ALL)
    drop = {"dry_run", "seconds", "sources"}
    assert {k: v for k, v in dry.as_json().items() if k not in drop} == {
        k: v for k, v in wet.as_json().items() if k not in drop
    }
    assert dry.as_json()["dry_run"] is True


def test_each_source_is_written_down_once_and_only_when_it_brought_something(take_in) -> None:
    ada = UserFactory(handle="boss")
    take_in(ALL, by=ada)
    entries = Entry.objects.order_by("pk")
    assert [entry.kind for entry in entries] == ["exchange.community_imported"] * 2
    assert (entries[0].actor, entries[0].data["created"]) == (ada, Import.objects.last().created)
    assert Import.objects.count() == 2
    take_in(ALL, by=ada)
    assert Entry.objects.count() == 2


def test_a_source_the_database_refuses_leaves_nothing_and_the_next_goes_on(take_in, monkeypatch) -> None:
    """The database itself fails in the middle of the second table of the groups."""
    save = TableWrite.save

    def failing(self: TableWrite) -> None:
        save(self)
        if self.table.kind == "term":
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 / 0")

    monkeypatch.setattr(TableWrite, "save", failing)
    report = take_in(ALL)
    assert not Group.objects.exists()
    assert not User.objects.exists()
    assert RoadmapItem.objects.count() == 1
    assert [source.failed for source in report.sources] == [True, False]
    assert "the database refused it, nothing of it is in: division by zero" in [
        r.reason for r in report.refused
    ]
    assert report.ok
    assert Entry.objects.count() == 1


def test_a_crash_in_the_middle_leaves_nothing_of_that_source(take_in, monkeypatch) -> None:
    def crash(self: TableWrite) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(TableWrite, "remember", crash)
    with pytest.raises(KeyboardInterrupt):
        take_in(ALL)
    assert not User.objects.exists()
    assert not Group.objects.exists()


def test_of_one_thing_in_two_sources_the_first_stands(take_in) -> None:
    report = take_in({"a/sigs.yaml": GROUPS, "b/sigs.yaml": GROUPS.replace("Serves models.", "Other.")})
    assert Group.objects.get().mission == "Serves models."
    assert any("group sig-serving: is there already" in r.reason for r in report.refused)


def test_a_corrected_reason_of_a_stage_is_no_second_stage(take_in) -> None:
    text = "a: {name: A, stages: [{stage: beta, from: 2026-01-01, reason: %s}]}\n"
    take_in(community(services=text % "One"))
    take_in(community(services=text % "Two"))
    assert ServiceStage.objects.get().reason == "Two"


def test_an_end_makes_room_for_a_beginning(take_in) -> None:
    text = "a:\n  name: A\n  clusters:\n"
    first = "  - {cluster: c, from: 2026-01-01%s}\n"
    files = community(clusters="c: {name: C}\n")
    take_in(files | {"services.yml": text + first % ""})
    report = take_in(
        files
        | {"services.yml": text + first % ", until: 2026-02-01" + "  - {cluster: c, from: 2026-02-01}\n"}
    )
    assert report.refused == []
    assert Service.objects.get().enablements.count() == 2


def test_import_asks_the_database_the_same_number_of_times_for_many_as_for_few(
    take_in, django_assert_max_num_queries
) -> None:
    many = "".join(f"s{n}: {{name: S{n}, stages: [{{stage: beta, from: 2026-01-01}}]}}\n" for n in range(300))
    with django_assert_max_num_queries(30):
        take_in(community(services=many))
