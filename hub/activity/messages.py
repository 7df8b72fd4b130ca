"""What a webhook is sent of an entry: what everybody may read, and nothing else."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings

from hub.activity.kinds import kind_of
from hub.activity.models import Entry, WebhookDelivery


def body_of(row: WebhookDelivery) -> bytes:
    """The body of a message: always the same bytes for the same entry."""
    entry = row.entry
    if not entry.public:  # only a ping is sent of what is not public
        message = {
            "type": "ping",
            "timestamp": entry.created_at.isoformat(),
            "data": {"webhook": row.webhook.name},
        }
    else:
        message = {"type": entry.kind, "timestamp": entry.created_at.isoformat(), "data": facts_of(entry)}
    return json.dumps(message, ensure_ascii=False, sort_keys=True).encode()


def facts_of(entry: Entry) -> dict[str, Any]:
    """What happened: who, what to, and the facts that the kind of entry lists as everybody's."""
    actor = entry.actor
    return {
        "id": entry.pk,
        "summary": entry.sentence,
        "actor": {"handle": actor.handle, "name": actor.name, "url": absolute(actor.get_absolute_url())}
        if actor
        else None,
        "subject": {
            "kind": entry.subject_kind,
            "label": entry.subject_label,
            "url": absolute(entry.subject_url),
        },
        "facts": {name: entry.data[name] for name in kind_of(entry.kind).facts if name in entry.data},
        "api": absolute(f"/api/v1/entries/{entry.pk}/"),
    }


def absolute(address: str) -> str:
    """The address with the name of the hub before it."""
    return f"{settings.BASE_URL.rstrip('/')}{address}" if address else ""
