"""Writes a round as a .pb file."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from fractions import Fraction
from io import StringIO
from math import lcm

from hub.roadmap.filling.instance import BadInstance, Instance, Number
from hub.roadmap.filling.standing import points_of, supporters_of

MOST_VOTES = 200_000


def to_pabulib(instance: Instance, meta: Mapping[str, str] | None = None) -> str:
    """The round as Pabulib has it: what voters decide on, so without must-haves, their cost, and left-outs.

    The format has no weights: a voter of weight 3 is written as three voters. Voters are numbered from 1, not named.
    """
    open_to = {item.key for item in instance.candidates}
    points = any(many not in (0, 1) for voter in instance.voters for many in voter.marks.values())
    unit = lcm(*(voter.weight.denominator for voter in instance.voters))
    ballots = [
        (
            {key: many for key, many in sorted(voter.marks.items()) if many and key in open_to},
            int(voter.weight * unit),
        )
        for voter in instance.voters
    ]
    size = sum(copies for _, copies in ballots)
    if size > MOST_VOTES:
        raise BadInstance(f"the weights would need {size:,} votes in a file.")
    facts = {
        "description": "A round",
        **(meta or {}),
        "num_projects": str(len(open_to)),
        "num_votes": str(size),
        "budget": decimal(instance.open_capacity),
        "vote_type": "scoring" if points else "approval",
    }
    out = StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\n")
    table.writerows([["META"], ["key", "value"], *facts.items()])
    table.writerows(_projects(instance))
    table.writerows([["VOTES"], ["voter_id", "vote", *(["points"] if points else [])]])
    table.writerows(_votes(ballots, with_points=points))
    return out.getvalue()


def _projects(instance: Instance) -> list[list[str]]:
    totals, supporters = points_of(instance), supporters_of(instance)
    rows = [["PROJECTS"], ["project_id", "cost", "votes", "score", "name"]]
    for item in instance.candidates:
        if not item.key.strip() or "," in item.key:
            raise BadInstance(f'"{item.key}" cannot be the id of a project in a file.')
        score = decimal(totals[item.key]) if totals[item.key].denominator == 1 else ""
        rows.append([item.key, decimal(item.cost), str(supporters[item.key]), score, item.name])
    return rows


def _votes(ballots: list[tuple[dict[str, Number], int]], *, with_points: bool) -> list[list[str]]:
    rows = []
    for marks, copies in ballots:
        row = [",".join(marks)]
        if with_points:
            row.append(",".join(decimal(many) for many in marks.values()))
        rows += [row] * copies
    return [[str(number), *row] for number, row in enumerate(rows, 1)]


def decimal(value: Number) -> str:
    """A number without an exponent; one that no decimal hits is refused."""
    value = Fraction(value)
    for places in range(10):
        if (value * 10**places).denominator == 1:
            digits = str(int(value * 10**places)).rjust(places + 1, "0")
            return f"{digits[:-places]}.{digits[-places:]}" if places else digits
    raise BadInstance(f"{value} cannot be written as a decimal.")
