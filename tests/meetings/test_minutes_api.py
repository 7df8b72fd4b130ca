"""Programs write minutes and say who comes: what goes, who may, what is refused, and in which words."""

import pytest

from hub.meetings.models import Attendance, Meeting, Revision
from tests import factories as make
from tests.cast import CAST
from tests.meetings.on_day import WEEK, day, now_meeting, weekly
from tests.meetings.programs import program_of, said, wrong_fields

pytestmark = pytest.mark.django_db
DATE, AHEAD = f"series/ml-sync/dates/{day()}/", f"series/ml-sync/dates/{day(1)}/"
MINUTES = f"{DATE}minutes/"


@pytest.fixture
def series(group):
    return weekly(group)


@pytest.fixture
def send(member):
    return program_of(member)


def test_minutes_are_written_read_and_written_on(send, outsider, series):
    assert send("get", MINUTES).json()["number"] == 0
    assert send("put", MINUTES, text="# One\n", base=0).json()["number"] == 1
    told = program_of(outsider)("put", MINUTES, text="# One\n\ntwo", base=1).json()

    assert (told["number"], told["by"], told["base"], told["is_merge"]) == (2, outsider.handle, 1, False)
    assert Meeting.objects.get().notes == send("get", MINUTES).json()["text"]
    assert [row["number"] for row in send("get", f"{MINUTES}revisions/").json()] == [2, 1]


def test_the_same_text_again_makes_no_revision(send, series):
    for _ in range(2):
        assert send("put", MINUTES, text="same", base=0).json()["number"] == 1
    assert Revision.objects.count() == 1


def test_changes_in_other_places_are_joined(send, outsider, series):
    send("put", MINUTES, text="a\n\nb\n\nc", base=0)
    program_of(outsider)("put", MINUTES, text="a!\n\nb\n\nc", base=1)

    told = send("put", MINUTES, text="a\n\nb\n\nc!", base=1).json()

    assert (told["text"], told["is_merge"], told["number"]) == ("a!\n\nb\n\nc!", True, 3)


def test_a_contradiction_is_a_conflict_that_brings_both_texts_and_saves_nothing(send, outsider, series):
    send("put", MINUTES, text="line", base=0)
    program_of(outsider)("put", MINUTES, text="their line", base=1)

    answer = send("put", MINUTES, text="my line", base=1)

    assert said(answer) == (409, "conflict")
    told = answer.json()
    assert (told["theirs"]["text"], told["theirs"]["number"], told["mine"]) == ("their line", 2, "my line")
    assert "their line" in told["both"]
    assert "my line" in told["both"]
    assert Revision.objects.count() == 2
    assert send("put", MINUTES, text="my line", base=1, keep_both=True).json()["number"] == 3
    assert {"their line", "my line"} <= set(Meeting.objects.get().notes.split("\n"))


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"text": "x"}, "base"),
        ({"base": 0}, "text"),
        ({"text": "x", "base": 7}, "base"),
        ({"text": "x", "base": -1}, "base"),
        ({"text": "x", "base": 2**40}, "base"),
        ({"text": "x" * 50_001, "base": 0}, "text"),
        ({"text": None, "base": 0}, "text"),
        ({"text": "x", "base": 0, "keep_both": "perhaps"}, "keep_both"),
    ],
)
def test_what_cannot_be_written_is_refused_by_field(send, series, sent, field):
    assert wrong_fields(send("put", MINUTES, **sent)) == {field}
    assert not Revision.objects.exists()


def test_an_old_revision_comes_back_as_a_new_one(send, series):
    send("put", MINUTES, text="first", base=0)
    send("put", MINUTES, text="second", base=1)

    assert send("post", f"{MINUTES}revisions/1/").json()["number"] == 3
    assert Meeting.objects.get().notes == "first"
    assert send("get", f"{MINUTES}revisions/2/").json()["text"] == "second"
    assert said(send("post", f"{MINUTES}revisions/99/")) == (409, "no_revision")
    assert said(send("post", f"{MINUTES}revisions/{10**30}/")) == (409, "no_revision")
    assert said(send("get", f"{MINUTES}revisions/99/"))[0] == 404


@pytest.mark.parametrize("on", ["2026-01-01", "9999-12-31"])
def test_where_it_does_not_meet_nothing_is_written(send, series, on):
    for path in ("minutes/", "attendance/", "presence/"):
        sent = {"text": "x", "base": 0, "answer": "yes", "people": ["mateo"], "was_there": True}
        assert said(send("put", f"series/ml-sync/dates/{on}/{path}", **sent))[0] == 404
    assert not Meeting.objects.exists()


def test_a_person_says_that_they_come_and_takes_it_back(send, member, series):
    assert send("put", f"{AHEAD}attendance/", answer="yes").json()["answer"] == "yes"
    assert [row["person"] for row in send("get", f"{AHEAD}attendance/").json()] == ["mateo"]
    assert send("put", f"{AHEAD}attendance/", answer="").json()["answer"] == ""
    assert Attendance.objects.get().user == member
    assert wrong_fields(send("put", f"{AHEAD}attendance/", answer="perhaps")) == {"answer"}
    assert wrong_fields(send("put", f"{AHEAD}attendance/")) == {"answer"}


def test_nobody_comes_to_what_is_over_or_cancelled(send, series):
    now_meeting(series, starts_at=make.now() - WEEK, occurs_on=day(-1))
    now_meeting(series, starts_at=make.now(days=7), occurs_on=day(1), state="cancelled")

    past = f"series/ml-sync/dates/{day(-1)}/attendance/"
    assert said(send("put", past, answer="yes")) == (409, "over")
    assert said(send("put", f"{AHEAD}attendance/", answer="yes")) == (409, "cancelled")
    assert not Attendance.objects.exists()


def test_one_says_of_oneself_that_one_was_there_and_who_leads_of_everybody(send, chair, member, series):
    now_meeting(series, occurs_on=day())
    where = f"{DATE}presence/"

    assert [row["was_there"] for row in send("put", where, people=["mateo"], was_there=True).json()] == [True]
    assert said(send("put", where, people=["mateo", "carla"], was_there=True))[0] == 403
    rows = program_of(chair)("put", where, people=["mateo", "carla"], was_there=False).json()
    assert {row["person"]: row["was_there"] for row in rows} == {"mateo": False, "carla": False}
    send("put", where, people=["mateo"], was_there=None)
    assert Attendance.objects.get(user=member).was_there is None


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"people": [], "was_there": True}, "people"),
        ({"people": ["nobody"], "was_there": True}, "people"),
        ({"people": "mateo", "was_there": True}, "people"),
        ({"people": ["mateo"]}, "was_there"),
        ({"people": ["mateo"], "was_there": "perhaps"}, "was_there"),
    ],
)
def test_presence_that_cannot_be_read_is_refused_by_field(send, series, sent, field):
    now_meeting(series, occurs_on=day())

    assert wrong_fields(send("put", f"{DATE}presence/", **sent)) == {field}


def test_nobody_was_at_what_has_not_begun(send, series):
    assert said(send("put", f"{AHEAD}presence/", people=["mateo"], was_there=True)) == (409, "not_begun")


@pytest.mark.parametrize("who", CAST)
def test_whoever_is_signed_in_writes_minutes_and_comes_and_only_they_see_who_does(cast, series, who):
    program = program_of(cast(who))
    answers = [
        program("put", MINUTES, text="said", base=0),
        program("put", f"{AHEAD}attendance/", answer="yes"),
        program("get", f"{AHEAD}attendance/"),
    ]

    assert {answer.status_code for answer in answers} == ({401} if who == "anonymous" else {200})
    assert (Revision.objects.exists(), Attendance.objects.exists()) == (who != "anonymous",) * 2
    assert program("get", MINUTES).status_code == 200, "minutes are for everybody"
