"""What people type on the page of a decision: concerns, nominations, and acts with a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils import timezone

from hub.core import limits


def words(label: str, *, rows: int = 3, required: bool = True, help_text: str = "") -> forms.CharField:
    """A box for a text in Markdown."""
    box = forms.Textarea({"rows": rows})
    return forms.CharField(
        label=label, max_length=limits.TEXT, required=required, widget=box, help_text=help_text
    )


def reason(label: str, help_text: str = "") -> forms.CharField:
    """A line that says why; it is published in the ledger."""
    return forms.CharField(label=label, max_length=limits.LINE, help_text=help_text)


class HandleField(forms.CharField):
    """One person by handle."""

    def clean(self, value: Any) -> Any:
        handle = super().clean(value).strip().removeprefix("@")
        person = get_user_model().objects.filter(handle=handle, is_active=True).first()
        if person is None:
            raise forms.ValidationError(f"The hub knows nobody called {handle[:60]}.")
        return person


class ConcernForm(forms.Form):
    """A concern, and what would settle it."""

    title = forms.CharField(label="The concern in one line", max_length=limits.NAME)
    text = words(
        "What would have to change", required=False, help_text="So that others can help to settle it."
    )


class AnswerForm(forms.Form):
    """The written answer of who leads the group."""

    reply = words(
        "Your answer", help_text="It stays beside the concern, which then no longer stops the proposal."
    )


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = reason("Why", "Everybody can read it in the ledger.")


class AdmitForm(forms.Form):
    """Somebody who may vote though the snapshot left them out."""

    person = HandleField(label="Handle", max_length=limits.SLUG)
    reason = reason("Why they may vote too", "Everybody can read it in the ledger.")


class RecuseForm(AdmitForm):
    """Somebody who steps aside."""

    reason = reason("Why they step aside", "Everybody can read it in the ledger.")


class NominationForm(forms.Form):
    """Somebody proposed for the role."""

    person = HandleField(
        label="Handle of the person",
        max_length=limits.SLUG,
        help_text="Yourself or somebody else: they are asked.",
    )
    statement = words(
        "What you want to do",
        required=False,
        help_text="If it is yourself; others write theirs when they accept.",
    )


class AcceptForm(forms.Form):
    """What a candidate wants to do."""

    statement = words(
        "What you want to do", rows=4, required=False, help_text="Voters read it on the ballot."
    )


class AnnouncementForm(forms.Form):
    """Until when people can be nominated."""

    nominations_until = forms.DateTimeField(
        label="People can be nominated until (UTC)",
        widget=forms.DateTimeInput({"type": "datetime-local", "data-utc": ""}, "%Y-%m-%dT%H:%M"),
    )

    def clean_nominations_until(self) -> Any:
        """Only a moment to come makes sense."""
        until = self.cleaned_data["nominations_until"]
        if until <= timezone.now():
            raise forms.ValidationError("Choose a moment in the future.")
        return until
