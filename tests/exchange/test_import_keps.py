"""A tree of kep.yaml."""

import datetime as dt

import pytest

from hub.roadmap.models import ItemStage, RoadmapItem
from tests.exchange.conftest import GROUPS, KEP, reasons

PATH = "keps/sig-serving/42-warm-starts/kep.yaml"


def test_a_proposal_becomes_an_item_with_its_stages(take_in) -> None:
    report = take_in({"sigs.yaml": GROUPS, PATH: KEP})
    item = RoadmapItem.objects.get()
    assert (item.slug, item.title, item.state) == ("kep-42-warm-starts", "Warm starts", "accepted")
    assert item.group.slug == "sig-serving"
    assert (item.proposed_on, item.updated_on) == (dt.date(2026, 1, 5), dt.date(2026, 2, 3))
    assert item.details["authors"] == ["@ada"]
    assert list(ItemStage.objects.values_list("stage", "milestone")) == [
        ("alpha", "v1.28"),
        ("beta", "v1.30"),
    ]
    assert report.refused == []


def test_groups_come_before_proposals_whatever_the_order_of_files(take_in) -> None:
    take_in({"a/1-x/kep.yaml": KEP, "z/sigs.yaml": GROUPS})
    assert RoadmapItem.objects.get().group.slug == "sig-serving"


def test_a_proposal_of_an_unknown_group_comes_in_without_it(take_in) -> None:
    report = take_in({PATH: KEP})
    assert RoadmapItem.objects.get().group is None
    assert reasons(report) == [
        "kep.yaml:4: roadmap item kep-42-warm-starts: no group is called 'sig-serving'"
    ]


@pytest.mark.parametrize(
    ("written", "state"),
    [
        ("provisional", "proposed"), ("implemented", "shipped"), ("deferred", "deferred"), ("withdrawn", "declined"),
        ("imlpemented", "shipped"), ("implemented (alpha)", "shipped"), ("Implementable", "accepted"),
    ],
)  # fmt: skip
def test_a_status_is_read_as_it_is_meant(take_in, written: str, state: str) -> None:
    report = take_in({"sigs.yaml": GROUPS, PATH: KEP.replace("status: implementable", f"status: {written}")})
    assert RoadmapItem.objects.get().state == state
    assert report.refused == []
    assert bool(report.notes) == (
        written not in {"provisional", "implemented", "deferred", "withdrawn", "Implementable"}
    )


@pytest.mark.parametrize("written", ["removed", "provisional|implementable|implemented", "''", "[a]"])
def test_a_status_nobody_understands_is_refused(take_in, written: str) -> None:
    report = take_in({"sigs.yaml": GROUPS, PATH: KEP.replace("status: implementable", f"status: {written}")})
    assert RoadmapItem.objects.get().state == "proposed"
    assert len(report.refused) == 1
    assert "kep.yaml:5: roadmap item kep-42-warm-starts: status" in reasons(report)[0]


@pytest.mark.parametrize(
    ("written", "day", "refused", "noted"),
    [
        ("2025-10-9", dt.date(2025, 10, 9), 0, 1),
        ("2023-14-05", dt.date(2026, 2, 3), 1, 0),
        ("yyyy-mm-dd", dt.date(2026, 2, 3), 0, 0),
        ("v1.27", dt.date(2026, 2, 3), 1, 0),
        ("2999-01-01", dt.date(2026, 2, 3), 1, 0),
    ],
)
def test_a_dirty_date_is_forgiven_or_named(
    take_in, written: str, day: dt.date, refused: int, noted: int
) -> None:
    report = take_in(
        {"sigs.yaml": GROUPS, PATH: KEP.replace("creation-date: 2026-01-05", f"creation-date: {written}")}
    )
    assert RoadmapItem.objects.get().proposed_on == day
    assert (len(report.refused), len(report.notes)) == (refused, noted)


@pytest.mark.parametrize(
    ("written", "stages", "refused"),
    [
        ("  alpha: 1.30\n", [("alpha", "v1.30")], 0),
        ("  alpha: TBD\n  beta:\n  stable: x.y\n", [], 0),
        ("  alpha: v1.21, v1.37\n", [], 1),
        ("  gamma: v1.21\n", [], 1),
        ("  alpha: [v1.2]\n", [], 1),
    ],
)
def test_milestones_are_stage_and_release(take_in, written: str, stages: list, refused: int) -> None:
    text = KEP[: KEP.index("milestone:\n  alpha")] + "milestone:\n" + written
    report = take_in({"sigs.yaml": GROUPS, PATH: text})
    assert list(ItemStage.objects.values_list("stage", "milestone")) == stages
    assert len(report.refused) == refused


def test_one_unreadable_proposal_does_not_stop_the_others(take_in) -> None:
    report = take_in({"sigs.yaml": GROUPS, PATH: KEP, "keps/sig-serving/43-broken/kep.yaml": "title: [\n"})
    assert RoadmapItem.objects.count() == 1
    assert "kep.yaml:2: is not YAML" in reasons(report)[0]


def test_a_proposal_without_a_title_is_refused(take_in) -> None:
    report = take_in({"sigs.yaml": GROUPS, PATH: KEP.replace("title: Warm starts\n", "")})
    assert RoadmapItem.objects.count() == 0
    assert reasons(report) == ["kep.yaml:1: roadmap item kep-42-warm-starts: title is missing; left out"]
