"""How often one person may send a ballot: changing one's mind is free, a loop that writes one is not."""

from __future__ import annotations

from hub.accounts.limiter import Limit, forget
from hub.accounts.models import User
from hub.voting.models import Decision

PACE = Limit(tries=30, seconds=60)  # of one person, whatever they vote on, at the page and the API together


def wait_before_casting(person: User) -> int:
    """Count one ballot sent by a person; 0 when it may go on, else the seconds to wait."""
    return PACE.take("vote", str(person.pk))


def forget_when(person: User, decision: Decision) -> None:
    """After a detached ballot the count of tries goes, too: it would be the one trace of when they voted.

    Also when the same form comes again: that would tell the time as well, and costs next to nothing.
    """
    if decision.secrecy == Decision.Secrecy.DETACHED:
        forget("vote", str(person.pk))
