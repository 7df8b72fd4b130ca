"""The charts of how long answers took: true means, gaps as gaps, and every number in the table as well."""

import datetime as dt
import math
import re

import pytest
from django.utils import timezone

from hub.status.latency import DAY, SLOT, Chart, Slot, latency_of
from hub.status.models import Bucket
from tests.factories import TargetFactory
from tests.pages import text_of

NOON = dt.datetime(2026, 11, 20, 12, 10, tzinfo=dt.UTC)


def chart(*means, slow=2000, **words):
    """A chart of these means, None where nothing answered; a tenth less and more around them."""
    slots = [
        Slot(
            NOON + place * SLOT, place, mean, *((int(mean * 0.9), math.ceil(mean * 1.1)) if mean else (0, 0))
        )
        for place, mean in enumerate(means)
    ]
    return Chart(slots, SLOT, slow)


def points(line):
    return [tuple(map(float, pair.split(","))) for pair in line.split()]


def test_line_stops_where_nothing_answered_and_begins_anew_after_it():
    drawn = chart(100, 100, None, None, 50)
    first, second = map(points, drawn.lines)
    assert (drawn.top, len(drawn.bands)) == (200, 2)
    assert first == [(0, 50), (0.5, 50), (1.5, 50), (2, 50)]
    assert second == [(4, 75), (4.5, 75), (5, 75)]
    assert drawn.words == "from 45 to 111 ms; nothing answered in 2 of 5 half hours"


@pytest.mark.parametrize(
    ("mean", "top"), [(0.5, 1), (1.5, 2), (9, 10), (40, 50), (90, 100), (900, 1000), (4600, 10_000)]
)
def test_scale_ends_at_a_round_number_above_everything(mean, top):
    assert chart(mean).top == top


def test_peak_does_not_flatten_all_the_rest_and_is_said_to_be_cut():
    calm = [Slot(NOON, place, 20, 10, 30) for place in range(10)]
    peak = Chart([*calm, Slot(NOON, 10, 25, 10, 60_000)], SLOT, 2000)
    assert (peak.top, peak.is_cut, peak.most) == (100, True, 60_000)
    assert all(0 <= y <= 100 for band in peak.bands for _, y in points(band))
    assert not chart(20).is_cut


def test_line_of_what_counts_as_slow_is_drawn_when_it_is_on_the_scale():
    assert chart(100, slow=150).slow == "25"
    assert chart(100, slow=2000).slow == ""


def test_nothing_is_drawn_of_nothing():
    empty = chart(None, None)
    assert (empty.lines, empty.bands, empty.answered, empty.top) == ([], [], [], 1)


def bucket(target, size, at, answers, total, least, most):
    Bucket.objects.create(
        target=target, size=size, starts_at=at, ok_ms=1, answers=answers, latency_sum_ms=total,
        latency_min_ms=least or None, latency_max_ms=most or None,
    )  # fmt: skip


@pytest.mark.django_db
def test_day_is_drawn_from_minutes_weighed_by_their_answers():
    target = TargetFactory()
    for minute, answers, total in ((0, 3, 30), (1, 1, 50), (31, 0, 0)):
        bucket(target, "minute", NOON - dt.timedelta(minutes=70 - minute), answers, total, 5 * answers, total)
    bucket(target, "minute", NOON - dt.timedelta(days=2), 1, 9999, 9999, 9999)
    recent = latency_of([target], NOON)[target.pk].recent
    (only,) = recent.answered
    assert (only.mean, only.least, only.most) == (20, 5, 50)
    assert only.at == NOON.replace(hour=11, minute=0)
    assert (recent.slots[-1].at, len(recent.slots)) == (NOON.replace(minute=0), 48)


@pytest.mark.django_db
def test_ninety_days_end_with_what_is_known_of_today():
    target, other = TargetFactory(), TargetFactory()
    today = NOON.replace(hour=0, minute=0)
    bucket(target, "day", today - DAY, 10, 100, 1, 40)
    bucket(target, "day", today - 90 * DAY, 10, 9999, 1, 40)
    for hour in (1, 2):
        bucket(target, "hour", today + dt.timedelta(hours=hour), 5, 100 * hour, 7, 90)
    bucket(target, "hour", today - dt.timedelta(hours=3), 5, 9999, 7, 90)  # in its day already
    found = latency_of([target, other], NOON)
    long = found[target.pk].long
    assert [(slot.at, slot.mean) for slot in long.answered] == [(today - DAY, 10), (today, 30)]
    assert len(long.slots) == 90
    assert found[other.pk].long.answered == []


@pytest.mark.django_db
def test_visitor_reads_every_number_of_the_chart_in_its_table(client):
    target = TargetFactory(name="Registry", observed_at=timezone.now())
    yesterday = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) - DAY
    bucket(target, "day", yesterday, 10, 420, 31, 77)
    answer = client.get(f"/status/{target.service.slug}/")
    html = answer.content.decode()
    assert (
        'aria-label="Time to an answer of Registry, last 90 days: from 31 to 77 ms; nothing answered' in html
    )
    row = f"{yesterday.day} {yesterday:%b} 42 ms 31 ms 77 ms"
    assert row in re.sub(r"\s+", " ", text_of(answer))


@pytest.mark.django_db
def test_service_that_never_answered_has_no_chart(client):
    target = TargetFactory()
    assert "latency-plot" not in client.get(f"/status/{target.service.slug}/").content.decode()
