"""Whether people use what shipped: asked before day 30 and 90, counted once, with honest denominators."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from hub.activity.models import Entry
from hub.core.errors import Refused
from hub.roadmap import due, tasks, uptake
from hub.roadmap.actions import ReleaseText, ask_use, measure_uptake, move_item, say_use
from hub.roadmap.models import Release, RoadmapItem, Uptake, Use
from tests.factories import (
    ClusterFactory,
    EnablementFactory,
    MembershipFactory,
    RoadmapItemFactory,
    ServiceFactory,
    SupportFactory,
    TeamFactory,
    UserFactory,
    today,
)
from tests.pages import text_of
from tests.voting.test_races import connections, together  # noqa: F401 -- a fixture

SHIPPED_ON = dt.date(2026, 3, 1)


def on(age):
    return SHIPPED_ON + dt.timedelta(days=age)


@pytest.fixture
def release(admin, member):
    item = RoadmapItemFactory(
        slug="store", title="Feature store", state="in-progress", quarter="2026-Q1", proposed_by=member
    )
    move_item(item, by=admin, to="shipped", release=ReleaseText("New.", released_on=SHIPPED_ON))
    return Release.objects.select_related("item").get()


def asked(release, days, age):
    """Asked at that age of the release."""
    row = ask_use(release, days=days)
    moment = timezone.make_aware(dt.datetime.combine(on(age), dt.time(12)))
    Uptake.objects.filter(pk=row.pk).update(asked_at=moment)
    return Uptake.objects.get(pk=row.pk)


# --- the facts, by hand
def test_facts_of_a_case_counted_by_hand():
    answers = {1: "yes", 2: "no", 3: "not-yet", 4: "yes", 9: "yes", 8: "no"}
    teams = [("a", "A", 1), ("a", "A", 2), ("b", "B", 2), ("b", "B", 5), ("c", "C", 9)]
    assert uptake.counted([1, 2, 3, 4, 5], answers, teams) == {
        "supporters": 5, "answered": 4, "yes": 2, "not_yet": 1, "no": 1, "others": 1,
        "teams": [
            {"slug": "a", "name": "A", "supporters": 2, "answered": 2, "yes": 1},
            {"slug": "b", "name": "B", "supporters": 2, "answered": 1, "yes": 0},
            {"slug": "", "name": "In no team", "supporters": 2, "answered": 2, "yes": 1},
        ],
    }  # fmt: skip


def test_facts_of_nobody():
    nobody = {"supporters": 0, "answered": 0, "yes": 0, "not_yet": 0, "no": 0, "others": 0, "teams": []}
    assert uptake.counted([], {}, []) == nobody


@pytest.mark.parametrize(
    ("age", "window"),
    [
        (0, None),
        (22, None),
        (23, 30),
        (30, 30),
        (82, 30),
        (83, 90),
        (90, 90),
        (179, 90),
        (180, None),
        (-1, None),
    ],
)
def test_window_of_an_age(age, window):
    assert uptake.window_of(age, (30, 90)) == window


@pytest.mark.parametrize(
    ("age", "days", "waited", "may"),
    [
        (29, 30, 7, False),
        (30, 30, 7, True),
        (30, 30, 6, False),
        (45, 30, 22, True),
        (89, 90, 7, False),
        (90, 90, 7, True),
    ],
)
def test_measured_when_its_day_came_and_people_had_a_week(age, days, waited, may):
    assert uptake.may_measure(age, days, waited) is may


# --- the clock
@pytest.mark.parametrize(
    ("age", "windows"), [(22, []), (23, [30]), (82, [30]), (83, [90]), (179, [90]), (180, [])]
)
def test_people_are_asked_on_the_day(release, age, windows):
    assert due.to_ask(on(age)) == [(release.pk, days) for days in windows]


def test_who_was_asked_is_not_asked_again_before_the_next_window(release):
    ask_use(release, days=30)
    assert due.to_ask(on(24)) == due.to_ask(on(82)) == []
    assert due.to_ask(on(83)) == [(release.pk, 90)]


@pytest.mark.parametrize(
    ("asked_at", "age", "ready"), [(23, 29, False), (23, 30, True), (40, 46, False), (40, 47, True)]
)
def test_it_is_counted_on_the_day(release, asked_at, age, ready):
    row = asked(release, 30, asked_at)
    assert due.to_measure(on(age)) == ([row.pk] if ready else [])


def test_what_is_taken_up_again_is_neither_asked_about_nor_counted(release, admin):
    row = asked(release, 30, 23)
    move_item(RoadmapItem.objects.get(), by=admin, to="in-progress", reason="It lost data.")
    assert (due.to_ask(on(83)), due.to_measure(on(40))) == ([], [])
    assert measure_uptake(row, today=on(40)).measured_at is None
    assert ask_use(release, days=90) is None


# --- asking and saying
def test_supporters_of_merged_parts_are_asked_too_and_once(release):
    part = RoadmapItemFactory(canonical=release.item)
    both, one = SupportFactory(item=release.item).user, SupportFactory(item=part).user
    SupportFactory(item=part, user=both)
    SupportFactory(item=release.item, need=0)
    ask_use(release, days=30)
    assert ask_use(release, days=30).facts == {"asked": 2}
    entry = Entry.objects.get(kind="roadmap.use_asked")
    assert sorted(entry.data["tell"]) == sorted([both.pk, one.pk])


def test_member_says_whether_they_use_it_and_changes_it(release, as_member, member):
    page = release.item.get_absolute_url()
    assert "Do you use it?" in text_of(as_member.get(page))
    as_member.post(f"{page}use/", {"answer": "not-yet"})
    as_member.post(f"{page}use/", {"answer": "yes", "why": "Every night"})
    use = Use.objects.get()
    assert (use.user, use.answer, use.why) == (member, "yes", "Every night")
    assert [entry.summary for entry in Entry.objects.filter(kind="roadmap.use_said").order_by("pk")] == [
        "does not use yet Feature store", "uses Feature store: Every night",
    ]  # fmt: skip


def test_nobody_uses_what_has_not_shipped(as_member, member, release):
    with pytest.raises(Refused, match="nobody can use it yet"):
        say_use(RoadmapItemFactory(), by=member, answer="yes")
    for wrong in ({"answer": "perhaps"}, {"answer": "yes", "why": "x" * 501}):
        with pytest.raises(ValidationError):
            say_use(release.item, by=member, **wrong)
    assert as_member.post("/roadmap/store/use/", {"answer": "perhaps"}).status_code == 422
    assert not Use.objects.exists()


# --- counting
def test_counted_once_with_denominators_and_told(release, admin, member):
    team, service = TeamFactory(name="Pricing 2"), ServiceFactory()
    release.item.services.add(service)
    EnablementFactory(service=service, cluster=ClusterFactory(), starts_on=on(-10))
    EnablementFactory(service=service, cluster=ClusterFactory(), starts_on=on(5))
    EnablementFactory(service=service, cluster=ClusterFactory(), starts_on=on(-10), ends_on=on(30))
    people = [SupportFactory(item=release.item).user for _ in range(3)]
    MembershipFactory(user=people[0], team=team, starts_on=on(-100))
    say_use(release.item, by=people[0], answer="yes")
    say_use(release.item, by=people[1], answer="no")
    say_use(release.item, by=admin, answer="yes")
    row = asked(release, 30, 23)
    measured = measure_uptake(row, today=on(30))
    facts = measured.facts
    assert {name: facts[name] for name in ("asked", "supporters", "answered", "yes", "not_yet", "no", "others")} == {
        "asked": 3, "supporters": 3, "answered": 2, "yes": 1, "not_yet": 0, "no": 1, "others": 1,
    }  # fmt: skip
    assert (facts["enablements_then"], facts["enablements_now"], facts["after"]) == (2, 2, 30)
    assert facts["teams"][0] == {
        "slug": team.slug,
        "name": "Pricing 2",
        "supporters": 1,
        "answered": 1,
        "yes": 1,
    }
    assert measure_uptake(row, today=on(31)).measured_at == measured.measured_at
    entry = Entry.objects.get(kind="roadmap.uptake_measured")
    assert set(entry.data["tell"]) >= {member.pk, *(person.pk for person in people)}
    with pytest.raises(DatabaseError), transaction.atomic():
        Uptake.objects.filter(pk=row.pk).update(facts={})


def test_ninety_days_counts_what_was_said_since_the_first_count(release):
    person = SupportFactory(item=release.item).user
    say_use(release.item, by=person, answer="yes")
    measure_uptake(asked(release, 30, 23), today=on(30))
    second = measure_uptake(asked(release, 90, 83), today=on(90))
    assert (second.facts["supporters"], second.facts["answered"], second.facts["yes"]) == (1, 0, 0)


def test_page_says_how_many_use_it_of_how_many(release, client):
    people = [SupportFactory(item=release.item).user for _ in range(2)]
    say_use(release.item, by=people[0], answer="yes")
    measure_uptake(asked(release, 30, 23), today=on(30))
    text = text_of(client.get("/roadmap/store/"))
    assert "30 days after the release: of 2 people who needed it, 1 answered and 1 uses it." in text
    assert "30 days later 1 of 2 who needed it use it (1 answered)" in text_of(
        client.get("/roadmap/releases/")
    )


def test_clock_does_all_of_it_and_twice_is_once(admin, settings, django_capture_on_commit_callbacks):
    settings.CELERY_TASK_ALWAYS_EAGER = True
    item = RoadmapItemFactory(state="in-progress", quarter="2026-Q1")
    SupportFactory(item=item)
    move_item(item, by=admin, to="shipped", release=ReleaseText("New.", released_on=today(-23)))
    for _ in range(2):
        for key, days in due.to_ask(today()):
            tasks.ask_use(key, days)
    row = Uptake.objects.get()
    assert (row.days, row.asked_at is not None, Entry.objects.filter(kind="roadmap.use_asked").count()) == (
        30,
        True,
        1,
    )
    Uptake.objects.update(asked_at=timezone.now() - dt.timedelta(days=8))
    Release.objects.update(released_on=today(-31))
    keys = due.to_measure(today())
    for key in keys * 2:
        tasks.measure_uptake(key)
    assert (keys, due.to_measure(today())) == ([row.pk], [])
    assert Entry.objects.filter(kind="roadmap.uptake_measured").count() == 1


@pytest.mark.django_db(transaction=True)
def test_six_workers_at_once_ask_and_count_once():
    by, item = UserFactory(), RoadmapItemFactory(state="in-progress", quarter="2026-Q1")
    SupportFactory(item=item)
    move_item(item, by=by, to="shipped", release=ReleaseText("New.", released_on=today(-23)))
    release = Release.objects.select_related("item").get()
    together(*[lambda: ask_use(release, days=30)] * 6)
    row = Uptake.objects.select_related("release__item").get()
    together(*[lambda: measure_uptake(row, today=today(7))] * 6)
    kinds = list(
        Entry.objects.filter(kind__in=["roadmap.use_asked", "roadmap.uptake_measured"]).order_by("pk")
    )
    assert [entry.kind for entry in kinds] == ["roadmap.use_asked", "roadmap.uptake_measured"]
    assert Uptake.objects.get().measured_at is not None


def test_shipped_again_people_are_asked_anew_and_what_was_counted_stays(release, admin):
    measure_uptake(asked(release, 30, 23), today=on(30))
    asked(release, 90, 83)
    item = move_item(RoadmapItem.objects.get(), by=admin, to="in-progress", reason="It lost data.")
    move_item(item, by=admin, to="shipped", release=ReleaseText("Again.", released_on=today()))
    assert [row.days for row in Uptake.objects.all()] == [30]
