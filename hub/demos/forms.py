"""What people type about demos."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from hub.accounts.models import Team
from hub.catalog.models import Service
from hub.core import limits
from hub.core.widgets import PickSeveral
from hub.demos.fields import MeansField, NamesField
from hub.demos.models import Demo
from hub.demos.rules import teams_to_show_for
from hub.meetings.models import Series

STATES = [("", "Every state"), ("shown", "Given, recorded or not"), *Demo.State.choices]
RECORDED = [("", "Recorded or not"), ("yes", "Recorded"), ("no", "Not recorded")]
MINUTES = [(5, "5 minutes"), (10, "10 minutes"), (15, "15 minutes"), (20, "20 minutes"), (30, "30 minutes")]
MOST_TOOLS = 20


class DemoForm(forms.Form):
    """An offer to show something."""

    title = forms.CharField(label="What you would show", max_length=limits.NAME, help_text="In one line.")
    abstract = forms.CharField(
        label="What to expect", max_length=limits.TEXT, widget=forms.Textarea({"rows": 5}),
        help_text="What problem it solved, what people will see, what went wrong on the way. Markdown works.",
    )  # fmt: skip
    shows = forms.CharField(
        label="What people will have seen afterwards", max_length=limits.LINE, required=False,
        help_text="In one sentence: how a model gets from the registry to production.",
    )  # fmt: skip
    presenters = NamesField(
        label="Who presents it", max_length=limits.LINE, required=False,
        help_text="Names, with commas between them. Empty: you.",
    )  # fmt: skip
    team = forms.ModelChoiceField(
        label="Team",
        queryset=Team.objects.none(),
        required=False,
        empty_label="Only me",
        help_text="One of yours.",
    )
    services = forms.ModelMultipleChoiceField(
        label="Services it shows", queryset=Service.objects.none(), required=False,
        widget=PickSeveral(),
    )  # fmt: skip
    tools = forms.CharField(
        label="Tools it shows", max_length=limits.LINE, required=False, help_text="Separated by commas."
    )
    items = forms.ModelMultipleChoiceField(
        label="Roadmap items it is about", queryset=Service.objects.none(), required=False, to_field_name="slug",
        widget=PickSeveral(),
    )  # fmt: skip
    series = forms.ModelChoiceField(
        label="Where", queryset=Series.objects.none(), required=False, empty_label="The community session",
        to_field_name="slug", help_text="The meeting whose people should see it.",
    )  # fmt: skip
    minutes = forms.TypedChoiceField(label="How long", choices=MINUTES, coerce=int, initial=15)
    may_record = MeansField(
        label="May it be recorded?", yes="Yes, so that others can watch it later",
        no="No, please do not record it",
        help_text="If not, it says so wherever the demo is listed.",
    )  # fmt: skip

    def __init__(self, *args: Any, by: Any, demo: Demo | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items: Any = Demo._meta.get_field("items").related_model  # it lies above
        found: Any = self.fields
        found["team"].queryset = Team.objects.filter(
            Q(pk__in=teams_to_show_for(by).values("pk")) | Q(pk=demo.team_id if demo else None)
        )
        found["services"].queryset = Service.objects.all()
        found["items"].queryset = items.objects.visible_to(by).order_by("title")
        found["series"].queryset = Series.objects.filter(ended_on=None).exclude(kind=Series.Kind.SYNC)
        if demo and demo.minutes not in dict(MINUTES):
            found["minutes"].choices = [*MINUTES, (demo.minutes, f"{demo.minutes} minutes")]

    def clean_tools(self) -> list[str]:
        """The tools one by one."""
        tools = [tool.strip() for tool in self.cleaned_data["tools"].split(",") if tool.strip()]
        if len(tools) > MOST_TOOLS:
            raise forms.ValidationError(f"Name at most {MOST_TOOLS} tools.")
        return tools


def as_written(demo: Demo) -> dict[str, Any]:
    """What the form of a demo shows first."""
    return {
        "title": demo.title, "abstract": demo.abstract, "shows": demo.shows, "minutes": demo.minutes,
        "presenters": list(demo.presenters.order_by("name", "pk")), "team": demo.team_id,
        "services": [service.pk for service in demo.services.all()], "tools": ", ".join(demo.tools),
        "items": [item.slug for item in demo.items.all()], "may_record": demo.may_record,
        "series": demo.series and demo.series.slug,
    }  # fmt: skip


class FilterForm(forms.Form):
    """Which demos to show; what makes no sense counts as not asked."""

    q = forms.CharField(label="Search", max_length=200, required=False)
    team = forms.ChoiceField(label="Team", required=False)
    service = forms.ChoiceField(label="Service", required=False)
    tool = forms.ChoiceField(label="Tool", required=False)
    state = forms.ChoiceField(label="State", choices=STATES, required=False)
    recorded = forms.ChoiceField(label="Recorded", choices=RECORDED, required=False)
    presenter = forms.SlugField(label="Presenter", max_length=150, required=False)
    since = forms.DateField(label="Given since", required=False)

    def __init__(self, *args: Any, tools: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = Team.objects.filter(demos__isnull=False).distinct().order_by("name")
        services = Service.objects.filter(demos__isnull=False).distinct().order_by("name")
        self._offer("team", "Every team", teams.values_list("slug", "name"))
        self._offer("service", "Every service", services.values_list("slug", "name"))
        self._offer("tool", "Every tool", [(tool, tool) for tool in tools])

    def _offer(self, name: str, every: str, choices: Any) -> None:
        self.fields[name].choices = [("", every), *choices]  # type: ignore[attr-defined]

    def chosen_fields(self) -> list[forms.BoundField]:
        """The fields with a list to choose from."""
        return [self[name] for name in ("team", "service", "tool", "state", "recorded")]

    def asked(self) -> dict[str, Any]:
        """What was asked for and makes sense."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}
