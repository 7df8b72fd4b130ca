"""What a process keeps for its readers: fresh, or made anew by one of them while the rest do not wait too long."""

import threading
import time

import pytest
from django.db import DatabaseError

from hub.status.memory import Memory, answer_of


def test_value_is_made_once_for_everybody_while_it_is_fresh():
    made = []
    memory = Memory(lambda before: made.append(before) or len(made), keep_s=60, limit_s=60)
    assert [memory.value() for _ in range(3)] == [1, 1, 1]
    assert (made, memory.fresh()) == ([None], 1)
    memory._until = 0
    assert memory.fresh() is None
    assert (memory.value(), made) == (2, [None, 1])


def slow(first="first"):
    """A memory that has a value, and whose next is being made until the event."""
    go, begun, values = threading.Event(), threading.Event(), iter([first])

    def make(_before):
        if (value := next(values, None)) is None:
            begun.set()
            go.wait(30)
            return "second"
        return value

    memory = Memory(make, keep_s=60, limit_s=100)
    memory.value()
    memory._until = 0
    maker = threading.Thread(target=memory.value)
    maker.start()
    begun.wait(30)
    return memory, go, maker


def test_reader_gets_what_is_there_while_another_makes_the_next():
    memory, go, maker = slow()
    assert memory.value() == "first"
    go.set()
    maker.join()
    assert memory.value() == "second"


def test_reader_waits_rather_than_hear_what_is_too_old():
    memory, go, maker = slow()
    memory._made = time.monotonic() - 101  # nobody asked for a long time
    heard = []
    reader = threading.Thread(target=lambda: heard.append(memory.value()))
    reader.start()
    reader.join(0.2)
    assert heard == []
    go.set()
    reader.join(30)
    maker.join()
    assert heard == ["second"]


def test_absence_of_the_database_is_remembered_and_nothing_old_is_said():
    asked = []

    def make(before):
        asked.append(before)
        if len(asked) > 1:
            raise DatabaseError
        return "fine"

    memory = Memory(make, keep_s=60, limit_s=60)
    assert memory.value() == "fine"
    memory._until = 0
    for _ in range(3):
        with pytest.raises(DatabaseError):
            memory.value()
    assert (len(asked), memory.fresh()) == (2, None)


def test_same_bytes_have_the_same_strong_etag_everywhere():
    assert answer_of(b"a").etag == answer_of(b"a").etag != answer_of(b"b").etag
    assert answer_of(b"a").etag.startswith('"h')
