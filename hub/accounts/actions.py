"""What people do with their own account: come in, and say who they are."""

from __future__ import annotations

import logging

from django.contrib.auth import authenticate
from django.db import transaction

from hub.accounts.limiter import Limit, forget
from hub.accounts.models import User
from hub.core.errors import Refused

log = logging.getLogger(__name__)

# The first stops guessing one person's password, the second guessing through many addresses (and is wide
# enough that a stranger can hardly lock somebody out), the third trying one password on everybody.
PERSON_FROM_ADDRESS = Limit(tries=8, seconds=600)
PERSON = Limit(tries=60, seconds=600)
ADDRESS = Limit(tries=100, seconds=600)


class TooManyTries(Refused):
    """Signing in was tried too often; `wait` says for how many seconds nothing more is checked."""

    def __init__(self, wait: int) -> None:
        minutes = max(1, round(wait / 60))
        unit = "minute" if minutes == 1 else "minutes"
        super().__init__(f"Too many tries. Wait {minutes} {unit}, then try again.", "too_many_tries")
        self.wait = wait


def check_password(name: str, password: str, *, address: str) -> User | None:
    """The person who signs in by handle or e-mail with this password; None when they do not match.

    Raises TooManyTries before the password is looked at, so a guess beyond the limit tells nothing.
    """
    who = name.strip().removeprefix("@").lower()
    waits = [
        ADDRESS.take("sign-in", "address", address),
        PERSON.take("sign-in", "person", who),
        PERSON_FROM_ADDRESS.take("sign-in", "both", who, address),
    ]
    if any(waits):
        raise TooManyTries(max(waits))
    user = authenticate(username=name, password=password)
    if isinstance(user, User):
        forget("sign-in", "both", who, address)
        return user
    return None


@transaction.atomic
def edit_profile(person: User, *, by: User, name: str, email: str) -> User:
    """Say what one is called and where mail goes. Raises ValidationError, as when the address is taken."""
    person = User.objects.select_for_update().get(pk=person.pk)
    person.name, person.email = name.strip(), email.strip()
    person.full_clean()
    person.save(update_fields=["name", "email"])
    log.info("Profile of %s edited by %s.", person.handle, by.handle)
    return person
