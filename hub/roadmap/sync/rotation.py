"""Which team tells its news next: the one that told least recently. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass(frozen=True)
class Turn:
    """A team and when it told its news last."""

    slug: str
    name: str
    told_at: dt.datetime | None = None


def in_turn(teams: Iterable[Turn]) -> list[Turn]:
    """The teams in the order of their turns: who never told first, by name; then who told longest ago."""
    return sorted(teams, key=lambda turn: (turn.told_at or NEVER, turn.name.casefold(), turn.slug))
