"""Filters of the list of meetings."""

from __future__ import annotations

from typing import Any

from django import forms

from hub.core.filters import FilterForm, choice
from hub.meetings.models import Series, SeriesQuerySet
from hub.sigs.models import Group


class MeetingFilter(FilterForm):
    """Whose meetings to show."""

    show = forms.CharField(required=False, widget=forms.HiddenInput)
    group = forms.ModelChoiceField(
        Group.objects.order_by("name"), required=False, to_field_name="slug", empty_label="All groups"
    )
    since = forms.DateField(required=False, widget=forms.HiddenInput)
    kind = choice("Kind", Series.Kind.choices, "All kinds")

    def rows(self, user: Any) -> SeriesQuerySet:
        """The series that are wanted."""
        rows = Series.objects.visible_to(user)
        if group := self.chosen("group"):
            rows = rows.filter(group=group)
        if kind := self.chosen("kind"):
            rows = rows.filter(kind=kind)
        return rows
