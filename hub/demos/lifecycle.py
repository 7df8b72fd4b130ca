"""How a demo may move, as data: from each state to which, and where a reason is needed. No database."""

from __future__ import annotations

PROPOSED, ACCEPTED, SCHEDULED = "proposed", "accepted", "scheduled"
GIVEN, PUBLISHED, DECLINED, WITHDRAWN = "given", "published", "declined", "withdrawn"

#: The moves that exist. Whatever is not here does not happen.
GRAPH: dict[str, tuple[str, ...]] = {
    PROPOSED: (ACCEPTED, DECLINED, WITHDRAWN),
    ACCEPTED: (SCHEDULED, DECLINED, WITHDRAWN),
    SCHEDULED: (GIVEN, ACCEPTED, WITHDRAWN),
    GIVEN: (PUBLISHED, ACCEPTED),
    PUBLISHED: (GIVEN,),
    DECLINED: (PROPOSED,),
    WITHDRAWN: (PROPOSED,),
}
#: The usual way, from the proposal to the recording.
WAY = (PROPOSED, ACCEPTED, SCHEDULED, GIVEN, PUBLISHED)
#: Moves that disappoint somebody or take back what was said need a reason.
WITH_REASON = frozenset(
    {(PROPOSED, DECLINED), (ACCEPTED, DECLINED), (SCHEDULED, ACCEPTED), (GIVEN, ACCEPTED)}
)
#: What is still to come, and what was shown.
AHEAD = (PROPOSED, ACCEPTED, SCHEDULED)
SHOWN = (GIVEN, PUBLISHED)


def may_go(state: str, to: str) -> bool:
    """Whether a demo in this state may go there."""
    return to in GRAPH[state]


def needs_reason(state: str, to: str) -> bool:
    """Whether the move has to be explained."""
    return (state, to) in WITH_REASON
