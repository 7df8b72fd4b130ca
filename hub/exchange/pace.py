"""How often one person may upload a table: reading it costs more than a page."""

from __future__ import annotations

from hub.accounts.limiter import Limit
from hub.accounts.models import User

PACE = Limit(tries=30, seconds=3600)  # at the page and the API together


def wait_before_uploading(person: User) -> int:
    """Count one upload; 0 when it may go on, else the seconds to wait."""
    return PACE.take("upload", str(person.pk))
