"""Filters of the list of groups."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hub.core.filters import FilterForm, choice, words
from hub.sigs.models import Group, GroupQuerySet


class GroupFilter(FilterForm):
    """Which groups to show."""

    q = words()
    kind = choice("Kind", Group.Kind.choices, "All kinds")

    def rows(self, user: Any, day: dt.date) -> GroupQuerySet:
        """The groups that are wanted, with their leads."""
        rows = Group.objects.visible_to(user).matching(self.chosen("q"))
        if kind := self.chosen("kind"):
            rows = rows.filter(kind=kind)
        return rows.with_people(day)
