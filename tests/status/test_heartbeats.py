"""Signs of life: what comes in counts, silence is an outage from when it began, and nothing is made up."""

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from hub.activity.models import Entry
from hub.core.errors import Refused
from hub.status import heartbeats, reading
from hub.status.models import Flip, Gap, Observation, Status, Target
from hub.status.prober.desk import Desk
from hub.status.shown import AHEAD, shown_of
from tests.factories import ServiceFactory, TargetFactory, UserFactory, now
from tests.status.test_probe_process import start, wait_for  # noqa: F401 -- a fixture

MINUTE = dt.timedelta(minutes=1)
LONG_AGO = dt.timedelta(days=3)


def export(**words):
    """Work that is done every five minutes and may be a minute late."""
    words = {"interval_s": 300, "grace_s": 60, **words}
    return TargetFactory(kind="heartbeat", url="", name="Nightly export", **words)


def key_of(target):
    return heartbeats.make_address(target, by=UserFactory())


def seen(target, ago, status="ok"):
    """Its last sign of life came so long ago."""
    at = timezone.now() - ago
    Target.objects.filter(pk=target.pk).update(
        status=status, status_since=at, raw_status=status, raw_since=at, streak=1, observed_at=at
    )
    return at


def notice(at=None):
    """Look for signs that are late, as one who has watched for days."""
    at = at or timezone.now()
    return heartbeats.notice(at, watching_since=at - LONG_AGO)


def shown(target):
    return shown_of(Target.objects.get(pk=target.pk), timezone.now()).status


@pytest.mark.django_db
def test_a_sign_of_life_counts_at_once():
    target = export()
    key = key_of(target)
    assert shown(target) == Status.UNKNOWN
    assert heartbeats.beat(key)
    assert shown(target) == Status.OK
    one = Observation.objects.get()
    assert (one.status, one.detail, one.latency_ms) == ("ok", "It gave a sign of life.", None)


@pytest.mark.django_db
def test_a_failure_is_an_outage_at_once_and_the_next_sign_mends_it():
    target = export(confirmations=3)
    key = key_of(target)
    heartbeats.beat(key)
    heartbeats.beat(key, code=3)
    assert shown(target) == Status.DOWN
    assert Target.objects.get().detail == "It said that it failed (exit code 3)."
    heartbeats.beat(key)
    assert shown(target) == Status.OK
    assert [flip.after for flip in Flip.objects.order_by("at", "pk")] == ["ok", "down", "ok"]


@pytest.mark.django_db
def test_silence_is_an_outage_from_when_the_sign_was_late():
    target = export()
    at = seen(target, 6 * MINUTE + dt.timedelta(seconds=1))
    assert notice() == 1
    flip = Flip.objects.get()
    assert (flip.after, flip.at) == ("down", at + 6 * MINUTE)
    assert flip.detail == "No sign of life within 6 min."
    assert shown(target) == Status.DOWN
    assert not Gap.objects.exists()


@pytest.mark.django_db
def test_nothing_is_late_within_the_grace():
    target = export()
    seen(target, 6 * MINUTE - dt.timedelta(seconds=5))
    assert notice() == 0
    assert shown(target) == Status.OK


@pytest.mark.django_db
def test_an_outage_stays_one_however_long_the_silence_lasts():
    target = export()
    began = seen(target, 20 * MINUTE)
    for _ in range(5):
        notice()
    assert shown(target) == Status.DOWN
    assert Flip.objects.get().at == began + 6 * MINUTE
    assert Observation.objects.count() == 3  # one for each time in which a sign was due


@pytest.mark.django_db
def test_what_never_gave_a_sign_is_unknown():
    target = export()
    assert notice() == 0
    assert shown(target) == Status.UNKNOWN


@pytest.mark.django_db
def test_silence_while_nobody_watched_is_unknown_and_not_an_outage():
    target = export()
    began = seen(target, 60 * MINUTE)
    at = timezone.now()
    assert heartbeats.notice(at, watching_since=at - 2 * MINUTE) == 0
    assert shown(target) == Status.UNKNOWN
    assert (
        heartbeats.notice(at, watching_since=at - 7 * MINUTE) == 1
    )  # by then the whole time had gone by again
    assert Flip.objects.get().at == at - MINUTE
    gap = Gap.objects.get()
    assert (gap.starts_at, gap.ends_at) == (began + 6 * MINUTE + dt.timedelta(seconds=10), at - MINUTE)


@pytest.mark.django_db
def test_a_prober_that_has_just_begun_to_lead_accuses_nobody():
    target = export()
    seen(target, 7 * MINUTE)
    desk = Desk("a")
    try:
        assert desk.turn([]).leading
        assert Target.objects.get(pk=target.pk).status == "ok"
        assert shown(target) == Status.UNKNOWN
        desk._watching_since -= LONG_AGO
        desk._next.clear()
        desk.turn([])
        assert shown(target) == Status.DOWN
    finally:
        desk._locked_on = None
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock_all()")


@pytest.mark.django_db
def test_it_shows_by_itself_that_nobody_watches_any_more():
    target = export()
    seen(target, 6 * MINUTE + dt.timedelta(seconds=11))
    assert shown(target) == Status.UNKNOWN


@pytest.mark.django_db
def test_the_prober_does_not_ask_it():
    export()
    asked = TargetFactory()
    assert list(Target.objects.enabled().asked()) == [asked]


@pytest.mark.django_db
def test_a_sign_counts_although_a_clock_is_a_little_ahead_of_ours():
    target = export()
    key = key_of(target)
    seen(target, -AHEAD / 2, status="down")
    heartbeats.beat(key)
    assert Target.objects.get(pk=target.pk).status == "ok"


@pytest.mark.django_db
def test_a_sign_counts_although_a_clock_was_hours_ahead():
    target = export()
    key = key_of(target)
    seen(target, -180 * MINUTE, status="down")
    heartbeats.beat(key)
    assert shown(target) == Status.OK


# Races, on connections of their own


def at_once(*works):
    def one(work):
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


@pytest.mark.django_db(transaction=True)
def test_signs_that_come_at_once_all_count():
    target = export()
    key = key_of(target)
    assert at_once(*[lambda: heartbeats.beat(key)] * 8) == [True] * 8
    assert Observation.objects.count() == 8
    assert Observation.objects.values("at").distinct().count() == 8
    assert Target.objects.get(pk=target.pk).streak == 8


@pytest.mark.django_db(transaction=True)
def test_two_that_look_at_once_notice_it_once():
    seen(export(), 7 * MINUTE)
    at_once(*[notice] * 6)
    assert (Observation.objects.count(), Flip.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_late_look_does_not_undo_a_sign_of_life():
    """The sign comes in while the look is under way: whoever is first, the target is well afterwards."""
    target = export()
    key = key_of(target)
    for _ in range(10):
        seen(target, 7 * MINUTE)
        at_once(notice, lambda: heartbeats.beat(key), notice)
        assert shown(target) == Status.OK


@pytest.mark.django_db
def test_a_look_with_an_old_clock_does_not_undo_a_sign_of_life():
    target = export()
    key = key_of(target)
    seen(target, 7 * MINUTE)
    heartbeats.beat(key)
    assert notice() == 0
    assert notice(timezone.now() + 5 * MINUTE) == 0
    assert shown(target) == Status.OK


# Doors


@pytest.fixture
def address(db):
    return f"/status/beat/{key_of(export())}"


@pytest.mark.parametrize("end", ["", "/", "/0", "/0/"])
@pytest.mark.parametrize("method", ["post", "get", "head"])
def test_a_sign_is_taken_without_a_redirect_and_without_a_name(client, address, method, end):
    client.handler.enforce_csrf_checks = True
    answer = getattr(client, method)(f"{address}{end}")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert "Set-Cookie" not in answer.headers
    assert Target.objects.get().status == "ok"


@pytest.mark.parametrize(("end", "code"), [("/fail", 1), ("/fail/", 1), ("/137", 137)])
def test_work_says_how_it_went(client, address, end, code):
    assert client.post(f"{address}{end}").status_code == 200
    assert Target.objects.get().detail == f"It said that it failed (exit code {code})."


@pytest.mark.parametrize("end", ["x", "/nonsense", "/1/2", "/-1", "/٣", "/1000"])
def test_what_nobody_watches_for_is_not_found(client, address, end):
    assert client.post(f"{address}{end}").status_code == 404
    assert not Observation.objects.exists()


def test_a_disabled_target_takes_no_sign(client, address):
    Target.objects.update(enabled=False)
    assert client.post(address).status_code == 404


def test_an_address_is_shown_once_and_a_new_one_takes_its_place(as_admin, client):
    target = export(service=ServiceFactory(slug="export"))
    make = f"/status/targets/{target.public_id}/address/"
    first, second = (
        re.search(r"/status/beat/([\w-]+)", as_admin.post(make).content.decode()).group(1) for _ in range(2)
    )
    assert client.post(f"/status/beat/{first}").status_code == 404
    assert client.post(f"/status/beat/{second}").status_code == 200
    page = as_admin.get("/status/export/").content.decode()
    assert "Make another address for signs of life" in page
    assert second not in page
    assert second not in str(Target.objects.values())
    assert Entry.objects.filter(kind="status.beat_address_made", public=False).count() == 2


def test_only_platform_admins_make_addresses(as_member, as_anonymous, db):
    target = export(service=ServiceFactory(slug="export"))
    make = f"/status/targets/{target.public_id}/address/"
    assert as_member.post(make).status_code == 403
    assert as_anonymous.post(make).status_code == 302
    assert Target.objects.get().beat_hash is None
    assert "for signs of life</button>" not in as_member.get("/status/export/").content.decode()


@pytest.mark.django_db
def test_a_target_that_is_asked_has_no_address():
    with pytest.raises(Refused, match="is asked"):
        heartbeats.make_address(TargetFactory(), by=UserFactory())


def test_readers_see_what_is_expected(as_anonymous, db):
    target = export(service=ServiceFactory(slug="export"))
    seen(target, MINUTE)
    page = as_anonymous.get("/status/export/").content.decode()
    assert "A sign of life is expected every 5 min, and may be 1 min late" in page
    assert reading.board().by_service[target.service_id].status == Status.OK


@pytest.mark.django_db
def test_a_heartbeat_has_nothing_to_ask():
    target = TargetFactory.build(kind="heartbeat", url="http://a.example/", service=ServiceFactory())
    with pytest.raises(ValidationError, match="url belongs to"):
        target.clean()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_prober_notices_a_silence(start):  # noqa: F811
    target = export(interval_s=5, grace_s=0)
    key = key_of(target)
    start()
    heartbeats.beat(key)
    at = Target.objects.get(pk=target.pk).observed_at
    wait_for(lambda: Target.objects.get(pk=target.pk).status == "down")
    flip = Flip.objects.get(after="down")
    assert flip.at >= at + dt.timedelta(seconds=5)
    heartbeats.beat(key)
    assert shown(target) == Status.OK
    assert now() - flip.noticed_at < dt.timedelta(minutes=5)
