"""The bars of ninety days, the number beside them, and what was shown at a moment."""

import datetime as dt

import pytest
from django.utils import timezone

from hub.status import rolling
from hub.status.bars import Bars, Day, lasting
from hub.status.models import Bucket, Status
from hub.status.prober.asking import Measurement
from hub.status.prober.writing import write
from tests.factories import ClusterFactory, MaintenanceFactory, TargetFactory
from tests.pages import MOST_QUERIES, queries_of, text_of

pytestmark = pytest.mark.django_db
DAY_MS = 86_400_000


def day(place=0, **times):
    return Day(dt.date(2026, 11, 1), {state: times.get(state, 0) for state in rolling.STATES}, place)


def measured(target, at, status):
    return Measurement(target.pk, at, Status(status), "because", 12, 200)


@pytest.fixture
def moment():
    """Yesterday at five past two."""
    return (timezone.now() - dt.timedelta(days=1)).replace(hour=14, minute=5, second=0, microsecond=0)


@pytest.mark.parametrize(
    ("days", "share"),
    [
        ([day(ok=DAY_MS)], "100 %"),
        ([day(ok=DAY_MS - 1, down=1)], "99.99 %"),
        ([day(ok=DAY_MS), day(down=DAY_MS)], "50.00 %"),
        ([day(ok=DAY_MS // 2, degraded=DAY_MS // 2)], "100 %"),
        ([day(ok=1000, unknown=DAY_MS - 1000)], "100 %"),
        ([day(down=1000, maintenance=DAY_MS - 1000)], "0.00 %"),
        ([day(unknown=DAY_MS)], ""),
        ([day()], ""),
    ],
)
def test_share_counts_what_is_known_and_not_announced_and_never_rounds_up(days, share):
    assert Bars(days).share == share


def test_number_comes_with_what_it_is_made_of():
    bars = Bars([day(ok=DAY_MS - 7_200_000, down=3_600_000, maintenance=3_600_000), day(unknown=DAY_MS)])
    assert bars.reckoned == (
        "time operational or degraded \u00f7 time operational, degraded or in outage: 22 h of 23 h; "
        "left out: 1 h of announced work and 1 d in which nothing was known."
    )
    assert [one.words for one in bars.telling] == ["outage 1 h, maintenance 1 h, operational 22 h"]


@pytest.mark.parametrize(
    ("ms", "words"),
    [
        (0, "0 s"),
        (5, "under 1 s"),
        (59_999, "59 s"),
        (3_661_000, "1 h 1 min"),
        (90_000_000, "1 d 1 h"),
        (60_000, "1 min"),
    ],
)
def test_lengths_of_time_are_said_in_two_units(ms, words):
    assert lasting(ms) == words


def test_short_outage_is_seen_in_its_bar_and_the_bar_stays_as_high_as_the_others():
    pieces = day(ok=DAY_MS - 1000, down=1000).pieces
    assert [(one["status"], one["height"]) for one in pieces] == [("down", 6), ("ok", 28)]
    for times in ({"ok": 1}, {"down": 1, "degraded": 1, "maintenance": 1, "unknown": DAY_MS, "ok": 1}):
        assert sum(one["height"] for one in day(**times).pieces) == 34
    assert day().pieces == []


def test_visitor_sees_the_days_of_each_target(client):
    target = TargetFactory(observed_at=timezone.now(), name="Registry")
    on = rolling.floor(timezone.now() - dt.timedelta(days=3), Bucket.Size.DAY)
    Bucket.objects.create(target=target, size="day", starts_at=on, ok_ms=DAY_MS - 60_000, down_ms=60_000)
    html = client.get(f"/status/{target.service.slug}/")
    assert f"{on:%a} {on.day} {on:%b %Y}: outage 1 min, operational 23 h 59 min" in html.content.decode()
    assert "of the time it worked" in text_of(html)
    assert "outage 1 min" in text_of(html)


def test_days_without_a_measurement_claim_nothing(client):
    target = TargetFactory()
    html = client.get(f"/status/{target.service.slug}/").content.decode()
    assert html.count("bar-none") == 89
    assert "of the time it worked" not in html


def test_today_is_told_from_what_is_known_now(client):
    target = TargetFactory(confirmations=1, interval_s=86_400)
    now = timezone.now()
    write([measured(target, now - dt.timedelta(seconds=2), "down")])
    assert "outage" in text_of(client.get(f"/status/{target.service.slug}/"))


def test_what_was_shown_differs_from_what_is_known_until_a_change_was_confirmed(client, moment):
    target = TargetFactory(confirmations=2, interval_s=600, name="Registry")
    write(
        [
            measured(target, moment - dt.timedelta(minutes=30), "ok"),
            measured(target, moment - dt.timedelta(minutes=2), "down"),
        ]
    )
    write([measured(target, moment + dt.timedelta(minutes=8), "down")])
    flip = target.flips.get(before="ok")
    flip.noticed_at = moment + dt.timedelta(minutes=8)
    flip.save()
    target.flips.filter(before="unknown").update(noticed_at=moment - dt.timedelta(minutes=30))

    page = text_of(client.get(f"/status/{target.service.slug}/history/?at={moment:%Y-%m-%dT%H:%M}"))
    assert "Registry Operational Outage learnt afterwards" in " ".join(page.split())
    later = moment + dt.timedelta(minutes=9)
    page = text_of(client.get(f"/status/{target.service.slug}/history/?at={later:%Y-%m-%dT%H:%M}"))
    assert "Registry Outage Outage" in " ".join(page.split())
    assert "learnt afterwards" not in page


def test_silence_and_announced_work_were_shown_as_such(client, moment):
    target = TargetFactory(
        confirmations=1, interval_s=20, name="Registry", cluster=ClusterFactory(name="north")
    )
    write([measured(target, moment - dt.timedelta(minutes=30), "ok")])
    write([measured(target, moment + dt.timedelta(minutes=30), "ok")])
    address = f"/status/{target.service.slug}/history/?at={moment:%Y-%m-%dT%H:%M}"
    assert "Registry on north Unknown Unknown" in " ".join(text_of(client.get(address)).split())
    MaintenanceFactory(
        services=[target.service],
        starts_at=moment - dt.timedelta(hours=1),
        ends_at=moment + dt.timedelta(hours=1),
    )
    assert "Registry on north Maintenance Maintenance" in " ".join(text_of(client.get(address)).split())


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("nonsense", "Enter a valid date/time."),
        ("2999-01-01T00:00", "still to come"),
        ("", "This field is required."),
    ],
)
def test_moment_that_cannot_be_looked_up_is_said_at_its_field(client, asked, said):
    target = TargetFactory()
    answer = client.get(f"/status/{target.service.slug}/history/", {"at": asked})
    assert answer.status_code == 422
    assert said in text_of(answer)


def test_service_that_nothing_measures_says_so(client):
    service = TargetFactory(enabled=False).service
    service.targets.all().delete()
    page = client.get(f"/status/{service.slug}/history/?at=2026-01-01T00:00")
    assert "Nothing measures this service" in text_of(page)
    assert client.get("/status/nowhere/history/").status_code == 404


def test_more_targets_take_no_more_queries(client):
    first = TargetFactory(observed_at=timezone.now())
    addresses = (
        f"/status/{first.service.slug}/",
        f"/status/{first.service.slug}/history/?at=2026-11-01T00:00",
    )
    before = [queries_of(client, address) for address in addresses]
    for _ in range(12):
        TargetFactory(service=first.service, observed_at=timezone.now(), cluster=ClusterFactory())
    assert [queries_of(client, address) for address in addresses] == before
    assert max(before) <= MOST_QUERIES
