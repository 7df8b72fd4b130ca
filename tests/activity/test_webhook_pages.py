"""The pages of webhooks: made with a secret shown once, changed, tried, sent again, removed; for admins alone."""

import re

import pytest

from hub.activity.kinds import hooked_kinds
from hub.activity.models import Entry, Webhook, WebhookDelivery
from hub.activity.signing import secret_of
from tests.factories import EntryFactory, WebhookDeliveryFactory, WebhookFactory

FACTS = {"name": "Chat", "url": "https://chat.example/hook", "kinds": ["roadmap.item_edited"], "active": "on"}


def test_admin_makes_a_webhook_and_sees_its_secret_once(as_admin):
    answer = as_admin.post("/profile/webhooks/new/", FACTS)
    webhook = Webhook.objects.get()
    secret = secret_of(webhook.salt)
    assert (answer.status_code, secret in answer.content.decode()) == (201, True)
    assert "no-store" in answer["Cache-Control"]
    assert secret not in as_admin.get(webhook.get_absolute_url()).content.decode()


def test_form_says_what_happens_and_not_what_it_is_to_somebody(as_admin):
    page = as_admin.get("/profile/webhooks/new/").content.decode()
    offered = re.findall(r'name="kinds" value="([^"]+)"[^>]*><span>([^<]+)<', page)
    assert {name for name, _ in offered} == set(hooked_kinds())
    assert [words for _, words in offered if re.search(r"\b(I|me|my|mine)\b", words)] == []


def test_log_says_to_programs_what_happened(as_admin):
    row = WebhookDeliveryFactory(entry=EntryFactory(kind="roadmap.item_moved"))
    (told,) = as_admin.get(f"/api/v1/webhooks/{row.webhook_id}/deliveries/").json()["results"]
    assert (told["kind"], told["what"]) == ("roadmap.item_moved", "An item moves")


def test_what_was_typed_stays_when_it_is_wrong(as_admin):
    answer = as_admin.post("/profile/webhooks/new/", FACTS | {"url": "ftp://chat.example/"})
    assert answer.status_code == 422
    assert "Only http and https addresses can be asked." in answer.content.decode()
    assert "ftp://chat.example/" in answer.content.decode()
    assert Webhook.objects.count() == 0


@pytest.mark.parametrize("url", ["http://a:b@chat.example/", "javascript:alert(1)", "", "http://x\\@y/"])
def test_bad_addresses_are_refused(as_admin, url):
    assert as_admin.post("/profile/webhooks/new/", FACTS | {"url": url}).status_code == 422


def test_admin_sends_a_message_again(as_admin, django_capture_on_commit_callbacks):
    row = WebhookDeliveryFactory(attempts=10, error="Answered 500.")
    page = as_admin.get(row.webhook.get_absolute_url()).content.decode()
    assert "Given up. Answered 500." in page
    assert as_admin.post(f"{row.webhook.get_absolute_url()}deliveries/{row.pk}/").status_code == 302
    row.refresh_from_db()
    assert (row.attempts, row.given_up) == (0, False)
    other = WebhookFactory(name="Other")
    assert as_admin.post(f"{other.get_absolute_url()}deliveries/{row.pk}/").status_code == 404


def test_what_is_switched_off_is_not_tried(as_admin):
    webhook = WebhookFactory(active=False)
    page = as_admin.post(f"{webhook.get_absolute_url()}ping/", follow=True).content.decode()
    assert "It is switched off" in page
    assert WebhookDelivery.objects.count() == 0


def test_removing_leaves_a_trace_of_who_did_it(as_admin, admin):
    webhook = WebhookFactory()
    as_admin.post(f"{webhook.get_absolute_url()}removal/")
    assert Webhook.objects.count() == 0
    assert Entry.objects.get(kind="activity.webhook_removed").actor == admin


def test_log_costs_the_same_with_one_and_with_thirty(as_admin, queries):
    webhook = WebhookDeliveryFactory().webhook
    as_admin.get(webhook.get_absolute_url())
    one = queries(lambda: as_admin.get(webhook.get_absolute_url()))
    for _ in range(29):
        WebhookDeliveryFactory(webhook=webhook, entry=EntryFactory())
    assert queries(lambda: as_admin.get(webhook.get_absolute_url())) == one <= 12
