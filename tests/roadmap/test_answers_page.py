"""The page of answers: whom nobody answered, what is silent, and medians counted by hand."""

from __future__ import annotations

import datetime as dt
from statistics import median

import pytest
from django.utils import timezone

from hub.roadmap import answering
from hub.roadmap.actions import move_item, note_item, propose_item
from hub.roadmap.models import Move, Note, Release, RoadmapItem
from tests.cast import browser_of
from tests.factories import DemoFactory, EntryFactory, RoadmapItemFactory, SupportFactory, now, today
from tests.pages import links_of, text_of

PAGE = "/roadmap/answers/"
BEGAN = dt.datetime(2026, 2, 10, 12, tzinfo=dt.UTC)


@pytest.fixture
def proposed(admin):
    """Proposals with a life: days until each thing happened, by hand."""

    def make(
        *, answered=None, noted=None, decided=None, shipped=None, reason="Because.", began=BEGAN, by=admin
    ):
        item = RoadmapItemFactory(proposed_on=began.date())
        EntryFactory(subject=item, created_at=began)
        state = "proposed"
        for days, to in ((answered, "under-review"), (decided, "accepted"), (shipped, "shipped")):
            if days is not None:
                Move.objects.create(
                    item=item,
                    from_state=state,
                    to_state=to,
                    by=by,
                    at=began + dt.timedelta(days=days),
                    reason=reason,
                )
                state = to
        RoadmapItem.objects.filter(pk=item.pk).update(state=state)
        if noted is not None:
            Note.objects.create(
                item=item, kind="answer", text="So.", by=admin, at=began + dt.timedelta(days=noted)
            )
        return item

    return make


def test_medians_of_a_case_counted_by_hand(proposed):
    proposed(answered=2, decided=10, shipped=40)
    proposed(answered=4, decided=20, reason="")
    proposed(noted=9)
    proposed()
    proposed(decided=1, began=BEGAN + dt.timedelta(days=100))
    overall, second, first = answering.lives()
    assert (first.quarter, first.proposed, first.answered, first.reasoned) == ("2026-Q1", 4, 3, 2)
    assert first.first_answer == answering.Span(median([2.0, 4.0, 9.0]), 3)
    assert first.decision == answering.Span(median([10.0, 20.0]), 2)
    assert first.release == answering.Span(40.0, 1)
    assert (second.quarter, second.decision, second.release) == (
        "2026-Q2",
        answering.Span(1.0, 1),
        answering.Span(None, 0),
    )
    assert (overall.quarter, overall.proposed, overall.answered) == ("", 5, 4)
    assert overall.first_answer == answering.Span(median([2.0, 4.0, 9.0, 1.0]), 4)
    assert (overall.share_reasoned, first.share_reasoned) == (75, 67)


def test_first_answer_is_the_first_of_a_move_and_an_answer(proposed):
    proposed(answered=8, noted=3)
    proposed(answered=3, noted=8)
    assert answering.lives()[0].first_answer == answering.Span(3.0, 2)


def test_nothing_is_no_figure(db):
    (overall,) = answering.lives()
    assert (overall.proposed, overall.first_answer, overall.share_reasoned) == (
        0,
        answering.Span(None, 0),
        None,
    )


def test_a_note_a_nameless_move_and_an_import_are_no_answer(proposed, admin):
    note_item(proposed(), by=admin, text="Only noted.")
    proposed(answered=3, by=None)
    (overall, _quarter) = answering.lives()
    assert (overall.proposed, overall.answered) == (2, 0)


def test_what_came_without_a_history_is_not_counted_and_said_so(proposed, as_admin, member):
    proposed(answered=2)
    RoadmapItemFactory(state="shipped")  # as enhancement proposals are imported
    RoadmapItemFactory(state="proposed")
    RoadmapItemFactory(state="planned", proposed_by=member)  # its moves are not known
    RoadmapItemFactory(proposed_by=member, proposed_on=today(-3))  # from a file that knows the day
    answer = as_admin.get(PAGE)
    assert (answer.context["overall"].proposed, answer.context["not_counted"]) == (2, 3)
    assert "3 items came from elsewhere without a history" in text_of(answer)


def test_real_verbs_are_counted(member, admin, as_admin):
    item = propose_item(by=member, title="Feature store", need="Share.")
    move_item(item, by=admin, to="declined", reason="We buy one.")
    overall = as_admin.get(PAGE).context["overall"]
    assert (overall.answered, overall.reasoned, overall.decision.n, overall.release.n) == (1, 1, 1, 0)
    assert overall.first_answer.days == 0


def test_proposals_without_an_answer_oldest_first_with_support(as_admin, admin):
    old, new = RoadmapItemFactory(proposed_on=today(-90)), RoadmapItemFactory(proposed_on=today(-2))
    answered = RoadmapItemFactory()
    note_item(answered, by=admin, text="In May.", kind="answer")
    noted = RoadmapItemFactory(proposed_on=today(-1))
    note_item(noted, by=admin, text="Hm.")
    RoadmapItemFactory(canonical=old)
    RoadmapItemFactory(state="accepted")
    SupportFactory(item=old, need=3)
    answer = as_admin.get(PAGE)
    assert list(answer.context["unanswered"]) == [old, new, noted]
    assert "1 person needs it, 1 blocked" in text_of(answer)


@pytest.mark.parametrize(
    ("weeks", "count"),
    [
        ("", 1),
        ("8", 1),
        ("9", 1),
        ("10", 0),
        ("3", 2),
        ("nonsense", 1),
        ("-1", 1),
        ("0", 1),
        ("99999", 1),
        ("٣", 1),
    ],
)
def test_silent_items_by_the_weeks_in_the_address(as_admin, admin, weeks, count):
    for ago in (65, 30, 1):
        item = RoadmapItemFactory(state="accepted", proposed_on=today(-400))
        Note.objects.create(item=item, text="So.", by=admin, at=now(days=-ago))
        Move.objects.create(
            item=item, from_state="proposed", to_state="accepted", by=admin, at=now(days=-ago - 5)
        )
    RoadmapItemFactory(state="proposed", proposed_on=today(-400))
    RoadmapItemFactory(state="declined", proposed_on=today(-400))
    assert len(as_admin.get(f"{PAGE}?weeks={weeks}").context["silent"]) == count


def test_releases_without_docs_or_demo_with_what_to_do(as_admin, admin):
    for n, (docs, demo) in enumerate([("", None), ("/docs/x/", None), ("/docs/x/", DemoFactory())]):
        item = RoadmapItemFactory(slug=f"s{n}", title=f"Store & {n}", state="shipped")
        Release.objects.create(item=item, note="New.", docs_url=docs, demo=demo)
    answer = as_admin.get(PAGE)
    assert [row.item.slug for row in answer.context["unfinished"]] == ["s1", "s0"]
    assert "/community/demos/new/?title=Store%20%26%200" in links_of(answer)


@pytest.mark.parametrize(
    ("who", "status"),
    [("admin", 200), ("chair", 200), ("member", 403), ("outsider", 403), ("anonymous", 302)],
)
def test_cast_page_is_for_those_who_answer(cast, who, status):
    assert browser_of(cast(who)).get(PAGE).status_code == status


def test_page_costs_the_same_with_one_and_with_thirty(as_admin, admin, queries):
    def fill(count):
        for _ in range(count):
            RoadmapItemFactory(proposed_by=admin)
            item = RoadmapItemFactory(
                state="planned", quarter="2026-Q1", proposed_on=today(-300), owner=admin
            )
            Release.objects.create(item=RoadmapItemFactory(state="shipped"), note="New.")
            EntryFactory(subject=item, created_at=timezone.now())

    fill(1)
    as_admin.get(PAGE)
    one = queries(lambda: as_admin.get(PAGE))
    fill(30)
    assert queries(lambda: as_admin.get(PAGE)) == one <= 15
