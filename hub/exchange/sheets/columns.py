"""What the columns of a table mean, and the words in them: guessed from how other tools call them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from hub.roadmap.models import RoadmapItem

State = RoadmapItem.State
LEFT_OUT = ""
#: Fields that a column can fill, with their names for people.
FIELDS = {
    "external_id": "Its id in the other tool",
    "slug": "Name in addresses",
    "title": "Title",
    "need": "What is needed, and why",
    "for_whom": "Who needs it",
    "workaround": "How they get by today",
    "kind": "Kind of need",
    "state": "State",
    "state_reason": "Reason of the state",
    "quarter": "Quarter",
    "target_on": "Target day",
    "estimate": "Estimate (team-weeks)",
    "step": "Step of the pipeline",
    "group": "Group",
    "team": "Team",
    "owner": "Owner",
    "proposed_by": "Proposed by",
    "proposed_on": "Proposed on",
    "services": "Services",
    "link": "Link",
}
#: How other tools call these columns, without blanks and signs, in small letters.
CALLED = {
    "external_id": "externalid id key issuekey issueid ticket ticketid reference ref number",
    "slug": "slug",
    "title": "title name summary item feature epic initiative subject headline",
    "need": "need description body details problem why text issue",
    "for_whom": "forwhom audience users customer customers who",
    "workaround": "workaround today",
    "kind": "kind issuetype",
    "state": "state status stage column phase",
    "state_reason": "statereason reason resolution",
    "quarter": "quarter targetquarter plannedquarter release fixversion milestone",
    "target_on": "targeton target duedate due deadline targetdate",
    "estimate": "estimate effort size teamweeks weeks cost estimateweeks",
    "step": "step pipelinestep area",
    "group": "group sig workinggroup",
    "team": "team squad",
    "owner": "owner assignee responsible lead",
    "proposed_by": "proposedby reporter author creator requester",
    "proposed_on": "proposedon created createdat createdon creationdate date",
    "services": "services service component components",
    "link": "link url links",
}
FIELD_OF = {word: field for field, words in CALLED.items() for word in words.split()}
#: What other tools call the states.
STATE_WORDS = {
    State.PROPOSED: "proposed new idea open backlog todo submitted requested triage inbox",
    State.UNDER_REVIEW: "underreview review inreview considering exploring discovery evaluating analysis",
    State.ACCEPTED: "accepted approved ready selected selectedfordevelopment committed",
    State.PLANNED: "planned scheduled next upcoming",
    State.IN_PROGRESS: "inprogress started doing building indevelopment development wip active now",
    State.SHIPPED: "shipped done released complete completed closed resolved delivered live finished fixed",
    State.DECLINED: "declined rejected wontdo wontfix cancelled canceled wont no duplicate invalid",
    State.DEFERRED: "deferred later postponed onhold parked paused someday icebox blocked",
}
STATE_OF = {word: state for state, words in STATE_WORDS.items() for word in words.split()}


def bare(word: str) -> str:
    """A word without blanks, signs and capitals."""
    return re.sub(r"[^a-z0-9]", "", word.lower())


def guess(header: Iterable[str]) -> list[str]:
    """The field of each column; what is not known, or taken already, is left out."""
    found: list[str] = []
    for name in header:
        field = FIELD_OF.get(bare(name), LEFT_OUT)
        found.append(field if field not in found else LEFT_OUT)
    return found


def guess_states(words: Iterable[str]) -> dict[str, str]:
    """The state each word of a column means; one that nobody knows is left for people to say."""
    return {word: str(STATE_OF.get(bare(word), "")) for word in words}


def words_in(rows: Iterable[tuple[int, tuple[str, ...]]], column: int) -> list[str]:
    """The different words of a column, in their order."""
    found = dict.fromkeys(" ".join(cells[column].split()) for _, cells in rows)
    return [word for word in found if word]
