"""Minutes, hours and days that are over, added up from what is known of them; made anew when more becomes known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from hub.status import past
from hub.status.models import Bucket, Rolled, Target
from hub.status.timeline import EPOCH, History, shares

LENGTHS = {
    Bucket.Size.MINUTE: dt.timedelta(minutes=1),
    Bucket.Size.HOUR: dt.timedelta(hours=1),
    Bucket.Size.DAY: dt.timedelta(days=1),
}
SETTLED = dt.timedelta(seconds=10)  # what was measured by then is written
AT_ONCE = 100  # targets: whoever writes their measurements waits so long at most
STATES = ("ok", "degraded", "down", "maintenance", "unknown")
TIMES = ("answers", "latency_sum_ms", "latency_min_ms", "latency_max_ms")
SET_BACK = """
WITH learnt AS (SELECT * FROM unnest(%s::bigint[], %s::timestamptz[]) AS v (target_id, since)),
first AS (
  INSERT INTO status_rolled (target_id, until)
  SELECT * FROM learnt WHERE NOT EXISTS (SELECT FROM status_rolled r WHERE r.target_id = learnt.target_id)
  ON CONFLICT DO NOTHING
)
UPDATE status_rolled r SET until = since FROM learnt WHERE r.target_id = learnt.target_id AND r.until > since"""
# Of times to an answer the fuller count stays: measurements go sooner than what was added up from them.
FULLER = "CASE WHEN EXCLUDED.answers >= b.answers THEN EXCLUDED.{0} ELSE b.{0} END"
KEEP = f"""
INSERT INTO status_bucket AS b (target_id, size, starts_at, {", ".join(f"{state}_ms" for state in STATES)},
  {", ".join(TIMES)})
SELECT * FROM unnest(%s::bigint[], %s::text[], %s::timestamptz[], %s::int[], %s::int[], %s::int[], %s::int[],
  %s::int[], %s::int[], %s::bigint[], %s::int[], %s::int[])
ON CONFLICT (target_id, size, starts_at) DO UPDATE SET
  {", ".join(f"{state}_ms = EXCLUDED.{state}_ms" for state in STATES)},
  {", ".join(f"{name} = {FULLER.format(name)}" for name in TIMES)}"""  # noqa: S608 -- names of columns of ours
MEASURED = """
SELECT target_id, date_trunc(%s, at, 'UTC'), count(*), sum(latency_ms)::bigint, min(latency_ms), max(latency_ms)
FROM status_observation
WHERE target_id = ANY(%s) AND at >= %s AND at < %s AND latency_ms IS NOT NULL GROUP BY 1, 2"""
ADDED_UP = """
SELECT target_id, date_trunc('day', starts_at, 'UTC'), sum(answers)::bigint, sum(latency_sum_ms)::bigint,
  min(latency_min_ms), max(latency_max_ms)
FROM status_bucket
WHERE target_id = ANY(%s) AND size = 'hour' AND starts_at >= %s AND starts_at < %s AND answers > 0 GROUP BY 1, 2"""

Times = dict[tuple[int, dt.datetime], tuple[Any, ...]]


def set_back(since: Mapping[int, dt.datetime]) -> None:
    """Have the buckets of these targets made anew from these times on: more is known of them.

    The caller holds the rows of the targets locked.
    """
    if since:
        with connection.cursor() as cursor:
            cursor.execute(SET_BACK, [list(since), list(since.values())])


def roll(now: dt.datetime) -> int:
    """Make the buckets of what is over; says of how many targets. It can be ended and run again at any time."""
    until, done = floor(now - SETTLED, Bucket.Size.MINUTE), 0
    while some := _roll_some(until, now):
        done += some
    return done


@transaction.atomic
def _roll_some(until: dt.datetime, now: dt.datetime) -> int:
    """Some of the targets. Whoever learns something of them meanwhile waits, and sets them back afterwards.

    So it is the targets that are locked: who sets back has them locked as well. A row of Rolled would not do, for it is
    left alone where it is behind already, and just then somebody may be carrying it on without the newest facts.
    """
    waiting = Target.objects.filter(rolled__until__lt=until).order_by("pk")
    targets = list(waiting.select_for_update(skip_locked=True, no_key=True, of=("self",))[:AT_ONCE])
    since = dict(Rolled.objects.filter(target__in=targets).values_list("target_id", "until"))
    if not since:
        return 0
    first = floor(min(since.values()), Bucket.Size.DAY)
    histories = past.histories(targets, max(first, oldest(Bucket.Size.DAY, now)), until)
    for size in Bucket.Size:
        starts = {key: max(floor(at, size), oldest(size, now)) for key, at in since.items()}
        _keep(_buckets(size, starts, until, histories))
    Rolled.objects.filter(pk__in=since).update(until=until)
    return len(since)


def _buckets(
    size: Bucket.Size, starts: dict[int, dt.datetime], until: dt.datetime, histories: dict[int, History]
) -> Iterator[tuple[Any, ...]]:
    """The rows of one size: each target's times that are over."""
    times = _times(size, list(starts), min(starts.values()), until)
    for key, start in starts.items():
        spans = histories[key].spans(start, until)
        for at, parts in shares(spans, start, LENGTHS[size], until):
            taken = times.get((key, at), (0, 0, None, None))
            yield (key, str(size), at, *(parts[state] for state in STATES), *taken)


def _times(size: Bucket.Size, keys: list[int], start: dt.datetime, until: dt.datetime) -> Times:
    """How long answers took: minutes and hours from the measurements, days from hours."""
    with connection.cursor() as cursor:
        if size == Bucket.Size.DAY:
            cursor.execute(ADDED_UP, [keys, start, until])
        else:
            cursor.execute(MEASURED, [str(size), keys, start, until])
        return {(row[0], row[1]): row[2:] for row in cursor.fetchall()}


def _keep(rows: Iterable[tuple[Any, ...]]) -> None:
    columns = list(zip(*rows, strict=True))
    if columns:
        with connection.cursor() as cursor:
            cursor.execute(KEEP, [list(column) for column in columns])


def floor(moment: dt.datetime, size: Bucket.Size) -> dt.datetime:
    """The beginning of the minute, hour or day (UTC) that a moment is in."""
    return moment - (moment - EPOCH) % LENGTHS[size]


def oldest(size: Bucket.Size, now: dt.datetime) -> dt.datetime:
    """Where the buckets that are kept begin."""
    days = {Bucket.Size.MINUTE: settings.MINUTE_DAYS, Bucket.Size.HOUR: settings.HOUR_DAYS}
    kept = days.get(size, settings.DAY_DAYS)
    return floor(now - dt.timedelta(days=kept), size)


def tidy(now: dt.datetime) -> None:
    """Drop the buckets that are older than is kept."""
    for size in Bucket.Size:
        Bucket.objects.filter(size=size, starts_at__lt=oldest(size, now)).delete()
