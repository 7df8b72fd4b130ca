"""All of the real data, as a user would give it."""

import os
import time
from pathlib import Path

import pytest

from hub.exchange.actions import import_community
from hub.exchange.exporting.folder import export_community
from hub.recordings.models import Recording
from hub.roadmap.models import RoadmapItem
from tests.exchange.round_trip import content, wipe

DATA = Path(os.environ.get("HUB_TEST_DATA") or Path(__file__).parents[3] / "shared" / "data")

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.skipif(not DATA.is_dir(), reason="the shared data is not on this machine"),
]


def test_all_of_it_goes_in_twice_and_comes_back_as_it_went(tmp_path: Path) -> None:
    begin = time.monotonic()
    first = import_community([DATA], by=None)
    assert time.monotonic() - begin < 60
    assert not [source.label for source in first.sources if source.failed]
    created = {kind: row["created"] for source in first.sources for kind, row in source.counts.items()}
    assert (created["recording"], created["service"], created["item"]) == (4174, 255, 505)
    again = import_community([DATA], by=None)
    assert (again.total("created"), again.total("changed")) == (0, 0)
    assert again.as_json()["refused"] == first.as_json()["refused"]

    export_community(tmp_path / "one")
    wipe()
    assert import_community([tmp_path / "one"], by=None).refused == []
    export_community(tmp_path / "two")
    assert content(tmp_path / "two") == content(tmp_path / "one")


def test_what_is_dirty_is_named_and_stops_nothing() -> None:
    report = import_community([DATA / "kubernetes-community", DATA / "kubernetes-enhancements"], by=None)
    said = [
        f"{Path(r.place.file).parent.name}:{r.place.line}: {r.reason}"
        for r in [*report.refused, *report.notes]
    ]
    for words in (
        "'imlpemented' is read as 'implemented'",
        "'2023-14-05' is not a day of the calendar",
        "'removed' is none of",
    ):
        assert [line for line in said if words in line], words
    assert not RoadmapItem.objects.exclude(group=None).filter(group__slug="").exists()
    assert not Recording.objects.exists()
