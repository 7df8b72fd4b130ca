"""What people type about one meeting: its points, its minutes, who was there."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from hub.accounts.models import User
from hub.core import limits
from hub.meetings.models import AgendaItem, Attendance

MOST_KEY = 2**31 - 1


class PointForm(forms.Form):
    """A point of an agenda."""

    title = forms.CharField(label="What about", max_length=limits.NAME)
    minutes = forms.IntegerField(
        label="Minutes", min_value=1, max_value=480, initial=10, widget=forms.NumberInput({"class": "short"})
    )
    presenter = forms.ModelChoiceField(
        label="Who leads it", queryset=User.objects.none(), to_field_name="handle", required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text="The handle, such as ada.lovelace.",
        error_messages={"invalid_choice": "Nobody here has this handle."},
    )  # fmt: skip
    text = forms.CharField(
        label="What to know beforehand", required=False, max_length=limits.TEXT,
        widget=forms.Textarea({"rows": 4}), help_text="Markdown.",
    )  # fmt: skip
    url = forms.CharField(
        label="Address", required=False, max_length=limits.URL,
        help_text="A page it is about: https://... or a page of the hub (/roadmap/...).",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        presenter: Any = self.fields["presenter"]
        presenter.queryset = User.objects.filter(is_active=True)


def as_typed(point: AgendaItem) -> dict[str, Any]:
    """A point as the form shows it."""
    led_by = point.presenter.handle if point.presenter else ""
    return {
        "title": point.title, "minutes": point.minutes, "presenter": led_by, "text": point.text, "url": point.url,
    }  # fmt: skip


class DayForm(forms.Form):
    """A day in the address or in a form; empty for the backlog."""

    on = forms.DateField(required=False, input_formats=["%Y-%m-%d"])


class OrderForm(DayForm):
    """The order of points: all of them, or one and its step."""

    order = forms.CharField(required=False, max_length=2000)
    move = forms.RegexField(r"^\d{1,9}:(up|down)$", required=False)

    def clean_order(self) -> list[int]:
        """The keys, in order."""
        return [int(key) for key in re.findall(r"\d{1,9}", self.cleaned_data["order"])]

    def clean_move(self) -> tuple[int, int] | None:
        """Which one, and whether up (-1) or down (1)."""
        key, _, way = self.cleaned_data["move"].partition(":")
        return (int(key), -1 if way == "up" else 1) if key else None


class MinutesForm(forms.Form):
    """The minutes, and the revision that their author had before them."""

    text = forms.CharField(
        label="Minutes", required=False, max_length=limits.TEXT, strip=False,
        widget=forms.Textarea({"rows": 24, "class": "writing"}),
    )  # fmt: skip
    base = forms.IntegerField(
        min_value=0, max_value=MOST_KEY, widget=forms.TextInput({"hidden": True, "autocomplete": "off"})
    )


class AnswerForm(forms.Form):
    """Whether somebody comes."""

    answer = forms.ChoiceField(choices=[("", ""), *Attendance.Answer.choices], required=False)


class PresenceForm(forms.Form):
    """Who was there: oneself, or all who are ticked."""

    me = forms.ChoiceField(
        choices=[("", ""), ("yes", "yes"), ("no", "no"), ("clear", "clear")], required=False
    )
    others = forms.CharField(
        label="Somebody else", required=False, max_length=limits.LINE,
        help_text="Handles, with spaces between them.", widget=forms.TextInput({"autocomplete": "off"}),
    )  # fmt: skip

    def clean_others(self) -> list[User]:
        """The people of these handles."""
        handles = set(re.split(r"[\s,]+", self.cleaned_data["others"].strip())) - {""}
        found = list(User.objects.filter(is_active=True, handle__in=handles))
        if unknown := sorted(handles - {person.handle for person in found}):
            raise forms.ValidationError(f"Nobody here has this handle: {', '.join(unknown)}.")
        return found
