"""Write down what happened, pass it on, and tell people."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from hub.activity.kinds import told_kinds
from hub.activity.models import Entry, Follow, Notification, Preference
from hub.core import limits

if TYPE_CHECKING:
    from hub.accounts.models import User

log = logging.getLogger(__name__)


def record(
    kind: str,
    subject: models.Model,
    summary: str,
    *,
    by: User | None,
    tell: list[User] | None = None,
    public: bool = True,
    **data: Any,
) -> Entry:
    """Write one Entry in the transaction of the verb that calls this, and deliver it after commit.

    `summary` is what the actor did, in the words of the feed ("proposed *Feature store*").
    `tell` names people to be told besides those who follow the subject. `data` must be JSON; its `headline` and
    `lines` become the subject and further paragraphs of the mail.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(
            f"{kind} is recorded outside a transaction: what happened and its entry belong together."
        )
    entry = Entry.objects.create(
        kind=kind,
        actor=by,
        subject_kind=subject._meta.label_lower,
        subject_id=subject.pk,
        subject_label=str(subject)[: limits.LINE],
        subject_url=getattr(subject, "get_absolute_url", str)()[: limits.URL],
        summary=summary[: limits.LINE],
        public=public,
        data={**data, "tell": [user.pk for user in tell or []]},
    )
    transaction.on_commit(lambda: _send(entry.pk), robust=True)
    return entry


def _send(entry_id: int) -> None:
    """Hand the entry to the queue; when the queue is away, the clock re-sends it."""
    from hub.activity.tasks import deliver  # noqa: PLC0415 -- the one place where a verb enqueues

    try:
        deliver.apply_async((entry_id,), retry=False)
    except Exception:  # noqa: BLE001 -- whatever the broker raises, the commit stands
        log.warning("Entry %s could not be queued; it is sent again within a minute.", entry_id)


def follow(subject: models.Model, *, by: User) -> Follow:
    """Hear from now on what happens to the subject."""
    row, _ = Follow.objects.get_or_create(
        user=by, subject_kind=subject._meta.label_lower, subject_id=subject.pk
    )
    return row


def unfollow(subject: models.Model, *, by: User) -> None:
    """Hear no more of the subject."""
    Follow.objects.filter(user=by, subject_kind=subject._meta.label_lower, subject_id=subject.pk).delete()


def prefer(kind: str, *, by: User, in_app: bool, by_mail: bool) -> Preference:
    """Choose how to be told of one kind of entry; a kind that nobody is told of is refused."""
    if kind not in told_kinds():
        raise ValidationError(f"Nobody is told of {kind!r}.")
    row, _ = Preference.objects.update_or_create(
        user=by, kind=kind, defaults={"in_app": in_app, "by_mail": by_mail}
    )
    return row


@transaction.atomic
def prefer_all(wishes: list[tuple[str, bool, bool]], *, by: User) -> list[Preference]:
    """Choose for several kinds at once: kind, in the hub, by mail."""
    return [prefer(kind, by=by, in_app=in_app, by_mail=by_mail) for kind, in_app, by_mail in wishes]


def mark_read(notifications: models.QuerySet[Notification], *, by: User) -> int:
    """Mark a person's notifications as read; says how many were not."""
    return notifications.filter(user=by, read_at=None).update(read_at=timezone.now())
