"""What a round proposes: computed once at the close from its ballots, as plain values that are kept."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hub.roadmap.filling import Filling, Project
from hub.roadmap.models import Candidate, Round, RoundVoter
from hub.roadmap.rounds import views
from hub.roadmap.rounds.sums import Sums, sums_of
from hub.roadmap.rounds.views import Ground, Paper

Standing = Candidate.Standing


def outcome(found: Round) -> dict[str, Any]:
    """Everything the result page shows; two queries, whatever the numbers."""
    candidates = list(found.candidates.select_related("item"))
    rows = list(found.electorate.select_related("team"))
    return result_of(found, candidates, rows)


def result_of(found: Round, candidates: Sequence[Candidate], rows: Sequence[RoundVoter]) -> dict[str, Any]:
    """The same from rows that were read already."""
    ground, papers = ground_of(found, candidates), papers_of(rows)
    counted = {
        view: views.fill(view, ground, papers) for view in views.chosen(votes_by_team=found.votes_by_team)
    }
    main, both = next(iter(counted.items()))
    sums = sums_of(main, papers, both["equal-shares"])
    return {
        "capacity": text(ground.capacity),
        "to_fill": text(ground.to_fill),
        "electorate": len(rows),
        "ballots": len(papers),
        "view": main,
        "views": {
            view: {rule: brief(one) for rule, one in fillings.items()} for view, fillings in counted.items()
        },
        "disagreement": views.disagreement(counted, {row.item.slug: title_of(row) for row in candidates}),
        "items": [_item(row, both, sums) for row in candidates],
        "teams": _teams(rows, sums, both["equal-shares"], ground),
    }


def ground_of(found: Round, candidates: Sequence[Candidate]) -> Ground:
    """What is filled, in exact numbers."""

    def keys(standing: str) -> tuple[str, ...]:
        return tuple(row.item.slug for row in candidates if row.standing == standing)

    items = tuple(Project(row.item.slug, title_of(row), Fraction(row.cost or 0)) for row in candidates)
    return Ground(items, keys(Standing.MUST), keys(Standing.EXCLUDED), Fraction(found.capacity))


def papers_of(rows: Sequence[RoundVoter]) -> list[Paper]:
    """The ballots that were cast, in a fixed order."""
    return [Paper(row.team.slug if row.team else "", row.capacity, row.marks) for row in rows if row.cast_at]


def title_of(row: Candidate) -> str:
    """The title of an item as it was when the round opened."""
    return str(row.evidence.get("title") or row.item.title)


def brief(one: Filling) -> dict[str, Any]:
    """What a rule proposes: the items in the order in which they came in, and what is spent."""
    return {"funded": list(one.funded), "spent": text(one.spent), "left": text(one.left_over)}


def text(number: Fraction) -> str:
    """A number of team-weeks as it is kept: at most two decimals."""
    return f"{float(round(number, 2)):g}"


def _item(row: Candidate, both: dict[str, Filling], sums: Sums) -> dict[str, Any]:
    """One candidate: what it was given, by whom, who pays for it, or what it lacked."""
    key = row.item.slug
    facts: dict[str, Any] = {
        "slug": key,
        "title": title_of(row),
        "cost": text(Fraction(row.cost or 0)),
        "standing": row.standing,
        "reason": row.reason,
        "voters": sums.voters[key],
        "points": sums.points[key],
        "funded": key in both["equal-shares"].funded,
        "greedy": key in both["greedy"].funded,
        "teams": sums.teams_of(key),
    }
    passed = next((one for one in both["equal-shares"].passed_over if one.key == key), None)
    if passed is not None and row.standing == Standing.CANDIDATE:
        facts |= {
            "why": passed.reason,
            "had": text(passed.had),
            "missing": text(max(Fraction(0), passed.cost - passed.had)),
        }
    return facts


def _teams(rows: Sequence[RoundVoter], sums: Sums, proposal: Filling, ground: Ground) -> list[dict[str, Any]]:
    """What each team got: its share of the capacity, what goes to items it marked, how many of its points."""
    names = {row.team.slug if row.team else "": row.team.name if row.team else "In no team" for row in rows}
    costs = {item.key: item.cost for item in ground.items}
    votable = [key for key in proposal.funded if key not in ground.must_haves]
    found = []
    for slug, name in sorted(names.items(), key=lambda pair: (not pair[0], pair[1].casefold(), pair[0])):
        own = [row for row in rows if (row.team.slug if row.team else "") == slug]
        given = sums.given[slug]
        found.append({
            "slug": slug,
            "name": name,
            "voters": len(own),
            "ballots": sum(1 for row in own if row.cast_at),
            "capacity": own[0].capacity if slug else len(own),
            "share": text(ground.to_fill * sums.share[slug]),
            "marked": text(sum((costs[key] for key in votable if given[key]), Fraction(0))),
            "paid": text(sums.paid_by[slug]),
            "points": sum(given.values()),
            "points_funded": sum(given[key] for key in votable),
        })  # fmt: skip
    return found
