"""What people fill in about status."""

from typing import Any

from django import forms

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
