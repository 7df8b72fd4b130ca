"""What of the roadmap waits for a person on their page of today."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from hub.roadmap.actions import ReleaseText, ask_use, measure_uptake, move_item, note_item, say_use
from hub.roadmap.models import Release, RoadmapItem, Uptake
from tests.factories import RoadmapItemFactory, SupportFactory, today
from tests.pages import links_of


def waiting(browser):
    return browser.get("/").context["waiting"]


def test_question_waits_until_it_is_answered_and_comes_back_for_the_next_count(
    as_member, as_outsider, admin, member
):
    item = RoadmapItemFactory(state="in-progress", quarter="2026-Q1")
    part = RoadmapItemFactory(canonical=item)
    SupportFactory(item=part, user=member)
    move_item(item, by=admin, to="shipped", release=ReleaseText("New.", released_on=today(-25)))
    assert waiting(as_member)["uses"] == []
    release = Release.objects.select_related("item").get()
    first = ask_use(release, days=30)
    assert (waiting(as_member)["uses"], waiting(as_outsider)["uses"]) == ([item], [])
    assert f"{item.get_absolute_url()}#use" in links_of(as_member.get("/"))
    say_use(RoadmapItem.objects.get(pk=item.pk), by=member, answer="yes")
    assert waiting(as_member)["uses"] == []
    Uptake.objects.update(asked_at=timezone.now() - dt.timedelta(days=8))
    measure_uptake(first, today=today(5))
    ask_use(release, days=90)
    assert waiting(as_member)["uses"] == [item]


def test_admin_sees_proposals_without_an_answer(as_admin, as_member, admin):
    item = RoadmapItemFactory()
    assert (list(waiting(as_admin)["answers"]), waiting(as_member)["answers"]) == ([item], [])
    note_item(item, by=admin, text="In May.", kind="answer")
    assert list(waiting(as_admin)["answers"]) == []
