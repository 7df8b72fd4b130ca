"""How often something may be tried."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from hub.accounts import limiter
from hub.accounts.models import RateWindow

THREE = limiter.Limit(tries=3, seconds=60)


def test_visitor_may_try_three_times_and_then_waits(db):
    assert [THREE.take("sign-in", "ana") for _ in range(3)] == [0, 0, 0]
    assert 0 < THREE.take("sign-in", "ana") <= 60


def test_one_person_does_not_use_up_the_tries_of_another(db):
    [THREE.take("sign-in", "ana") for _ in range(5)]
    assert THREE.take("sign-in", "ben") == 0
    assert THREE.take("vote", "ana") == 0


def test_window_ends(db):
    [THREE.take("sign-in", "ana") for _ in range(5)]
    RateWindow.objects.update(started_at=timezone.now() - dt.timedelta(seconds=61))
    assert THREE.take("sign-in", "ana") == 0


def test_trying_on_does_not_prolong_the_wait(db):
    [THREE.take("sign-in", "ana") for _ in range(4)]
    RateWindow.objects.update(started_at=timezone.now() - dt.timedelta(seconds=50))
    assert THREE.take("sign-in", "ana") <= 11


def test_forgetting_starts_again(db):
    [THREE.take("sign-in", "ana") for _ in range(4)]
    limiter.forget("sign-in", "ana")
    assert THREE.take("sign-in", "ana") == 0


def test_nothing_typed_is_kept(db):
    THREE.take("sign-in", "my secret password")
    assert "secret" not in str(RateWindow.objects.values().get())


def test_sweep_drops_what_is_long_over(db):
    THREE.take("sign-in", "ana")
    RateWindow.objects.update(started_at=timezone.now() - dt.timedelta(days=2))
    THREE.take("sign-in", "ben")
    assert limiter.sweep() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_tries_at_once_exactly_three_get_through():
    waits = []

    def attempt():
        waits.append(THREE.take("sign-in", "ana"))
        connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(12)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sum(wait == 0 for wait in waits) == 3
