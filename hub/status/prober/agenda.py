"""When each target is due: spread evenly by a stable hash, so that thousands do not ask at once. Pure."""

from __future__ import annotations

import heapq
import zlib
from collections.abc import Iterable

from hub.status.prober.judge import Rule

BURST = 200  # first probes a second after a start
START_WINDOW = 2.0


def phase(slug: str) -> float:
    """The place of a target within its interval, from 0 to 1; the same after every restart."""
    return zlib.crc32(slug.encode()) / 2**32


class Agenda:
    """The targets by the time they are due; times are seconds of one steady clock."""

    def __init__(self) -> None:
        self.rules: dict[int, Rule] = {}
        self._heap: list[tuple[float, int]] = []
        self._due: dict[int, float] = {}

    def set_rules(self, rules: Iterable[Rule], now: float) -> bool:
        """Take over the targets as they are now; new and changed ones come first. Says whether any differ."""
        wanted = {rule.key: rule for rule in rules}
        fresh = [rule for key, rule in wanted.items() if self.rules.get(key) != rule]
        gone = self.rules.keys() - wanted.keys()
        for key in gone:
            self._due.pop(key, None)
        window = max(START_WINDOW, len(fresh) / BURST)
        self.rules = wanted
        for rule in fresh:
            self._plan(rule.key, now + phase(rule.slug) * min(window, rule.interval_s))
        return bool(fresh or gone)

    def soon(self, key: int, at: float) -> None:
        """Ask this target again at that time already, unless it is due before."""
        if key in self.rules and self._due.get(key, 0) > at:
            self._plan(key, at)

    def next_due(self) -> float | None:
        """When the next target is due."""
        self._drop_outdated()
        return self._heap[0][0] if self._heap else None

    def pop_due(self, now: float) -> list[Rule]:
        """The targets that are due, each planned again at its place in the next interval."""
        due = []
        while (first := self.next_due()) is not None and first <= now:
            rule = self.rules[heapq.heappop(self._heap)[1]]
            self._plan(rule.key, self._next(rule, now))
            due.append(rule)
        return due

    def _plan(self, key: int, at: float) -> None:
        self._due[key] = at
        heapq.heappush(self._heap, (at, key))

    def _next(self, rule: Rule, now: float) -> float:
        """The next moment at the target's own place, at least half an interval away."""
        place = phase(rule.slug) * rule.interval_s
        turns = (now + rule.interval_s / 2 - place) // rule.interval_s + 1
        return turns * rule.interval_s + place

    def _drop_outdated(self) -> None:
        while self._heap and self._due.get(self._heap[0][1]) != self._heap[0][0]:
            heapq.heappop(self._heap)
