"""The recorded timeline is the measured one with every run shorter than N collapsed into its surroundings."""

import datetime as dt
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.status.damping import Change, State, advance, side
from hub.status.models import Status

START = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
OK, DEGRADED, DOWN, UNKNOWN = Status.OK, Status.DEGRADED, Status.DOWN, Status.UNKNOWN


def at(step: int) -> dt.datetime:
    return START + dt.timedelta(seconds=20 * step)


def play(raw: list[str], confirmations: int) -> tuple[State, list[Change]]:
    state, changes = State(), []
    for step, status in enumerate(raw):
        state, change = advance(state, status, at(step), confirmations)
        changes += [change] if change else []
    return state, changes


def recorded(raw: list[str], confirmations: int) -> list[str]:
    """The timeline the changes tell, a status per known measurement."""
    _, changes = play(raw, confirmations)
    told = []
    for step, status in enumerate(raw):
        if status != UNKNOWN:
            told.append(
                max((c for c in changes if c.at <= at(step)), key=lambda c: (c.at, changes.index(c))).after
            )
    return told


def oracle(raw: list[str], confirmations: int) -> list[str]:
    """Straight from the sentence, looking at the whole timeline at once."""
    known = [status for status in raw if status != UNKNOWN]
    runs = [list(run) for _, run in groupby(known, key=side)]
    told: list[str] = []
    healthy = side(known[0]) if known else True
    for number, run in enumerate(runs):
        turned = side(run[0]) != healthy
        if turned and len(run) < confirmations:
            told += [told[-1]] * len(run)  # collapsed into what was before
            continue
        healthy = side(run[0])
        if number and turned:  # the first N are read as one, with the level of the last of them
            told += [run[confirmations - 1]] * confirmations + run[confirmations:]
        else:
            told += run
    return told


statuses = st.lists(st.sampled_from([OK, DEGRADED, DOWN, UNKNOWN]), max_size=60)


@given(raw=statuses, confirmations=st.integers(1, 6))
def test_recorded_timeline_is_the_measured_one_without_short_runs(raw, confirmations):
    assert recorded(raw, confirmations) == oracle(raw, confirmations)


@given(raw=statuses, confirmations=st.integers(1, 6))
def test_measurements_without_a_claim_change_nothing(raw, confirmations):
    def told(timeline):
        return [(c.before, c.after) for c in play(timeline, confirmations)[1]]

    assert told(raw) == told([status for status in raw if status != UNKNOWN])


@given(raw=statuses, confirmations=st.integers(1, 6))
def test_changes_are_in_order_and_chained(raw, confirmations):
    state, changes = play(raw, confirmations)
    assert [c.at for c in changes] == sorted(c.at for c in changes)
    assert [c.before for c in changes] == [UNKNOWN, *[c.after for c in changes]][: len(changes)]
    assert all(c.before != c.after for c in changes)
    assert state.status == (changes[-1].after if changes else UNKNOWN)


def test_a_change_is_dated_back_to_its_first_sign():
    state, changes = play([OK, OK, DOWN, DOWN, DOWN], 3)
    assert changes[-1] == Change(OK, DOWN, at(2))
    assert state.status_since == at(2)


def test_a_blip_is_never_recorded():
    assert len(play([OK, DOWN, OK, DOWN, OK], 2)[1]) == 1


def test_degraded_and_down_move_among_themselves_at_once():
    _, changes = play([OK, DOWN, DOWN, DEGRADED, DOWN], 2)
    assert changes[1:] == [
        Change(OK, DOWN, at(1)),
        Change(DOWN, DEGRADED, at(3)),
        Change(DEGRADED, DOWN, at(4)),
    ]


@pytest.mark.parametrize("gap", [1, 5])
def test_no_data_between_two_confirmations_neither_helps_nor_hurts(gap):
    _, changes = play([OK, DOWN, *[UNKNOWN] * gap, DOWN], 2)
    assert changes[-1] == Change(OK, DOWN, at(1))
