"""Whether a service has come as far as somebody waits for."""

from __future__ import annotations

import datetime as dt

from django.db.models import OuterRef, Q, QuerySet, Subquery

from hub.catalog.models import ServiceStage
from hub.voting.models import ReturnCondition

Stage = ServiceStage.Stage
ORDER = [Stage.PLANNED, Stage.ALPHA, Stage.BETA, Stage.STABLE]  # on the way down nothing is reached any more


def reached(now: str | None, wanted: str) -> bool:
    """At the stage or past it; what is deprecated or retired has reached nothing."""
    return now in ORDER and ORDER.index(Stage(now)) >= ORDER.index(Stage(wanted))


def met(day: dt.date) -> QuerySet[ReturnCondition]:
    """Conditions whose service stands, on that day, where it was awaited or further."""
    begun = ServiceStage.objects.in_force(day).filter(subject=OuterRef("service"))
    rows = ReturnCondition.objects.annotate(stands=Subquery(begun.values("stage")[:1]))
    far_enough = Q()
    for place, stage in enumerate(ORDER):
        far_enough |= Q(stage=stage, stands__in=ORDER[place:])
    return rows.filter(far_enough)
