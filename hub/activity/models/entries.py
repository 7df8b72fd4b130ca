"""Who did what to what (feed, audit log and outbox in one row), and who is told of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string

from hub.activity.kinds import private_kinds
from hub.core import limits


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, user: Any) -> EntryQuerySet:
        """Public entries for all, internal ones for people who are signed in, private ones for those concerned.

        Of guarded things only those that one may see.
        """
        rows = self if user.is_authenticated else self.filter(public=True)
        if user.is_authenticated and not user.is_platform_admin:
            concerned = Q(actor=user) | Q(data__tell__contains=[user.pk])
            rows = rows.filter(~Q(kind__in=private_kinds()) | concerned)
        for label in import_string(settings.GUARDED):
            shown = apps.get_model(label)._default_manager.visible_to(user).order_by()
            rows = rows.filter(~Q(subject_kind=label) | Q(subject_id__in=shown.values("pk")))
        return rows

    def about(self, subject: models.Model) -> EntryQuerySet:
        """What happened to one thing."""
        return self.filter(subject_kind=subject._meta.label_lower, subject_id=subject.pk)

    def undelivered(self) -> EntryQuerySet:
        """Entries whose consequences are not all done."""
        return self.filter(delivered_at=None)


class Entry(models.Model):
    """One thing that happened; written in the transaction of the verb that did it, never changed."""

    kind = models.CharField(max_length=60, db_index=True, help_text="What happened, as `app.thing_happened`.")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="entries",
        help_text="Who did it; empty when the hub itself did.",
    )  # fmt: skip
    subject_kind = models.CharField(max_length=60, help_text="Model of what it was done to, as `app.model`.")
    subject_id = models.BigIntegerField(help_text="Key of what it was done to.")
    subject_label = models.CharField(max_length=limits.LINE, help_text="Its name at that moment.")
    subject_url = models.CharField(max_length=limits.URL, blank=True, help_text="Where to see it.")
    summary = models.CharField(
        max_length=limits.LINE, help_text="The sentence shown in the feed, after the actor."
    )
    data = models.JSONField(default=dict, blank=True, help_text="Facts for programs.")
    public = models.BooleanField(default=True, help_text="Shown to people who are not signed in.")
    created_at = models.DateTimeField(default=timezone.now, db_index=True, help_text="When it happened.")
    delivered_at = models.DateTimeField(null=True, blank=True, help_text="When every consequence was done.")

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name_plural = "entries"
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "-created_at"], name="entry_by_subject"),
            models.Index(fields=["created_at"], condition=Q(delivered_at=None), name="entry_undelivered"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.subject_label}"

    def get_absolute_url(self) -> str:
        return self.subject_url

    @property
    def sentence(self) -> str:
        """Who did what, as in the feed."""
        return f"{self.actor.name if self.actor else 'The hub'} {self.summary}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, now: dt.datetime) -> DeliveryQuerySet:
        """Consequences that wait and may be tried at that moment."""
        return self.filter(done_at=None, attempts__lt=Delivery.GIVE_UP_AFTER, due_at__lte=now)

    def given_up(self) -> DeliveryQuerySet:
        """Consequences that failed for the last time: somebody has to look."""
        return self.filter(done_at=None, attempts__gte=Delivery.GIVE_UP_AFTER)


class Delivery(models.Model):
    """One consequence of one entry: done, or tried and failed."""

    GIVE_UP_AFTER = 10  # tries, each twice as late as the one before: about 17 hours in all

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="deliveries", help_text="The cause.")
    reaction = models.CharField(max_length=100, help_text="Name of the task that carries it out.")
    attempts = models.PositiveIntegerField(default=0, help_text="How often it was tried.")
    error = models.TextField(blank=True, help_text="What went wrong last time.")
    due_at = models.DateTimeField(
        default=timezone.now, help_text="Not tried before; moved on with every try."
    )
    done_at = models.DateTimeField(null=True, blank=True, help_text="When it succeeded.")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["entry", "reaction"], name="one_delivery_per_reaction")
        ]

    def __str__(self) -> str:
        return f"{self.reaction} for entry {self.entry_id}"


class Follow(models.Model):
    """A person who wants to hear what happens to one thing."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows", help_text="Who."
    )
    subject_kind = models.CharField(max_length=60, help_text="Model of the thing, as `app.model`.")
    subject_id = models.BigIntegerField(help_text="Key of the thing.")
    created_at = models.DateTimeField(default=timezone.now, help_text="Since when.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "subject_kind", "subject_id"], name="one_follow_per_thing"
            )
        ]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="follow_by_subject")]

    def __str__(self) -> str:
        return f"{self.user} follows {self.subject_kind} {self.subject_id}"


class Preference(models.Model):
    """How a person wants to be told of one kind of entry; absent means the kind's default."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="preferences", help_text="Who."
    )
    kind = models.CharField(max_length=60, help_text="Kind of entry.")
    in_app = models.BooleanField(help_text="Show it in the hub.")
    by_mail = models.BooleanField(help_text="Send a mail.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="one_preference_per_kind")]

    def __str__(self) -> str:
        return f"{self.user}: {self.kind}"


class NotificationQuerySet(models.QuerySet["Notification"]):
    def of(self, user: Any) -> NotificationQuerySet:
        """What this person is told in the hub."""
        return self.filter(user=user, in_app=True)

    def unread(self) -> NotificationQuerySet:
        """What was not read yet."""
        return self.filter(read_at=None)

    def unread_first(self) -> NotificationQuerySet:
        """What was not read yet on top, then the newest."""
        is_unread = models.ExpressionWrapper(Q(read_at=None), models.BooleanField())
        return self.order_by(is_unread.desc(), "-entry__created_at", "-pk")

    def mail_due(self, now: dt.datetime) -> NotificationQuerySet:
        """Mails that wait and may be tried at that moment."""
        waiting = self.filter(mail_wanted=True, mailed_at=None, mail_due_at__lte=now)
        return waiting.filter(mail_attempts__lt=Delivery.GIVE_UP_AFTER)


class Notification(models.Model):
    """One person told of one entry."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications", help_text="Who is told."
    )
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="notifications", help_text="Of what.")
    in_app = models.BooleanField(default=True, help_text="Shown in the hub.")
    read_at = models.DateTimeField(null=True, blank=True, help_text="When it was read.")
    mail_wanted = models.BooleanField(default=False, help_text="A mail is to be sent.")
    mailed_at = models.DateTimeField(null=True, blank=True, help_text="When the mail left.")
    mail_attempts = models.PositiveSmallIntegerField(default=0, help_text="How often sending it failed.")
    mail_due_at = models.DateTimeField(
        default=timezone.now, help_text="Not sent before; moved on with every failure."
    )
    mail_error = models.CharField(
        max_length=limits.LINE, blank=True, help_text="Why it did not leave last time."
    )

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-entry__created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "entry"], name="told_once")]
        indexes = [
            models.Index(fields=["user"], condition=Q(read_at=None, in_app=True), name="notification_unread"),
            models.Index(
                fields=["mail_due_at"],
                condition=Q(mail_wanted=True, mailed_at=None),
                name="notification_mail_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry} for {self.user}"
