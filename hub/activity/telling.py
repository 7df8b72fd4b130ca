"""Who is told of an entry, and how."""

from __future__ import annotations

import logging
import smtplib
import socket

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from hub.accounts.models import User
from hub.activity.delivery import wait_after
from hub.activity.kinds import kind_of
from hub.activity.models import Entry, Follow, Notification, Preference
from hub.core import limits

log = logging.getLogger(__name__)

MAILS_AT_ONCE = 200
SERVER_AWAY = (
    ConnectionError, TimeoutError, socket.gaierror,
    smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError, smtplib.SMTPAuthenticationError,
)  # fmt: skip


def tell(entry: Entry) -> None:
    """Make a notification for everyone concerned but the actor; saying it twice tells nobody twice."""
    people = recipients(entry)
    wishes = {row.user_id: row for row in Preference.objects.filter(kind=entry.kind, user__in=people)}
    kind = kind_of(entry.kind)
    rows = []
    for person in people:
        wish = wishes.get(person.pk, kind)
        mail = wish.by_mail and bool(person.email)
        if wish.in_app or mail:
            rows.append(Notification(user=person, entry=entry, in_app=wish.in_app, mail_wanted=mail))
    Notification.objects.bulk_create(rows, ignore_conflicts=True)


def recipients(entry: Entry) -> list[User]:
    """Those named by the verb and, where the kind says so, those who follow the subject; never the actor."""
    followers = Follow.objects.none()
    if kind_of(entry.kind).to_followers:
        followers = Follow.objects.filter(subject_kind=entry.subject_kind, subject_id=entry.subject_id)
    keys = {*followers.values_list("user_id", flat=True), *entry.data.get("tell", [])} - {entry.actor_id}
    return list(User.objects.filter(pk__in=keys, is_active=True).order_by("pk"))


def send_waiting_mail() -> int:
    """Send the mails that wait, each in a transaction of its own; says how many left.

    A mail that the server does not take is tried again later and keeps no other back; when the server itself
    is away, the round ends.
    """
    waiting = Notification.objects.mail_due(timezone.now()).order_by("mail_due_at", "pk")
    keys = list(waiting.values_list("pk", flat=True)[:MAILS_AT_ONCE])
    sent = 0
    for key in keys:
        try:
            sent += send_one(key)
        except Exception as error:  # noqa: BLE001 -- backends raise what they like; the row keeps it
            log.warning("Mail for notification %s did not leave: %s", key, error)
            postpone(key, f"{type(error).__name__}: {error}")
            if isinstance(error, SERVER_AWAY):
                break
    return sent


@transaction.atomic
def send_one(key: int) -> int:
    """Send one mail unless another worker is sending it or has sent it."""
    row = Notification.objects.select_for_update(skip_locked=True, of=("self",)).select_related(
        "user", "entry__actor"
    ).filter(pk=key, mailed_at=None).first()  # fmt: skip
    if row is None:
        return 0
    if not row.user.email or not row.user.is_active:  # changed since they were told
        Notification.objects.filter(pk=key).update(mail_wanted=False)
        return 0
    message(row).send()
    Notification.objects.filter(pk=key).update(mailed_at=timezone.now(), mail_error="")
    return 1


def postpone(key: int, error: str) -> None:
    """Try a mail again later: in a minute, then twice as late each time, until it is given up."""
    row = Notification.objects.get(pk=key)
    due = timezone.now() + wait_after(row.mail_attempts)
    Notification.objects.filter(pk=key).update(
        mail_attempts=F("mail_attempts") + 1, mail_due_at=due, mail_error=error[: limits.LINE]
    )


def message(row: Notification) -> EmailMessage:
    """The mail for one notification: what happened, where to see it, where to turn it off.

    A verb that has more to say than one sentence leaves a `headline` and `lines` with the entry.
    """
    entry = row.entry
    lines = [
        f"{entry.sentence}.",
        "",
        *(line for said in entry.data.get("lines", []) for line in (said, "")),
        f"{settings.BASE_URL}{entry.subject_url}",
        "",
        f"Choose what you are told of: {settings.BASE_URL}/profile/notifications/",
    ]
    headline = entry.data.get("headline") or f"{entry.subject_label}: {kind_of(entry.kind).label}"
    subject = " ".join(headline.split())
    return EmailMessage(subject=subject[:200], body="\n".join(lines), to=[row.user.email])
