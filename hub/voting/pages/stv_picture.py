"""The rounds of an STV count as a picture: columns of votes, and the streams that pass on between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

GAP, BAR = 6, 14  # room between blocks, width of a block
PAGE, CLOSEST, WIDEST = 1200, 72, 150  # the whole width there is; the distance of columns
HEIGHT, TOP, NAMES = 340, 28, 168  # of the votes; room for headings; room for names at both sides
MOST_DRAWN = 14  # options; with more the table says it better
MINUS = "\u2212"
REST = ""  # what passes on to nobody


@dataclass(frozen=True)
class Block:
    """The votes of one option at one stage."""

    x: int
    y: float
    height: float
    name: str
    votes: str
    state: str  # hopeful, elected, excluded, rest
    label: str = ""  # beside the first and the last block of an option
    ends_early: bool = False  # its label stands before it: behind it the votes pass on

    @property
    def middle(self) -> float:
        """Where its label stands."""
        return round(self.y + self.height / 2 + 4, 1)


@dataclass(frozen=True)
class Stream:
    """Votes that go from a block to one of the next stage."""

    path: str
    passed: bool  # from one option to another


@dataclass(frozen=True)
class Stage:
    """One stage in words and numbers."""

    number: int
    action: str
    votes: list[dict[str, Any]]
    rest: str


@dataclass(frozen=True)
class Rounds:
    """The whole picture, and the table beside it."""

    width: int
    height: int
    blocks: list[Block]
    streams: list[Stream]
    stages: list[Stage]
    heads: list[int]
    names: list[str]
    quota: str
    drawn: bool


def rounds_of(
    rounds: Sequence[Mapping[str, Any]], order: list[str], name: Callable[[str], str]
) -> Rounds | None:
    """The stages of a count; `order` are the keys, best first."""
    if not rounds:
        return None
    stages = [_stage(row, rounds[:index], order, name) for index, row in enumerate(rounds)]
    drawn = len(order) <= MOST_DRAWN and len(rounds) > 1
    columns = [_column(row, index, rounds, order, name) for index, row in enumerate(rounds)] if drawn else []
    streams = [
        stream
        for index in range(1, len(columns))
        for stream in _streams(columns[index - 1], columns[index], rounds[index], [*order, REST])
    ]
    return Rounds(
        width=2 * NAMES + distance(len(rounds)) * (len(rounds) - 1) + BAR,
        height=HEIGHT + TOP + GAP * (len(order) + 1),
        blocks=[block for column in columns for block in column.values()],
        streams=streams,
        stages=stages,
        heads=[NAMES + distance(len(rounds)) * index + BAR // 2 for index in range(len(rounds))],
        names=[name(key) for key in order],
        quota=short(rounds[0]["quota"]),
        drawn=drawn,
    )


def distance(columns: int) -> int:
    """How far apart the columns stand, so that the picture fills the page where it can."""
    return min(WIDEST, max(CLOSEST, (PAGE - 2 * NAMES - BAR) // max(1, columns - 1)))


def short(votes: str) -> str:
    """Votes without the zeros behind the point, two digits at most."""
    return f"{Decimal(votes):.2f}".rstrip("0").rstrip(".")


def action(row: Mapping[str, Any], name: Callable[[str], str]) -> str:
    """What happened at a stage."""
    who = ", ".join(name(key) for key in row["from"])
    if row["excluded"]:
        return f"{who} out"
    return f"Surplus of {who}" if who else "First preferences"


def _stage(
    row: Mapping[str, Any], before: Sequence[Mapping[str, Any]], order: list[str], name: Callable[[str], str]
) -> Stage:
    elected = {key for past in [*before, row] for key in past["elected"]}
    excluded = {key for past in [*before, row] for key in past["excluded"]}
    votes = []
    for key in order:
        now = Decimal(row["votes"][key])
        change = now - Decimal(before[-1]["votes"][key]) if before else Decimal(0)
        votes.append(
            {
                "name": name(key),
                "votes": short(str(now)) if now or key not in excluded else "",
                "change": f"{'+' if change > 0 else MINUS}{short(str(abs(change)))}" if change else "",
                "elected": key in row["elected"],
                "seated": key in elected,
                "excluded": key in row["excluded"],
                "gone": key in excluded,
            }
        )
    rest = Decimal(row["non_transferable"]) + Decimal(row["lost"])
    return Stage(int(row["stage"]), action(row, name), votes, short(str(rest)))


def _column(
    row: Mapping[str, Any],
    index: int,
    rounds: Sequence[Mapping[str, Any]],
    order: list[str],
    name: Callable[[str], str],
) -> dict[str, Block]:
    votes = _votes(row)
    total = sum(_votes(rounds[0]).values()) or Decimal(1)
    elected = {key for past in rounds[: index + 1] for key in past["elected"]}
    y, column = float(TOP), {}
    for key in [*order, REST]:
        if not votes.get(key):
            continue
        height = round(float(votes[key] / total) * HEIGHT, 1)
        label = name(key) if key else "passed on to nobody"
        last = index == len(rounds) - 1
        ends = not last and not _votes(rounds[index + 1]).get(key)
        seen = height >= (8 if ends and index else 1) and (index == 0 or last or ends)
        state = "rest" if not key else "elected" if key in elected else "hopeful"
        column[key] = Block(
            NAMES + distance(len(rounds)) * index, round(y, 1), height, label, short(str(votes[key])), state,
            label if seen else "", not last,
        )  # fmt: skip
        y += height + GAP
    return column


def _votes(row: Mapping[str, Any]) -> dict[str, Decimal]:
    votes = {key: Decimal(text) for key, text in row["votes"].items()}
    votes[REST] = Decimal(row["non_transferable"]) + Decimal(row["lost"])
    return {key: number for key, number in votes.items() if number > 0}


def _streams(
    before: dict[str, Block], after: dict[str, Block], row: Mapping[str, Any], order: list[str]
) -> list[Stream]:
    """What stays with each option, and what each of the others gains from those whose votes pass on."""
    streams, used = [], {}
    for key in order:
        if key in before and key in after:
            stays = min(before[key].height, after[key].height)
            streams.append(_stream(before[key], after[key], 0, 0, stays, passed=False))
            used[key] = stays
    givers = [key for key in row["from"] if key in before]
    given = {key: used.get(key, 0.0) for key in givers}
    gains = {key: after[key].height - used.get(key, 0.0) for key in order if key in after}
    for key, gain in gains.items():
        if gain < 0.3 or not givers or key in givers:
            continue
        giver = givers[0]
        streams.append(
            _stream(before[giver], after[key], given[giver], used.get(key, 0.0), gain, passed=True)
        )
        given[giver] += gain
    return streams


def _stream(one: Block, two: Block, top: float, other: float, height: float, *, passed: bool) -> Stream:
    x1, x2 = one.x + BAR, two.x
    y1, y2 = one.y + top, two.y + other
    bend = (x1 + x2) / 2
    path = (
        f"M{x1} {y1:.1f}C{bend:.0f} {y1:.1f} {bend:.0f} {y2:.1f} {x2} {y2:.1f}V{y2 + height:.1f}"
        f"C{bend:.0f} {y2 + height:.1f} {bend:.0f} {y1 + height:.1f} {x1} {y1 + height:.1f}Z"
    )
    return Stream(path, passed)
