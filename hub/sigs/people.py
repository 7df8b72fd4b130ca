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
    """Somebody who leads, in all their roles, or who led last.

    Attributes:
        terms: Their leading terms.
        over: These are over and nobody holds the role.
        soon: One of them ends within two months.
    """

    terms: list[Term]
    over: bool = False
    soon: bool = False

    @property
    def user(self) -> Any:
        """Who."""
        return self.terms[0].user

    @property
    def roles(self) -> list[str]:
        """As what."""
        return [term.get_role_display() for term in self.terms]

    @property
    def since(self) -> dt.date | None:
        """The first day, as far as it is known."""
        return min((term.starts_on for term in self.terms if term.starts_on), default=None)

    @property
    def ends_on(self) -> dt.date | None:
        """The next end of one of these terms."""
        return min((term.ends_on for term in self.terms if term.ends_on), default=None)


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
    """Who leads, each once, with whether a term ends soon; then leading terms that ended without a successor."""
    leading = [term for term in terms if term.role in Term.LEADING]
    held = [term for term in leading if in_force(term, day)]
    people: dict[int, Office] = {}
    for term in held:
        office = people.setdefault(term.user_id, Office([]))
        office.terms.append(term)
        office.soon |= bool(term.ends_on and term.ends_on - day <= SOON)
    return [*people.values(), *(Office([term], over=True) for term in _gaps(leading, held, day))]


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
