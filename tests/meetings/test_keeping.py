"""What is known of the meetings of the last quarter."""

import datetime as dt

from hub.meetings.keeping import keeping
from tests import factories as make


def of(series, user, **more):
    return keeping(series, user, make.now(), **more)


def test_nothing_is_known_of_no_series(anonymous, db):
    kept = of([], anonymous)

    assert (kept.planned, kept.written, kept.traced, kept.coming, kept.last) == (0, 0, 0, [], None)


def test_dates_by_rule_count_as_planned_and_written_ones_once(anonymous, db):
    now = dt.datetime(2026, 11, 18, 12, tzinfo=dt.UTC)
    weekly = {"rrule": "FREQ=WEEKLY", "first_on": dt.date(2026, 10, 21), "time": dt.time(10), "minutes": 30}
    series = make.SeriesFactory(timezone="UTC", **weekly)
    on_a_date = dt.datetime(2026, 11, 4, 10, tzinfo=dt.UTC)
    make.MeetingFactory(series=series, starts_at=on_a_date, notes="Said.")
    make.MeetingFactory(series=series, starts_at=dt.datetime(2026, 11, 9, 10, tzinfo=dt.UTC))

    kept = keeping([series], anonymous, now)

    assert (kept.planned, kept.written, kept.noted, kept.traced) == (6, 2, 1, 1)
    assert kept.last is not None
    assert kept.last.starts_at == on_a_date
    assert [f"{date.day:%d %b}" for date in kept.coming] == ["25 Nov", "02 Dec", "09 Dec", "16 Dec"]


def test_only_the_last_days_count(anonymous, db):
    series = make.SeriesFactory()
    make.MeetingFactory(series=series, starts_at=make.now(days=-120), notes="Long ago.")
    make.RecordingFactory(meeting=make.MeetingFactory(series=series, starts_at=make.now(days=-50)))

    kept = of([series], anonymous)

    assert (kept.planned, kept.noted, kept.recorded, kept.traced) == (1, 0, 1, 1)
    assert kept.since == make.today(-90)


def test_it_takes_one_query_for_all_series(anonymous, db, queries):
    series = [make.MeetingFactory().series for _ in range(5)]

    assert queries(lambda: of(series, anonymous)) == 1
