"""What the page of a sync shows, before, during and after it; a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max, Q

from hub.accounts.models import Team
from hub.core.permissions import may
from hub.meetings.dates import Date
from hub.meetings.models import Meeting
from hub.roadmap.board import cards
from hub.roadmap.lifecycle import IN_A_QUARTER, IN_PROGRESS, SHIPPED
from hub.roadmap.models import Move, Note, RoadmapItem, TeamUpdate
from hub.roadmap.news import DAYS, Change, changes_of, steps
from hub.roadmap.quarters import quarter_of, words
from hub.roadmap.reach import movable
from hub.roadmap.sync.agenda import Agenda, Point, agenda
from hub.roadmap.sync.dates import before
from hub.roadmap.sync.rotation import Turn, in_turn

NEXT_TEAMS = 2
MOST = 500  # items of a quarter that are read


@dataclass
class Stop:
    """One item of the walk: its time, what happened to it, what is next, what was said."""

    point: Point
    change: Change | None
    next_step: str
    last_notes: list[Note] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    may_write: bool = False
    may_move: bool = False

    @property
    def item(self) -> RoadmapItem:
        return self.point.item


@dataclass
class Sync:
    """A date of a sync with everything it walks through.

    Attributes:
        since: What moved after this is news.
        until: And nothing later: the end of the meeting once it is over.
    """

    date: Date
    last: Date | None
    since: dt.datetime
    until: dt.datetime
    quarter: str
    agenda: Agenda
    stops: list[Stop]
    changes: list[Change]
    notes: dict[RoadmapItem, list[Note]]
    impeded: list[RoadmapItem]
    updates: list[TeamUpdate]
    turns: list[tuple[Turn, Team]]

    @property
    def words(self) -> str:
        return words(self.quarter)


def sync(date: Date, user: Any, now: dt.datetime) -> Sync:
    """Everything the page shows of a date."""
    last = before(date, user)
    since = last.ends_at if last else date.starts_at - dt.timedelta(days=DAYS)
    until = max(since, min(now, date.ends_at))
    quarter = quarter_of(date.day)
    items = _items(quarter, since, until)
    changes = _changes(items, since, until)
    updates = list(date.meeting.team_updates.select_related("team", "by")) if date.meeting else []
    walked = agenda(items, [change.item.pk for change in changes], _minutes(date))
    said = _said([row.meeting for row in (last, date) if row and row.meeting])
    own = said.get(date.meeting.pk, {}) if date.meeting else {}
    earlier = said.get(last.meeting.pk, {}) if last and last.meeting else {}
    return Sync(
        date=date,
        last=last,
        since=since,
        until=until,
        quarter=quarter,
        agenda=walked,
        stops=_stops(walked, changes, own, earlier, user),
        changes=changes,
        notes={notes[0].item: notes for notes in own.values()},
        impeded=[item for item in items if item.impediment],
        updates=updates,
        turns=_turns(date, updates),
    )


def _minutes(date: Date) -> int:
    return max(1, round((date.ends_at - date.starts_at).total_seconds() / 60))


def _items(quarter: str, since: dt.datetime, until: dt.datetime) -> list[RoadmapItem]:
    """What stands in the quarter or left it since the last sync."""
    recent = Move.objects.filter(at__gt=since, at__lte=until)
    left = recent.filter(Q(from_quarter=quarter) | Q(to_quarter=quarter)).values("item")
    live = Q(quarter=quarter, state__in=IN_A_QUARTER) | Q(quarter=quarter) & ~Q(impediment="")
    found = RoadmapItem.objects.filter(live | Q(pk__in=left), canonical=None)
    return list(cards(found).order_by("-blocked", "-supporters", "pk")[:MOST])


def _changes(items: list[RoadmapItem], since: dt.datetime, until: dt.datetime) -> list[Change]:
    moves = Move.objects.filter(item__in=items, at__gt=since, at__lte=until)
    return changes_of(steps(moves, {item.pk: item for item in items}))


def _said(meetings: list[Meeting]) -> dict[int, dict[int, list[Note]]]:
    """The notes of these meetings, by meeting and item."""
    found: dict[int, dict[int, list[Note]]] = defaultdict(lambda: defaultdict(list))
    rows = Note.objects.filter(meeting__in=meetings).select_related("by", "item") if meetings else ()
    for note in rows:
        found[note.meeting_id or 0][note.item_id].append(note)
    return found


def _stops(
    walked: Agenda,
    changes: list[Change],
    own: dict[int, list[Note]],
    earlier: dict[int, list[Note]],
    user: Any,
) -> list[Stop]:
    reach = movable(user, [point.item for point in walked.points])
    by_item = {change.item.pk: change for change in changes}
    return [
        Stop(
            point=point,
            change=by_item.get(point.item.pk),
            next_step=next_step(point.item),
            last_notes=earlier.get(point.item.pk, []),
            notes=own.get(point.item.pk, []),
            may_write=may(user, "roadmap.note_item", point.item),
            may_move=point.item.pk in reach,
        )
        for point in walked.points
    ]


def next_step(item: RoadmapItem) -> str:
    """What has to happen next, as far as the hub can know."""
    due = f" by {item.target_on:%-d %B %Y}" if item.target_on else ""
    if item.impediment:
        return "Clear what is in the way."
    if item.state == IN_PROGRESS:
        return f"Ship it{due}."
    if item.state == SHIPPED:
        return "See who uses it."
    if item.state in IN_A_QUARTER:
        return f"Begin{due}." if item.owner_id else f"Find an owner, then begin{due}."
    return "Nothing in this quarter."


def _turns(date: Date, updates: list[TeamUpdate]) -> list[tuple[Turn, Team]]:
    """The teams whose turn it is, those that told in this sync left out."""
    told = Max("updates__meeting__starts_at", filter=Q(updates__meeting__starts_at__lt=date.starts_at))
    rows = Team.objects.exclude(pk__in=[row.team_id for row in updates]).order_by().annotate(told=told)
    teams = {row.slug: row for row in rows}
    turns = in_turn(Turn(slug, row.name, row.told) for slug, row in teams.items())
    return [(turn, teams[turn.slug]) for turn in turns[:NEXT_TEAMS]]
