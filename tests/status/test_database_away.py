"""What people get while the database is really gone: a clear 503, and the truth again once it is back."""

import pytest
from django.db import connection

from hub.status import summary
from tests.factories import TargetFactory, now
from tests.status.outage import nobody_gets_in
from tests.status.test_probe_process import wait_for

ADDRESSES = ("/status/summary.json", "/healthz")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_summary_and_health_say_that_the_database_is_away(client):
    TargetFactory(status="ok", observed_at=now())
    summary.MEMORY.forget()
    assert [client.get(address).status_code for address in ADDRESSES] == [200, 200]
    with nobody_gets_in():
        summary.MEMORY._until = 0  # half a second passes
        for address in ADDRESSES:
            response = client.get(address)
            assert (response.status_code, response["Cache-Control"]) == (503, "no-store")
            assert response.json()["detail"] == "The database is away."
        connection.close()
    wait_for(lambda: answers(client) == [200, 200], 60)  # the pool tries again by itself, at growing pauses
    summary.MEMORY.forget()


def answers(client):
    summary.MEMORY._until = 0
    return [client.get(address).status_code for address in ADDRESSES]
