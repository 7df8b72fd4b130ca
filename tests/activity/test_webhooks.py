"""Programs hear of what everybody may read: signed, in order, again after a failure, and nothing else."""

import datetime as dt
import json
import logging
import subprocess
import sys
import threading
import time

import pytest
from django.db import connection, transaction
from django.utils import timezone

from hub.activity import hooks, sending, tasks
from hub.activity.actions import record
from hub.activity.models import Entry, Notification, Webhook, WebhookDelivery
from hub.celery import app
from tests.activity.receiver import is_signed, receiving
from tests.factories import RoadmapItemFactory, UserFactory

REAL = pytest.mark.django_db(transaction=True)
pytestmark = REAL


@pytest.fixture
def receiver(settings):
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    with receiving() as server:
        yield server


@pytest.fixture
def keeper():
    return UserFactory(handle="ada", is_platform_admin=True)


@pytest.fixture
def make(keeper, receiver):
    def webhook(**facts) -> tuple[Webhook, str]:
        return hooks.make_webhook(by=keeper, **{"name": "Chat", "url": receiver.url} | facts)

    return webhook


def moved(item=None, *, by=None, **facts) -> Entry:
    item = item or RoadmapItemFactory(title="Feature store", slug="feature-store")
    data = {
        "from": "accepted",
        "to": "planned",
        "from_quarter": "",
        "to_quarter": "2027-Q1",
        "reason": "It fits",
    }
    with transaction.atomic():
        return record("roadmap.item_proposed", item, "planned Feature store", by=by, **{**data, **facts})


@pytest.fixture
def kind_facts(monkeypatch):
    """Facts of the test's own kind, whatever the table says."""
    from dataclasses import replace

    from hub.activity import kinds

    table = dict(kinds.kinds())
    table["roadmap.item_proposed"] = replace(table["roadmap.item_proposed"], facts=("from", "to", "reason"))
    monkeypatch.setattr(kinds, "kinds", lambda: table)


def later(minutes: int = 2) -> None:
    """Move everything into the past instead of waiting."""
    ago = dt.timedelta(minutes=minutes)
    for row in WebhookDelivery.objects.all():
        WebhookDelivery.objects.filter(pk=row.pk).update(due_at=row.due_at - ago)
    Webhook.objects.update(rest_until=timezone.now(), busy_until=timezone.now())


def test_receiver_gets_what_happened_signed(make, receiver, eager, kind_facts, settings, keeper):
    settings.BASE_URL = "https://hub.example"
    _, secret = make()
    entry = moved(by=keeper, private="not for everybody")
    (headers, body), *others = receiver.got
    assert others == []
    assert is_signed(secret, headers, body)
    message = json.loads(body)
    assert message["type"] == "roadmap.item_proposed"
    assert message["timestamp"] == entry.created_at.isoformat()
    data = message["data"]
    assert data["facts"] == {"from": "accepted", "to": "planned", "reason": "It fits"}
    assert data["subject"]["url"] == "https://hub.example/roadmap/feature-store/"
    assert (data["actor"]["handle"], data["actor"]["url"]) == ("ada", "https://hub.example/people/ada/")
    assert "private" not in body.decode()
    assert "tell" not in body.decode()
    row = WebhookDelivery.objects.get()
    assert (row.code, row.attempts, row.done_at is not None) == (200, 1, True)


def test_signature_does_not_fit_another_body_or_secret(make, receiver, eager):
    _, secret = make()
    moved()
    headers, body = receiver.got[0]
    assert not is_signed(secret, headers, body + b" ")
    assert not is_signed("whsec_" + "A" * 43 + "=", headers, body)


def test_nothing_internal_leaves(make, receiver, eager):
    make()
    with transaction.atomic():
        record("roadmap.item_proposed", RoadmapItemFactory(), "whispered", by=None, public=False)
    assert receiver.got == []


def test_webhook_hears_only_of_the_kinds_and_pages_it_chose(make, receiver, eager):
    make(name="Kinds", kinds=["roadmap.item_edited"])
    make(name="Page", about="/roadmap/other/")
    make(name="Off", active=False)
    moved()
    assert receiver.got == []
    moved(RoadmapItemFactory(slug="other"))
    assert [WebhookDelivery.objects.get().webhook.name, len(receiver.got)] == ["Page", 1]


def test_failed_message_comes_again_with_the_same_id_and_body(make, receiver, eager):
    make()
    receiver.answers = [500]
    moved()
    row = WebhookDelivery.objects.get()
    assert (row.done_at, row.code, row.error) == (None, 500, "Answered 500.")
    tasks.send_webhooks()
    assert len(receiver.got) == 1  # it rests
    later()
    tasks.send_webhooks()
    row.refresh_from_db()
    assert (row.code, row.attempts, row.error, row.done_at is not None) == (200, 2, "", True)
    assert receiver.ids[0] == receiver.ids[1]
    assert receiver.messages[0] == receiver.messages[1]
    assert Webhook.objects.get().failures == 0


def test_pauses_grow_and_it_is_given_up_and_said(make, receiver, eager, keeper):
    webhook, _ = make()
    receiver.answers = [503] * 20
    moved()
    row, pauses = WebhookDelivery.objects.get(), []
    for _ in range(20):
        row.refresh_from_db()
        pauses.append(row.due_at - timezone.now())
        later(60 * 24)
        tasks.send_webhooks()
    assert pauses[0] < pauses[1] < pauses[2] < pauses[5]
    assert row.attempts == WebhookDelivery.GIVE_UP_AFTER == len(receiver.got)
    row.refresh_from_db()
    assert row.given_up
    told = Notification.objects.get(user=keeper, entry__kind="activity.webhook_given_up")
    assert told.entry.summary == "gave up a message of the webhook Chat: Answered 503."
    assert not told.entry.public
    assert Webhook.objects.get(pk=webhook.pk).active


def test_redirect_is_not_followed(make, receiver, eager):
    make()
    receiver.answers = [307]
    moved()
    assert receiver.paths == ["/hook"]
    assert WebhookDelivery.objects.get().error == "Answered 307."


def test_receiver_that_is_gone_is_switched_off(make, receiver, eager):
    make()
    receiver.answers = [410]
    moved()
    assert not Webhook.objects.get().active
    assert Entry.objects.get(kind="activity.webhook_given_up").summary.startswith(
        "switched the webhook Chat off"
    )


def test_slow_receiver_harms_no_other(make, receiver, eager, monkeypatch):
    monkeypatch.setattr(sending, "TIMEOUT_S", 0.3)
    with receiving() as slow:
        slow.slow_s = 1.5
        app.conf.task_always_eager = False  # the rows are made, then each sender runs by itself
        make(name="Slow", url=slow.url)
        make(name="Quick")
        entries = [moved(RoadmapItemFactory(slug=f"item-{number}")) for number in range(5)]
        for entry in entries:
            sending.enlist(entry)
        by_name = {row.name: row.pk for row in Webhook.objects.all()}
        began = time.monotonic()
        assert sending.send_waiting(by_name["Slow"]) is False
        assert time.monotonic() - began < 1.2  # one message, not five: then it rests
        assert sending.send_waiting(by_name["Quick"]) is False
        assert len(receiver.got) == 5
        assert "No answer within" in WebhookDelivery.objects.get(webhook__name="Slow", attempts=1).error


def test_two_workers_send_each_message_once_and_in_order(make, receiver):
    webhook, _ = make()
    entries = [moved(RoadmapItemFactory(slug=f"item-{number}")) for number in range(8)]
    for entry in entries:
        sending.enlist(entry)
        sending.enlist(entry)  # the task came twice
    receiver.slow_s = 0.02

    def work():
        try:
            for _ in range(10):
                sending.send_waiting(webhook.pk)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    sending.send_waiting(webhook.pk)
    assert receiver.ids == [f"msg_{entry.pk}_{webhook.pk}" for entry in entries]


def test_worker_killed_after_sending_sends_the_same_id_again(make, receiver, tmp_path):
    """A real process dies between the answer and the note of it: the receiver sees the id twice."""
    webhook, _ = make()
    sending.enlist(moved())
    script = (
        "import os, sys, django; django.setup();"
        "from django.db import connection;"
        f"connection.close_pool(); connection.settings_dict['NAME'] = {connection.settings_dict['NAME']!r};"
        "from django.conf import settings; settings.WEBHOOK_NETWORKS = ['127.0.0.0/8'];"
        "from hub.activity import sending;"
        "sending._taken = lambda *_: os._exit(9);"
        f"sending.send_waiting({webhook.pk})"
    )
    died = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True, text=True)
    assert died.returncode == 9, died.stderr
    assert WebhookDelivery.objects.get().done_at is None
    assert sending.send_waiting(webhook.pk) is False
    assert len(receiver.got) == 1  # the dead worker holds it a minute
    later()
    sending.send_waiting(webhook.pk)
    assert len(set(receiver.ids)) == 1
    assert len(receiver.got) == 2
    assert WebhookDelivery.objects.get().done_at is not None


@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/",
        "http://localhost:1/",
        "http://[::ffff:10.0.0.1]/",
    ],
)
def test_closed_networks_are_not_asked(make, settings, eager, url):
    settings.WEBHOOK_NETWORKS = ["192.0.2.0/24"]
    make(url=url)
    moved()
    assert WebhookDelivery.objects.get().error.startswith("Not sent: ")
    assert "HUB_WEBHOOK_NETWORKS" in WebhookDelivery.objects.get().error


def test_name_that_leads_into_a_closed_network_is_not_asked(make, receiver, settings, eager):
    settings.WEBHOOK_NETWORKS = ["192.0.2.0/24"]
    make(url=receiver.url.replace("127.0.0.1", "localhost"))
    moved()
    assert receiver.got == []
    assert "is not in HUB_WEBHOOK_NETWORKS" in WebhookDelivery.objects.get().error


def test_ping_arrives_and_says_nothing(make, receiver, eager, keeper):
    webhook, secret = make()
    hooks.ping_webhook(webhook, by=keeper)
    assert is_signed(secret, *receiver.got[0])
    assert (receiver.messages[0]["type"], receiver.messages[0]["data"]) == ("ping", {"webhook": "Chat"})


def test_old_secret_signs_beside_the_new_one_for_a_day(make, receiver, eager, keeper):
    webhook, old = make()
    new = hooks.renew_secret(webhook, by=keeper)
    assert new != old
    moved()
    assert is_signed(old, *receiver.got[0])
    assert is_signed(new, *receiver.got[0])
    Webhook.objects.update(old_until=timezone.now())
    moved(RoadmapItemFactory(slug="second"))
    assert not is_signed(old, *receiver.got[1])
    assert is_signed(new, *receiver.got[1])


def test_message_sent_again_keeps_its_id(make, receiver, eager, keeper):
    make()
    moved()
    hooks.send_again(WebhookDelivery.objects.select_related("webhook").get(), by=keeper)
    assert len(receiver.got) == 2
    assert len(set(receiver.ids)) == 1


def test_secret_is_in_no_answer_and_no_log(make, receiver, eager, client, keeper, caplog):
    caplog.set_level(logging.DEBUG)
    webhook, secret = make()
    moved()
    hooks.ping_webhook(webhook, by=keeper)
    client.force_login(keeper)
    pages = [f"/profile/webhooks/{webhook.pk}/", "/profile/webhooks/", "/activity/"]
    api = [
        f"/api/v1/webhooks/{webhook.pk}/",
        "/api/v1/webhooks/",
        f"/api/v1/webhooks/{webhook.pk}/deliveries/",
    ]
    said = "".join(client.get(address).content.decode() for address in pages + api)
    said += caplog.text + str(list(Webhook.objects.values())) + str(list(Entry.objects.values()))
    assert "Chat" in said
    assert secret not in said
    assert secret.removeprefix("whsec_") not in said


def test_queue_away_keeps_the_message(make, receiver, no_broker):
    make()
    sending.enlist(moved())
    assert receiver.got == []
    assert sending.waiting() == [Webhook.objects.get().pk]


def test_old_messages_are_forgotten(make, receiver, eager):
    make()
    moved()
    assert sending.sweep() == 0
    Entry.objects.update(created_at=timezone.now() - dt.timedelta(days=31))
    assert sending.sweep() == 1
