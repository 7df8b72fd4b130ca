"""How often one person may send a ballot: changing one's mind is free, a loop that writes one is not."""

from __future__ import annotations

from hub.accounts.limiter import Limit
from hub.accounts.models import User

CASTING = Limit(tries=30, seconds=300)


def wait_before_casting(person: User) -> int:
    """Count one ballot sent by a person, at whichever door; 0 when it may go on, else the seconds to wait."""
    return CASTING.take("voting.cast_ballot", person.handle)
