"""Where demos are missing: services that nobody showed, and words that were searched for and not found."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Lower

from hub.catalog.models import Service
from hub.demos.models import Demo, Miss, Wish

SHOWN = 8
ORDER = ("stable", "beta", "alpha")  # what people may use comes first
OVER = ("deprecated", "retired", "planned")
DAYS, TIMES = 2, 3


@dataclass(frozen=True)
class Gaps:
    """What could be wished for."""

    services: list[Any]
    misses: list[Miss]


def gaps_for(user: Any, today: dt.date) -> Gaps:
    """What nobody showed or wished for yet; what was searched for is told to people who are signed in."""
    misses = list(missed()[:SHOWN]) if user.is_authenticated else []
    return Gaps(list(services_without_demo(user, today)[:SHOWN]), misses)


def services_without_demo(user: Any, today: dt.date) -> QuerySet[Any]:
    """Services in use that no demo shows or will show, and nobody wishes for: stable and beta first."""
    shown = Demo.services.through.objects.filter(service=OuterRef("pk"), demo__state__in=Demo.OPEN)
    wished = Wish.objects.alive().filter(service=OuterRef("pk"))
    places = [When(stage=stage, then=Value(place)) for place, stage in enumerate(ORDER)]
    rows: QuerySet[Any] = Service.objects.visible_to(user).with_stage(today)
    rows = rows.filter(~Exists(shown), ~Exists(wished)).exclude(stage__in=OVER)
    return rows.order_by(Case(*places, default=Value(len(ORDER))), "name", "pk")


def missed() -> QuerySet[Miss]:
    """Words that were missed on two days or three times, and that no wish on the list names."""
    often = Miss.objects.filter(Q(days__gte=DAYS) | Q(times__gte=TIMES))
    wished = Wish.objects.annotate(small=Lower("title")).filter(small=OuterRef("words"))
    return often.filter(~Exists(wished)).order_by(F("days").desc(), F("times").desc(), "words")
