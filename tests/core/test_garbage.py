"""Garbage is collected once a page was sent, and not before."""

import gc
import weakref

import pytest
from django.core.signals import request_finished

from hub.core import garbage


class Circle:
    def __init__(self):
        self.itself = self


@pytest.fixture
def between_pages():
    before = gc.get_threshold()
    garbage.collect_between_pages()
    yield
    request_finished.disconnect(dispatch_uid="collect_between_pages")
    gc.set_threshold(*before)
    gc.unfreeze()


def test_what_a_page_leaves_behind_is_collected_after_it(between_pages):
    left = [weakref.ref(Circle()) for _ in range(garbage.YOUNG + 100)]
    assert all(circle() for circle in left)
    request_finished.send(sender=object)
    assert not any(circle() for circle in left)


def test_a_small_page_waits_for_the_next(between_pages):
    gc.collect()
    left = weakref.ref(Circle())
    request_finished.send(sender=object)
    assert left()
