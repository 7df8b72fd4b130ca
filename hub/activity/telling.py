"""Who is told of an entry, and how."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.activity.kinds import kind_of
from hub.activity.models import Entry, Follow, Notification, Preference

MAILS_AT_ONCE = 200


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
    """Those named by the verb and those who follow the subject, without the one who did it."""
    followers = Follow.objects.filter(subject_kind=entry.subject_kind, subject_id=entry.subject_id)
    keys = {*followers.values_list("user_id", flat=True), *entry.data.get("tell", [])} - {entry.actor_id}
    return list(User.objects.filter(pk__in=keys, is_active=True).order_by("pk"))


def send_waiting_mail() -> int:
    """Send the mails that wait, each in a transaction of its own; says how many left."""
    waiting = Notification.objects.filter(mail_wanted=True, mailed_at=None).values_list("pk", flat=True)
    return sum(send_one(key) for key in waiting.order_by("pk")[:MAILS_AT_ONCE])


@transaction.atomic
def send_one(key: int) -> int:
    """Send one mail unless another worker is sending it or has sent it."""
    row = Notification.objects.select_for_update(skip_locked=True, of=("self",)).select_related(
        "user", "entry__actor"
    ).filter(pk=key, mailed_at=None).first()  # fmt: skip
    if row is None:
        return 0
    message(row).send()
    row.mailed_at = timezone.now()
    row.save(update_fields=["mailed_at"])
    return 1


def message(row: Notification) -> EmailMessage:
    """The mail for one notification: what happened, where to see it, where to turn it off."""
    entry = row.entry
    actor = entry.actor.name if entry.actor else "The hub"
    lines = [
        f"{actor} {entry.summary}.",
        "",
        f"{settings.BASE_URL}{entry.subject_url}",
        "",
        f"Choose what you are told of: {settings.BASE_URL}/profile/notifications/",
    ]
    subject = " ".join(f"{entry.subject_label}: {kind_of(entry.kind).label}".split())
    return EmailMessage(subject=subject[:200], body="\n".join(lines), to=[row.user.email])
