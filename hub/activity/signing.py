"""Signatures of webhooks after the Standard Webhooks specification. Pure but for the hub's own key."""

from __future__ import annotations

import base64
import hashlib
import hmac

from django.conf import settings

PREFIX = "whsec_"


def secret_of(salt: str) -> str:
    """The secret that belongs to a salt, as it is shown once: `whsec_` and 32 bytes in base64."""
    key = hmac.new(settings.SECRET_KEY.encode(), f"webhook:{salt}".encode(), hashlib.sha256).digest()
    return PREFIX + base64.b64encode(key).decode()


def sign(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """One signature, version 1: HMAC-SHA256 over id, time and body."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def headers(secrets: list[str], message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The three headers of a message; while a secret is being changed, both sign."""
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(sign(secret, message_id, timestamp, body) for secret in secrets),
    }
