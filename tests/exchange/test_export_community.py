"""The export, and its way back."""

import datetime as dt
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from hub.core.errors import Refused
from hub.exchange.actions import import_community
from hub.exchange.exporting.folder import export_community
from hub.exchange.exporting.words import write_path
from hub.roadmap.models import Merge, Move, Note, Release, RoadmapItem, TeamUpdate, Uptake, Use
from tests import factories as make
from tests.exchange.conftest import community
from tests.exchange.round_trip import content, there_and_back

STARTER = Path(__file__).parents[2] / "starter"


@pytest.mark.django_db
def test_the_starter_comes_back_as_it_went(tmp_path: Path) -> None:
    import_community([STARTER], by=None)
    files = there_and_back(tmp_path)
    assert len(files) > 80


@pytest.mark.django_db
def test_things_made_in_the_hub_come_back_with_all_their_oddities(tmp_path: Path) -> None:
    item = make.RoadmapItemFactory(
        need="Windows\r\nlines, <script>x</script>, ::: hub\n\n  indented \t tabs\nand a trailing space \nend",
        title="null", state_reason="a: b # c", quarter="2026-Q4", links=[{"label": "x: y", "url": "https://x.org/?a=1&b=2#c"}],
        details={"yes": ["no", None, True, 3], "1.30": "1.30", "nested": {"a": {"b": []}}},
    )  # fmt: skip
    make.SupportFactory(item=item, need=3, why="'quoted' \"twice\"")
    make.RoadmapItemFactory(need="日本語 🚂\n- a\n- b", title="2026-01-01")
    series = make.SeriesFactory(timezone="Europe/Madrid")
    start = dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    for hours in (0, 1):  # the hour that comes twice
        begins = start + dt.timedelta(hours=hours)
        make.MeetingFactory(series=series, starts_at=begins, ends_at=begins + dt.timedelta(minutes=30))
    make.MeetingFactory(
        series=series, starts_at=start.replace(month=11, second=7), ends_at=start.replace(month=11, day=26)
    )
    demo = make.DemoFactory(state="published", meeting=series.meetings.all()[0])
    demo.presenters.add(make.UserFactory(handle="Mixed.Case"))
    recording = make.RecordingFactory(seconds=7384, speakers=["Q: A", "true"])
    segment = make.SegmentFactory(recording=recording, demo=demo, starts_s=61, ends_s=3700)
    path = make.PathFactory(introduction="## 1. Looks like a step\n\n```step\nminutes: 3\n```\ntext")
    make.StepFactory(path=path, position=1, body="---\n## 2. Not a step\n", segment=segment)
    make.StepFactory(path=path, position=2, title="Second", body="```\nopen fence")
    make.StepFactory(path=path, position=3, title="Third", body="")
    files = there_and_back(tmp_path)
    assert f"paths/{path.slug}.yml" in files


@pytest.mark.django_db
def test_what_is_not_public_stays_at_home(tmp_path: Path) -> None:
    person = make.UserFactory(handle="ada", email="ada@secret.example", is_platform_admin=True)
    make.ApiTokenFactory(user=person, name="token-secret")
    make.UserFactory(handle="gone-secret", is_active=False)
    make.RecordingFactory(slug="internal-secret", title="internal-secret", audience="internal")
    make.DemoFactory(slug="proposal-secret", title="proposal-secret", state="proposed")
    make.TargetFactory(slug="target-secret", url="http://10.0.0.1/secret")
    item = make.RoadmapItemFactory()
    item.demos.add(make.DemoFactory(slug="declined-secret", state="declined"))
    export_community(tmp_path / "out")
    everything = "\n".join([*content(tmp_path / "out"), *content(tmp_path / "out").values()])
    assert "secret" not in everything
    assert "platform_admin" not in everything
    assert "password" not in everything
    assert "ada:" in everything


@pytest.mark.django_db
def test_a_folder_that_is_no_export_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    with pytest.raises(Refused, match="is not empty and no earlier export"):
        export_community(tmp_path / "mine")
    assert content(tmp_path / "mine") == {"thesis.txt": "years of work"}
    with pytest.raises(CommandError, match="is not a folder"):
        call_command("export_community", str(tmp_path / "mine" / "thesis.txt"))


@pytest.mark.django_db
def test_a_hand_written_community_is_no_export(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "community.yml").write_text("name: Ours\n")
    with pytest.raises(Refused):
        export_community(tmp_path / "own")


@pytest.mark.django_db
def test_a_further_export_replaces_the_earlier_and_keeps_what_is_hidden(tmp_path: Path) -> None:
    service = make.ServiceFactory(slug="old")
    out = StringIO()
    call_command("export_community", str(tmp_path / "out"), stdout=out)
    assert "1 services" in out.getvalue()
    (tmp_path / "out" / ".git").mkdir()
    (tmp_path / "out" / ".git" / "HEAD").write_text("ref")
    service.delete()
    make.ServiceFactory(slug="new")
    export_community(tmp_path / "out")
    assert set(content(tmp_path / "out")) == {"community.yml", "services/new.yml", ".git/HEAD"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.django_db
def test_an_export_that_fails_leaves_the_earlier_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make.ServiceFactory(slug="old")
    export_community(tmp_path / "out")
    before = content(tmp_path / "out")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("hub.exchange.exporting.folder._write_thing", full)
    with pytest.raises(CommandError, match="No space left on device"):
        call_command("export_community", str(tmp_path / "out"))
    assert content(tmp_path / "out") == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_path_that_markdown_would_change_is_not_written_as_markdown() -> None:
    good = {
        "title": "T",
        "introduction": "Hello.",
        "steps": [{"title": "A", "body": "x\n\n```\n## 2. b\n```"}],
    }
    assert write_path(good) is not None
    bad = {"title": "T", "steps": [{"title": "A", "body": "x\n## 2. B\n\n```step\nminutes: 1\n```"}]}
    assert write_path(bad) is None


@pytest.mark.django_db
def test_an_empty_hub_exports_its_name_only(tmp_path: Path) -> None:
    export_community(tmp_path / "out")
    assert set(content(tmp_path / "out")) == {"community.yml"}
    assert import_community([tmp_path / "out"], by=None).ok


@pytest.mark.django_db
def test_an_export_compares_well(tmp_path: Path, take_in) -> None:
    files = community(
        services="a: {name: A}\nb: {name: B, tags: [x]}\n", people="z: {name: Z}\na: {name: A}\n"
    )
    take_in(files)
    export_community(tmp_path / "one")
    take_in(files | {"services.yml": "a: {name: A}\nb: {name: B, tags: [x, y]}\n"})
    export_community(tmp_path / "two")
    one, two = content(tmp_path / "one"), content(tmp_path / "two")
    assert [name for name in one if one[name] != two[name]] == ["services/b.yml"]
    assert two["services/b.yml"].replace("- y\n", "") == one["services/b.yml"]


@pytest.mark.django_db
def test_the_whole_life_of_an_item_comes_back(tmp_path: Path) -> None:
    person, lead = make.UserFactory(handle="ann"), make.UserFactory(handle="lea")
    team = make.TeamFactory(capacity=4)
    meeting = make.MeetingFactory(series=make.SeriesFactory(slug="ml-sync"))
    at = dt.datetime(2026, 10, 1, 9, 30, 15, 123456, tzinfo=dt.UTC)
    item = make.RoadmapItemFactory(
        slug="one", kind="tool", estimate="2.5", target_on=dt.date(2027, 1, 9), impediment="No machines", impeded_at=at,
        state="planned", quarter="2027-Q1",
    )  # fmt: skip
    part = make.RoadmapItemFactory(slug="part", canonical=item)
    Merge.objects.create(item=part, into=item, reason="The same", by=lead, at=at)
    Merge.objects.create(
        item=item, into=part, by=lead, at=at, undone_by=person, undone_at=at + dt.timedelta(days=1)
    )
    make.SupportFactory(item=part, user=person, need=3, said_by=lead)
    Move.objects.create(
        item=item, from_state="proposed", to_state="accepted", by=lead, at=at, reason="Yes: we do"
    )
    Move.objects.create(
        item=item,
        from_state="accepted",
        to_state="planned",
        to_quarter="2027-Q1",
        at=at + dt.timedelta(days=2),
    )
    Note.objects.create(item=item, text="Said\n\n- so", by=lead, at=at, meeting=meeting, kind="answer")
    shipped = make.RoadmapItemFactory(slug="shipped", state="shipped")
    release = Release.objects.create(
        item=shipped, note="Here", docs_url="/docs/x/", by=lead, released_on=dt.date(2026, 9, 1),
        demo=make.DemoFactory(state="published"),
    )  # fmt: skip
    Uptake.objects.create(
        release=release, days=30, asked_at=at, measured_at=at, facts={"asked": 4, "using": 3}
    )
    Uptake.objects.create(release=release, days=90)
    Use.objects.create(item=shipped, user=person, answer="not-yet", why="Time", changed_at=at)
    TeamUpdate.objects.create(meeting=meeting, team=team, text="We moved", by=person, changed_at=at)
    files = there_and_back(tmp_path)
    assert "part_of: one" in files["roadmap/part.yml"]
    assert "capacity: 4" in files["teams.yml"]
    assert RoadmapItem.objects.get(slug="one").supporters == 1
    assert Move.objects.count() == 2
    assert Merge.objects.filter(undone_at=None).count() == 1
    assert Uptake.objects.get(days=30).facts == {"asked": 4, "using": 3}


@pytest.mark.django_db
def test_a_move_in_a_file_is_not_written_twice_and_never_changed(take_in) -> None:
    item = make.RoadmapItemFactory(slug="one", state="proposed")
    make.UserFactory(handle="lea")
    text = """
    one:
      title: One
      state: accepted
      moves:
        - {from: proposed, to: accepted, reason: Yes, by: lea, at: 2026-10-01T10:00Z}
    """
    report = take_in(community(roadmap=text))
    assert report.refused == []
    move = Move.objects.get(item=item)
    assert (move.by.handle, move.reason, move.at.day) == ("lea", "Yes", 1)
    assert take_in(community(roadmap=text)).total("changed") == 0
    report = take_in(community(roadmap=text.replace("Yes", "No")))
    assert "left as it is" in report.refused[0].reason
    assert Move.objects.get().reason == "Yes"


@pytest.mark.django_db
def test_a_state_in_a_file_without_a_move_leaves_one_without_a_name(take_in) -> None:
    make.RoadmapItemFactory(slug="one", state="proposed")
    take_in(community(roadmap="one: {title: One, state: accepted}"))
    assert list(Move.objects.values_list("to_state", "by")) == [("accepted", None)]
