"""What was measured becomes rows: damped, dated back, told of once, and never counted twice."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from hub.activity.models import Entry
from hub.status.models import Flip, Gap, Observation, Prober, Snapshot, Status
from hub.status.prober.asking import Measurement
from hub.status.prober.desk import Desk, tidy
from hub.status.prober.writing import write
from hub.status.shown import shown_of
from tests.factories import FlipFactory, ObservationFactory, ProberFactory, TargetFactory

START = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)


def at(step):
    return START + dt.timedelta(seconds=20 * step)


def measured(target, step, status, detail="because"):
    return Measurement(target.pk, at(step), Status(status), detail, 12, 200)


@pytest.mark.django_db
def test_prober_stores_every_measurement_and_the_newest_state():
    target = TargetFactory()
    write([measured(target, 0, "ok"), measured(target, 1, "ok", "Answered 200.")])
    target.refresh_from_db()
    assert Observation.objects.filter(target=target).count() == 2
    assert (target.status, target.status_since, target.observed_at) == ("ok", at(0), at(1))
    assert (target.detail, target.latency_ms, target.streak) == ("Answered 200.", 12, 2)


@pytest.mark.django_db
def test_prober_dates_a_flip_back_and_tells_of_it_once():
    target = TargetFactory(name="MLflow", confirmations=2)
    write([measured(target, 0, "ok")])
    assert write([measured(target, 1, "down")]) == {target.pk}  # wavers: worth a second look
    assert not Entry.objects.exists()
    assert write([measured(target, 2, "down")]) == set()
    flip = Flip.objects.get(before="ok")
    assert (flip.after, flip.at, flip.detail) == ("down", at(1), "because")
    assert flip.noticed_at > flip.at
    entry = Entry.objects.get()
    assert (entry.kind, entry.actor, entry.subject_id) == ("status.flipped", None, target.service_id)
    assert entry.summary == "measured: MLflow went from operational to outage"
    write([measured(target, 3, "down")])
    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_clock_that_was_ahead_keeps_nothing_green_and_the_true_time_goes_on(monkeypatch):
    target, true = TargetFactory(confirmations=2), timezone.now()
    fast = true + dt.timedelta(hours=1)
    monkeypatch.setattr("hub.status.prober.writing.timezone.now", lambda: fast)
    write([Measurement(target.pk, fast, Status.OK, "Answered 200.", 12, 200)])
    target.refresh_from_db()
    assert shown_of(target, fast).status == "ok"
    assert shown_of(target, true).status == "unknown"

    monkeypatch.setattr("hub.status.prober.writing.timezone.now", lambda: true)
    write([Measurement(target.pk, true, Status.DOWN, "Answered 500.", 12, 500)])
    target.refresh_from_db()
    assert (shown_of(target, true).status, target.status_since) == ("down", true)
    assert list(Flip.objects.values_list("after", "at")) == [("down", true)]
    assert list(Observation.objects.values_list("at", flat=True)) == [true]


@pytest.mark.django_db
def test_what_is_dated_in_the_future_is_not_written():
    target = TargetFactory()
    write([Measurement(target.pk, timezone.now() + dt.timedelta(minutes=1), Status.OK, "", 12, 200)])
    target.refresh_from_db()
    assert (target.observed_at, Observation.objects.count()) == (None, 0)


@pytest.mark.django_db
def test_clock_that_jumps_ahead_leaves_a_gap_not_a_green_hour():
    """The hour that the clock skipped was not measured: nothing is known of it."""
    target = TargetFactory(interval_s=20, timeout_s=5, confirmations=1)
    write([measured(target, 0, "ok"), measured(target, 180, "ok")])
    assert list(Gap.objects.values_list("starts_at", "ends_at")) == [
        (at(0) + dt.timedelta(seconds=45), at(180))
    ]


@pytest.mark.django_db
def test_prober_tells_nobody_of_the_first_status():
    write([measured(TargetFactory(), 0, "down")])
    assert not Entry.objects.exists()
    assert Flip.objects.get().before == "unknown"


@pytest.mark.django_db
def test_prober_records_what_cannot_be_known_without_moving_anything():
    target = TargetFactory(confirmations=1)
    write([measured(target, 0, "ok"), measured(target, 1, "unknown", "Redirects (302).")])
    target.refresh_from_db()
    assert (target.status, target.observed_at, target.detail) == ("ok", at(0), "Redirects (302).")
    assert Observation.objects.filter(status="unknown").count() == 1


@pytest.mark.django_db
def test_prober_ignores_what_is_older_than_it_knows():
    target = TargetFactory(confirmations=1)
    write([measured(target, 5, "ok")])
    write([measured(target, 4, "down")])
    target.refresh_from_db()
    assert target.status == "ok"
    assert Observation.objects.count() == 1


@pytest.mark.django_db
def test_prober_leaves_out_targets_deleted_meanwhile():
    gone, kept = TargetFactory(), TargetFactory()
    batch = [measured(gone, 0, "ok"), measured(kept, 0, "ok")]
    gone.delete()
    write(batch)
    assert Observation.objects.get().target == kept


@pytest.mark.django_db
def test_prober_stores_a_detail_with_a_nul():
    target = TargetFactory()
    write([measured(target, 0, "down", "status is a\x00b")])
    assert Observation.objects.get().detail == "status is ab"


@pytest.mark.django_db
def test_flip_makes_the_public_answer_due():
    Snapshot.objects.create(pk=1, due=False)
    write([measured(TargetFactory(), 0, "ok")])
    assert Snapshot.objects.get().due


@pytest.mark.django_db
def test_prober_writes_a_batch_in_a_fixed_number_of_queries(django_assert_num_queries):
    targets = [TargetFactory() for _ in range(30)]
    write([measured(target, 0, "ok") for target in targets])
    for some in (targets[:1], targets):
        step = 1 if len(some) == 1 else 2
        with django_assert_num_queries(6):  # savepoint, lock, copy (not counted), update, set back, release
            write([measured(target, step, "ok") for target in some])


@pytest.mark.django_db(transaction=True)
def test_two_writers_with_the_same_news_make_one_flip():
    target = TargetFactory(confirmations=2)
    write([measured(target, 0, "ok")])
    gate = threading.Barrier(2)

    def work():
        for step in (1, 2):
            gate.wait()
            write([measured(target, step, "down")])
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert Flip.objects.filter(before="ok").count() == 1
    assert Entry.objects.filter(kind="status.flipped").count() == 1
    assert Observation.objects.count() == 3


@pytest.mark.django_db
def test_old_measurements_go_and_flips_stay(settings):
    settings.OBSERVATION_HOURS = 7
    now = timezone.now()
    old = ObservationFactory(at=now - dt.timedelta(hours=8))
    new = ObservationFactory(at=now - dt.timedelta(hours=6))
    seldom = ObservationFactory(target=TargetFactory(interval_s=600), at=now - dt.timedelta(hours=8))
    FlipFactory(target=old.target, at=now - dt.timedelta(days=400))
    ProberFactory(name="gone", beat_at=now - dt.timedelta(days=2))
    assert tidy(now) == 1
    assert set(Observation.objects.all()) == {new, seldom}
    assert Flip.objects.count() == 1
    assert not Prober.objects.exists()


@pytest.mark.django_db
def test_desk_reads_the_targets_and_gives_a_sign_of_life():
    target = TargetFactory(expected_codes=[200, 204])
    TargetFactory(enabled=False)
    desk = Desk("here-1")
    turn = desk.turn([])
    assert turn.leading
    assert [(rule.key, rule.codes) for rule in turn.rules] == [(target.pk, (200, 204))]
    assert Prober.objects.get().targets == 1
    assert desk.turn([]).rules is None  # not due again
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock_all()")
