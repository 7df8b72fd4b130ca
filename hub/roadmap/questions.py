"""Whether people use what they needed: the questions that wait for one person."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q

from hub.accounts.models import User
from hub.roadmap.models import ItemQuerySet, RoadmapItem, Support, Uptake, Use


def use_questions(user: User) -> ItemQuerySet:
    """Shipped items that the person needed and is asked about, without an answer to this question yet."""
    needed = Support.objects.filter(user=user, need__gt=0)
    own = Exists(needed.filter(Q(item=OuterRef("pk")) | Q(item__canonical=OuterRef("pk"))))
    measured = Uptake.objects.filter(release__item=OuterRef(OuterRef("pk")), measured_at__isnull=False)
    said = Use.objects.filter(user=user, item=OuterRef("pk"))
    since = said.filter(~Exists(measured.filter(measured_at__gte=OuterRef("changed_at"))))
    asked = Uptake.objects.filter(release__item=OuterRef("pk"), asked_at__isnull=False, measured_at=None)
    rows = RoadmapItem.objects.visible_to(user).filter(own, Exists(asked), ~Exists(since), state="shipped")
    return rows.annotate(released_on=F("release__released_on")).order_by("released_on", "pk")
