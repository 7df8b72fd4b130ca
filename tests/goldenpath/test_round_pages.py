"""The record of a confirmed round on the docs site, and the way there from its quarter."""

from __future__ import annotations

from html import unescape

import pytest
from django.utils import timezone

from hub.goldenpath.pages import PAGES, Reading
from hub.roadmap.actions import rounds
from hub.roadmap.actions.merging import merge_item
from hub.roadmap.models import RoadmapItem, Round
from tests.roadmap import filled

KINDS = {kind.folder: kind for kind in PAGES}


def written(known: dict[str, str] | None = None) -> dict[str, str | None]:
    reading = Reading(timezone.localdate(), known=known or {})
    return {page.path: page.text for page in KINDS["roadmap"].pages(reading)}


def answered(admin, member, **settings) -> Round:
    """A round with something that must be done, a departure each way, and a statement."""
    costs = {"alpha": 3, "beta": 5, "gamma": 4, "must": 2, "out": 1}
    settings = {"capacity": 9, "title": "Round of Q1"} | settings
    found = filled.closed(
        filled.opened(costs, standings={"must": "must", "out": "excluded"}, **settings),
        {member: {"alpha": 6, "gamma": 4}},
    )
    taken = {"alpha": False, "beta": True, "gamma": True, "must": True}
    reasons = {"alpha": "A | vendor {{ no }}", "beta": "<b>The law</b> asks for it"}
    return rounds.confirm_round(
        found, by=admin, taken=taken, departures=reasons, statement="We *thought* about it."
    )


@pytest.fixture
def record(admin, member):
    return answered(admin, member)


def test_page_says_capacity_decision_departures_and_statement(record):
    text = written()["roadmap/rounds/round-of-q1.md"]
    assert "11 of 9 team-weeks are taken" in text
    assert "Voted\n:   1 of " in text
    assert "We <em>thought</em> about it." in text
    taken, left = text.split("## What the quarter takes")[1].split("## What it does not take")
    assert "| [Beta](../../roadmap/beta.md) | 5 | No | <b>The law</b> asks for it |" in unescape(taken)
    assert "<b>" not in text
    assert "| [Gamma](../../roadmap/gamma.md) | 4 | Yes |  |" in taken
    assert "| [Must](../../roadmap/must.md) | 2 | Yes | because must |" in taken
    assert "[Alpha](../../roadmap/alpha.md) | 3 | Yes |" in left
    assert "[Out](../../roadmap/out.md) | 1 | No | because out |" in left
    assert "{{ no }}" not in text
    departures = text.split("## Where the decision departs")[1]
    assert departures.count("\n- ") == 2
    assert "did not propose it, and it is taken. <b>The law" in unescape(departures)


def test_quarter_and_record_lead_to_each_other(record):
    pages = written()
    quarter = pages["roadmap/by-quarter/2027-q1.md"]
    assert "How it was decided: [Round of Q1](../../roadmap/rounds/round-of-q1.md)" in quarter
    text = pages["roadmap/rounds/round-of-q1.md"]
    assert "(../../roadmap/by-quarter/2027-q1.md)" in text
    assert f"[Open in the hub]({record.get_absolute_url()})" in text


def test_a_round_that_is_not_confirmed_has_no_page(admin, member):
    filled.drafted(quarter="2027-Q2", title="Drafted")
    filled.opened(quarter="2027-Q3", title="Open")
    filled.closed(filled.opened(quarter="2027-Q4", title="Closed"))
    rounds.void_round(filled.opened(quarter="2028-Q1", title="Void"), by=admin, reason="Costs")
    assert [path for path in written() if path.startswith("roadmap/rounds/")] == []


def test_a_round_named_like_an_item_or_an_index_takes_no_place_of_another(admin, member):
    filled.item_of("index")
    record = answered(admin, member, title="Index")
    pages = written()
    assert record.slug == "index"
    assert "roadmap/rounds/index.page.md" in pages
    assert "# Roadmap" in pages["roadmap/index.md"]


def test_what_was_merged_since_leads_to_what_it_is_now(record, admin):
    part, whole = RoadmapItem.objects.get(slug="out"), filled.item_of("whole", title="Whole")
    merge_item(part, into=whole, by=admin)
    assert "[Out](../../roadmap/whole.md)" in written()["roadmap/rounds/round-of-q1.md"]


def test_nothing_taken_leaves_a_record_without_a_quarter_page(admin, member):
    found = filled.closed(filled.opened({"alpha": 3, "beta": 9}, title="Round of Q1"), {member: {"beta": 1}})
    assert not found.result["views"]["people"]["equal-shares"]["funded"]
    rounds.confirm_round(found, by=admin, taken={"alpha": False, "beta": False})
    pages = written()
    text = pages["roadmap/rounds/round-of-q1.md"]
    assert "roadmap/by-quarter/2027-q1.md" not in pages
    assert "by-quarter" not in text
    assert "Nothing." in text
    assert "Nowhere: what the round proposed" in text


def test_page_is_made_again_only_when_something_on_it_changed(record):
    reading = Reading(timezone.localdate())
    known = {page.path: page.digest for page in KINDS["roadmap"].pages(reading)}
    assert all(known.values())  # no template asked the database
    assert set(written(known).values()) == {None}
    part, whole = RoadmapItem.objects.get(slug="out"), RoadmapItem.objects.get(slug="gamma")
    RoadmapItem.objects.filter(pk=part.pk).update(canonical=whole)
    again = written(known)
    assert "[Out](../../roadmap/gamma.md)" in again["roadmap/rounds/round-of-q1.md"]
    assert again["roadmap/beta.md"] is None


def test_more_rounds_take_no_more_queries(admin, member, queries):
    answered(admin, member)
    one = queries(written)
    more = filled.opened({f"x{n}": 3 for n in range(9)}, quarter="2027-Q2", title="Round of Q2")
    more = filled.closed(more, {member: {"x1": 1}})
    taken = {f"x{n}": f"x{n}" in more.result["views"]["people"]["equal-shares"]["funded"] for n in range(9)}
    rounds.confirm_round(more, by=admin, taken=taken)
    assert "roadmap/rounds/round-of-q2.md" in written()
    assert queries(written) == one
