"""The timeline: what was measured with every blip folded into its surroundings, and what was not known left unknown."""

import datetime as dt
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from hub.status.damping import State, advance, side
from hub.status.models import Status
from hub.status.timeline import History, Span, shares, sums

START = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
STEP, LASTS = 20, 45  # seconds between two measurements, and how long one counts
OK, DEGRADED, DOWN, UNKNOWN, MAINTENANCE = "ok", "degraded", "down", "unknown", "maintenance"

measured = st.lists(st.sampled_from([OK, OK, DEGRADED, DOWN, UNKNOWN, None]), max_size=40)
moments = st.integers(0, 900)


def at(seconds: float) -> dt.datetime:
    return START + dt.timedelta(seconds=seconds)


def played(raw, confirmations):
    """The history that a prober would have written; None is a turn in which nobody asked."""
    state, changes, silences, seen = State(), [], [], None
    for step, status in enumerate(raw):
        now = at(step * STEP)
        if status is None:
            continue
        state, change = advance(state, Status(status), now, confirmations)
        changes += [(change.at, str(change.after))] if change else []
        if status != UNKNOWN:
            if seen and seen + dt.timedelta(seconds=LASTS) < now:
                silences.append((seen + dt.timedelta(seconds=LASTS), now))
            seen = now
    return History(sorted(changes), silences, (), seen and seen + dt.timedelta(seconds=LASTS))


def oracle(raw, confirmations):
    """Each second by itself, from the sentence: short runs are folded, and unknown is what nothing counts for."""
    known = [(step * STEP, status) for step, status in enumerate(raw) if status not in (None, UNKNOWN)]
    runs, folded = [], []
    for one in known:
        if runs and side(runs[-1][-1][1]) == side(one[1]):
            runs[-1].append(one)
        else:
            runs.append([one])
    healthy = side(known[0][1]) if known else True
    for number, run in enumerate(runs):
        turned = side(run[0][1]) != healthy
        if turned and len(run) < confirmations:
            folded += [(second, folded[-1][1]) for second, _ in run]
            continue
        healthy = side(run[0][1])
        head = run[confirmations - 1][1] if number and turned else None
        folded += [
            (second, head if head and n < confirmations else status) for n, (second, status) in enumerate(run)
        ]
    told = []
    for second in range(len(raw) * STEP + 100):
        before = [one for one in folded if one[0] <= second]
        told.append(before[-1][1] if before and second < before[-1][0] + LASTS else UNKNOWN)
    return told


@given(measured, st.integers(1, 4))
def test_shown_timeline_is_the_raw_one_with_short_runs_folded_and_nothing_filled_in(raw, confirmations):
    history, expected = played(raw, confirmations), oracle(raw, confirmations)
    spans = history.spans(START, at(len(expected)))
    assert [
        s for span in spans for s in [span.status] * int((span.ends_at - span.starts_at).total_seconds())
    ] == expected


@given(measured, st.integers(1, 3), st.lists(st.tuples(moments, moments), max_size=3), moments, moments)
def test_parts_of_a_time_are_as_long_as_the_whole(raw, confirmations, works, one, other):
    start, end = at(min(one, other)), at(max(one, other) + 1)
    covers = [(at(min(work)), at(max(work))) for work in works]
    history = played(raw, confirmations)
    history = History(history.changes, history.silences, covers, history.known_until)
    spans = history.spans(start, end)

    assert (spans[0].starts_at, spans[-1].ends_at) == (start, end)
    assert all(a.ends_at == b.starts_at and a.status != b.status for a, b in pairwise(spans))
    assert sum(sums(spans, start, end).values()) == (end - start) // dt.timedelta(milliseconds=1)
    for second in range(int((end - start).total_seconds())):
        moment = start + dt.timedelta(seconds=second)
        covered = any(since <= moment < until for since, until in covers)
        assert (history.at(moment) == MAINTENANCE) == covered


@given(measured, st.integers(1, 3), st.sampled_from([7, 20, 60, 61]))
def test_pieces_add_up_to_the_whole(raw, confirmations, length):
    until, spans = at(840), played(raw, confirmations).spans(START, at(840))
    pieces = list(shares(spans, START, dt.timedelta(seconds=length), until))
    assert [piece[0] for piece in pieces] == [at(n * length) for n in range(840 // length)]
    whole = sums(spans, START, at(840 // length * length))
    assert {status: sum(piece[1][status] for piece in pieces) for status in whole} == whole


def test_nothing_is_claimed_before_the_first_and_after_the_last_measurement():
    history = History([(at(100), OK)], known_until=at(160))
    assert history.spans(START, at(300)) == [
        Span(START, at(100), UNKNOWN),
        Span(at(100), at(160), OK),
        Span(at(160), at(300), UNKNOWN),
    ]
    assert History().spans(START, at(5)) == [Span(START, at(5), UNKNOWN)]


def test_announced_work_covers_silence_too():
    history = History([(START, OK)], [(at(10), at(20))], [(at(15), at(30))], at(100))
    assert [span.status for span in history.spans(START, at(40))] == [OK, UNKNOWN, MAINTENANCE, OK]
