"""Programs fill agendas and run meetings: what goes, who may, what is refused, and in which words."""

import pytest

from hub.meetings.models import AgendaItem, Meeting
from tests import factories as make
from tests.cast import CAST
from tests.meetings.on_day import WEEK, day, now_meeting, points, titles, weekly
from tests.meetings.programs import program_of, said, wrong_fields

pytestmark = pytest.mark.django_db
POINTS, DATE = "series/ml-sync/agenda/", f"series/ml-sync/dates/{day()}/"


@pytest.fixture
def series(group):
    return weekly(group)


@pytest.fixture
def going_on(series) -> Meeting:
    return now_meeting(series, occurs_on=day())


@pytest.fixture
def send(chair):
    return program_of(chair)


def keys(rows) -> list[int]:
    return [row.pk for row in rows]


def test_anybody_puts_a_point_on_a_date_that_only_the_rule_knows(outsider, member, series):
    sent = {
        "title": " Our   cache ",
        "minutes": 20,
        "presenter": "mateo",
        "on": f"{day(1)}",
        "url": "/roadmap/",
    }
    answer = program_of(outsider)("post", POINTS, **sent, text="- *why*")

    assert answer.status_code == 201
    point = AgendaItem.objects.get()
    assert (point.title, point.minutes, point.presenter, point.added_by) == (
        "Our cache",
        20,
        member,
        outsider,
    )
    assert (point.meeting.day, point.url, point.text) == (day(1), "/roadmap/", "- *why*")
    assert answer.json()["id"] == point.pk


def test_without_a_day_it_waits_in_the_backlog_and_sent_twice_it_is_one(outsider, series):
    program = program_of(outsider)
    for _ in range(2):
        assert program("post", POINTS, title="Later").status_code == 201

    assert [row["title"] for row in program("get", POINTS).json()] == ["Later"]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "title"),
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": "A", "minutes": 0}, "minutes"),
        ({"title": "A", "minutes": 481}, "minutes"),
        ({"title": "A", "minutes": "long"}, "minutes"),
        ({"title": "A", "presenter": "nobody"}, "presenter"),
        ({"title": "A", "url": "javascript:alert(1)"}, "url"),
        ({"title": "A", "text": "x" * 50_001}, "text"),
        ({"title": "A", "on": "2026-02-30"}, "on"),
    ],
)
def test_a_point_that_cannot_be_is_refused_by_field(send, series, sent, field):
    assert wrong_fields(send("post", POINTS, **sent)) == {field}
    assert not AgendaItem.objects.exists()


def test_no_point_on_a_day_without_a_date_or_a_cancelled_one(send, series):
    assert said(send("post", POINTS, title="A", on="2026-01-01")) == (404, "not_found")
    now_meeting(series, starts_at=make.now(days=7), occurs_on=day(1), state="cancelled")
    assert said(send("post", POINTS, title="A", on=f"{day(1)}")) == (409, "cancelled")
    assert not AgendaItem.objects.exists()


def test_a_full_agenda_takes_no_more(send, going_on):
    points(going_on, *(f"P{n}" for n in range(100)))

    assert said(send("post", POINTS, title="One more", on=f"{day()}")) == (409, "full")


def test_who_brought_a_point_edits_it_and_what_is_not_named_stays(member, going_on):
    (point,) = points(going_on, "Old", minutes=25, added_by=member, text="Words")

    told = program_of(member)("patch", f"{POINTS}{point.pk}/", title="New", presenter="mateo").json()

    assert (told["title"], told["presenter"], told["minutes"], told["text"]) == ("New", "mateo", 25, "Words")


def test_a_point_that_cannot_be_is_not_saved(send, going_on):
    (point,) = points(going_on, "Old")

    assert wrong_fields(send("patch", f"{POINTS}{point.pk}/", title="")) == {"title"}
    assert wrong_fields(send("patch", f"{POINTS}{point.pk}/", url="//evil.example")) == {"url"}
    assert titles(going_on) == ["Old"]


def test_a_point_is_removed_once_and_not_when_it_was_begun(send, going_on):
    gone, begun = points(going_on, "Gone", "Begun")
    AgendaItem.objects.filter(pk=begun.pk).update(began_at=make.now())

    assert send("delete", f"{POINTS}{gone.pk}/").status_code == 204
    assert said(send("delete", f"{POINTS}{gone.pk}/"))[0] == 404
    assert said(send("delete", f"{POINTS}{begun.pk}/")) == (409, "begun")
    assert titles(going_on) == ["Begun"]


def test_a_point_goes_to_a_date_and_back_into_the_backlog(send, going_on):
    (point,) = points(None, "Waits", series=going_on.series)
    place = f"{POINTS}{point.pk}/place/"

    assert send("put", place, on=f"{day(1)}").json()["meeting"] == Meeting.objects.get(occurs_on=day(1)).pk
    assert send("put", place, on=None).json()["meeting"] is None
    assert said(send("put", place, on="2026-01-01"))[0] == 404
    assert wrong_fields(send("put", place, on="soon")) == {"on"}
    AgendaItem.objects.update(began_at=make.now())
    assert said(send("put", place, on=f"{day(1)}")) == (409, "begun")


def test_a_demo_is_moved_on_its_own_page(send, going_on):
    (point,) = points(going_on, "Demo")
    make.DemoFactory(slot=point, meeting=going_on, state="scheduled")

    assert said(send("put", f"{POINTS}{point.pk}/place/", on=None)) == (409, "demo")
    assert said(send("delete", f"{POINTS}{point.pk}/")) == (409, "demo")


def test_points_are_put_in_order_and_a_foreign_one_is_a_conflict(send, going_on):
    a, b, c = keys(points(going_on, "A", "B", "C"))
    (elsewhere,) = keys(points(None, "Elsewhere", series=going_on.series))

    assert [row["id"] for row in send("put", f"{POINTS}order/", on=f"{day()}", order=[c, a]).json()] == [
        c,
        a,
        b,
    ]
    assert said(send("put", f"{POINTS}order/", on=f"{day()}", order=[elsewhere])) == (409, "changed")
    assert wrong_fields(send("put", f"{POINTS}order/", on=f"{day()}", order=["first"])) == {"order"}
    assert wrong_fields(send("put", f"{POINTS}order/", on=f"{day()}")) == {"order"}
    assert titles(going_on) == ["C", "A", "B"]


def test_a_meeting_is_run_from_point_to_point(send, going_on):
    a, b = keys(points(going_on, "A", "B"))

    begun = send("post", f"{DATE}running/", act="begin").json()
    assert [row["began_at"] is not None for row in begun["agenda"]] == [True, False]
    for _ in range(2):  # two clicks go on by one
        told = send("post", f"{DATE}running/", act="next", after=a).json()
    assert [row["outcome"] for row in told["agenda"]] == ["done", "open"]
    send("post", f"{DATE}running/", act="next", after=b)
    assert send("post", f"{DATE}running/", act="end").json()["over_at"]
    assert said(send("post", f"{DATE}running/", act="next")) == (409, "over")


def test_what_was_not_begun_does_not_go_on(send, going_on, series):
    assert said(send("post", f"{DATE}running/", act="next")) == (409, "not_begun")
    assert said(send("post", f"{DATE}running/", act="end")) == (409, "not_begun")
    assert wrong_fields(send("post", f"{DATE}running/", act="dance")) == {"act"}
    assert wrong_fields(send("post", f"{DATE}running/")) == {"act"}
    assert said(send("post", f"series/ml-sync/dates/{day(1)}/running/", act="begin")) == (409, "not_today")


def test_what_was_not_reached_is_carried_once(send, series):
    meeting = now_meeting(series, starts_at=make.now() - WEEK, occurs_on=day(-1))
    points(meeting, "Left")
    where = f"series/ml-sync/dates/{day(-1)}/carrying/"

    made = [send("post", where, to="backlog").json()[0]["id"] for _ in range(2)]

    assert made[0] == made[1] == AgendaItem.objects.backlog().get().pk
    assert wrong_fields(send("post", where, to="nowhere")) == {"to"}


def test_with_nothing_left_or_before_it_begins_nothing_is_carried(send, series):
    now_meeting(series, starts_at=make.now() - WEEK, occurs_on=day(-1))

    assert said(send("post", f"series/ml-sync/dates/{day(-1)}/carrying/")) == (409, "nothing_left")
    assert said(send("post", f"series/ml-sync/dates/{day(1)}/carrying/")) == (409, "not_begun")


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize(
    ("method", "path", "sent", "may"),
    [
        ("post", POINTS, {"title": "Mine"}, {"admin", "chair", "member", "outsider"}),
        ("patch", POINTS + "{point}/", {"title": "Mine"}, {"admin", "chair", "member"}),
        ("delete", POINTS + "{point}/", {}, {"admin", "chair", "member"}),
        ("put", POINTS + "{point}/place/", {"on": None}, {"admin", "chair", "member"}),
        ("put", f"{POINTS}order/", {"on": f"{day()}", "order": []}, {"admin", "chair", "outsider"}),
        ("post", f"{DATE}running/", {"act": "begin"}, {"admin", "chair", "outsider"}),
        ("post", f"{DATE}carrying/", {"to": "backlog"}, {"admin", "chair", "outsider"}),
    ],
)
def test_who_may(cast, going_on, who, method, path, sent, may):
    """The member brought the point, the outsider leads another of this date."""
    (point,) = points(going_on, "Theirs", added_by=cast("member"))
    points(going_on, "Led", presenter=cast("outsider"))
    before = list(AgendaItem.objects.values_list("title", "meeting", "outcome", "began_at"))

    answer = program_of(cast(who))(method, path.format(point=point.pk), **sent)

    if who in may:
        assert 200 <= answer.status_code < 300
    else:
        assert answer.status_code == (401 if who == "anonymous" else 403)
        assert list(AgendaItem.objects.values_list("title", "meeting", "outcome", "began_at")) == before


@pytest.mark.parametrize("key", [0, 9_999_999_999_999_999_999_999])
def test_a_point_that_is_not_there_or_of_another_series_is_not_found(send, going_on, key):
    other = points(None, "Other", series=make.SeriesFactory())[0].pk

    for point in (key, other):
        assert said(send("patch", f"{POINTS}{point}/", title="X"))[0] == 404
        assert said(send("put", f"{POINTS}{point}/place/", on=None))[0] == 404
        assert said(send("delete", f"{POINTS}{point}/"))[0] == 404
