"""Two texts side by side, line by line: what went, what came, what stayed. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from hub.meetings.merging import changes

AROUND = 3  # lines that stay, shown around those that do not


@dataclass(frozen=True)
class Line:
    """One line: `same`, `gone`, `new`, or `rest` for a number of lines that stayed and are not shown."""

    kind: str
    text: str
    hidden: int = 0


def compare(old: str, new: str, *, around: int | None = AROUND) -> list[Line]:
    """The lines of both, in order; `around` None shows all that stayed."""
    before, after = (text.split("\n") if text else [] for text in (old, new))
    found: list[Line] = []
    at = 0
    for change in changes(before, after):
        found += _same(before[at : change.start], around, first=at == 0, last=False)
        found += [Line("gone", line) for line in before[change.start : change.end]]
        found += [Line("new", line) for line in change.lines]
        at = change.end
    return found + _same(before[at:], around, first=at == 0, last=True)


def _same(lines: list[str], around: int | None, *, first: bool, last: bool) -> list[Line]:
    """Lines that stayed; of many only those beside a change."""
    kept = [Line("same", line) for line in lines]
    if around is None:
        return kept
    head, tail = 0 if first else around, 0 if last else around
    hidden = len(kept) - head - tail
    if hidden < 2:  # one line is shorter than saying that it is left out
        return kept
    return [*kept[:head], Line("rest", "", hidden), *kept[len(kept) - tail :]]
