"""Who comes, and who was there: said by oneself, ticked by the chair, seen by people who are signed in."""

import datetime as dt

import pytest

from hub.activity.models import Entry
from hub.core.errors import Refused
from hub.meetings import actions
from hub.meetings.models import Attendance
from tests import factories as make
from tests.meetings.on_day import WEEK, address, day, now_meeting, weekly
from tests.pages import text_of

pytestmark = pytest.mark.django_db


def rows():
    return list(
        Attendance.objects.order_by("user__handle").values_list("user__handle", "answer", "was_there")
    )


def test_somebody_says_they_come_and_changes_their_mind(as_outsider):
    series = weekly()
    for answer in ("yes", "yes", "maybe", "no", ""):
        assert as_outsider.post(address(series, day(1), "attendance/"), {"answer": answer}).status_code == 302
        assert rows() == [("otto", answer, None)]


def test_nonsense_is_no_answer(as_outsider):
    assert (
        as_outsider.post(address(weekly(), day(1), "attendance/"), {"answer": "perhaps"}).status_code == 422
    )
    assert rows() == []


def test_nobody_comes_to_what_is_over(outsider):
    series = weekly()

    with pytest.raises(Refused, match="over"):
        actions.say_whether_coming(series, by=outsider, on=day(-1), answer="yes")


def test_somebody_says_they_were_there(as_outsider):
    meeting = now_meeting(weekly(), starts_at=make.now() - WEEK)
    door = f"{meeting.get_absolute_url()}presence/"

    as_outsider.post(door, {"me": "yes"})
    assert rows() == [("otto", "", True)]
    as_outsider.post(door, {"me": "clear"})
    assert rows() == [("otto", "", None)]


def test_before_it_begins_nobody_was_there(as_outsider):
    assert as_outsider.post(address(weekly(), day(1), "presence/"), {"me": "yes"}).status_code == 409


def test_a_chair_ticks_who_was_there(as_chair, group, member, outsider):
    meeting = now_meeting(weekly(group), starts_at=make.now() - WEEK)
    for person in (member, outsider):
        Attendance.objects.create(meeting=meeting, user=person, answer="yes")
    late = make.UserFactory(handle="zoe")
    sent = {"asked": ["mateo", "otto"], "there": ["mateo"], "others": " zoe "}

    assert as_chair.post(f"{meeting.get_absolute_url()}presence/", sent).status_code == 302
    assert rows() == [("mateo", "yes", True), ("otto", "yes", False), (late.handle, "", True)]
    assert not Entry.objects.filter(kind="meetings.presence_ticked", public=True).exists()


def test_an_unknown_handle_is_said_and_nobody_is_ticked(as_chair, group, member):
    meeting = now_meeting(weekly(group), starts_at=make.now() - dt.timedelta(minutes=5))
    sent = {"asked": ["mateo"], "there": ["mateo"], "others": "nobody"}

    response = as_chair.post(f"{meeting.get_absolute_url()}presence/", sent)

    assert response.status_code == 422
    assert "Nobody here has this handle: nobody" in text_of(response)
    assert rows() == []


@pytest.mark.parametrize("who", ["outsider", "member"])
def test_others_tick_nobody_but_themselves(cast, who, group, chair):
    meeting = now_meeting(weekly(group), starts_at=make.now() - WEEK)
    door = f"{meeting.get_absolute_url()}presence/"

    assert cast(f"as_{who}").post(door, {"there": ["carla"]}).status_code == 403
    assert rows() == []


@pytest.mark.parametrize(("who", "sees"), [("anonymous", False), ("outsider", True)])
def test_lists_count_who_was_there_for_people_who_are_signed_in(cast, who, sees, member):
    meeting = now_meeting(weekly(), starts_at=make.now() - WEEK)
    Attendance.objects.create(meeting=meeting, user=member, was_there=True)

    assert ("1 was there" in text_of(cast(f"as_{who}").get("/community/meetings/?show=past"))) is sees
