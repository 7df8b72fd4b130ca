"""What the pages of conclusions show: reads only, a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from hub.activity.models import Entry
from hub.catalog.models import Service
from hub.core.permissions import may
from hub.sigs.models import Conclusion, ConclusionQuerySet
from hub.voting.actions.returning import UNDER_WAY
from hub.voting.models import Decision, ReturnCondition

HISTORY = 30


def listed(rows: ConclusionQuerySet, today: dt.date) -> ConclusionQuerySet:
    """Conclusions with what a row of the list tells."""
    awaited = ReturnCondition.objects.select_related("service")
    return (
        rows.with_due(today)
        .select_related("group", "superseded_by")
        .prefetch_related("services", Prefetch("returns", awaited, "awaited"))
    )


def whole(user: Any) -> ConclusionQuerySet:
    """Conclusions with everything that one page shows."""
    today = timezone.localdate()
    staged = Service.objects.visible_to(user).with_stage(today)
    awaited = ReturnCondition.objects.prefetch_related(Prefetch("service", staged))
    rows = Conclusion.objects.visible_to(user).with_due(today).select_related("group", "evaluation")
    return rows.prefetch_related(
        "cases",
        Prefetch("services", staged.order_by("name"), "concerned"),
        Prefetch("returns", awaited.order_by("pk"), "awaited"),
    )


def about(conclusion: Conclusion, user: Any) -> dict[str, Any]:
    """The context of the page."""
    today = timezone.localdate()
    chain = in_order(Conclusion.objects.in_chain_of(conclusion))
    place = chain.index(conclusion)
    in_force = place == len(chain) - 1
    under_way = Decision.objects.visible_to(user).filter(reopens=conclusion, state__in=UNDER_WAY)
    votes = Decision.objects.visible_to(user).filter(conclusion=conclusion)
    return {
        "conclusion": conclusion,
        "chain": chain if len(chain) > 1 else [],
        "later": None if in_force else chain[place + 1],
        "reasons": due_because(conclusion, today) if in_force else [],
        "under_way": list(under_way.order_by("created_at")) if in_force else [],
        "vote": votes.first(),
        "items": conclusion.items.visible_to(user).order_by("title"),
        "history": Entry.objects.visible_to(user).about(conclusion).select_related("actor")[:HISTORY],
        "may_keep": in_force and may(user, "voting.keep_conclusion", conclusion),
    }


def due_because(conclusion: Any, today: dt.date) -> list[str]:
    """Why the group should look at it again; empty while there is no reason to."""
    met = [row for row in conclusion.awaited if row.met_on and conclusion.waits]
    reasons = [f"{row.service.name} reached {row.get_stage_display().lower()}" for row in met]
    if conclusion.review_on and conclusion.review_on <= today:
        reasons.append("its review date has come")
    return reasons


def in_order(rows: ConclusionQuerySet) -> list[Conclusion]:
    """A chain from its first to its last."""
    after = {row.supersedes_id: row for row in rows}
    chain: list[Conclusion] = []
    following = after.get(None)
    while following is not None:
        chain.append(following)
        following = after.get(following.pk)
    return chain
