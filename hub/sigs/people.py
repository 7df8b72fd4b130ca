"""Who is in a group: today, before, and whose term ends soon or is over; from one reading of its terms."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from hub.sigs.models import Group, Term

FACES = 40  # people on a group's page
SOON = dt.timedelta(days=60)  # before the end of a term the group thinks of a successor
LATE = dt.timedelta(days=400)  # a term that ended longer ago is history, not a gap


@dataclass
class Office:
    """A leading role that somebody holds, or held last.

    Attributes:
        term: The term.
        over: It is over and nobody holds the role.
        soon: It ends within two months.
    """

    term: Term
    over: bool = False
    soon: bool = False


def people_of(group: Group, user: Any, day: dt.date) -> dict[str, Any]:
    """Everything about the people of a group, in one query."""
    terms = list(group.terms.select_related("user").order_by("role", "user__name", "pk"))
    current = [term for term in terms if in_force(term, day)]
    group.leads = [term for term in current if term.role in Term.LEADING]  # type: ignore[attr-defined]
    active = [term for term in terms if term.user.is_active]
    others = [term for term in active if in_force(term, day) and term.role not in Term.LEADING]
    former = [term for term in active if term.ends_on and term.ends_on <= day]
    former.sort(key=lambda term: term.ends_on, reverse=True)  # type: ignore[arg-type,return-value]
    mine = [term for term in current if term.user_id == user.pk and term.role != Term.Role.EMERITUS]
    group.size = len({term.user_id for term in current})  # type: ignore[attr-defined]
    return {
        "members": others[:FACES],
        "more_members": len(others[FACES:]),
        "former": former[:FACES],
        "offices": offices(terms, day),
        "in_group": bool(mine),
        "leads": any(term.role in Term.LEADING for term in mine),
    }


def in_force(term: Term, day: dt.date) -> bool:
    """Whether it holds on that day; the same words as `TermQuerySet.on`."""
    return (term.starts_on is None or term.starts_on <= day) and (term.ends_on is None or term.ends_on > day)


def offices(terms: list[Term], day: dt.date) -> list[Office]:
    """Who leads, each with whether the term ends soon; then leading terms that ended without a successor."""
    leading = [term for term in terms if term.role in Term.LEADING]
    held = [term for term in leading if in_force(term, day)]
    found = [Office(term, soon=bool(term.ends_on and term.ends_on - day <= SOON)) for term in held]
    return found + [Office(term, over=True) for term in _gaps(leading, held, day)]


def _gaps(leading: list[Term], held: list[Term], day: dt.date) -> list[Term]:
    """The last term of each role that nobody holds any more, unless that is long ago."""
    roles = {term.role for term in held}
    last: dict[str, Term] = {}
    for term in leading:
        ended = term.ends_on
        if ended and term.role not in roles and day - LATE < ended <= day:
            before = last.get(term.role)
            if before is None or ended > (before.ends_on or ended):
                last[term.role] = term
    return list(last.values())
