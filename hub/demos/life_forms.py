"""What people type about the life of a demo, and about wishes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms

from hub.catalog.models import Service
from hub.core import limits
from hub.demos.offers import Offer
from hub.meetings.models import Series


class PlainForm(forms.Form):
    """A button and nothing else."""


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label="Why", max_length=limits.LINE, widget=forms.Textarea({"rows": 2}),
        help_text="Its presenters read this.",
    )  # fmt: skip


class CloseForm(ReasonForm):
    """Why a wish is off the list."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = "Everybody who wished for it reads this."


class WithdrawForm(forms.Form):
    """Why, if one likes to say so."""

    reason = forms.CharField(
        label="Why", max_length=limits.LINE, required=False, widget=forms.Textarea({"rows": 2})
    )


class NextForm(forms.Form):
    """The meeting the person saw the demo on: clicked twice it moves once."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=2**62)


class ScheduleForm(forms.Form):
    """A date for a demo."""

    date = forms.ChoiceField(label="Date", widget=forms.RadioSelect)
    overfill = forms.BooleanField(label="Also when it makes the session longer than planned", required=False)

    def __init__(self, *args: Any, offers: Sequence[Offer] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.data.get("date") if self.is_bound else None
        field: Any = self.fields["date"]
        field.choices = [(offer.value, _words(offer)) for offer in offers]
        if chosen and chosen not in dict(field.choices):  # gone meanwhile: for the verb to say why
            field.choices.append((chosen, chosen))
        first = next((offer.value for offer in offers if offer.has_room), None)
        self.initial.setdefault("date", first)

    def clean(self) -> dict[str, Any]:
        """The series and the day, as the verb takes them."""
        said = dict(super().clean() or self.cleaned_data)
        if "date" not in said:
            return said
        slug, _at, day = said.pop("date").partition("@")
        series = Series.objects.filter(slug=slug).first()
        try:
            said |= {"series": series, "on": dt.date.fromisoformat(day)}
        except ValueError:
            series = None
        if series is None:
            self.add_error("date", "This is no date of a meeting.")
        return said


class WishForm(forms.Form):
    """Something one would like to see."""

    title = forms.CharField(
        label="Please show", max_length=limits.NAME, help_text="In one line: how to roll back a model."
    )
    why = forms.CharField(
        label="What for",
        max_length=limits.LINE,
        required=False,
        help_text="It helps whoever prepares the demo.",
    )
    service = forms.ModelChoiceField(
        label="Service", queryset=Service.objects.none(), required=False, to_field_name="slug",
        empty_label="No particular service",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        service: Any = self.fields["service"]
        service.queryset = Service.objects.order_by("name")


def _words(offer: Offer) -> str:
    wall = offer.date.wall
    return f"{wall:%A %-d %B %Y}, {offer.date.clock}: {offer.room} ({offer.date.title})"
