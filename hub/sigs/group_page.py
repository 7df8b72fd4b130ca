"""What a group's page shows: reads only, a fixed number of queries."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Value, Window
from django.utils import timezone

from hub.activity.models import Entry, Follow
from hub.core.permissions import may
from hub.sigs.models import Conclusion, Group, GroupQuerySet
from hub.sigs.people import people_of

SHOWN = 8  # rows of a kind; the list behind shows the rest
REGISTER = 5  # conclusions
HISTORY = 6


def groups(user: Any) -> GroupQuerySet:
    """Groups, each knowing whether `user` follows it."""
    rows: GroupQuerySet = Group.objects.visible_to(user)
    if not user.is_authenticated:
        return rows.annotate(followed=Value(value=False))
    kind = Group._meta.label_lower
    mine = Follow.objects.filter(user=user, subject_kind=kind, subject_id=OuterRef("pk"))
    return rows.annotate(followed=Exists(mine))


def about(group: Group, user: Any) -> dict[str, Any]:
    """The context of the page."""
    today = timezone.localdate()
    people = people_of(group, user, today)
    chairs = may(user, "sigs.appoint_chair", group)
    leads = people["leads"] or chairs
    return {
        "group": group,
        "today": today,
        **people,
        "may_appoint": leads,
        "may_appoint_chair": chairs,
        "may_ask": people["in_group"] or leads,
        **work(group, user),
        **conclusions(group, user),
        **happened(group, user),
    }


def work(group: Group, user: Any) -> dict[str, Any]:
    """What a group compares, steers and plans, as far as `user` may see it."""
    items = group.items.visible_to(user).open().annotate(of=Window(Count("pk")))
    shown = list(items.order_by("-quarter", "-proposed_on")[:SHOWN])
    evaluations = group.evaluations.visible_to(user).open().with_counts()
    return {
        "decisions": group.decisions,
        "evaluations": list(evaluations.annotate(of=Window(Count("pk")))[:SHOWN]),
        "services": group.services.visible_to(user).with_stage(timezone.localdate())[: SHOWN * 2],
        "items": shown,
        "item_count": shown[0].of if shown else 0,
        "paths": group.paths.visible_to(user),
        "series": list(group.series.visible_to(user)),
        "subprojects": group.subprojects.all(),
    }


def conclusions(group: Group, user: Any) -> dict[str, Any]:
    """What holds, the newest first, and what of it is to be looked at again: its day or condition has come."""
    rows = Conclusion.objects.visible_to(user).in_force().filter(group=group).with_due(timezone.localdate())
    found: list[Any] = list(rows.defer("reasons", "conditions", "dissent"))
    overdue = [row for row in found if row.is_due]
    for row in found:
        row.group = group
    return {"conclusions": found[:REGISTER], "conclusion_count": len(found), "overdue": overdue}


def happened(group: Group, user: Any) -> dict[str, Any]:
    """What happened last to the group and to what it compares, decides and plans."""
    own = Q(subject_kind=Group._meta.label_lower, subject_id=group.pk)
    for relation in ("evaluations", "decisions", "items"):
        rows = getattr(group, relation).visible_to(user)
        own |= Q(subject_kind=rows.model._meta.label_lower, subject_id__in=rows.order_by().values("pk"))
    entries = Entry.objects.visible_to(user).filter(own).select_related("actor")
    return {"history": list(entries[:HISTORY])}
