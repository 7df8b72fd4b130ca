"""The real prober as a process of its own: it measures, survives, waits for its turn, and stops when told."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone

from hub.activity.models import Entry
from hub.status.models import Flip, Observation, Prober, Target
from tests.factories import TargetFactory
from tests.status.outage import nobody_gets_in

MANAGE = Path(__file__).parents[2] / "manage.py"
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def database_url():
    facts = connection.settings_dict
    host, port = facts["HOST"], facts["PORT"]
    query = f"?host={quote(host, safe='')}" if host.startswith("/") else ""
    where = "" if query else f"{host}:{port}"
    who = facts["USER"] + (f":{quote(facts['PASSWORD'])}" if facts["PASSWORD"] else "")
    return f"postgresql://{who}@{where}/{quote(facts['NAME'])}{query}"


def wait_for(what, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(0.05)
    pytest.fail("It did not happen in time.")


@pytest.fixture
def start(transactional_db):
    """Starts probers; what is left of them ends with the test."""
    running = []

    def begin(**env):
        surroundings = os.environ | {
            "DATABASE_URL": database_url(),
            "HUB_PROBE_NETWORKS": "127.0.0.0/8",
            "DJANGO_SETTINGS_MODULE": "tests.settings",
        }
        process = subprocess.Popen(
            [sys.executable, MANAGE, "probe"], env=surroundings | env, stderr=subprocess.PIPE, text=True
        )
        running.append(process)
        process.said = ""
        for line in process.stderr:  # a busy machine takes its time to start Python
            process.said += line
            if line.startswith("Prober "):
                break
        return process

    yield begin
    for process in running:
        process.kill()
        process.wait()
        process.stderr.close()


def status(target):
    return Target.objects.get(pk=target.pk).status


def test_prober_follows_a_service_down_and_up_again(server, start):
    target = TargetFactory(url=f"{server.url}/switch", body_contains="OK", interval_s=5, confirmations=2)
    start()
    wait_for(lambda: status(target) == "ok")
    server.switch, broke_at = 500, timezone.now()
    wait_for(lambda: status(target) == "down")
    flip = Flip.objects.get(before="ok")
    first = Observation.objects.filter(status="down").earliest("at")
    assert broke_at < flip.at == first.at < flip.noticed_at
    server.switch = 200
    wait_for(lambda: status(target) == "ok")
    assert Entry.objects.filter(kind="status.flipped").count() == 2


def test_prober_stops_even_while_a_target_hangs(server, start):
    TargetFactory(url=f"{server.url}/never", interval_s=5, timeout_s=30)
    prober = start()
    wait_for(lambda: server.asked["/never"])
    prober.send_signal(signal.SIGTERM)
    assert prober.wait(timeout=20) == 0  # long before the target's own deadline


def test_prober_takes_up_a_new_target_within_seconds(server, start):
    start()
    wait_for(Prober.objects.exists)
    target = TargetFactory(url=f"{server.url}/ok", interval_s=60)
    began = time.monotonic()
    wait_for(lambda: status(target) == "ok")
    assert time.monotonic() - began < 6
    Target.objects.filter(pk=target.pk).update(url=f"{server.url}/broken", confirmations=1)
    wait_for(lambda: status(target) == "down", 6)


def test_second_prober_waits_and_takes_over_when_the_first_is_killed(server, start):
    target = TargetFactory(url=f"{server.url}/ok", interval_s=5)
    first = start()
    wait_for(lambda: status(target) == "ok")
    start()
    wait_for(lambda: Prober.objects.count() == 2)
    before = server.asked["/ok"]
    time.sleep(5.5)
    assert 1 <= server.asked["/ok"] - before <= 2  # one of them asks, not both
    first.kill()
    killed_at = timezone.now()
    wait_for(lambda: Observation.objects.filter(at__gt=killed_at).exists(), 12)


def test_prober_outlives_the_loss_of_its_database(server, start):
    target = TargetFactory(url=f"{server.url}/ok", interval_s=5)
    prober = start()
    wait_for(lambda: status(target) == "ok")
    connection.ensure_connection()
    with nobody_gets_in(spare=connection.connection.info.backend_pid):
        lost_at, before = timezone.now(), server.asked["/ok"]
        wait_for(lambda: server.asked["/ok"] >= before + 2, 12)  # probing goes on
        assert not Observation.objects.filter(at__gt=lost_at).exists()
    wait_for(lambda: Observation.objects.filter(at__gt=lost_at).count() >= 2)  # and nothing measured is lost
    assert prober.poll() is None


def test_prober_refuses_a_wrong_list_of_networks(start):
    prober = start(HUB_PROBE_NETWORKS="10.0.0.1/8")
    assert prober.wait(timeout=20) == 1
    assert "HUB_PROBE_NETWORKS: 10.0.0.1/8 has host bits set" in prober.said


def test_prober_without_networks_claims_nothing(server, start):
    target = TargetFactory(url=f"{server.url}/ok", interval_s=5)
    start(HUB_PROBE_NETWORKS="")
    wait_for(lambda: Target.objects.get(pk=target.pk).detail)
    assert (status(target), server.asked.total()) == ("unknown", 0)
    assert Target.objects.get(pk=target.pk).detail == "Not probed: its address is not in HUB_PROBE_NETWORKS."
