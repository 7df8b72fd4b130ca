"""What is new: the page of releases, and what a release still lacks."""

from __future__ import annotations

import datetime as dt

import pytest

from hub.demos.models import Demo
from hub.roadmap.actions import ReleaseText, edit_release, move_item
from hub.roadmap.models import Release, RoadmapItem
from tests.cast import browser_of
from tests.factories import DemoFactory, RoadmapItemFactory, ServiceFactory
from tests.pages import links_of, text_of

PAGE = "/roadmap/releases/"


def shipped(by, title="Feature store", **said):
    item = RoadmapItemFactory(title=title, state="in-progress", quarter="2026-Q4")
    return move_item(
        item, by=by, to="shipped", release=ReleaseText(**{"note": "Share **features**.", **said})
    )


def test_visitor_reads_what_is_new_month_by_month(client, admin):
    service = ServiceFactory(name="MLflow")
    for title, day in (
        ("Old", dt.date(2026, 1, 5)),
        ("Newer", dt.date(2026, 2, 1)),
        ("New", dt.date(2026, 2, 28)),
    ):
        shipped(admin, title, released_on=day).services.add(service)
    again = move_item(shipped(admin, "Taken back"), by=admin, to="in-progress", reason="It lost data.")
    RoadmapItemFactory(title="Planned", state="planned")
    answer = client.get(PAGE)
    assert [(month.isoformat(), [row.item.title for row in rows]) for month, rows in answer.context["months"]] == [
        ("2026-02-01", ["New", "Newer"]), ("2026-01-01", ["Old"]),
    ]  # fmt: skip
    assert "February 2026" in text_of(answer)
    assert again.title not in text_of(answer)
    assert "<strong>features</strong>" in answer.content.decode()
    assert service.get_absolute_url() in links_of(answer)


def test_nothing_shipped_says_so(client, db):
    assert "Nothing shipped yet" in text_of(client.get(PAGE))


def test_page_costs_the_same_with_one_and_with_twenty(client, admin, queries):
    shipped(admin, demo=DemoFactory(state=Demo.State.GIVEN)).services.add(ServiceFactory())
    client.get(PAGE)
    one = queries(lambda: client.get(PAGE))
    for n in range(19):
        shipped(admin, f"Store {n}", demo=DemoFactory(state=Demo.State.GIVEN)).services.add(ServiceFactory())
    assert queries(lambda: client.get(PAGE)) == one <= 15


def test_missing_docs_and_demo_are_to_dos_on_the_page(admin, as_admin, as_member):
    item = shipped(admin, "Store & more")
    text = text_of(as_member.get(item.get_absolute_url()))
    assert "Shipped without a docs page" in text
    assert "Shipped without a demo: offer one" in text
    form = "/community/demos/new/?title=Store+%26+more"
    assert form in links_of(as_member.get(item.get_absolute_url()))
    assert 'value="Store &amp; more"' in as_member.get(form).content.decode()
    demo = DemoFactory(slug="spot")
    sent = {"note": "Share features.", "docs_url": "/docs/store/", "demo": "spot"}
    assert as_admin.post(f"{item.get_absolute_url()}release/", sent).status_code == 302
    text = text_of(as_member.get(item.get_absolute_url()))
    assert "Shipped without" not in text
    assert {"/docs/store/", demo.get_absolute_url()} <= set(links_of(as_member.get(item.get_absolute_url())))


def test_demo_that_is_only_proposed_is_not_shown_to_visitors(admin, client, as_member):
    demo = DemoFactory(state=Demo.State.PROPOSED)
    item = shipped(admin, demo=demo)
    for page in (PAGE, item.get_absolute_url()):
        assert demo.get_absolute_url() not in links_of(client.get(page))
        assert demo.get_absolute_url() in links_of(as_member.get(page))
    assert Release.objects.get().demo == demo


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"note": ""}, 422),
        ({"note": "x", "docs_url": "javascript:x"}, 422),
        ({"note": "x", "demo": "gone"}, 422),
    ],
)
def test_bad_edit_of_a_release_changes_nothing(admin, as_admin, sent, status):
    item = shipped(admin)
    assert as_admin.post(f"{item.get_absolute_url()}release/", sent).status_code == status
    assert Release.objects.get().note == "Share **features**."


def test_what_never_shipped_has_no_release_to_edit(as_admin, db):
    RoadmapItemFactory(slug="wanted")
    assert as_admin.get("/roadmap/wanted/release/").status_code == 200
    assert as_admin.post("/roadmap/wanted/release/", {"note": "x"}).status_code == 409


@pytest.mark.parametrize(
    ("who", "status"), [("admin", 302), ("member", 403), ("outsider", 403), ("anonymous", 302)]
)
def test_cast_only_who_steers_edits_the_release(admin, cast, who, status):
    item = shipped(admin)
    answer = browser_of(cast(who)).post(f"{item.get_absolute_url()}release/", {"note": "Other."})
    assert answer.status_code == status
    assert (Release.objects.get().note == "Other.") == (who == "admin")


def test_same_release_again_is_no_event(admin):
    item = shipped(admin)
    before = item.pk and RoadmapItem.objects.get().release.pk
    assert edit_release(item, by=admin, note="Share **features**.").pk == before
