"""What the filters offer: the groups, services and teams that stand on the roadmap."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast

from hub.accounts.models import Team
from hub.catalog.models import Service
from hub.roadmap.models import RoadmapItem
from hub.sigs.models import Group

EVERY = {"group": "Every group", "service": "Every service", "team": "Every team"}


def choices_of() -> dict[str, list[tuple[str, str]]]:
    """The choices of each filter, in one query however many there are."""
    items = RoadmapItem.objects.filter(canonical=None)
    about = RoadmapItem.services.through.objects.filter(service=OuterRef("pk"))
    parts = [
        _named("group", Group.objects.filter(Exists(items.filter(group=OuterRef("pk"))))),
        _named("service", Service.objects.filter(Exists(about))),
        _named("team", Team.objects.filter(Exists(items.filter(team=OuterRef("pk"))))),
    ]
    found: dict[str, list[tuple[str, str]]] = {name: [("", every)] for name, every in EVERY.items()}
    for what, key, name in parts[0].union(*parts[1:], all=True):
        found[what].append((key, name or key))
    return {what: [rows[0], *sorted(rows[1:], key=_by_name)] for what, rows in found.items()}


def _named(what: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    text: Any = CharField()
    return rows.order_by().values_list(Value(what, text), Cast("slug", text), Cast("name", text))


def _by_name(choice: tuple[str, str]) -> str:
    return choice[1].casefold()
