"""What people get while the database is really gone: a clear 503, and the truth again once it is back."""

import pytest
from django.db import connection

from hub.status import metrics, statuspage, summary
from tests.factories import TargetFactory, now
from tests.status.outage import nobody_gets_in
from tests.status.test_probe_process import wait_for

ADDRESSES = ("/status/summary.json", "/status/api/v2/summary.json", "/status/metrics", "/healthz")
MEMORIES = (summary.MEMORY, statuspage.MEMORY, metrics.MEMORY)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_every_program_is_told_that_the_database_is_away(client):
    TargetFactory(status="ok", observed_at=now())
    for memory in MEMORIES:
        memory.forget()
    assert [client.get(address).status_code for address in ADDRESSES] == [200] * 4
    with nobody_gets_in():
        time_passes()
        for address in ADDRESSES:
            response = client.get(address)
            assert (response.status_code, response["Cache-Control"]) == (503, "no-store")
            assert response.json()["detail"] == "The database is away."
        connection.close()
    wait_for(lambda: answers(client) == [200] * 4, 60)  # the pool tries again by itself, at growing pauses
    for memory in MEMORIES:
        memory.forget()


def time_passes():
    """No answer is fresh any more."""
    for memory in MEMORIES:
        memory._until = 0


def answers(client):
    time_passes()
    return [client.get(address).status_code for address in ADDRESSES]
