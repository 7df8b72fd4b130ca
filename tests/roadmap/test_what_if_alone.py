"""A what-if takes a processor for seconds: visitors cannot take all of them."""

import pytest
from django.core.cache import cache

from hub.core.errors import Refused
from hub.roadmap.rounds import what_if
from tests.roadmap import filled

pytestmark = pytest.mark.django_db


def closed():
    (voter,) = filled.crowd(1)
    return filled.closed(filled.opened(), {voter: {"alpha": 3}})


def test_one_capacity_is_counted_at_a_time(client):
    found = closed()
    cache.add(what_if.BUSY, 1)  # somebody else's is being counted
    try:
        answer = client.get(f"/api/v1/rounds/{found.slug}/what-if/", {"capacity": "5"})
        assert (answer.status_code, answer.json()["code"]) == (409, "busy")
        assert client.get(found.get_absolute_url(), {"capacity": "5"}).status_code == 409
        assert client.get(found.get_absolute_url()).status_code == 200
    finally:
        cache.delete(what_if.BUSY)


def test_one_that_fails_leaves_the_next_free(monkeypatch):
    found = closed()
    monkeypatch.setattr(what_if, "_counted", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        what_if.what_if(found, what_if.STEP)
    monkeypatch.undo()
    try:
        what_if.what_if(found, what_if.STEP)
    except Refused:
        pytest.fail("it is still taken for busy")
