"""Filters of the register of conclusions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hub.catalog.models import Service
from hub.core.filters import FilterForm, choice, words
from hub.sigs.models import Conclusion, ConclusionQuerySet, Group

STANDINGS = [("all", "All of them"), ("due", "To be looked at again"), ("replaced", "Replaced by later ones")]


class ConclusionFilter(FilterForm):
    """Which conclusions to show; those in force unless others are asked for."""

    q = words()
    group = choice("Group", [], "All groups")
    service = choice("Service", [], "All services")
    standing = choice("Standing", STANDINGS, "In force")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = Group.objects.exclude(conclusions=None).order_by("name").values_list("slug", "name")
        services = Service.objects.exclude(conclusions=None).order_by("name").values_list("slug", "name")
        self._offer("group", groups)
        self._offer("service", services)

    def _offer(self, name: str, rows: Any) -> None:
        field: Any = self.fields[name]
        field.choices = [*field.choices, *rows]

    def rows(self, user: Any, today: dt.date) -> ConclusionQuerySet:
        """The conclusions that are wanted."""
        rows = Conclusion.objects.visible_to(user).matching(self.chosen("q"))
        if group := self.chosen("group"):
            rows = rows.filter(group__slug=group)
        if service := self.chosen("service"):
            rows = rows.filter(services__slug=service)
        return standing(rows, self.chosen("standing"), today)


def standing(rows: ConclusionQuerySet, wanted: str, today: dt.date) -> ConclusionQuerySet:
    """Those in force, those due, those replaced, or all."""
    if wanted == "all":
        return rows
    if wanted == "replaced":
        return rows.superseded()
    return rows.due(today) if wanted == "due" else rows.in_force()
