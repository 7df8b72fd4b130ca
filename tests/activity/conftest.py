"""Activity alone: a table of reactions of its own, and a queue that runs at once or not at all."""

import pytest

from hub.activity.kinds import kinds
from hub.celery import app
from tests.activity import table as reactions


@pytest.fixture
def table(settings):
    settings.REACTIONS = "tests.activity.table.REACTIONS"
    kinds.cache_clear()
    reactions.done.clear()
    reactions.broken.clear()
    yield reactions
    kinds.cache_clear()


@pytest.fixture
def eager():
    """Tasks run where they are called."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


@pytest.fixture
def no_broker():
    """The queue's address answers nothing."""
    before = app.conf.broker_write_url
    app.conf.broker_write_url = "amqp://guest@127.0.0.1:9//"
    app.amqp._producer_pool = None  # connections are kept by address: ask for the new one
    yield
    app.conf.broker_write_url = before
    app.amqp._producer_pool = None
