"""What a closed round would propose with another capacity: the same ballots, counted anew."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from django.core.cache import cache

from hub.core.errors import Refused
from hub.roadmap.filling import equal_shares
from hub.roadmap.models import Candidate, Round
from hub.roadmap.rounds import outcome, views

STEP = Decimal("0.5")  # so that one round has few answers, and each is counted once
KEPT = 3600
BUSY = "round-what-if"  # held while one is counted
LONGEST = 60  # seconds; a worker that died holds no longer


def bounds(found: Round) -> tuple[Decimal, Decimal]:
    """From the must-haves to where everything fits, but to twice the capacity at least."""
    costs = list(found.candidates.values_list("standing", "cost"))
    musts = sum(
        (cost for standing, cost in costs if standing == Candidate.Standing.MUST and cost), Decimal(0)
    )
    voted = sum(
        (cost for standing, cost in costs if standing == Candidate.Standing.CANDIDATE and cost), Decimal(0)
    )
    return max(musts, STEP), max(musts + voted, 2 * found.capacity)


def asked(found: Round, typed: str) -> Decimal | None:
    """The capacity somebody typed, rounded and within the bounds; None for what is no number."""
    try:
        wanted = Decimal(typed.strip().replace(",", ".")[:12])
        if not wanted.is_finite():
            return None
        least, most = bounds(found)
        rounded = (min(max(wanted, Decimal(0)), most) / STEP).quantize(Decimal(1), ROUND_HALF_UP) * STEP
    except (InvalidOperation, ValueError):
        return None
    return min(max(rounded, least), most)


def what_if(found: Round, capacity: Decimal) -> dict[str, Any]:
    """What would be funded with that capacity, who gets in and who drops out; counted once an hour at most."""
    key = f"round-{found.pk}-{capacity}"
    known = cache.get(key)
    if known is None:
        known = _counted_alone(found, capacity)
        cache.set(key, known, KEPT)
    return dict(known)


def _counted_alone(found: Round, capacity: Decimal) -> dict[str, Any]:
    """One at a time, whoever asks: it takes seconds of a processor, and visitors may ask for many capacities."""
    if not cache.add(BUSY, found.pk, LONGEST):
        raise Refused("Another capacity is being counted just now. Try again in a moment.", "busy")
    try:
        return _counted(found, capacity)
    finally:
        cache.delete(BUSY)


def _counted(found: Round, capacity: Decimal) -> dict[str, Any]:
    candidates = list(found.candidates.select_related("item"))
    ground = outcome.ground_of(found, candidates)
    other = views.Ground(ground.items, ground.must_haves, ground.left_out, Fraction(capacity))
    papers = outcome.papers_of(list(found.electorate.select_related("team")))
    result = found.result or {}
    filled = equal_shares(views.instance(result["view"], other, papers))
    before = set(result["views"][result["view"]]["equal-shares"]["funded"])
    return {
        "capacity": outcome.text(Fraction(capacity)),
        "spent": outcome.text(filled.spent),
        "funded": list(filled.funded),
        "gained": [key for key in filled.funded if key not in before],
        "lost": sorted(before - set(filled.funded)),
    }
