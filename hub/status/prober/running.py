"""The prober at work: one event loop asks, one thread writes; neither waits for the other."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from django.db import Error as DatabaseError

from hub.core.guard import Guard
from hub.status.prober.agenda import Agenda
from hub.status.prober.asking import Measurement, ask, new_session
from hub.status.prober.desk import Desk, Turn
from hub.status.prober.judge import Rule
from hub.status.prober.means import Means

log = logging.getLogger(__name__)

WRITE_EVERY_S = 0.25
STANDBY_S = 1.0
SECOND_LOOK_S = 0.3
KEEP = 50_000  # measurements kept while the database is away; older ones go first
LAST_WRITE_S = 1.0


class Running:
    """One run of the prober, from start to stop."""

    def __init__(self, guard: Guard, desk: Desk) -> None:
        self.guard = guard
        self.desk = desk
        self.agenda = Agenda()
        self.found: list[Measurement] = []
        self.asking: dict[int, asyncio.Task[None]] = {}
        self.stuck = False
        self._leading = False
        self._away = False
        self._wake = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="desk")

    async def until(self, stop: asyncio.Event) -> None:
        """Work until the event is set; then stop within two seconds, whatever hangs."""
        async with new_session(self.guard) as means:
            work = [asyncio.create_task(self._ask_all(means)), asyncio.create_task(self._write_all())]
            stopping = asyncio.create_task(stop.wait())
            await asyncio.wait([*work, stopping], return_when=asyncio.FIRST_COMPLETED)
            for task in (stopping, *work, *self.asking.values()):
                task.cancel()
            results = await asyncio.gather(*work, return_exceptions=True)
        await self._last_write()
        for result in results:
            if isinstance(result, Exception):
                raise result

    async def _ask_all(self, means: Means) -> None:
        """Start each probe when it is due; one that is still under way is not asked twice."""
        loop = asyncio.get_running_loop()
        while True:
            for rule in self.agenda.pop_due(loop.time()):
                if rule.key not in self.asking:
                    self.asking[rule.key] = asyncio.create_task(self._ask(means, rule))
            due = self.agenda.next_due()
            await self._sleep(None if due is None else due - loop.time())

    async def _sleep(self, seconds: float | None) -> None:
        """Until then, or until the agenda changes."""
        self._wake.clear()
        try:
            async with asyncio.timeout(seconds if seconds is None else max(seconds, 0)):
                await self._wake.wait()
        except TimeoutError:
            pass

    async def _ask(self, means: Means, rule: Rule) -> None:
        try:
            self.found.append(await ask(means, rule))
        finally:
            self.asking.pop(rule.key, None)

    async def _write_all(self) -> None:
        """Hand over what was found, a few times a second; without a database keep asking, and try again."""
        while True:
            batch, self.found = self.found, []
            try:
                turn = await self._turn(batch)
            except DatabaseError as error:
                self._database_away(batch, error)
                await asyncio.sleep(STANDBY_S)
                continue
            self._after(turn)
            await asyncio.sleep(WRITE_EVERY_S if turn.leading else STANDBY_S)

    async def _turn(self, batch: list[Measurement]) -> Turn:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self.desk.turn, batch)

    def _after(self, turn: Turn) -> None:
        now = asyncio.get_running_loop().time()
        if self._away:
            self._away = False
            log.warning("The database is back.")
        if not turn.leading:  # somebody else asks
            turn = Turn(leading=False, rules=[])
            self.found.clear()
        if turn.rules is not None and self.agenda.set_rules(turn.rules, now):
            self._wake.set()
        for key in turn.wavering:
            self.agenda.soon(key, now + SECOND_LOOK_S)
            self._wake.set()
        self._leading = turn.leading

    def _database_away(self, batch: list[Measurement], error: DatabaseError) -> None:
        """Keep what was measured: it is true whenever it is written. Beyond the limit the oldest goes."""
        if not self._away:
            self._away = True
            log.warning("The database is away, probing goes on: %s", str(error).strip().splitlines()[:1])
        kept = batch + self.found
        self.found = list(islice(kept, max(0, len(kept) - KEEP), None))
        self._thread.submit(self.desk.leave)

    async def _last_write(self) -> None:
        """Write what is left unless the database hangs; then leave it."""
        try:
            async with asyncio.timeout(LAST_WRITE_S):
                if self._leading and not self._away:
                    await self._turn(self.found)
                await asyncio.get_running_loop().run_in_executor(self._thread, self.desk.leave)
        except (TimeoutError, DatabaseError) as error:
            self.stuck = isinstance(error, TimeoutError)
            log.warning("The last measurements could not be written.")
        self._thread.shutdown(wait=False, cancel_futures=True)
