"""Keys for programs: made, checked and taken back. Only a digest is kept; the key itself is shown once."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import logging
import secrets

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from hub.accounts.models import ApiToken, User
from hub.core.errors import Refused

log = logging.getLogger(__name__)

PREFIX = "hub_"
BYTES = 32  # 256 bits
LONGEST = 100  # characters; whatever is longer is no token of ours and is not even hashed
MOST = 20  # tokens in force for one person
NOTE_USE_EVERY = dt.timedelta(minutes=1)


@transaction.atomic
def issue_token(
    *, by: User, name: str, scope: str = ApiToken.Scope.READ, expires_at: dt.datetime | None = None
) -> tuple[ApiToken, str]:
    """Make a token that acts for `by`; returns its row and the key, which nobody can read again.

    Raises ValidationError for a bad name, scope or date, Refused when a token in force has that name.
    """
    User.objects.select_for_update().get(pk=by.pk)  # one at a time: a second click finds the first
    _refuse_double(by, name)
    key = PREFIX + secrets.token_urlsafe(BYTES)
    token = ApiToken(
        user=by, name=name.strip(), prefix=key[:12], digest=digest(key), scope=scope, expires_at=expires_at
    )
    token.full_clean()
    token.save()
    return token, key


def _refuse_double(by: User, name: str) -> None:
    names = list(ApiToken.objects.in_force(timezone.now()).filter(user=by).values_list("name", flat=True))
    if name.strip() in names:
        raise Refused(f"You already have a token called “{name.strip()}”. Revoke it first.", "token_exists")
    if len(names) >= MOST:
        raise Refused(f"You have {MOST} tokens in force. Revoke one first.", "too_many_tokens")


def verify(key: str) -> ApiToken | None:
    """The token with that key, with its `user`, when it is in force; None for anything else."""
    if not key.startswith(PREFIX) or len(key) > LONGEST:
        return None
    found = digest(key)
    token = ApiToken.objects.select_related("user").filter(digest=found).first()
    if token is None or not hmac.compare_digest(token.digest, found):
        return None
    if not token.is_in_force(timezone.now()):
        return None
    _note_use(token)
    return token


@transaction.atomic
def revoke_token(token: ApiToken, *, by: User) -> ApiToken:
    """Take a token back at once; taking it back twice changes nothing."""
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())
    token.refresh_from_db()
    log.info("Token %s of %s revoked by %s.", token.prefix, token.user_id, by.handle)
    return token


def digest(key: str) -> str:
    """What is kept of a key. A plain SHA-256 is enough: 256 random bits cannot be guessed."""
    return hashlib.sha256(key.encode()).hexdigest()


def _note_use(token: ApiToken) -> None:
    """Remember that it was used, at most once a minute: reading must not become writing."""
    now = timezone.now()
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - NOTE_USE_EVERY)
    if token.last_used_at is None or token.last_used_at < now - NOTE_USE_EVERY:
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
