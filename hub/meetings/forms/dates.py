"""What people type about one date."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from hub.core import limits
from hub.meetings.dates import Date
from hub.meetings.models import Series


class WhenForm(forms.Form):
    """A day and a time on the wall clock of the series."""

    on = forms.DateField(label="Day", widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    at = forms.TimeField(label="Begins at", widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    minutes = forms.IntegerField(label="Length in minutes", min_value=5, max_value=1440)

    def __init__(self, *args: Any, series: Series, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(series.timezone)
        self.fields["at"].help_text = f"On the clock of {series.timezone.replace('_', ' ')}."

    def clean(self) -> dict[str, Any]:
        """The moment that day and time mean there."""
        told = super().clean() or {}
        on, at = told.pop("on", None), told.pop("at", None)
        if on and at:
            told["starts_at"] = dt.datetime.combine(on, at, self.zone).astimezone(dt.UTC)
        return told


class AddForm(WhenForm):
    """A date that no rule gives."""

    title = forms.CharField(
        label="Its own name",
        max_length=limits.NAME,
        required=False,
        help_text="Empty: the name of the series.",
    )
    field_order = ["title"]


class MoveForm(WhenForm):
    """Where a date goes, and why."""

    reason = forms.CharField(
        label="Why",
        max_length=limits.LINE,
        required=False,
        help_text="Everybody who wanted to come reads it.",
    )


class CancelForm(forms.Form):
    """Why a date does not take place."""

    reason = forms.CharField(
        label="Why", max_length=limits.LINE, help_text="Everybody who wanted to come reads it."
    )


class EndForm(forms.Form):
    """The day from which on a series does not take place any more."""

    on = forms.DateField(
        label="First day without it", required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )  # fmt: skip


def as_planned(date: Date) -> dict[str, Any]:
    """What the form shows of a date."""
    minutes = round((date.ends_at - date.starts_at).total_seconds() / 60)
    return {"on": date.on, "at": date.wall.time(), "minutes": minutes, "reason": date.reason}
