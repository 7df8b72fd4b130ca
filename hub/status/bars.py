"""The last ninety days of a target as bars, and the share of them in which it worked, with how that is reckoned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hub.status import past
from hub.status.models import Bucket, Status, Target
from hub.status.rolling import STATES, floor
from hub.status.timeline import sums

DAYS, WIDTH, HEIGHT = 90, 4, 34
LEAST = 6  # what happened at all is seen, however short it was
DAY_MS = 86_400_000
WORST_FIRST = (Status.DOWN, Status.DEGRADED, Status.MAINTENANCE, Status.UNKNOWN, Status.OK)
FORMULA = "time operational or degraded \u00f7 time operational, degraded or in outage"


@dataclass(frozen=True)
class Day:
    """One day (UTC) and how long it was in which state (milliseconds); today, so far."""

    on: dt.date
    times: Mapping[str, int]
    place: int

    @property
    def parts(self) -> list[tuple[str, str]]:
        """What it was in, the worst first, with how long."""
        return [(str(one.label), lasting(self.times[one])) for one in WORST_FIRST if self.times[one]]

    @property
    def words(self) -> str:
        """The day in one line."""
        return ", ".join(f"{word.lower()} {time}" for word, time in self.parts) or "not measured yet"

    @property
    def is_clear(self) -> bool:
        """Whether there is nothing to tell: it worked all day, or nobody measured."""
        return not any(self.times[one] for one in (Status.DOWN, Status.DEGRADED, Status.MAINTENANCE))

    @property
    def pieces(self) -> list[dict[str, Any]]:
        """The bar, from the bottom: the worst stands below, the rest of the day above it."""
        whole, bottom, drawn = sum(self.times.values()), HEIGHT, []
        shown = [one for one in WORST_FIRST if self.times[one]]
        for number, one in enumerate(shown, 1):
            height = bottom if number == len(shown) else max(LEAST, round(HEIGHT * self.times[one] / whole))
            height = min(height, bottom)
            bottom -= height
            drawn.append({"status": str(one), "y": bottom, "height": height})
        return drawn


@dataclass(frozen=True)
class Bars:
    """A target's days from left to right."""

    days: Sequence[Day] = field(default=())

    @property
    def times(self) -> dict[str, int]:
        """All of them together (milliseconds)."""
        return {state: sum(day.times[state] for day in self.days) for state in STATES}

    @property
    def share(self) -> str:
        """The share of the time in which it worked, rounded down: not quite all is never all."""
        times = self.times
        good = times["ok"] + times["degraded"]
        counted = good + times["down"]
        if not counted:
            return ""
        return "100 %" if good == counted else f"{good * 10_000 // counted / 100:.2f} %"

    @property
    def reckoned(self) -> str:
        """How the share comes about, with the times themselves."""
        times = self.times
        counted = times["ok"] + times["degraded"] + times["down"]
        left_out = [
            f"{lasting(times[state])} {words}"
            for state, words in (
                ("maintenance", "of announced work"),
                ("unknown", "in which nothing was known"),
            )
            if times[state]
        ]
        rest = f"; left out: {' and '.join(left_out)}" if left_out else ""
        return f"{FORMULA}: {lasting(counted - times['down'])} of {lasting(counted)}{rest}."

    @property
    def telling(self) -> list[Day]:
        """The days on which something happened, the latest first."""
        return [day for day in reversed(self.days) if not day.is_clear]

    @property
    def width(self) -> int:
        """Of the picture."""
        return len(self.days) * WIDTH


def bars_of(targets: Sequence[Target], now: dt.datetime) -> dict[int, Bars]:
    """The last ninety days of each target: what is over from its sums, today from what is known."""
    today = floor(now, Bucket.Size.DAY)
    first = today - dt.timedelta(days=DAYS - 1)
    held = _held(targets, first, today)
    histories = past.histories(targets, today, now)
    bars = {}
    for target in targets:
        days = [today - dt.timedelta(days=DAYS - 1 - place) for place in range(DAYS)]
        so_far = sums(histories[target.pk].spans(today, now), today, now) if now > today else NOTHING
        times = [held.get((target.pk, day), NOTHING) for day in days[:-1]] + [so_far]
        bars[target.pk] = Bars([
            Day(day.date(), known, place * WIDTH)
            for place, (day, known) in enumerate(zip(days, times, strict=True))
        ])  # fmt: skip
    return bars


NOTHING = dict.fromkeys(STATES, 0)


def _held(
    targets: Sequence[Target], first: dt.datetime, today: dt.datetime
) -> dict[tuple[int, dt.datetime], dict[str, int]]:
    """The days that are over."""
    rows = Bucket.objects.filter(
        target__in=targets, size=Bucket.Size.DAY, starts_at__gte=first, starts_at__lt=today
    )
    columns = [f"{state}_ms" for state in STATES]
    return {
        (row[0], row[1]): dict(zip(STATES, row[2:], strict=True))
        for row in rows.order_by().values_list("target_id", "starts_at", *columns)
    }


def lasting(ms: int) -> str:
    """A length of time in its two greatest units: 3 d 4 h, 12 min 5 s."""
    seconds, units = ms // 1000, []
    for length, unit in ((86_400, "d"), (3600, "h"), (60, "min"), (1, "s")):
        count, seconds = divmod(seconds, length)
        if count:
            units.append(f"{count} {unit}")
    if not units:
        return "under 1 s" if ms else "0 s"
    return " ".join(units[:2])
