"""Who is told of what, in the hub and by mail."""

import datetime as dt
import smtplib
import threading

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.utils import timezone

from hub.activity import actions, telling
from hub.activity.models import Delivery, Notification
from tests.factories import NotificationFactory, ServiceFactory, UserFactory

pytestmark = pytest.mark.django_db


def happens(kind, service, by=None, **facts):
    return actions.record(kind, service, "did a thing", by=by, **facts)


@pytest.fixture
def service(db):
    return ServiceFactory(name="Model registry")


def test_follower_is_told_and_the_one_who_did_it_is_not(table, service, member, admin, outsider):
    actions.follow(service, by=member)
    actions.follow(service, by=admin)
    telling.tell(happens("test.told", service, by=admin))
    assert list(Notification.objects.values_list("user__handle", flat=True)) == ["mateo"]


def test_named_person_is_told_without_following(table, service, member, outsider):
    actions.follow(service, by=outsider)
    telling.tell(happens("test.asked", service, tell=[member]))
    assert list(Notification.objects.values_list("user__handle", flat=True)) == ["mateo"]


def test_saying_it_twice_tells_nobody_twice(table, service, member):
    actions.follow(service, by=member)
    entry = happens("test.told", service, tell=[member])
    telling.tell(entry)
    telling.tell(entry)
    assert Notification.objects.count() == 1


def test_unfollowing_ends_it(table, service, member):
    actions.follow(service, by=member)
    actions.follow(service, by=member)
    actions.unfollow(service, by=member)
    telling.tell(happens("test.told", service))
    assert Notification.objects.count() == 0


def test_person_who_left_is_not_told(table, service, member):
    actions.follow(service, by=member)
    member.is_active = False
    member.save()
    telling.tell(happens("test.told", service))
    assert Notification.objects.count() == 0


@pytest.mark.parametrize(
    ("in_app", "by_mail", "expected"),
    [
        (True, False, [(True, False)]),
        (False, True, [(False, True)]),
        (True, True, [(True, True)]),
        (False, False, []),
    ],
)
def test_preference_decides_how(table, service, member, in_app, by_mail, expected):
    actions.follow(service, by=member)
    actions.prefer("test.told", by=member, in_app=in_app, by_mail=by_mail)
    telling.tell(happens("test.told", service))
    assert list(Notification.objects.values_list("in_app", "mail_wanted")) == expected


def test_person_without_an_address_gets_no_mail(table, service):
    person = UserFactory(email="")
    actions.follow(service, by=person)
    telling.tell(happens("test.mailed", service))
    assert list(Notification.objects.values_list("in_app", "mail_wanted")) == [(True, False)]


def test_mail_says_who_did_what_and_where_to_turn_it_off(table, service, member, admin):
    actions.follow(service, by=member)
    telling.tell(happens("test.mailed", service, by=admin))
    assert telling.send_waiting_mail() == 1
    [letter] = mail.outbox
    assert (letter.to, letter.subject) == ([member.email], "Model registry: A thing is mailed")
    assert "Ada Admin did a thing." in letter.body
    assert service.get_absolute_url() in letter.body
    assert "/profile/notifications/" in letter.body


def test_mail_leaves_once(table, service, member):
    NotificationFactory(user=member, mail_wanted=True)
    assert [telling.send_waiting_mail(), telling.send_waiting_mail()] == [1, 0]
    assert len(mail.outbox) == 1


def test_name_with_a_line_break_cannot_add_a_header(table, member):
    service = ServiceFactory(name="Registry\nBcc: everybody@example.org")
    actions.follow(service, by=member)
    telling.tell(happens("test.mailed", service))
    telling.send_waiting_mail()
    assert mail.outbox[0].recipients() == [member.email]
    assert "\n" not in mail.outbox[0].subject


def test_address_removed_meanwhile_ends_the_wait(member):
    row = NotificationFactory(user=member, mail_wanted=True)
    member.email = ""
    member.save()
    assert telling.send_waiting_mail() == 0
    row.refresh_from_db()
    assert row.mail_wanted is False


class Picky(EmailBackend):
    """A mail server that does not know one address, or is away."""

    error: Exception | None = None

    def send_messages(self, messages):
        if self.error and messages[0].to[0].startswith("bad"):
            raise self.error
        return super().send_messages(messages)


@pytest.mark.parametrize(
    ("error", "sent"),
    [
        (smtplib.SMTPRecipientsRefused({"bad": (550, b"no such user")}), 1),
        (smtplib.SMTPResponseException(552, b"too much"), 1),
        (UnicodeError("bad address"), 1),
        (ConnectionRefusedError("away"), 0),
    ],
)
def test_mail_nobody_takes_waits_longer_and_holds_back_no_other(settings, monkeypatch, error, sent):
    settings.EMAIL_BACKEND = "tests.activity.test_telling.Picky"
    monkeypatch.setattr(Picky, "error", error)
    bad = NotificationFactory(user=UserFactory(email="bad@example.org"), mail_wanted=True)
    NotificationFactory(mail_wanted=True)
    assert telling.send_waiting_mail() == sent
    bad.refresh_from_db()
    assert (bad.mailed_at, bad.mail_attempts) == (None, 1)
    assert type(error).__name__ in bad.mail_error
    assert bad.mail_due_at > timezone.now() + dt.timedelta(seconds=50)


def test_mail_is_given_up_in_the_end(settings):
    NotificationFactory(mail_wanted=True, mail_attempts=Delivery.GIVE_UP_AFTER)
    assert telling.send_waiting_mail() == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_mail():
    NotificationFactory(mail_wanted=True)
    sent = []
    start = threading.Barrier(4)

    def work():
        start.wait()
        sent.append(telling.send_waiting_mail())
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert (sum(sent), len(mail.outbox)) == (1, 1)


def test_preference_for_a_kind_nobody_is_told_of_is_refused(table, member):
    from django.core.exceptions import ValidationError

    for kind in ("test.noted", "no.such", ""):
        with pytest.raises(ValidationError):
            actions.prefer(kind, by=member, in_app=True, by_mail=True)
