"""The projects and the votes of a .pb file."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from hub.roadmap.filling.instance import Number, Project, Voter
from hub.roadmap.filling.pabulib.rows import BadFile, Row, Table, listed, number, short

Said = tuple[int, str]  # the line and the text of a fact in META


class Items:
    """The projects."""

    def __init__(self, rows: list[Row]) -> None:
        table = Table(rows, "project_id", "cost")
        self.projects: list[Project] = []
        self.known: set[str] = set()
        self.said: dict[str, Said] = {}  # votes, as the file counts them
        self.warnings: list[str] = []
        chosen: set[str] = set()
        for line, row in table:
            self._add(line, row["project_id"], row)
            if row.get("selected") == "1":
                chosen.add(row["project_id"])
        self.selected = frozenset(chosen) if "selected" in table.header else None

    def _add(self, line: int, key: str, row: dict[str, str]) -> None:
        if not key:
            raise BadFile(line, "a project has no project_id.")
        if key in self.known:
            raise BadFile(line, f'the project "{short(key)}" stands twice.')
        if "," in key:
            raise BadFile(line, f'the project_id "{short(key)}" has a comma.')
        cost = number(line, row.get("cost", ""), f'the cost of project "{short(key)}"')
        if not cost:
            self.warnings.append(f'line {line}: project "{short(key)}" costs nothing.')
        self.known.add(key)
        self.projects.append(Project(key, row.get("name", ""), cost))
        if row.get("votes"):
            self.said[key] = (line, row["votes"])


@dataclass(frozen=True)
class Limits:
    """What META allows a vote; a vote beyond it counts, with a warning."""

    kind: str
    least: int | None
    most: int | None
    least_sum: int | None
    most_sum: int | None

    @classmethod
    def of(cls, meta: dict[str, Said]) -> Limits:
        names = ("min_length", "max_length", "min_sum_points", "max_sum_points")
        return cls(meta["vote_type"][1].lower(), *(_limit(name, meta) for name in names))

    def broken(self, marks: dict[str, Number]) -> list[str]:
        """What a vote does that it may not."""
        found = _outside(len(marks), "project", ("min_length", self.least), ("max_length", self.most))
        if self.kind == "choose-1" and len(marks) > 1:
            found.append(f"the vote names {len(marks)} projects, and choose-1 allows one.")
        if self.kind == "cumulative":
            total = sum(marks.values(), Fraction(0))
            sums = ("min_sum_points", self.least_sum), ("max_sum_points", self.most_sum)
            found += _outside(total, "point", *sums)
        return found


def _limit(name: str, meta: dict[str, Said]) -> int | None:
    line, text = meta.get(name, (0, ""))
    if not text:
        return None
    found = number(line, text, name)
    if found.denominator != 1:
        raise BadFile(line, f"{name} must be a whole number.")
    return min(int(found), 10**6)


def _outside(
    value: Number, what: str, low: tuple[str, int | None], high: tuple[str, int | None]
) -> list[str]:
    said = f"the vote has {value} {what}{'' if value == 1 else 's'}"
    found = []
    if low[1] is not None and value < low[1]:
        found.append(f"{said}, fewer than {low[0]} {low[1]}.")
    if high[1] is not None and value > high[1]:
        found.append(f"{said}, more than {high[0]} {high[1]}.")
    return found


class Votes:
    """The ballots."""

    def __init__(self, rows: list[Row], limits: Limits, items: Items) -> None:
        self.limits = limits
        self.items = items
        self.warnings: list[str] = []
        self.ids: list[str] = []
        self.voters: list[Voter] = []
        seen: set[str] = set()
        for line, row in Table(rows, "voter_id", "vote"):
            voter = row["voter_id"]
            if not voter:
                raise BadFile(line, "a vote has no voter_id.")
            if voter in seen:
                raise BadFile(line, f'the voter "{short(voter)}" votes twice.')
            seen.add(voter)
            self.ids.append(voter)
            self.voters.append(Voter(self._marks(line, row)))

    def _marks(self, line: int, row: dict[str, str]) -> dict[str, Number]:
        chosen = listed(row.get("vote", ""))
        for key in chosen:
            if key not in self.items.known:
                raise BadFile(line, f'the vote names "{short(key)}", which is no project of the file.')
        if len(set(chosen)) < len(chosen):
            twice = next(key for key in chosen if chosen.count(key) > 1)
            raise BadFile(line, f'the vote names "{short(twice)}" twice.')
        marks = self._points(line, chosen, listed(row.get("points", "")))
        self.warnings += [f"line {line}: {reason}" for reason in self.limits.broken(marks)]
        return marks

    def _points(self, line: int, chosen: list[str], points: list[str]) -> dict[str, Number]:
        """1 each when approving, places from the end when ranking, else the points of the vote."""
        if self.limits.kind in ("approval", "choose-1"):
            return dict.fromkeys(chosen, 1)
        if self.limits.kind == "ordinal":
            most = max(self.limits.most or len(self.items.projects), len(chosen))
            return {key: most - place for place, key in enumerate(chosen)}
        if len(points) != len(chosen):
            raise BadFile(line, f"the vote names {len(chosen)} projects and gives points to {len(points)}.")
        return {key: self._given(line, key, text) for key, text in zip(chosen, points, strict=True)}

    def _given(self, line: int, key: str, text: str) -> Number:
        many = number(line, text, "points", least=None)
        if many < 0:
            self.warnings.append(f'line {line}: the vote gives "{short(key)}" {text} points, read as 0.')
            return 0
        return int(many) if many.denominator == 1 else many
