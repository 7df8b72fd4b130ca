"""Programs that are told of what happens, and how each telling went."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from hub.activity.models.entries import Delivery, Entry
from hub.core import limits, web
from hub.core.permissions import may

ABOUT = RegexValidator(r"^/[A-Za-z0-9/._~-]*\Z", "Begins with a slash, as in /roadmap/feature-store/.")


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def visible_to(self, user: Any) -> WebhookQuerySet:
        """Where the hub sends what happens is known to those who manage it."""
        return self if may(user, "activity.manage_webhooks") else self.none()

    def waiting(self, now: dt.datetime) -> WebhookQuerySet:
        """Those with something to send that may be sent to at that moment."""
        due = WebhookDelivery.objects.due(now).values("webhook")
        return self.filter(active=True, rest_until__lte=now, busy_until__lte=now, pk__in=due)


class Webhook(models.Model):
    """A program of somebody that is told of what happens: its address, and what it wants to hear of.

    Its secret is not kept here but follows from the hub's own key and `salt`: who reads the table cannot sign.
    """

    name = models.CharField(max_length=limits.NAME, help_text="What it is for.")
    url = models.CharField(
        max_length=limits.URL,
        validators=[web.validate],
        help_text="Where it is sent: an http or https address.",
    )
    kinds = ArrayField(
        models.CharField(max_length=60), default=list, blank=True,
        help_text="Kinds of events that are sent; all of them when empty.",
    )  # fmt: skip
    about = models.CharField(
        max_length=limits.URL, blank=True, validators=[ABOUT],
        help_text="Only what happens to pages whose address begins so, such as /roadmap/feature-store/.",
    )  # fmt: skip
    active = models.BooleanField(default=True, help_text="Whether anything is sent.")
    salt = models.CharField(max_length=64, editable=False, help_text="What its secret is made from.")
    old_salt = models.CharField(
        max_length=64, blank=True, editable=False, help_text="The same of the secret before."
    )
    old_until = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="Until when the secret before signs as well."
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="webhooks",
        help_text="Who made it, and hears when sending is given up.",
    )  # fmt: skip
    created_at = models.DateTimeField(default=timezone.now, help_text="Since when.")
    failures = models.PositiveIntegerField(
        default=0, editable=False, help_text="How often in a row sending failed."
    )
    last_status = models.CharField(
        max_length=limits.LINE, blank=True, editable=False, help_text="How the last sending went."
    )
    last_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="When that was.")
    rest_until = models.DateTimeField(
        default=timezone.now, editable=False, help_text="Nothing is sent before: it failed."
    )
    busy_until = models.DateTimeField(
        default=timezone.now, editable=False, help_text="A worker sends to it until then at the latest."
    )

    objects = WebhookQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/profile/webhooks/{self.pk}/"

    def wants(self, entry: Entry) -> bool:
        """Whether it is to be told of that: public, of a kind and about a page it asked for."""
        chosen = not self.kinds or entry.kind in self.kinds
        return entry.public and chosen and entry.subject_url.startswith(self.about)


class WebhookDeliveryQuerySet(models.QuerySet["WebhookDelivery"]):
    def due(self, now: dt.datetime) -> WebhookDeliveryQuerySet:
        """What waits and may be tried at that moment."""
        return self.filter(done_at=None, attempts__lt=WebhookDelivery.GIVE_UP_AFTER, due_at__lte=now)


class WebhookDelivery(models.Model):
    """One thing that happened, for one webhook: sent, waiting, or given up."""

    GIVE_UP_AFTER = Delivery.GIVE_UP_AFTER  # tries, each twice as late as the one before: about 17 hours

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries", help_text="Who is told.")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="webhook_deliveries", help_text="Of what.")
    attempts = models.PositiveSmallIntegerField(default=0, help_text="How often it was tried.")
    due_at = models.DateTimeField(default=timezone.now, help_text="Not tried before.")
    done_at = models.DateTimeField(null=True, blank=True, help_text="When it was taken.")
    code = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="HTTP status of the last answer."
    )
    error = models.CharField(max_length=limits.LINE, blank=True, help_text="What went wrong last time.")

    objects = WebhookDeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "webhook deliveries"
        constraints = [
            models.UniqueConstraint(fields=["webhook", "entry"], name="one_webhook_delivery_per_entry")
        ]
        indexes = [
            models.Index(
                fields=["webhook", "due_at"], condition=Q(done_at=None), name="webhook_delivery_waits"
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry} for {self.webhook}"

    @property
    def given_up(self) -> bool:
        """It was tried for the last time."""
        return self.done_at is None and self.attempts >= self.GIVE_UP_AFTER

    @property
    def message_id(self) -> str:
        """The same whenever it is sent, so that the receiver can tell a second time from a second event."""
        return f"msg_{self.entry_id}_{self.webhook_id}"
