"""The page of a result, from what was stored at the close: it reads, and counts nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from hub.voting.counting.telling import TITLES
from hub.voting.pages.ballot_words import COUNTED
from hub.voting.pages.tables import Bar, Matrix, Place, bars_of, matrix_of, number

UNRANKED = {"last": "left out = last", "no-opinion": "left out = no opinion"}
NO_MARK = "no mark"  # the counter's word for an option of which nobody has an opinion
TIE_RULES = {
    "not needed": "They share the place; nothing had to be decided between them.",
    "earlier stage": "The latest earlier stage at which they differed decided.",
    "draw": "The draw put them in this order:",
    "status-quo": "What is so today goes first:",
    "none": "The tie stays a tie, as the rules say.",
}


@dataclass(frozen=True)
class Tie:
    """Options the ballots did not tell apart, and what was done."""

    place: int
    names: list[str]
    what: str
    order: list[str]
    seed: str

    @property
    def decided(self) -> bool:
        """Whether something had to be decided between them."""
        return bool(self.order)


@dataclass(frozen=True)
class Distance:
    """How many further ballots would have made an option win."""

    name: str
    ballots: int | None


@dataclass(frozen=True)
class Other:
    """What another method would have said."""

    method: str
    rule: str
    winners: list[str]
    same: bool


@dataclass
class Explained:
    """A stored result in the words and pictures of the page."""

    result: Mapping[str, Any]
    names: Mapping[str, str]
    count: Mapping[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.count = self.result.get("count") or {}

    @property
    def decided(self) -> bool:
        """Whether there is an answer."""
        return bool(self.result.get("decided"))

    @property
    def reason(self) -> str:
        """The outcome in one sentence."""
        return self.told(str(self.result.get("reason", "")))

    @property
    def method(self) -> str:
        """The kind of count; empty where nothing was counted."""
        return str(self.count.get("method", ""))

    def name(self, key: str) -> str:
        """An option's name; of a vote for or against, the word."""
        return self.names.get(key) or COUNTED.get(key, key)

    def all(self, keys: Sequence[str]) -> list[str]:
        """Several names."""
        return [self.name(key) for key in keys]

    def told(self, sentence: str) -> str:
        """A sentence of the counter with names instead of keys."""
        for key in sorted(self.names, key=len, reverse=True):
            if f"“{key}”" in sentence:
                sentence = sentence.replace(f"“{key}”", f"“{self.names[key]}”")
        return sentence

    def winners(self) -> list[str]:
        """Who or what won."""
        return self.all(self.result.get("winners", []))

    def notes(self) -> list[str]:
        """What the counter noted, but what the page already says in its own way."""
        return [] if self.method == "majority" else [self.told(note) for note in self.count.get("notes", [])]

    def places(self) -> list[Place]:
        """The order, best first; a place shared by several is a tie."""
        won, place, found = set(self.result.get("winners", [])), 1, []
        for group in self.count.get("ranking", []) if self.method != "majority" else []:
            found.append(Place(place, self.all(group), [key in won for key in group]))
            place += len(group)
        return found

    def bars(self) -> list[Bar]:
        """The sums as bars; for yes and no of what was cast."""
        told = self.count.get("totals", {})
        totals = {key: Fraction(text) for key, text in told.items() if text != NO_MARK}
        keys = list(totals) if self.method == "majority" else [k for g in self.count["ranking"] for k in g]
        won = self.result.get("winners", [])
        return bars_of([(self.name(key), totals[key], key in won) for key in keys if key in totals])

    def matrix(self) -> Matrix | None:
        """How many prefer each to each, the winner first."""
        return self._matrix("matrix")

    def paths(self) -> Matrix | None:
        """Schulze: the strongest paths."""
        return self._matrix("paths")

    def _matrix(self, what: str) -> Matrix | None:
        cells = self.count.get(what)
        if not cells or len(cells) < 2:
            return None
        keys = [key for group in self.count["ranking"] for key in group]
        at = {key: index for index, key in enumerate(self.count["options"])}
        ordered = [[cells[at[row]][at[column]] for column in keys] for row in keys]
        return matrix_of(self.all(keys), ordered)

    def pairs(self) -> list[dict[str, Any]]:
        """Ranked Pairs: the victories, strongest first, locked in or skipped."""
        rows = self.count.get("pairs", [])
        return [
            {
                **row,
                "winner": self.name(row["winner"]),
                "loser": self.name(row["loser"]),
                "against": row["against"],
            }
            for row in rows
        ]

    def ties(self) -> list[Tie]:
        """The tie log."""
        return [
            Tie(
                row["place"],
                self.all(row["names"]),
                TIE_RULES[row["rule"]],
                self.all(row["order"]),
                row["seed"],
            )
            for row in self.count.get("ties", [])
        ]

    def distances(self) -> list[Distance]:
        """How far from another outcome, the nearest first."""
        rows = [Distance(self.name(r["option"]), r["ballots"]) for r in self.result.get("distances") or []]
        return sorted(rows, key=lambda row: (row.ballots is None, row.ballots or 0, row.name))

    def near(self) -> list[Distance]:
        """Those that a number of further ballots would have made win."""
        return [row for row in self.distances() if row.ballots is not None]

    def far(self) -> list[str]:
        """Those for whom as many ballots again would not have been enough."""
        return [row.name for row in self.distances() if row.ballots is None]

    def others(self) -> list[Other]:
        """What the other methods would have said of the same ballots."""
        won = set(self.count.get("winners", []))
        return [
            Other(
                TITLES.get(row["method"], row["method"]),
                UNRANKED.get(row["unranked"], "") if row["method"] != "stv" else "",
                self.all(row["winners"]),
                set(row["winners"]) == won,
            )
            for row in self.result.get("others") or []
        ]

    def teams(self) -> list[dict[str, Any]]:
        """Turnout by team, as shares."""
        rows = (self.result.get("turnout") or {}).get("by_team", [])
        most = max((row["electors"] for row in rows), default=0)
        return [
            {
                **row,
                "name": row["team"] or "In no team",
                "width": number(Fraction(100 * row["electors"], most)) if most else "0",
                "part": number(Fraction(100 * row["ballots"], most)) if most else "0",
            }
            for row in rows
        ]

    def runoffs(self) -> list[dict[str, Any]]:
        """STAR: the runoff of the first place, as bars."""
        rounds = self.count.get("rounds", []) if self.method == "star" else []
        found = []
        for runoff in rounds[0]["runoffs"] if rounds else []:
            rows = [
                (self.name(key), Fraction(runoff["preferred"][key]), key in runoff["winners"])
                for key in runoff["finalists"]
            ]
            found.append({"bars": bars_of(rows), "names": [row[0] for row in rows]})
        return found
