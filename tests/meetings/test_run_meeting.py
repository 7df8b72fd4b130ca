"""Running a meeting: from point to point, with the moments kept, and what the page makes of them."""

import datetime as dt

import pytest

from hub.core.errors import Refused
from hub.meetings import actions
from hub.meetings.models import AgendaItem, Meeting
from hub.meetings.skeleton import skeleton
from tests import factories as make
from tests.meetings.on_day import day, now_meeting, points, weekly
from tests.pages import text_of

pytestmark = pytest.mark.django_db


def states(meeting):
    return [
        (p.title, p.outcome, bool(p.began_at), bool(p.over_at))
        for p in meeting.agenda_items.order_by("position")
    ]


def test_a_chair_goes_from_point_to_point_and_ends(as_chair, group):
    meeting = now_meeting(weekly(group))
    first, _second, _third = points(meeting, "A", "B", "C")
    door = f"{meeting.get_absolute_url()}running/"

    as_chair.post(door, {"act": "begin"})
    for _click in range(2):  # the second click saw the same point at hand: it goes on by one
        as_chair.post(door, {"act": "next", "seen": first.pk})
    as_chair.post(door, {"act": "end"})

    assert states(meeting) == [
        ("A", "done", True, True),
        ("B", "done", True, True),
        ("C", "open", False, False),
    ]
    meeting.refresh_from_db()
    assert meeting.began_at <= meeting.over_at


def test_beginning_and_ending_twice_changes_nothing(chair, group):
    series = weekly(group)
    now_meeting(series)
    where = {"by": chair, "on": day()}
    began = actions.begin_meeting(series, **where).began_at
    over = actions.end_meeting(series, **where).over_at

    assert actions.begin_meeting(series, **where).began_at == began
    assert actions.end_meeting(series, **where).over_at == over


def test_after_the_last_point_the_meeting_still_goes_on(chair, group):
    series = weekly(group)
    meeting = now_meeting(series)
    points(meeting, "Only")
    actions.begin_meeting(series, by=chair, on=day())

    assert actions.next_point(series, by=chair, on=day()) is None
    meeting.refresh_from_db()
    assert meeting.over_at is None


@pytest.mark.parametrize("weeks", [-2, 2])
def test_a_meeting_is_begun_on_its_day(chair, group, weeks):
    series = weekly(group)

    with pytest.raises(Refused, match="on its day"):
        actions.begin_meeting(series, by=chair, on=day(weeks))
    assert not Meeting.objects.exclude(began_at=None).exists()


def test_what_was_not_begun_has_no_next_point_and_no_end(chair, group):
    series = weekly(group)
    now_meeting(series)

    for verb in (actions.next_point, actions.end_meeting):
        with pytest.raises(Refused, match="not begun"):
            verb(series, by=chair, on=day())


@pytest.mark.parametrize("who", ["outsider", "member"])
def test_others_do_not_run_it(cast, who, group):
    meeting = now_meeting(weekly(group))

    assert (
        cast(f"as_{who}").post(f"{meeting.get_absolute_url()}running/", {"act": "begin"}).status_code == 403
    )


def test_nonsense_is_refused(as_chair, group):
    meeting = now_meeting(weekly(group))

    assert as_chair.post(f"{meeting.get_absolute_url()}running/", {"act": "dance"}).status_code == 409


def test_the_page_says_what_took_longer_than_planned(client, group):
    began = make.now() - dt.timedelta(minutes=60)
    meeting = now_meeting(weekly(group), starts_at=began, began_at=began)
    ends = [began + dt.timedelta(minutes=minutes) for minutes in (0, 9, 34)]
    for title, start, end in zip(("Short", "Long"), ends, ends[1:], strict=False):
        points(meeting, title, minutes=10, began_at=start, over_at=end, outcome="done")

    text = text_of(client.get(meeting.get_absolute_url()))

    assert "9 of 10 min" in text
    assert "25 of 10 min, 15 over" in text
    assert "34 minutes for what was planned to take 20" in text
    assert "0:09 Long" in text


def test_minutes_begin_with_the_points_and_when_each_was_begun(as_outsider, group, member):
    began = make.now() - dt.timedelta(minutes=60)
    meeting = now_meeting(weekly(group), starts_at=began, began_at=began, over_at=make.now())
    points(
        meeting, "Registry", began_at=began + dt.timedelta(minutes=9), over_at=make.now(), presenter=member
    )
    points(meeting, "Later")

    page = as_outsider.get(f"{meeting.get_absolute_url()}minutes/").content.decode()

    assert "## [0:09] Registry\n\nLed by Mateo Member." in page
    assert "## Not reached\n\n- Later" in page


def test_before_a_meeting_the_skeleton_has_every_point(db):
    meeting = now_meeting(weekly())
    points(meeting, "A", "B")

    assert skeleton(meeting, list(AgendaItem.objects.all())) == "## A\n\n## B"
