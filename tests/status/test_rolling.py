"""Minutes, hours and days: true to the millisecond, the same however they came about, made anew when more is known."""

import datetime as dt
import random
import threading

import pytest
from django.db import connection

from hub.status import actions, rolling
from hub.status.models import Bucket, Flip, Gap, Observation, Rolled, Status
from hub.status.prober.asking import Measurement
from hub.status.prober.writing import write
from hub.status.tasks import add_up
from tests.factories import ObservationFactory, TargetFactory, UserFactory

START = dt.datetime(2026, 11, 1, 22, 30, tzinfo=dt.UTC)
LENGTHS = {"minute": 60_000, "hour": 3_600_000, "day": 86_400_000}
STATES = ("ok", "degraded", "down", "maintenance", "unknown")


def at(seconds):
    return START + dt.timedelta(seconds=seconds)


def measured(target, seconds, status, ms=12):
    return Measurement(target.pk, at(seconds), Status(status), "because", ms, 200)


def bucket(target, size, seconds):
    found = Bucket.objects.filter(target=target, size=size, starts_at=at(seconds)).values().first()
    return found and {state: found[f"{state}_ms"] for state in STATES if found[f"{state}_ms"]}


def everything():
    columns = [*(f"{state}_ms" for state in STATES), *rolling.TIMES]
    rows = Bucket.objects.order_by("target__slug", "size", "starts_at")
    return list(rows.values_list("target__slug", "size", "starts_at", *columns))


@pytest.mark.django_db
def test_time_in_each_state_is_added_up_with_the_times_to_the_answer():
    target = TargetFactory(confirmations=1)
    write([measured(target, n * 20, "ok", ms=10 + n) for n in range(4)])
    write([measured(target, 90.5, "down", ms=None), measured(target, 110, "ok", ms=400)])
    write([measured(target, n * 20, "ok") for n in range(6, 200)])
    rolling.roll(at(4000))

    assert bucket(target, "minute", 0) == {"ok": 60_000}
    assert bucket(target, "minute", 60) == {"ok": 40_500, "down": 19_500}
    first, second = Bucket.objects.filter(size="minute").order_by("starts_at")[:2]
    assert (first.answers, first.latency_sum_ms, first.latency_min_ms, first.latency_max_ms) == (
        3,
        33,
        10,
        12,
    )
    assert (second.answers, second.latency_max_ms) == (2, 400)
    assert bucket(target, "hour", -1800) == {"unknown": 1_800_000, "ok": 1_780_500, "down": 19_500}
    hour = Bucket.objects.get(size="hour", starts_at=at(-1800))
    assert (hour.answers, hour.latency_min_ms, hour.latency_max_ms) == (89, 10, 400)
    assert not Bucket.objects.filter(size="day").exists()  # it is not over


@pytest.mark.django_db
def test_what_was_not_measured_is_unknown_and_stays_so_when_measuring_goes_on():
    target = TargetFactory(interval_s=20, timeout_s=5)
    write([measured(target, 0, "ok"), measured(target, 20, "ok")])
    rolling.roll(at(400))
    assert bucket(target, "minute", 60) == {"ok": 5_000, "unknown": 55_000}
    assert bucket(target, "minute", 300) == {"unknown": 60_000}
    write([measured(target, 420, "ok"), measured(target, 430, "ok")])
    rolling.roll(at(500))
    gap = Gap.objects.get()
    assert (gap.starts_at, gap.ends_at) == (at(65), at(420))
    assert bucket(target, "minute", 300) == {"unknown": 60_000}
    assert bucket(target, "minute", 420) == {"ok": 55_000, "unknown": 5_000}


@pytest.mark.django_db
def test_change_that_is_dated_back_moves_what_was_added_up_already():
    target = TargetFactory(confirmations=3, interval_s=60, timeout_s=5)
    write([measured(target, 0, "ok"), measured(target, 60, "ok"), measured(target, 120, "down")])
    rolling.roll(at(195))
    assert bucket(target, "minute", 120) == {"ok": 60_000}
    write([measured(target, 180, "down"), measured(target, 240, "down")])
    rolling.roll(at(315))
    assert bucket(target, "minute", 60) == {"ok": 60_000}
    assert bucket(target, "minute", 120) == bucket(target, "minute", 180) == {"down": 60_000}


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(6))
def test_replay_of_the_measurements_gives_the_same_sums(seed):
    """Live: small batches, some late by a minute, sums at odd times, work announced late. Replay: all at once."""
    dice = random.Random(seed)  # noqa: S311 -- the same each time
    targets = [TargetFactory(slug=f"t{n}", confirmations=n + 1, interval_s=20) for n in range(3)]
    raw, now = {target: [] for target in targets}, 0.0
    while now < 4 * 3600:
        for target in targets:
            status = dice.choices(["ok", "down", "degraded", "unknown"], [12, 3, 2, 1])[0]
            raw[target].append(measured(target, now + dice.random() * 5, status, dice.randint(1, 900)))
        now += 20 if dice.random() < 0.97 else dice.randint(60, 4000)
    waiting = []
    for turn in zip(*raw.values(), strict=True):
        waiting += turn
        if dice.random() < 0.3:
            write(waiting)
            waiting = []
        if dice.random() < 0.05:
            rolling.roll(turn[0].at + dt.timedelta(seconds=dice.randint(0, 90)))
    write(waiting)
    end = at(30 * 3600)
    rolling.roll(end)
    rolling.tidy(end)
    live = everything()
    assert {row[1] for row in live} == {"minute", "hour", "day"}

    for model in (Bucket, Rolled, Gap, Flip, Observation):
        model.objects.all().delete()
    for target in targets:
        fresh = TargetFactory.build()
        target.status, target.raw_status, target.streak = fresh.status, fresh.raw_status, 0
        target.status_since = target.raw_since = target.observed_at = None
        target.save()
        write(raw[target])
    rolling.roll(end)
    assert everything() == live
    assert all(sum(row[3:8]) == LENGTHS[row[1]] for row in live)


@pytest.mark.django_db
def test_announced_work_that_began_before_it_was_announced_is_counted_from_its_beginning(monkeypatch):
    target = TargetFactory(confirmations=1)
    write([measured(target, n * 20, "ok") for n in range(60)])
    rolling.roll(at(1000))
    monkeypatch.setattr(actions.timezone, "now", lambda: at(1000))
    admin = UserFactory(is_platform_admin=True)
    work = actions.announce_maintenance(
        by=admin, title="Disk", body="", services=[target.service], starts_at=at(600), ends_at=at(3000)
    )
    rolling.roll(at(1000))
    assert bucket(target, "minute", 540) == {"ok": 60_000}
    assert bucket(target, "minute", 600) == {"maintenance": 60_000}

    monkeypatch.setattr(actions.timezone, "now", lambda: at(1110))
    actions.end_maintenance(work, by=admin)
    rolling.roll(at(1200))
    assert bucket(target, "minute", 1080) == {"maintenance": 30_000, "ok": 30_000}


@pytest.mark.django_db
def test_sums_outlive_the_measurements_they_are_of():
    target = TargetFactory(confirmations=1)
    write([measured(target, n * 20, "ok", ms=50) for n in range(60)])
    rolling.roll(at(1200))
    Observation.objects.all().delete()
    Rolled.objects.update(until=START)
    rolling.roll(at(1200))
    assert set(Bucket.objects.values_list("answers", "latency_sum_ms")) == {(3, 150)}


@pytest.mark.django_db
def test_each_size_is_kept_as_long_as_the_settings_say(settings):
    settings.MINUTE_DAYS, settings.HOUR_DAYS, settings.DAY_DAYS = 1, 3, 10
    target = TargetFactory(confirmations=1)
    write([measured(target, 0, "ok")])
    later = at(20 * 86_400)
    rolling.roll(later)  # as after a long pause: what would not be kept is not made
    held = {size: Bucket.objects.filter(size=size).count() for size in LENGTHS}
    assert held == {"minute": 1439, "hour": 72, "day": 10}
    assert set(Bucket.objects.values_list("unknown_ms", "size")) == {
        (ms, size) for size, ms in LENGTHS.items()
    }
    rolling.tidy(later + dt.timedelta(days=1))
    assert {size: Bucket.objects.filter(size=size).count() for size in LENGTHS} == {
        "minute": 0,
        "hour": 48,
        "day": 9,
    }


@pytest.mark.django_db
def test_many_targets_take_no_more_queries(django_assert_max_num_queries):
    targets = [TargetFactory() for _ in range(120)]
    write([measured(target, 0, "ok") for target in targets])
    with django_assert_max_num_queries(45):  # two turns of at most a hundred targets, and one that finds none
        assert rolling.roll(at(7500)) == 120


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_while_sums_are_made_and_measurements_come():
    targets = [TargetFactory(confirmations=1) for _ in range(8)]
    moments, stop = range(0, 3000, 20), threading.Event()

    def measure():
        for second in moments:
            status = "down" if second % 300 == 100 else "ok"
            write([measured(target, second, status) for target in targets])
        stop.set()
        connection.close()

    def add():
        while not stop.is_set():
            rolling.roll(at(3000))  # ahead of what is measured: all of it has to be made anew
        connection.close()

    threads = [threading.Thread(target=measure), *(threading.Thread(target=add) for _ in range(2))]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    rolling.roll(at(3000))
    live = everything()
    Bucket.objects.all().delete()
    Rolled.objects.update(until=START)
    rolling.roll(at(3000))
    assert everything() == live
    assert Bucket.objects.filter(size="minute", down_ms__gt=0).exists()


@pytest.mark.django_db
def test_clock_has_it_done_without_a_prober():
    one = ObservationFactory(at=START)
    Rolled.objects.create(target=one.target, until=dt.datetime.now(dt.UTC) - dt.timedelta(minutes=30))
    add_up()
    assert set(Bucket.objects.filter(size="minute").values_list("unknown_ms", flat=True)) == {60_000}
