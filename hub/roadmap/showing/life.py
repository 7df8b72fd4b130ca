"""How far an item is, what can happen next, and what happened to it. One query."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from hub.accounts.models import User
from hub.core.permissions import may
from hub.roadmap import lifecycle, wording
from hub.roadmap.life_forms import ImpedimentForm, MoveForm, NoteForm, PlanForm
from hub.roadmap.models import Move, RoadmapItem
from hub.roadmap.tallies import ROOT

HISTORY = 60
TOLD = ("item_proposed", "item_edited", "item_steered", "item_impeded", "item_freed", "uptake_measured")
HAPPENED = f"""
WITH happened AS (
    SELECT 'move' AS sort, at, by_id, from_state AS a, to_state AS b, from_quarter AS c, to_quarter AS d, reason AS text
    FROM roadmap_move WHERE item_id = %(item)s
    UNION ALL
    SELECT 'note', note.at, note.by_id, note.kind, COALESCE(NULLIF(meeting.title, ''), series.title, ''),
           COALESCE(series.slug, ''), COALESCE(
               COALESCE(meeting.occurs_on, (meeting.starts_at AT TIME ZONE series.timezone)::date)::text, ''
           ), note.text
    FROM roadmap_note note LEFT JOIN meetings_meeting meeting ON meeting.id = note.meeting_id
    LEFT JOIN meetings_series series ON series.id = meeting.series_id
    WHERE note.item_id = %(item)s
    UNION ALL
    SELECT 'merge', merge.at, merge.by_id, part.title, '', '', '', merge.reason
    FROM roadmap_merge merge JOIN roadmap_roadmapitem part ON part.id = merge.item_id
    WHERE merge.into_id = %(item)s AND merge.undone_at IS NULL
    UNION ALL
    SELECT 'needs', max(said.changed_at), NULL, count(*)::text, count(*) FILTER (WHERE said.need = 3)::text, '', '', ''
    FROM roadmap_support said JOIN roadmap_roadmapitem part ON part.id = said.item_id
    WHERE {ROOT} = %(item)s AND said.need > 0
    GROUP BY date_trunc('month', said.changed_at)
    UNION ALL
    SELECT 'told', created_at, actor_id, kind, '', '', '', summary FROM activity_entry
    WHERE subject_kind = 'roadmap.roadmapitem' AND subject_id = %(item)s AND public
      AND kind IN ({", ".join(f"'roadmap.{name}'" for name in TOLD)})
)
SELECT sort, at, person.handle, person.name, a, b, c, d, text
FROM happened LEFT JOIN accounts_user person ON person.id = by_id
ORDER BY at DESC, sort LIMIT {HISTORY + 1}
"""  # noqa: S608 -- constants of this module


@dataclass(frozen=True)
class Event:
    """One thing that happened: which sort, when, who, in words, and the text that goes with it."""

    sort: str
    at: dt.datetime
    by: User | None
    words: str
    text: str = ""
    address: str = ""
    place: str = ""


def part(item: RoadmapItem, user: Any) -> dict[str, Any]:
    """What `item/life.html`, `item/next.html` and `item/impediment.html` show."""
    events = happened(item)
    return {
        "events": events[:HISTORY],
        "more_events": len(events) > HISTORY,
        "track": track(item.state),
        **_forms(item, user),
    }


def _forms(item: RoadmapItem, user: Any) -> dict[str, Any]:
    """The forms of those who may; nothing for the others."""
    steps = steps_for(item, user)
    notes = may(user, "roadmap.note_item", item)
    return {
        "next_steps": steps,
        "move_form": MoveForm(item=item, steps=steps) if steps else None,
        "plan_form": PlanForm(item=item) if steps and item.state in lifecycle.IN_A_QUARTER else None,
        "may_steer": may(user, "roadmap.steer_item", item),
        "may_answer": may(user, "roadmap.answer_item", item),
        "may_note": notes,
        "note_form": NoteForm() if notes or may(user, "roadmap.answer_item", item) else None,
        "impediment_form": ImpedimentForm(initial={"what": item.impediment})
        if notes and not item.is_closed
        else None,
    }


def steps_for(item: RoadmapItem, user: Any) -> list[lifecycle.Step]:
    """The moves that this person may make now."""
    return [
        step
        for step in lifecycle.steps_from(item.state)
        if may(user, lifecycle.right(item.state, step.to), item)
    ]


def track(state: str) -> list[tuple[str, str]]:
    """The way of an item as (label, "done", "now" or "ahead"); what is declined or put off has left it."""
    labels = RoadmapItem.State
    if state not in lifecycle.WAY:
        return [*[(labels(step).label, "ahead") for step in lifecycle.WAY[:1]], (labels(state).label, "now")]
    at = lifecycle.WAY.index(state)
    places = ["done" if n < at else "now" if n == at else "ahead" for n in range(len(lifecycle.WAY))]
    return [(labels(step).label, place) for step, place in zip(lifecycle.WAY, places, strict=True)]


def happened(item: RoadmapItem) -> list[Event]:
    """What happened to an item, newest first: moves, notes and answers, merges, who needs it, its plan."""
    with connection.cursor() as cursor:
        cursor.execute(HAPPENED, {"item": item.pk})
        return [_event(*row) for row in cursor.fetchall()]


def _event(  # noqa: PLR0917 -- the columns of the query
    sort: str,
    at: dt.datetime,
    handle: str | None,
    name: str | None,
    a: str,
    b: str,
    c: str,
    d: str,
    text: str,
) -> Event:
    by = User(handle=handle, name=name or "") if handle else None
    at = timezone.localtime(at)
    if sort == "move":
        move = Move(from_state=a, to_state=b, from_quarter=c, to_quarter=d)
        return Event(sort, at, by, wording.became(move) if by is None else wording.did(move), text)
    if sort == "note":
        address = f"/community/meetings/{c}/{d}/" if c else ""
        return Event(a, at, by, "answered those who asked" if a == "answer" else "noted", text, address, b)
    if sort == "merge":
        return Event(sort, at, by, f"took in “{a}”", text)
    if sort == "needs":
        return Event(sort, at, None, wording.needed(int(a), int(b)))
    return Event(sort, at, by, text)
