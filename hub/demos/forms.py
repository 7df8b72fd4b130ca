"""What people type about demos."""

from __future__ import annotations

from typing import Any

from django import forms

from hub.accounts.models import Team
from hub.catalog.models import Service
from hub.core import limits
from hub.core.widgets import PickSeveral
from hub.demos.models import Demo
from hub.demos.rules import teams_to_show_for

STATES = [("", "Every state"), *Demo.State.choices]
MINUTES = [(5, "5 minutes"), (10, "10 minutes"), (15, "15 minutes"), (20, "20 minutes"), (30, "30 minutes")]
MOST_TOOLS = 20


class DemoForm(forms.Form):
    """An offer to show something."""

    title = forms.CharField(label="What you would show", max_length=limits.NAME, help_text="In one line.")
    abstract = forms.CharField(
        label="What to expect", max_length=limits.TEXT, widget=forms.Textarea({"rows": 5}),
        help_text="What problem it solved, what people will see, what went wrong on the way. Markdown works.",
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
    minutes = forms.TypedChoiceField(label="How long", choices=MINUTES, coerce=int, initial=15)

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams, services = self.fields["team"], self.fields["services"]
        teams.queryset = teams_to_show_for(by)  # type: ignore[attr-defined]
        services.queryset = Service.objects.all()  # type: ignore[attr-defined]

    def clean_tools(self) -> list[str]:
        """The tools one by one."""
        tools = [tool.strip() for tool in self.cleaned_data["tools"].split(",") if tool.strip()]
        if len(tools) > MOST_TOOLS:
            raise forms.ValidationError(f"Name at most {MOST_TOOLS} tools.")
        return tools


class FilterForm(forms.Form):
    """Which demos to show; what makes no sense counts as not asked."""

    q = forms.CharField(label="Search", max_length=200, required=False)
    team = forms.ChoiceField(label="Team", required=False)
    service = forms.ChoiceField(label="Service", required=False)
    tool = forms.ChoiceField(label="Tool", required=False)
    state = forms.ChoiceField(label="State", choices=STATES, required=False)
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
        return [self[name] for name in ("team", "service", "tool", "state")]

    def asked(self) -> dict[str, Any]:
        """What was asked for and makes sense."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}
