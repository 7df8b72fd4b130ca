"""From a verb to its consequences, whatever is lost on the way."""

import datetime as dt
import socket
import threading

import pytest
from celery.contrib.testing.worker import start_worker
from django.db import connection, transaction
from django.utils import timezone

from hub.activity import delivery, tasks
from hub.activity.actions import record
from hub.activity.models import Delivery, Entry
from hub.celery import app
from tests.factories import ServiceFactory, UserFactory

REAL = pytest.mark.django_db(transaction=True)


def happens(kind: str, service=None, **facts) -> Entry:
    with transaction.atomic():
        return record(kind, service or ServiceFactory(), "did a thing", by=None, **facts)


def a_minute_later(minutes: int = 1) -> None:
    """Move everything into the past instead of waiting."""
    ago = dt.timedelta(minutes=minutes, seconds=1)
    for row in Entry.objects.all():
        Entry.objects.filter(pk=row.pk).update(created_at=row.created_at - ago)
    for row in Delivery.objects.all():
        Delivery.objects.filter(pk=row.pk).update(due_at=row.due_at - ago)


@REAL
def test_verb_that_fails_leaves_no_entry_and_no_consequence(table, eager):
    def verb():
        with transaction.atomic():
            record("test.noted", ServiceFactory(), "did a thing", by=None)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        verb()
    assert (Entry.objects.count(), Delivery.objects.count(), table.done) == (0, 0, [])


@REAL
def test_recording_outside_a_transaction_is_a_mistake(table):
    with pytest.raises(RuntimeError, match="outside a transaction"):
        record("test.noted", ServiceFactory(), "did a thing", by=None)


@REAL
def test_consequence_waits_for_the_commit(table, eager):
    with transaction.atomic():
        record("test.noted", ServiceFactory(), "did a thing", by=None)
        assert table.done == []
    assert table.done == [Entry.objects.get().pk]


@REAL
def test_delivered_entry_is_closed(table, eager):
    entry = happens("test.noted")
    entry.refresh_from_db()
    assert entry.delivered_at is not None
    assert [row.done_at is not None for row in entry.deliveries.all()] == [True]


@REAL
def test_entry_without_consequences_is_closed(table, eager):
    entry = happens("test.nothing_follows")
    entry.refresh_from_db()
    assert entry.delivered_at is not None


@REAL
def test_verb_commits_while_the_queue_is_away_and_the_clock_catches_up(table, no_broker, caplog):
    entry = happens("test.noted")
    assert Entry.objects.filter(pk=entry.pk, delivered_at=None).exists()
    assert "could not be queued" in caplog.text
    a_minute_later()
    app.conf.task_always_eager = True
    tasks.redeliver()
    app.conf.task_always_eager = False
    assert table.done == [entry.pk]


@REAL
def test_saving_tries_once_to_reach_a_queue_that_hangs_up(table, no_broker, caplog):
    tries = []
    with socket.create_server(("127.0.0.1", 0)) as broker:
        app.conf.broker_write_url = f"amqp://guest@127.0.0.1:{broker.getsockname()[1]}//"
        threading.Thread(target=hang_up, args=(broker, tries), daemon=True).start()
        happens("test.noted")
        broker.shutdown(socket.SHUT_RDWR)
    assert len(tries) == 1
    assert "could not be queued" in caplog.text


def hang_up(broker, tries):
    while True:
        try:
            line, _ = broker.accept()
        except OSError:  # the test is over
            return
        tries.append(line)
        line.close()


@REAL
def test_clock_leaves_fresh_and_finished_entries_alone(table, eager):
    happens("test.noted")
    tasks.redeliver()
    a_minute_later()
    tasks.redeliver()
    assert len(table.done) == 1


@REAL
def test_failing_consequence_harms_no_other_and_is_tried_again(table, eager):
    table.broken.append(True)
    entry = happens("test.stumbled")
    assert table.done == [entry.pk]
    assert entry.deliveries.get(reaction="tests.stumble").error == "ConnectionError: the other side is away"
    table.broken.clear()
    tasks.redeliver()
    assert table.done == [entry.pk]  # not yet
    a_minute_later(2)
    tasks.redeliver()
    assert table.done == [entry.pk, -entry.pk]
    entry.refresh_from_db()
    assert entry.delivered_at is not None


@REAL
def test_wait_grows_and_a_hopeless_consequence_is_given_up(table, eager):
    table.broken.append(True)
    entry = happens("test.stumbled")
    tries = [1]
    for _ in range(15):
        Entry.objects.update(created_at=timezone.now() - dt.timedelta(days=2))
        Delivery.objects.update(due_at=timezone.now())
        tasks.redeliver()
        tries.append(entry.deliveries.get(reaction="tests.stumble").attempts)
    assert max(tries) == Delivery.GIVE_UP_AFTER
    assert Delivery.objects.given_up().get().reaction == "tests.stumble"
    assert table.done == [entry.pk]
    total = sum((delivery.wait_after(n) for n in range(Delivery.GIVE_UP_AFTER)), dt.timedelta())
    assert total > dt.timedelta(hours=16)


@REAL
def test_consequence_that_nobody_wrote_is_noted_as_failed(table, eager):
    entry = happens("test.unknown_task")
    assert "tests.nobody" in entry.deliveries.get().error


@REAL
def test_slow_queue_is_not_filled_twice(table, no_broker):
    """Delivering the same entry again while its consequences wait in the queue sends nothing."""
    entry = Entry.objects.get(pk=happens("test.noted").pk)
    assert len(delivery.claim_due(entry)) == 1
    assert delivery.claim_due(entry) == []
    a_minute_later()
    assert len(delivery.claim_due(entry)) == 1


@REAL
def test_two_workers_claim_a_consequence_once(table, no_broker):
    entry = Entry.objects.get(pk=happens("test.stumbled").pk)
    claimed = []
    start = threading.Barrier(4)

    def work():
        start.wait()
        claimed.extend(delivery.claim_due(entry))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(claimed) == sorted(entry.deliveries.values_list("pk", flat=True))


@REAL
def test_real_queue_carries_a_real_event(table, settings):
    """Through kombu's file-system transport and a worker of its own."""
    import time

    person = UserFactory()
    with start_worker(app, perform_ping_check=False, pool="solo"):
        entry = happens("test.told", tell=[person])
        end = time.monotonic() + 20
        while Entry.objects.filter(pk=entry.pk, delivered_at=None).exists() and time.monotonic() < end:
            time.sleep(0.1)
    assert list(person.notifications.values_list("entry", flat=True)) == [entry.pk]
