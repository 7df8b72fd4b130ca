"""What people fill in about status."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from hub.status.models import Maintenance


class MaintenanceForm(forms.ModelForm):
    """Announce work on services. Times are in UTC."""

    class Meta:
        model = Maintenance
        fields = ["title", "services", "clusters", "starts_at", "ends_at", "body"]
        labels = {
            "title": "What is done",
            "services": "Services it touches",
            "clusters": "Only on these clusters",
            "starts_at": "Begins (UTC)",
            "ends_at": "Ends (UTC)",
            "body": "What it means for users",
        }
        widgets = {
            "starts_at": forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            "ends_at": forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            "body": forms.Textarea({"rows": 4}),
        }

    def clean(self) -> dict[str, Any]:
        """Work ends after it begins."""
        data = super().clean() or {}
        begins, ends = data.get("starts_at"), data.get("ends_at")
        if begins and ends and ends <= begins:
            self.add_error("ends_at", "It must end after it begins.")
        return data


class MomentForm(forms.Form):
    """A moment of the past, in UTC."""

    at = forms.DateTimeField(
        label="Moment (UTC)",
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def clean_at(self) -> dt.datetime:
        """Nothing was shown yet in times to come."""
        at: dt.datetime = self.cleaned_data["at"]
        if at > timezone.now():
            raise forms.ValidationError("This moment is still to come.", "future")
        return at
