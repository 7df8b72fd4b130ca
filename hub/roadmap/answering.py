"""How well the platform team answers: what waits, what is silent, and how long things take. Counted in SQL."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, Exists, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Greatest
from django.utils import timezone

from hub.roadmap import lifecycle
from hub.roadmap.models import ItemQuerySet, Move, Note, Release, RoadmapItem

SHOWN = 50
WEEKS = 8  # of silence, where the address says nothing else
DAY = 86_400

# The beginning is known of what was proposed here, or by somebody known and since then in sight: a need that came
# from another system in the middle of its life would make every time too short.
KNOWN = """
    SELECT item.id, COALESCE(said.at, item.proposed_on::timestamp AT TIME ZONE %(zone)s) AS began
    FROM roadmap_roadmapitem item
    LEFT JOIN LATERAL (
        SELECT min(created_at) AS at FROM activity_entry
        WHERE kind = 'roadmap.item_proposed' AND subject_kind = 'roadmap.roadmapitem' AND subject_id = item.id
    ) said ON true
    WHERE item.canonical_id IS NULL AND (said.at IS NOT NULL OR item.proposed_by_id IS NOT NULL)
      AND (item.state = 'proposed' OR EXISTS (
        SELECT 1 FROM roadmap_move move WHERE move.item_id = item.id AND move.from_state = 'proposed'))
"""
LIVES = f"""
WITH known AS ({KNOWN}), lives AS (
    SELECT known.id, known.began, answer.at AS answered, answer.reasoned, moved.decided, moved.shipped
    FROM known
    LEFT JOIN LATERAL (
        SELECT at, reasoned FROM (
            SELECT at, reason <> '' AS reasoned FROM roadmap_move
            WHERE item_id = known.id AND from_state = 'proposed' AND to_state <> 'proposed' AND by_id IS NOT NULL
            UNION ALL
            SELECT at, true FROM roadmap_note WHERE item_id = known.id AND kind = 'answer'
        ) said ORDER BY at LIMIT 1
    ) answer ON true
    LEFT JOIN LATERAL (
        SELECT min(at) FILTER (WHERE to_state = ANY(%(decided)s)) AS decided,
               min(at) FILTER (WHERE to_state = 'shipped') AS shipped
        FROM roadmap_move WHERE item_id = known.id AND by_id IS NOT NULL AND from_state <> to_state
    ) moved ON true
)
SELECT to_char(date_trunc('quarter', began AT TIME ZONE %(zone)s), 'YYYY-"Q"Q') AS quarter,
       count(*), count(answered), count(*) FILTER (WHERE reasoned), count(decided), count(shipped),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY greatest(extract(epoch FROM answered - began), 0))
           FILTER (WHERE answered IS NOT NULL),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY greatest(extract(epoch FROM decided - began), 0))
           FILTER (WHERE decided IS NOT NULL),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY greatest(extract(epoch FROM shipped - began), 0))
           FILTER (WHERE shipped IS NOT NULL)
FROM lives GROUP BY GROUPING SETS ((), (1)) ORDER BY 1 DESC NULLS FIRST
"""  # noqa: S608 -- constants of this module


@dataclass(frozen=True)
class Span:
    """A median in days, and of how many."""

    days: float | None
    n: int


@dataclass(frozen=True)
class Lives:
    """How the proposals of a quarter (of all time, where it is empty) fared."""

    quarter: str
    proposed: int
    answered: int
    reasoned: int
    first_answer: Span
    decision: Span
    release: Span

    @property
    def share_reasoned(self) -> int | None:
        """Percent of the answered ones whose first answer said why; none where nothing was answered."""
        return round(100 * self.reasoned / self.answered) if self.answered else None


def lives() -> list[Lives]:
    """How long proposals wait for an answer, a decision, a release: over all first, then by quarter of the proposal."""
    with connection.cursor() as cursor:
        zone = timezone.get_current_timezone_name()
        cursor.execute(LIVES, {"decided": sorted(lifecycle.DECIDED), "zone": zone})
        return [
            Lives(
                quarter or "",
                proposed,
                answered,
                reasoned,
                _span(a, answered),
                _span(d, decided),
                _span(s, shipped),
            )
            for quarter, proposed, answered, reasoned, decided, shipped, a, d, s in cursor.fetchall()
        ]


def _span(seconds: float | None, n: int) -> Span:
    return Span(None if seconds is None else round(float(seconds) / DAY, 1), n)


def not_counted(overall: Lives) -> int:
    """Items whose beginning is not known: they are in no figure."""
    return RoadmapItem.objects.filter(canonical=None).count() - overall.proposed


def unanswered(user: Any) -> ItemQuerySet:
    """Proposals that nobody answered, the oldest first."""
    answers = Note.objects.filter(item=OuterRef("pk"), kind=Note.Kind.ANSWER)
    rows = RoadmapItem.objects.visible_to(user).filter(~Exists(answers), state=lifecycle.PROPOSED)
    return rows.select_related("group", "proposed_by").order_by("proposed_on", "pk")


def silent(user: Any, *, weeks: int, now: dt.datetime) -> ItemQuerySet:
    """Items on their way of which nobody said anything for so many weeks, the longest silence first."""
    moved = (
        Move.objects.filter(item=OuterRef("pk"))
        .order_by()
        .values("item")
        .annotate(last=Max("at"))
        .values("last")
    )
    noted = (
        Note.objects.filter(item=OuterRef("pk"))
        .order_by()
        .values("item")
        .annotate(last=Max("at"))
        .values("last")
    )
    began = Cast("proposed_on", DateTimeField())
    rows = RoadmapItem.objects.visible_to(user).open().exclude(state=lifecycle.PROPOSED)
    said = rows.annotate(heard_at=Greatest(Subquery(moved), Subquery(noted), began))
    since = now - dt.timedelta(weeks=weeks)
    return said.filter(heard_at__lt=since).select_related("group", "owner").order_by("heard_at", "pk")


def unfinished() -> Any:
    """Releases without a docs page or a demo, the newest first."""
    rows = Release.objects.filter(item__state=lifecycle.SHIPPED, item__canonical=None)
    lacking = rows.filter(Q(docs_url="") | Q(demo=None))
    return (
        lacking.select_related("item__group").annotate(slug=F("item__slug")).order_by("-released_on", "-pk")
    )


def weeks_of(typed: str) -> int:
    """Weeks of silence, as the address says; what is no such number is the usual one."""
    plain = typed.isascii() and typed.isdecimal() and len(typed) <= 3
    return int(typed) if plain and int(typed) else WEEKS
