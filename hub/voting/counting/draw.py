"""The draw that anybody can repeat: no random numbers, only a hash of the seed and each name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from hub.voting.counting.profile import Profile
from hub.voting.counting.rules import Rules


@dataclass(frozen=True)
class Draw:
    """Puts options into an order that nobody could choose and everybody can check."""

    profile: Profile
    rules: Rules

    @cached_property
    def seed(self) -> str:
        """The agreed seed, or the digest of the ballots: made only when something is drawn."""
        return self.rules.seed or self.profile.digest()

    def order(self, names: Iterable[str]) -> tuple[str, ...]:
        """Best first: by SHA-256 of the seed, a line feed and the name."""
        return tuple(sorted(names, key=lambda name: (_hash(f"{self.seed}\n{name}"), name)))

    def settle(self, names: Iterable[str]) -> tuple[str, tuple[str, ...], str]:
        """The rule that was used, the order, best first, and the seed when something was drawn."""
        tied = set(names)
        quo = self.rules.status_quo
        if self.rules.tie_rule == "status-quo" and quo in tied:
            rest = self.order(tied - {quo})
            return "status-quo", (quo, *rest), self.seed if len(rest) > 1 else ""
        return "draw", self.order(tied), self.seed


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
