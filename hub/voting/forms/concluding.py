"""What a lead types to conclude a vote, or to say that a conclusion still holds."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from hub.catalog.models import Service, ServiceStage
from hub.core import limits
from hub.core.widgets import PickSeveral
from hub.sigs.models import Conclusion
from hub.voting.models import Decision
from hub.voting.reaching import ORDER

AWAITED = 3  # services to wait for, on the form; the verb takes any number
STAGES = [("", "Stage"), *((stage.value, stage.label) for stage in map(ServiceStage.Stage, ORDER))]
SURE = [*Conclusion.Confidence.choices, ("", "We do not say")]
YEAR = dt.timedelta(days=365)


def text(label: str, help_text: str, *, rows: int = 3, required: bool = False) -> forms.CharField:
    """A box for Markdown."""
    box = forms.Textarea({"rows": rows})
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=limits.TEXT, widget=box
    )


def day(label: str, help_text: str, *, required: bool = True) -> forms.DateField:
    """A day, chosen in the browser's own calendar."""
    box = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=required, widget=box)


class ConclusionForm(forms.Form):
    """The whole record, with what the vote says filled in."""

    title = forms.CharField(
        label="The conclusion in one line", max_length=limits.NAME,
        help_text="It stands on the docs pages of the services: “MLflow, not Kubeflow, for model registry”.",
    )  # fmt: skip
    verdict = text(
        "What was concluded", "What people should do from now on. Markdown works.", rows=4, required=True
    )
    cases = text(
        "Where it differs",
        "One use case a line, a colon, and what holds for it: “Secret models: a store of their own”.",
    )
    conditions = text("On what conditions", "As long as what is true? What would make it wrong?")
    reasons = text("Why", "The arguments that weighed most, also those against it.")
    dissent = text("Who saw it otherwise", "Who, and why. People who disagree read this first.")
    confidence = forms.ChoiceField(
        label="How sure are you", choices=SURE, required=False, widget=forms.RadioSelect
    )
    review_on = day(
        "Look at it again on",
        "On this day the group is told, and a draft of the same vote waits.",
        required=False,
    )
    return_condition = forms.CharField(
        label="What else would reopen it", required=False, max_length=limits.LINE,
        help_text="In words, for what the hub cannot know by itself.",
    )  # fmt: skip
    services = forms.ModelMultipleChoiceField(
        label="Services it concerns", queryset=Service.objects.none(), required=False, widget=PickSeveral(),
        help_text="Their pages say why they are the ones to use.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        services = Service.objects.all()
        self.fields["services"].queryset = services  # type: ignore[attr-defined]
        for number in range(1, AWAITED + 1):
            self.fields[f"service_{number}"] = forms.ModelChoiceField(
                services, required=False, empty_label="Service", label=f"Service {number} to wait for"
            )
            self.fields[f"stage_{number}"] = forms.ChoiceField(
                choices=STAGES, required=False, label=f"Stage to wait for in service {number}"
            )

    def awaited(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The pairs of service and stage."""
        return [(self[f"service_{n}"], self[f"stage_{n}"]) for n in range(1, AWAITED + 1)]

    def clean_cases(self) -> list[tuple[str, str]]:
        """Use case and verdict of each line."""
        cases = []
        for line in filter(None, map(str.strip, self.cleaned_data["cases"].splitlines())):
            use_case, colon, verdict = line.partition(":")
            if not colon:
                raise forms.ValidationError(
                    f"“{line[:60]}” has no colon between the use case and what holds."
                )
            cases.append((use_case, verdict))
        return cases

    def clean(self) -> dict[str, Any]:
        """The pairs become what the verb calls `returns`."""
        found = dict(super().clean() or {})
        found["returns"] = []
        for number in range(1, AWAITED + 1):
            service, stage = found.pop(f"service_{number}", None), found.pop(f"stage_{number}", "")
            if bool(service) != bool(stage):
                self.add_error(
                    f"{'stage' if service else 'service'}_{number}", "Choose both, a service and a stage."
                )
            elif service:
                found["returns"].append((service, stage))
        return found


def as_counted(decision: Decision) -> dict[str, Any]:
    """What the form shows at first: what the count says, the services, and a review in a year."""
    result = decision.result or {}
    names = dict(decision.options.values_list("key", "name"))
    winners = [names[key] for key in result.get("winners", []) if key in names]
    return {
        "title": ", ".join(winners)[: limits.NAME],
        "verdict": result.get("reason", ""),
        "review_on": timezone.localdate() + YEAR,
        "services": decision.services.all(),
    }


class KeepForm(forms.Form):
    """It still holds, until another day."""

    why = forms.CharField(
        label="Why it still holds", max_length=200, help_text="One sentence; it stands in the history."
    )
    review_on = day("Look at it again on", "The group is told on that day.")
