"""A community session every week and a demo for it, as tests of the life of a demo need them."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.utils import timezone

from hub.demos.models import Demo
from hub.meetings.models import AgendaItem, Meeting, Series
from tests.factories import DemoFactory, MeetingFactory, SeriesFactory, UserFactory, now


def session(**facts: Any) -> Series:
    """A community session of an hour, every week at noon, tomorrow for the first time."""
    first = timezone.localdate() + dt.timedelta(days=1)
    days = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
    rule = {"rrule": f"FREQ=WEEKLY;BYDAY={days[first.weekday()]}", "first_on": first, "time": dt.time(12)}
    return SeriesFactory(
        **{"slug": "community", "kind": "community", "timezone": "UTC", "minutes": 60} | rule | facts
    )


def day(weeks: int = 0) -> dt.date:
    """The day of the first session, or so many weeks later."""
    return timezone.localdate() + dt.timedelta(days=1, weeks=weeks)


def demo_in(state: str, **facts: Any) -> Demo:
    """A demo in that state, consistent with it."""
    if "presenters" not in facts:
        facts["presenters"] = [UserFactory()]
    demo = DemoFactory(state=state, **facts)
    if state in ("scheduled", "given", "published") and demo.meeting is None:
        starts = now(days=1) if state == "scheduled" else now(days=-2)
        meeting = MeetingFactory(series=demo.series or SeriesFactory(), starts_at=starts)
        demo.slot = AgendaItem.objects.create(
            series=meeting.series, meeting=meeting, title=demo.title, minutes=demo.minutes
        )
        demo.meeting = meeting
        demo.save()
    return demo


def full(series: Series, on: dt.date, minutes: int = 60) -> Meeting:
    """That date, with so many minutes taken."""
    start = dt.datetime.combine(on, dt.time(12), dt.UTC)
    meeting = MeetingFactory(series=series, starts_at=start, ends_at=start + dt.timedelta(hours=1))
    AgendaItem.objects.create(series=series, meeting=meeting, title="Something else", minutes=minutes)
    return meeting


def at_once(count: int, act: Callable[[int], object]) -> list[object]:
    """Do it in so many threads, each with a connection of its own; what each gave or raised."""
    start, done = threading.Barrier(count), [None] * count

    def run(number: int) -> None:
        try:
            start.wait()
            done[number] = act(number)  # type: ignore[call-overload]
        except Exception as error:  # noqa: BLE001 -- the test looks at it
            done[number] = error  # type: ignore[call-overload]
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return done
