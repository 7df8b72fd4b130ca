"""What an item says that cannot be true all at once: found, said in a sentence, shown to everybody."""

import datetime as dt
import os
import time
from pathlib import Path

import pytest

from hub.exchange.actions import import_community
from hub.exchange.telling import lines
from hub.roadmap.consistency import RULES, contradictory, counts, rules_broken_by
from hub.roadmap.models import ItemStage, Release, RoadmapItem
from tests.factories import GroupFactory, RoadmapItemFactory, UserFactory, now, today

DATA = Path(os.environ.get("HUB_TEST_DATA") or Path(__file__).parents[3] / "shared" / "data")
pytestmark = pytest.mark.django_db
FINE = {"kep-number": 1, "status": "implementable", "stage": "beta", "latest-milestone": "v1.30"}


def kep(*, stages=(("alpha", "v1.9"), ("beta", "v1.10")), state="accepted", **told):
    details = {name: value for name, value in (FINE | told).items() if value is not None}
    item = RoadmapItemFactory(details=details, state=state, state_reason="As written")
    for position, (stage, milestone) in enumerate(stages):
        ItemStage.objects.create(item=item, stage=stage, milestone=milestone, position=position)
    return item


def found(item):
    return [rule.key for rule in rules_broken_by(item)]


def test_a_sound_proposal_has_none():
    assert found(kep()) == []


@pytest.mark.parametrize(
    ("told", "kinds"),
    [
        ({"stage": "stable", "stages": [("stable", "v1.30")]}, ["stable-but-open"]),
        ({"stage": "stable", "stages": [("stable", "v1.30")], "status": "Implementable (still)"}, ["stable-but-open"]),
        ({"status": "implemented"}, ["implemented-but-unstable"]),
        ({"status": "implemented", "stage": None}, ["implemented-but-unstable"]),
        ({"latest-milestone": None}, ["no-latest-milestone"]),
        ({"stages": [("alpha", "v1.9")]}, ["stage-without-milestone"]),
        ({"stages": [], "status": "provisional"}, []),
        ({"stages": [("alpha", "v1.10"), ("beta", "v1.9")]}, ["stages-out-of-order"]),
        ({"stages": [("alpha", "v1.9"), ("beta", "v1.9.1")]}, []),
        ({"stages": [("alpha", "some day"), ("beta", "v1.9")]}, []),
        ({"status": "replaced", "state": "declined"}, ["replaced-by-nothing"]),
        ({"status": "replaced", "state": "declined", "superseded-by": ["/keps/2"]}, []),
    ],
)  # fmt: skip
def test_contradictions_of_a_proposal(told, kinds):
    assert found(kep(**told)) == kinds


@pytest.mark.parametrize(
    ("facts", "kinds"),
    [
        ({"state": "shipped"}, ["shipped-without-release"]),
        ({"state": "planned", "quarter": "2020-Q1"}, ["planned-in-the-past"]),
        ({"state": "planned", "quarter": "2990-Q1"}, []),
        ({"state": "planned"}, ["planned-without-quarter"]),
        ({"state": "proposed", "quarter": "2990-Q1"}, ["quarter-without-plan"]),
        ({"state": "in-progress", "quarter": "2990-Q1"}, ["nobody-answers-for-it"]),
        ({"state": "accepted", "target_on": today(-1)}, ["target-passed"]),
        ({"state": "accepted", "target_on": today()}, []),
        ({"state": "declined"}, ["closed-without-reason"]),
        ({"state": "deferred", "state_reason": "Later"}, []),
        (
            {"state": "deferred", "state_reason": "Later", "impediment": "No money", "impeded_at": now()},
            ["closed-but-impeded"],
        ),
        ({"state": "in-progress"}, ["planned-without-quarter", "nobody-answers-for-it"]),
    ],
)  # fmt: skip
def test_contradictions_of_an_item_of_the_hub(facts, kinds):
    assert found(RoadmapItemFactory(**facts)) == kinds


def test_release_note_and_owner_put_it_right():
    shipped = RoadmapItemFactory(state="shipped")
    Release.objects.create(item=shipped, note="Here it is", released_on=dt.date(2026, 11, 1))
    assert found(shipped) == []
    assert found(RoadmapItemFactory(state="in-progress", quarter="2990-Q1", owner=UserFactory())) == []


def test_every_rule_has_a_sentence_of_its_own():
    assert len({rule.sentence for rule in RULES}) == len({rule.key for rule in RULES}) == len(RULES)


def test_everybody_sees_the_alert(as_chair, as_outsider, as_anonymous, group):
    item = RoadmapItemFactory(state="declined", group=group)
    sound = RoadmapItemFactory(group=group)
    words = "It was declined or deferred, but nobody said why."
    for browser in (as_chair, as_outsider, as_anonymous):
        assert words in browser.get(item.get_absolute_url()).content.decode()
        assert words not in browser.get(sound.get_absolute_url()).content.decode()


def test_list_counts_each_kind_and_narrows_to_one(client):
    RoadmapItemFactory(title="Declined one", state="declined")
    RoadmapItemFactory(title="Shipped one", state="shipped")
    RoadmapItemFactory(title="Sound one")
    page = client.get("/roadmap/contradictions/").content.decode()
    assert "Declined or deferred without a reason (1)" in page
    assert ("Declined one" in page, "Shipped one" in page, "Sound one" in page) == (True, True, False)
    page = client.get("/roadmap/contradictions/?kind=shipped-without-release").content.decode()
    assert ("Declined one" in page, "Shipped one" in page) == (False, True)
    assert client.get("/roadmap/contradictions/?kind=nonsense%00").status_code == 200


def test_program_reads_the_same(client):
    RoadmapItemFactory(slug="no", state="declined")
    (row,) = client.get("/api/v1/roadmap/contradictions/").json()
    assert (row["kind"], row["count"], row["items"]) == ("closed-without-reason", 1, ["no"])


def test_list_costs_the_same_with_one_and_with_thirty(client, queries):
    RoadmapItemFactory(state="declined", group=GroupFactory())
    one = queries(lambda: client.get("/roadmap/contradictions/"))
    for _ in range(29):
        RoadmapItemFactory(state="shipped", group=GroupFactory())
    assert queries(lambda: client.get("/roadmap/contradictions/")) == one <= 5


def test_ten_thousand_items_are_counted_quickly():
    RoadmapItem.objects.bulk_create(
        RoadmapItem(
            slug=f"i-{n}",
            title=f"Item {n}",
            state=RoadmapItem.State.values[n % 8],
            details=FINE if n % 3 else {},
        )
        for n in range(10_000)
    )
    began = time.monotonic()
    told = {rule.key: count for rule, count in counts(RoadmapItem.objects.all())}
    print(f"10,000 items counted in {time.monotonic() - began:.3f} s")
    assert told["planned-without-quarter"] == 2500


@pytest.mark.slow
@pytest.mark.skipif(not DATA.is_dir(), reason="the shared data is not on this machine")
def test_proposals_of_the_real_data_that_contradict_themselves_are_listed():
    folders = [DATA / "kubernetes-community", DATA / "kubernetes-enhancements"]
    report = import_community(folders, by=None, dry_run=True)
    assert RoadmapItem.objects.count() == 0
    tried = {row["kind"]: row["count"] for row in report.as_json()["contradictions"]}
    report = import_community(folders, by=None)
    told = {row["kind"]: row["count"] for row in report.as_json()["contradictions"]}
    assert told == tried
    assert (RoadmapItem.objects.count(), ItemStage.objects.count() > 500) == (505, True)
    assert {
        "stable-but-open": 54,
        "implemented-but-unstable": 6,
        "replaced-by-nothing": 10,
    }.items() <= told.items()
    open_but_stable = [
        item for item in RoadmapItem.objects.all()
        if item.details.get("stage") == "stable" and item.details["status"].startswith("implementable")
    ]  # fmt: skip
    assert set(contradictory(RoadmapItem.objects.all(), "stable-but-open")) == set(open_but_stable)
    assert any(line.startswith("  54 x Its stage is stable") for line in lines(report))
    print(told)
