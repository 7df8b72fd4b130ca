"""An outage weighs on the services that cannot work without the one in outage, and the cause is named."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.status import needs
from hub.status.models import Status, Target
from hub.status.shown import Shown, platform_of
from hub.status.summary import MEMORY
from tests.factories import ClusterFactory, ServiceFactory, ServiceStageFactory, TargetFactory, now

NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
NAMES = {1: "Pipelines", 2: "Object store", 3: "Notebooks"}


def shown(status, minutes=0, profile=""):
    at = NOON - dt.timedelta(minutes=minutes)
    return Shown(Status(status), at, at, NOON + dt.timedelta(minutes=1), targets=(Target(profile=profile),))


def of_pipelines(own, stores, cluster=None):
    """What Pipelines shows on a cluster, the object store it needs being like that by cluster."""
    grid = {(1, cluster): own} | {(2, place): part for place, part in stores.items()}
    return needs.weighed(grid, {1: [2]}, NAMES)[1, cluster]


def test_an_outage_of_what_is_needed_degrades_and_says_why():
    part = of_pipelines(shown("ok", 60), {None: shown("down", 10)})
    assert (part.status, part.since) == (Status.DEGRADED, NOON - dt.timedelta(minutes=10))
    assert part.broken_needs == ("Object store",)
    assert part.detail == "It answers, but it needs Object store, which is in outage."


def test_it_counts_no_longer_than_what_it_rests_on():
    out = Shown(Status.DOWN, NOON, NOON, NOON + dt.timedelta(seconds=7))
    assert of_pipelines(shown("ok"), {None: out}).stale_at == out.stale_at


@pytest.mark.parametrize("status", ["ok", "degraded", "unknown", "maintenance"])
def test_nothing_but_an_outage_weighs(status):
    own = shown("ok", 60)
    assert of_pipelines(own, {None: shown(status)}) == own


@pytest.mark.parametrize("status", ["degraded", "down", "unknown", "maintenance"])
def test_what_is_not_fine_itself_stays_as_it_is(status):
    part = of_pipelines(shown(status, 60), {None: shown("down")})
    assert (part.status, part.since) == (Status(status), NOON - dt.timedelta(minutes=60))
    assert part.broken_needs == ("Object store",)


def test_a_probe_that_looks_behind_the_process_is_believed():
    deep, shallow = "airflow", "mlflow"
    assert of_pipelines(shown("ok", profile=deep), {None: shown("down")}).status == Status.OK
    assert of_pipelines(shown("ok", profile=shallow), {None: shown("down")}).status == Status.DEGRADED


def test_what_runs_on_the_same_cluster_counts():
    stores = {7: shown("down"), 8: shown("ok")}
    assert of_pipelines(shown("ok"), stores, 7).status == Status.DEGRADED
    assert of_pipelines(shown("ok"), stores, 8).status == Status.OK


def test_from_another_cluster_only_the_outage_of_all_counts():
    assert of_pipelines(shown("ok"), {7: shown("down"), 8: shown("ok")}, 9).status == Status.OK
    assert of_pipelines(shown("ok"), {7: shown("down"), 8: shown("down")}, 9).status == Status.DEGRADED


@given(
    parts=st.dictionaries(
        st.tuples(st.sampled_from([1, 2, 3]), st.sampled_from([None, 7, 8])), st.sampled_from(list(Status))
    ),
    needed=st.dictionaries(st.sampled_from([1, 2, 3]), st.lists(st.sampled_from([1, 2, 3]), max_size=3)),
)
def test_needs_never_hide_trouble_and_circles_end(parts, needed):
    grid = {cell: shown(status) for cell, status in parts.items()}
    weighed = needs.weighed(grid, needed, NAMES)
    assert weighed.keys() == grid.keys()
    for cell, part in weighed.items():
        before = grid[cell].status
        assert part.status == before or (before, part.status) == (Status.OK, Status.DEGRADED)


def line(*services):
    return platform_of(
        (name, stage, Shown(Status(status), NOON, targets=(Target(),), broken_needs=broken))
        for name, stage, status, broken in services
    ).text


def test_the_line_names_the_cause_first():
    text = line(
        ("Katib", "stable", "degraded", ("Pipelines",)),
        ("Object store", "stable", "down", ()),
        ("Pipelines", "stable", "down", ("Object store",)),
        ("Registry", "stable", "ok", ()),
    )
    assert text == "Outage: Object store, and with it Katib, Pipelines"


def test_services_that_need_each_other_are_named_alike():
    assert line(("A", "stable", "down", ("B",)), ("B", "stable", "down", ("A",))) == "Outage: A, B"


def test_a_cause_nobody_counts_on_is_told_apart():
    text = line(
        ("Feature store", "alpha", "down", ()),
        ("Scoring", "stable", "degraded", ("Feature store",)),
        ("Registry", "stable", "down", ()),
    )
    assert text == "Outage: Registry. Being tried out, and in trouble: Feature store"


def measured(status, service, **words):
    return TargetFactory(
        service=service, status=status, status_since=now(hours=-1), observed_at=now(seconds=-3), **words
    )


@pytest.fixture
def pipelines(db):
    """Pipelines, which answers, and the store it needs, which does not."""
    pipelines = ServiceFactory(slug="pipelines", name="Pipelines")
    store = ServiceFactory(slug="store", name="Object store")
    for service in (pipelines, store):
        ServiceStageFactory(subject=service, stage="stable")
    pipelines.needs.add(store)
    cluster = ClusterFactory()
    measured(Status.OK, pipelines, cluster=cluster)
    measured(Status.DOWN, store, cluster=cluster)
    return pipelines


def test_readers_see_the_cause(as_anonymous, pipelines):
    MEMORY.forget()  # what another test was told
    board = as_anonymous.get("/status/").content.decode()
    assert "Outage: Object store, and with it Pipelines" in board
    page = as_anonymous.get("/status/pipelines/").content.decode()
    assert "It answers, but it needs Object store" in page
    assert "What it needs" in page
    assert "What needs it" in as_anonymous.get("/status/store/").content.decode()
    assert as_anonymous.get("/status/summary.json").json()["services"]["pipelines"]["status"] == "degraded"


def test_the_service_names_its_needs_both_ways(as_anonymous, pipelines):
    assert "<dt>Needs</dt>" in as_anonymous.get("/services/pipelines/").content.decode()
    assert "<dt>Needed by</dt>" in as_anonymous.get("/services/store/").content.decode()
    assert as_anonymous.get("/api/v1/services/pipelines/").json()["needs"] == ["store"]
