"""What was measured, into the database: few transactions, each whole, and only by the prober that leads."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from hub.activity.actions import record
from hub.status import rolling
from hub.status.damping import KNOWN, Change, State, advance
from hub.status.models import Flip, Gap, Kind, Observation, Snapshot, Status, Target
from hub.status.prober.judge import Measurement
from hub.status.shown import AHEAD, lasts

COPY = "COPY status_observation (target_id, at, status, latency_ms, http_code, detail) FROM STDIN"
UPDATE = """
UPDATE status_target t SET status = v.status, status_since = v.status_since, raw_status = v.raw_status,
  raw_since = v.raw_since, streak = v.streak, observed_at = v.observed_at, latency_ms = v.latency_ms,
  detail = v.detail
FROM unnest(%s::bigint[], %s::text[], %s::timestamptz[], %s::text[], %s::timestamptz[], %s::int[],
  %s::timestamptz[], %s::int[], %s::text[])
  AS v (id, status, status_since, raw_status, raw_since, streak, observed_at, latency_ms, detail)
WHERE t.id = v.id"""
FIELDS = (
    "pk", "service_id", "status", "status_since", "raw_status", "raw_since", "streak", "observed_at",
    "latency_ms", "detail", "confirmations", "name", "kind", "interval_s", "timeout_s", "grace_s",
)  # fmt: skip


def write(measurements: Iterable[Measurement]) -> set[int]:
    """Store a batch in one transaction; says which targets waver and are worth a second look at once.

    The rows are locked while their state moves, so that nothing is counted twice; targets deleted meanwhile
    are left out, and so is what is older than what is known. What is dated in the future was not measured then:
    a clock was ahead, and what it left behind is forgotten, so that the true time finds its way back at once.
    """
    now = timezone.now()
    by_target: dict[int, list[Measurement]] = defaultdict(list)
    for one in sorted((m for m in measurements if m.at <= now + AHEAD), key=lambda m: m.at):
        by_target[one.key].append(one)
    if not by_target:
        return set()
    with transaction.atomic():
        locked = Target.objects.select_for_update(no_key=True).filter(pk__in=by_target).order_by("pk")
        targets = list(locked.only(*FIELDS))
        _forget_future(
            [target for target in targets if target.observed_at and target.observed_at > now + AHEAD], now
        )
        kept = {target.pk: _newer(target, by_target[target.pk]) for target in targets}
        _copy([one for found in kept.values() for one in found])
        gaps = [gap for target in targets for gap in gaps_before(target, kept[target.pk])]
        changes = [(target, change) for target in targets for change in _move(target, kept[target.pk])]
        _update([target for target in targets if kept[target.pk]])
        Gap.objects.bulk_create(gaps)
        _note(changes)
        rolling.set_back(_learnt_of(kept, gaps, changes))
    return {target.pk for target in targets if _state(target).wavers}


def _forget_future(targets: list[Target], now: dt.datetime) -> None:
    """These were measured by a clock that was ahead: they begin anew, as if they had never been measured."""
    if not targets:
        return
    for model in (Observation, Flip):
        model.objects.filter(target__in=targets, at__gt=now).delete()
    Gap.objects.filter(target__in=targets, ends_at__gt=now).delete()
    new = State()
    for target in targets:
        target.observed_at = None
        target.status, target.status_since = new.status, new.status_since
        target.raw_status, target.raw_since, target.streak = new.raw_status, new.raw_since, new.streak


def _newer(target: Target, found: list[Measurement]) -> list[Measurement]:
    return [one for one in found if target.observed_at is None or one.at > target.observed_at]


def gaps_before(target: Target, found: Iterable[Measurement]) -> list[Gap]:
    """The times in which nothing was known, seen from the measurements that ended them."""
    seen, gaps = target.observed_at, []
    for one in found:
        if one.status not in KNOWN:
            continue
        if seen is not None and seen + lasts(target) < one.at:
            gaps.append(Gap(target=target, starts_at=seen + lasts(target), ends_at=one.at))
        seen = one.at
    return gaps


def _learnt_of(
    kept: dict[int, list[Measurement]], gaps: list[Gap], changes: list[tuple[Target, Change]]
) -> dict[int, dt.datetime]:
    """By target the earliest time that something new is known of."""
    since = {key: found[0].at for key, found in kept.items() if found}
    for key, at in [(gap.target_id, gap.starts_at) for gap in gaps] + [(t.pk, c.at) for t, c in changes]:
        since[key] = min(since.get(key, at), at)
    return since


def _state(target: Target) -> State:
    return State(target.status, target.status_since, target.raw_status, target.raw_since, target.streak)


def _move(target: Target, found: list[Measurement]) -> list[Change]:
    """Carry the target's fields over its new measurements."""
    state, changes = _state(target), []
    needed = 1 if target.kind == Kind.HEARTBEAT else target.confirmations  # a sign of life is no blip
    for one in found:
        state, change = advance(state, one.status, one.at, needed)
        if change:
            changes.append(change)
        if one.status in KNOWN:
            target.observed_at, target.latency_ms = one.at, one.latency_ms
        target.detail = one.detail
    target.status, target.status_since = state.status, state.status_since
    target.raw_status, target.raw_since, target.streak = state.raw_status, state.raw_since, state.streak
    return changes


def _copy(found: list[Measurement]) -> None:
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for one in found:
            found_ms, code = one.latency_ms, one.http_code
            copy.write_row((one.key, one.at, str(one.status), found_ms, code, _clean(one.detail)))


def _update(targets: list[Target]) -> None:
    rows: list[tuple[Any, ...]] = [
        (t.pk, str(t.status), t.status_since, str(t.raw_status), t.raw_since, t.streak, t.observed_at,
         t.latency_ms, _clean(t.detail))
        for t in targets
    ]  # fmt: skip
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(UPDATE, [list(column) for column in zip(*rows, strict=True)])


def _clean(detail: str) -> str:
    """PostgreSQL takes no NUL in a text, and a target can answer with one."""
    return detail.replace("\x00", "")


def _note(changes: list[tuple[Target, Change]]) -> None:
    """Write the changes down, tell of those that say something, and have the public answer made anew."""
    if not changes:
        return
    now = timezone.now()
    Flip.objects.bulk_create(
        Flip(target=t, before=c.before, after=c.after, at=c.at, noticed_at=now, detail=_clean(t.detail))
        for t, c in changes
    )
    services = Target.objects.select_related("service").in_bulk([target.pk for target, _ in changes])
    for target, change in changes:
        if change.before != Status.UNKNOWN:
            record(
                "status.flipped",
                services[target.pk].service,
                f"measured: {target.name} went from {_word(change.before)} to {_word(change.after)}",
                by=None,
                target=target.pk,
                before=str(change.before),
                after=str(change.after),
                at=change.at.isoformat(),
            )
    Snapshot.objects.update(due=True)


def _word(status: str) -> str:
    return str(Status(status).label).lower()
