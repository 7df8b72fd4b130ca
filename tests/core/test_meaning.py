"""What a text is about, as a vector."""

import socket
import threading

import numpy as np
import pytest

from hub.core import meaning


def near(one, other):
    (value,) = meaning.nearness(meaning.matrix_of([meaning.vector_of(one)]), meaning.vector_of(other))
    return float(value)


def test_vector_is_kept_small_and_is_always_the_same():
    vector = meaning.vector_of("Feature store", "Fresh features in milliseconds.")
    assert len(vector) == 2 * meaning.DIMENSIONS <= 512
    assert vector == meaning.vector_of("Feature store", "Fresh features in milliseconds.")
    assert np.linalg.norm(meaning.matrix_of([vector])) == pytest.approx(1, abs=0.01)


def test_other_words_for_the_same_are_nearer_than_something_else():
    assert near("Cheap machines", "Inexpensive servers") > near("Cheap machines", "Christmas party") + 0.1
    assert near("GPU quota", "More graphics cards for training") > 0.3


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_nothing_is_about_nothing(text):
    vector = meaning.vector_of(text, text)
    assert not meaning.matrix_of([vector]).any()


@pytest.mark.parametrize("text", ["\x00", "日本語", "!!!", "x" * 100_000, "🙂 🙂", "\ud83d"])
def test_any_text_has_a_vector(text):
    assert np.isfinite(meaning.matrix_of([meaning.vector_of(text, text)])).all()


def test_the_highest_come_first_and_equals_in_their_order():
    values = np.array([0.1, 0.5, 0.5, 0.9], np.float32)
    assert meaning.highest(values, 3) == [3, 1, 2]
    assert meaning.highest(values, 9) == [3, 1, 2, 0]
    assert meaning.highest(np.zeros(0, np.float32), 3) == []


def test_model_is_loaded_without_a_network_and_used_from_many_threads(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("no network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    meaning._model.cache_clear()
    expected, found = {}, []
    threads = [
        threading.Thread(
            target=lambda n=n: found.append((n % 4, meaning.vector_of(f"Need {n % 4} of the team")))
        )
        for n in range(16)
    ]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    expected = {n: meaning.vector_of(f"Need {n} of the team") for n in range(4)}
    assert len(found) == 16
    assert all(vector == expected[n] for n, vector in found)
