"""The nouns of activity: what happened, who is told of it, and which programs are."""

from hub.activity.models.entries import Delivery, Entry, Follow, Notification, Preference
from hub.activity.models.webhooks import Webhook, WebhookDelivery

__all__ = ["Delivery", "Entry", "Follow", "Notification", "Preference", "Webhook", "WebhookDelivery"]
