"""What people type about incidents. Times are in UTC."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from hub.catalog.models import Cluster, Service
from hub.core import limits
from hub.core.permissions import may
from hub.core.widgets import PickSeveral
from hub.status.models import Incident, Status

SHOWN_AS = [(Status.DOWN.value, Status.DOWN.label), (Status.DEGRADED.value, Status.DEGRADED.label)]
# What to begin with, so that on call nobody looks for words.
BEGINNINGS = {
    "investigating": "We are looking into it. What we know so far: ",
    "identified": "We know the cause: \n\nWhat we do now: \n\nNext update: ",
    "monitoring": "It is mended, and we watch whether it stays so. If you still see trouble: ",
    "resolved": "It is over. From … to … UTC, … did not work. What you may have to do: ",
}


def _words(label: str, rows: int = 4, *, required: bool = True) -> forms.CharField:
    box = forms.Textarea({"rows": rows})
    return forms.CharField(label=label, max_length=limits.TEXT, widget=box, required=required)


def services_of(user: Any) -> Any:
    """The services whose incidents this person may run."""
    rows = Service.objects.visible_to(user)
    if user.is_platform_admin:
        return rows
    return rows.filter(owner__in=user.teams_on(timezone.localdate()))


class IncidentForm(forms.Form):
    """Tell people of trouble."""

    title = forms.CharField(
        label="What is wrong, in one line", max_length=limits.NAME,
        help_text="As users notice it: “Pipelines do not start”.",
    )  # fmt: skip
    services = forms.ModelMultipleChoiceField(
        label="Services it touches",
        queryset=Service.objects.none(),
        to_field_name="slug",
        widget=PickSeveral(),
    )
    clusters = forms.ModelMultipleChoiceField(
        label="Only on these clusters", queryset=Cluster.objects.none(), to_field_name="slug", required=False,
        widget=PickSeveral(), help_text="None: everywhere.",
    )  # fmt: skip
    status = forms.ChoiceField(label="Shown as", choices=SHOWN_AS, initial=Status.DOWN)
    started_at = forms.DateTimeField(
        label="Since when (UTC)", required=False, help_text="Empty: now.",
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip
    body = _words("What people should know now")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        services: Any = self.fields["services"]
        services.queryset = services_of(user)
        clusters: Any = self.fields["clusters"]
        clusters.queryset = Cluster.objects.visible_to(user)


class UpdateForm(forms.Form):
    """Tell how it goes."""

    state = forms.ChoiceField(label="How far it is", choices=Incident.State.choices)
    body = _words("What people should know")


class ImpactForm(forms.Form):
    """Say what it does to one service."""

    service = forms.ModelChoiceField(Service.objects.none(), to_field_name="slug", label="Service")
    cluster = forms.ModelChoiceField(
        Cluster.objects.none(),
        to_field_name="slug",
        label="Cluster",
        required=False,
        empty_label="Everywhere",
    )
    status = forms.ChoiceField(
        label="It is", choices=[*SHOWN_AS, (Status.OK.value, "Operational again")], initial=Status.DOWN
    )

    def __init__(self, *args: Any, user: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        touched = Service.objects.filter(impacts__incident=incident)
        services: Any = self.fields["service"]
        services.queryset = (services_of(user) | touched).distinct()
        clusters: Any = self.fields["cluster"]
        clusters.queryset = Cluster.objects.visible_to(user)


class PostmortemForm(forms.Form):
    """Write down what was learnt."""

    postmortem = _words("What happened, why, and what is done about it", 10)


def forms_of(incident: Incident, user: Any, say: str = "") -> dict[str, forms.Form]:
    """The forms on the page of an incident, for those who may run it; none for others.

    `say` is the state whose words the update begins with.
    """
    if not may(user, "status.run_incidents", incident):
        return {}
    state = say if say in BEGINNINGS else incident.state
    text = BEGINNINGS[state] if say in BEGINNINGS else ""
    found: dict[str, forms.Form] = {"update": UpdateForm(initial={"state": state, "body": text})}
    if incident.is_open:
        found["impact"] = ImpactForm(user=user, incident=incident)
    else:
        found["postmortem"] = PostmortemForm(initial={"postmortem": incident.postmortem})
    return found
