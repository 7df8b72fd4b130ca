"""Ballot papers: what may stand on one, per kind of decision, and how they become rows for a counter."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from hub.voting.models.settings import Settings
from hub.voting.proof.canonical import digest

Kind = Settings.Kind
LIMIT = 1_000_000  # characters of a paper as JSON
VOTES = {
    Kind.MAJORITY: ("yes", "no", "abstain"),
    Kind.CONSENT: ("consent", "stand-aside", "abstain"),
}


def clean(raw: Any, *, kind: str, options: Collection[str], settings: Mapping[str, Any]) -> dict[str, Any]:
    """The paper in its canonical form; raises ValidationError with the reason when it is no valid ballot.

    `options` are their keys; `settings` the frozen settings of the decision, or anything with `max_mark`,
    `credits` and `quadratic`.
    """
    if kind not in ANSWERS:
        raise ValidationError("Nothing is cast on this decision: raise a concern instead.", "no_ballots")
    _weigh(raw)
    if raw == {"abstain": True} and raw["abstain"] is True and kind not in VOTES:
        return {"abstain": True}
    field, read = ANSWERS[kind]
    if set(raw) != {field}:
        raise ValidationError(f"A ballot of this kind says only “{field}”.", "fields")
    return {field: read(Sheet(kind, options, settings), raw[field])}


def is_abstention(content: Mapping[str, Any]) -> bool:
    """Whether the paper says: I take part and choose nothing."""
    return content.get("abstain") is True or content.get("vote") == "abstain"


def receipt_of(content: Mapping[str, Any], nonce: str) -> str:
    """What a voter keeps to find their ballot again."""
    return digest({"content": content, "nonce": nonce})


def rows(contents: Iterable[Mapping[str, Any]], kind: str, options: list[str]) -> list[list[int | None]]:
    """One row per paper for a counter, a cell per option: ranks (1 is best) or marks.

    Abstentions are left out, but in a majority vote, where the threshold may be of all ballots.
    """
    if kind == Kind.MAJORITY:
        marks: dict[str, list[int | None]] = {"yes": [1, 0], "no": [0, 1], "abstain": [None, None]}
        return [list(marks[content["vote"]]) for content in contents]
    return [
        [_cells(kind, content).get(key, 0 if kind == Kind.APPROVAL else None) for key in options]
        for content in contents
        if not is_abstention(content)
    ]


def _cells(kind: str, content: Mapping[str, Any]) -> dict[str, int]:
    if kind == Kind.APPROVAL:
        return dict.fromkeys(content["approved"], 1)
    if kind in Settings.RANKED:
        return {key: rank for rank, group in enumerate(content["ranks"], start=1) for key in group}
    marks: dict[str, int] = content["points" if kind == Kind.POINTS else "marks"]
    return marks


def _weigh(raw: Any) -> None:
    if not isinstance(raw, dict):
        raise ValidationError("A ballot is an object with named fields.", "shape")
    try:
        size = len(json.dumps(raw))
    except (TypeError, ValueError, RecursionError):
        raise ValidationError("A ballot is plain JSON.", "shape") from None
    if size > LIMIT:
        raise ValidationError("A ballot has at most one million characters.", "huge")


@dataclass(frozen=True)
class Sheet:
    """What can stand on the papers of one decision; each method reads one kind of answer."""

    kind: str
    options: Collection[str]
    settings: Mapping[str, Any]

    def vote(self, value: Any) -> str:
        """One word."""
        allowed = VOTES[Settings.Kind(self.kind)]
        if value not in allowed:
            raise ValidationError(f"Choose one of: {', '.join(allowed)}.", "vote")
        return str(value)

    def approved(self, value: Any) -> list[str]:
        """The options one can live with."""
        if not self._known(value):
            raise _empty()
        return sorted(value)

    def ranks(self, value: Any) -> list[list[str]]:
        """Groups of options, the best first."""
        if not isinstance(value, list) or not all(isinstance(group, list) and group for group in value):
            raise ValidationError("A ranking is a list of ranks, each a list of options.", "shape")
        if not value:
            raise _empty()
        self._known([key for group in value for key in group])
        if self.kind == Settings.Kind.STV and any(len(group) > 1 for group in value):
            raise ValidationError("One option per rank: this vote knows no ties on a ballot.", "tie")
        return [sorted(group) for group in value]

    def marks(self, value: Any) -> dict[str, int]:
        """A mark for each option one has an opinion of."""
        marks = self._numbers(value, int(self.settings["max_mark"]))
        if not marks:
            raise _empty()
        return marks

    def points(self, value: Any) -> dict[str, int]:
        """Points within the credits; an option with none is left out."""
        owned = int(self.settings["credits"])
        points = {key: number for key, number in self._numbers(value, owned).items() if number}
        if not points:
            raise _empty()
        spent = sum(n * n if self.settings["quadratic"] else n for n in points.values())
        if spent > owned:
            raise ValidationError(f"That costs {spent} credits, and you have {owned}.", "overspent")
        return points

    def _known(self, value: Any) -> list[str]:
        """The options, each once and each one that stands on the paper."""
        if not isinstance(value, list) or not all(isinstance(key, str) for key in value):
            raise ValidationError("Options are given by name.", "shape")
        for key in value:
            if key not in self.options:
                raise ValidationError(f"There is no option “{_short(key)}”.", "unknown_option")
        if len(set(value)) < len(value):
            twice = next(key for key in value if value.count(key) > 1)
            raise ValidationError(f"“{twice}” is there twice.", "twice")
        return value

    def _numbers(self, value: Any, most: int) -> dict[str, int]:
        if not isinstance(value, dict):
            raise ValidationError("Give a number for each option.", "shape")
        self._known(list(value))
        for key, number in value.items():
            if type(number) is not int:
                raise ValidationError(f"“{key}” needs a whole number.", "number")
            if not 0 <= number <= most:
                raise ValidationError(f"“{key}” takes a number from 0 to {most}.", "number")
        return dict(sorted(value.items()))


def _empty() -> ValidationError:
    return ValidationError("The ballot is empty. To take part and choose nothing, abstain.", "empty")


def _short(text: str) -> str:
    plain = text.encode("utf-8", "replace").decode()
    return plain if len(plain) <= 60 else f"{plain[:60]}…"


ANSWERS: dict[str, tuple[str, Callable[[Sheet, Any], Any]]] = {
    Kind.MAJORITY: ("vote", Sheet.vote),
    Kind.CONSENT: ("vote", Sheet.vote),
    Kind.APPROVAL: ("approved", Sheet.approved),
    Kind.SCORE: ("marks", Sheet.marks),
    Kind.STAR: ("marks", Sheet.marks),
    Kind.SCHULZE: ("ranks", Sheet.ranks),
    Kind.RANKED_PAIRS: ("ranks", Sheet.ranks),
    Kind.STV: ("ranks", Sheet.ranks),
    Kind.POINTS: ("points", Sheet.points),
}
