"""What people fill in about status."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils import timezone

from hub.accounts.models import Team
from hub.catalog.models import Cluster
from hub.core.filters import FilterForm, choice
from hub.core.widgets import PickSeveral
from hub.status import coming_back
from hub.status.grid import Part
from hub.status.models import Maintenance

FARTHEST = dt.timedelta(days=3653)


class MaintenanceForm(forms.ModelForm):
    """Announce work on services. Times are in UTC."""

    repeat = forms.ChoiceField(
        label="Comes back",
        required=False,
        choices=[("", "No, once"), *((name, label) for name, (_, label) in coming_back.REPEATS.items())],
        help_text="At the same time (UTC); each time can be called off alone.",
    )
    until = forms.DateField(
        label="Until and with", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    field_order = ("title", "services", "clusters", "starts_at", "ends_at", "repeat", "until", "body")

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
        help_texts = dict.fromkeys(fields, "") | {"clusters": "None: on all.", "body": "Markdown works."}
        widgets = {
            "services": PickSeveral(),
            "clusters": PickSeveral(),
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
        if ends and ends > timezone.now() + FARTHEST:
            self.add_error("ends_at", "That is too far ahead.")
        return data


class GridFilter(FilterForm):
    """Which part of the grid to show: what a team runs and uses, and one cluster."""

    team = choice("Team", [], "All teams")
    cluster = choice("Cluster", [], "All clusters")

    def __init__(self, asked: Any, *, teams: Iterable[Team], clusters: Iterable[Cluster]) -> None:
        super().__init__(asked)
        self._teams = {one.slug: one for one in teams}
        self._clusters = {one.slug: one for one in clusters}
        self._offer("team", self._teams)
        self._offer("cluster", self._clusters)

    def _offer(self, name: str, things: Mapping[str, Team | Cluster]) -> None:
        field = self.fields[name]
        field.choices = [*field.choices, *((slug, one.name) for slug, one in things.items())]  # type: ignore[attr-defined]

    def part(self) -> Part:
        """The part of the grid that is wanted."""
        return Part(self._teams.get(self.chosen("team")), self._clusters.get(self.chosen("cluster")))


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
