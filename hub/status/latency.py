"""How long answers took over the last day and the last ninety, as charts; where nothing answered there is no line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db import connection

from hub.status.bars import DAYS
from hub.status.models import Bucket, Target
from hub.status.rolling import floor
from hub.status.timeline import EPOCH

SLOT = dt.timedelta(minutes=30)
SLOTS = 48
DAY = dt.timedelta(days=1)
HEIGHT = 100
CUT = 4  # a peak higher than so many times the highest mean is cut, else it would flatten all the rest
# The day from minutes, in slots; the ninety days from days, and today, which is not over, from its hours.
TAKEN = """
SELECT target_id, size,
  date_bin(CASE size WHEN 'minute' THEN %(slot)s::interval ELSE interval '1 day' END, starts_at, %(epoch)s),
  sum(latency_sum_ms)::float / sum(answers), min(latency_min_ms), max(latency_max_ms)
FROM status_bucket
WHERE target_id = ANY(%(keys)s) AND answers > 0 AND (size = 'minute' AND starts_at >= %(recent)s
  OR size = 'day' AND starts_at >= %(first)s OR size = 'hour' AND starts_at >= %(today)s)
GROUP BY 1, 2, 3"""


@dataclass(frozen=True)
class Slot:
    """A piece of time: how long answers took in it (milliseconds), or that nothing answered."""

    at: dt.datetime
    place: int
    mean: float | None = None
    least: int = 0
    most: int = 0


@dataclass(frozen=True)
class Chart:
    """Slots from left to right, one wide each; `step` is how long they are."""

    slots: Sequence[Slot]
    step: dt.timedelta
    slow_ms: int

    @property
    def answered(self) -> list[Slot]:
        """Those in which anything answered."""
        return [slot for slot in self.slots if slot.mean is not None]

    @property
    def top(self) -> int:
        """The upper end of the scale (milliseconds): 1, 2 or 5 times a power of ten."""
        highest = max((slot.mean or 0 for slot in self.answered), default=0)
        wanted, power = max(min(self.most, CUT * highest), 1), 1
        while power * 10 < wanted:
            power *= 10
        return next(power * step for step in (1, 2, 5, 10) if power * step >= wanted)

    @property
    def middle(self) -> str:
        """Half way up, for the scale."""
        return f"{self.top / 2:g}"

    @property
    def least(self) -> int:
        """The shortest time of all (milliseconds)."""
        return min((slot.least for slot in self.answered), default=0)

    @property
    def most(self) -> int:
        """The longest."""
        return max((slot.most for slot in self.answered), default=0)

    @property
    def is_cut(self) -> bool:
        """Whether peaks reach over the upper end."""
        return self.most > self.top

    @property
    def slow(self) -> str:
        """How high the line is above which an answer counts as degraded; empty when it is off the scale."""
        return self._y(self.slow_ms) if self.slow_ms <= self.top else ""

    @property
    def lines(self) -> list[str]:
        """The mean, a line for each time without a break."""
        return [
            " ".join(f"{x},{self._y(slot.mean or 0)}" for x, slot in _corners(run)) for run in self._runs()
        ]

    @property
    def bands(self) -> list[str]:
        """From the shortest to the longest, as an area for each time without a break."""
        return [
            " ".join(
                [f"{x},{self._y(slot.most)}" for x, slot in _corners(run)]
                + [f"{x},{self._y(slot.least)}" for x, slot in reversed(_corners(run))]
            )
            for run in self._runs()
        ]

    @property
    def width(self) -> int:
        """Of the picture."""
        return len(self.slots)

    @property
    def words(self) -> str:
        """The picture in a sentence."""
        missing = len(self.slots) - len(self.answered)
        gaps = f"; nothing answered in {missing} of {len(self.slots)} {self.unit}s" if missing else ""
        cut = f" (cut at {self.top})" if self.is_cut else ""
        return f"from {self.least} to {self.most} ms{cut}{gaps}"

    @property
    def unit(self) -> str:
        """What a slot is called."""
        return "day" if self.step == DAY else "half hour"

    def _y(self, ms: float) -> str:
        return f"{HEIGHT - HEIGHT * min(ms, self.top) / self.top:.4g}"

    def _runs(self) -> Iterator[list[Slot]]:
        for answered, run in groupby(self.slots, key=lambda slot: slot.mean is not None):
            if answered:
                yield list(run)


def _corners(run: Sequence[Slot]) -> list[tuple[str, Slot]]:
    """Where a line goes: from the edge of its first slot through the middles to the edge of its last."""
    middles = [(f"{slot.place + 0.5:g}", slot) for slot in run]
    return [(f"{run[0].place}", run[0]), *middles, (f"{run[-1].place + 1}", run[-1])]


@dataclass(frozen=True)
class Latency:
    """Both charts of a target."""

    recent: Chart
    long: Chart


def latency_of(targets: Sequence[Target], now: dt.datetime) -> dict[int, Latency]:
    """The charts of each target, by its key, from one query."""
    end, today = _ceiling(now), floor(now, Bucket.Size.DAY)
    recent, first = end - SLOTS * SLOT, today - (DAYS - 1) * DAY
    with connection.cursor() as cursor:
        cursor.execute(
            TAKEN,
            {"slot": f"{SLOT.seconds} seconds", "epoch": EPOCH, "keys": [target.pk for target in targets],
             "recent": recent, "first": first, "today": today},
        )  # fmt: skip
        found = {(row[0], row[1] == "minute", row[2]): row[3:] for row in cursor.fetchall()}

    def chart(target: Target, start: dt.datetime, count: int, step: dt.timedelta) -> Chart:
        slots = []
        for place in range(count):
            at = start + place * step
            slots.append(Slot(at, place, *found.get((target.pk, step == SLOT, at), ())))
        return Chart(slots, step, target.degraded_ms)

    return {
        target.pk: Latency(chart(target, recent, SLOTS, SLOT), chart(target, first, DAYS, DAY))
        for target in targets
    }


def _ceiling(moment: dt.datetime) -> dt.datetime:
    """The end of the slot a moment is in."""
    return moment - (moment - EPOCH) % SLOT + SLOT
