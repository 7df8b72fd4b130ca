"""“Shows an older version”: on the player, on the service, in search, for programs, in the docs."""

import pytest

from hub.goldenpath.pages import recordings as recording_pages
from hub.recordings.models import Segment, SegmentService
from tests.factories import (
    DemoFactory,
    RecordingFactory,
    SegmentFactory,
    ServiceFactory,
    ServiceStageFactory,
    today,
)

OLDER = "Shows an older version"


@pytest.fixture
def shown(db):
    """A demo of MLflow 2.9, recorded ten days ago."""
    service = ServiceFactory(slug="mlflow", name="MLflow")
    demo = DemoFactory(services=[service])
    segment = SegmentFactory(recording=RecordingFactory(slug="talk", title="A talk"), demo=demo)
    return SegmentService.objects.create(segment=segment, service=service, version="2.9")


def runs(shown, version):
    shown.service.version = version
    shown.service.save()


def stage(shown, name, day):
    ServiceStageFactory(subject=shown.service, stage=name, starts_on=day)


def said():
    return [row.moved_on for row in SegmentService.objects.outdated()]


@pytest.mark.parametrize(
    ("now", "words"), [("", []), ("2.9", []), ("3.1", ["MLflow 2.9 is shown; 3.1 runs now"])]
)
def test_another_version_runs_now(shown, now, words):
    runs(shown, now)
    assert said() == words
    assert Segment.objects.with_age().get().shows_older is bool(words)


def test_unknown_version_says_nothing(shown):
    SegmentService.objects.update(version="")
    runs(shown, "3.1")
    assert said() == []


@pytest.mark.parametrize("name", ["deprecated", "retired"])
def test_service_that_left_after_the_recording_is_said(shown, name):
    stage(shown, name, today(-1))
    assert said() == [f"MLflow is {name} since {today(-1):%-d %B %Y}"]


@pytest.mark.parametrize(("name", "day"), [("deprecated", -30), ("stable", -1), ("retired", 5)])
def test_stage_from_before_or_to_come_or_in_use_says_nothing(shown, name, day):
    stage(shown, name, today(day))
    assert said() == []


def test_service_that_came_back_says_nothing(shown):
    stage(shown, "deprecated", today(-5))
    stage(shown, "stable", today(-1))
    assert said() == []


@pytest.mark.parametrize("path", ["/community/recordings/talk/", "/services/mlflow/", "/search/?q=talk"])
def test_pages_say_so(shown, client, path):
    runs(shown, "2.9")
    assert OLDER not in client.get(path).content.decode()
    runs(shown, "3.1")
    assert OLDER in client.get(path).content.decode()


def test_programs_and_docs_read_it(shown, client):
    runs(shown, "3.1")
    assert client.get("/api/v1/recordings/talk/").json()["segments"][0]["shows_older"] is True
    (row,) = recording_pages.read()
    assert [moved.moved_on for moved in row.pieces[0].moved] == ["MLflow 2.9 is shown; 3.1 runs now"]
