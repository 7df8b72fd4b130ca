"""What people type about the roadmap."""

from __future__ import annotations

from typing import Any

from django import forms

from hub.catalog.models import PipelineStep, Service
from hub.core import limits
from hub.core.widgets import PickSeveral
from hub.roadmap.models import RoadmapItem, Support

STEPS = [("", "No step in particular"), *PipelineStep.choices]


class ItemForm(forms.Form):
    """A need, as its proposer says it."""

    title = forms.CharField(
        label="The need in one line", max_length=limits.NAME,
        help_text="Start with what people cannot do today: “Compare runs across teams”.",
    )  # fmt: skip
    need = forms.CharField(
        label="What is needed, and why", max_length=limits.TEXT, widget=forms.Textarea({"rows": 6}),
        help_text="What would you do with it, how often, what does it cost not to have it? Markdown works.",
    )  # fmt: skip
    for_whom = forms.CharField(
        label="Who needs it",
        max_length=limits.LINE,
        required=False,
        help_text="Teams or roles, in a few words.",
    )
    workaround = forms.CharField(
        label="How you get by today",
        max_length=limits.TEXT,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    step = forms.ChoiceField(label="Step of the pipeline", choices=STEPS, required=False)
    services = forms.ModelMultipleChoiceField(
        label="Services it concerns", queryset=Service.objects.none(), required=False,
        widget=PickSeveral(),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        services: Any = self.fields["services"]
        services.queryset = Service.objects.all()


def as_typed(item: RoadmapItem) -> dict[str, Any]:
    """What the form shows of an item that is there already."""
    names = ("title", "need", "for_whom", "workaround", "step")
    return {name: getattr(item, name) for name in names} | {"services": item.services.all()}


class SupportForm(forms.Form):
    """How badly, and why."""

    need = forms.TypedChoiceField(
        label="How badly do you need it?", choices=Support.Need.choices, coerce=int, widget=forms.RadioSelect,
    )  # fmt: skip
    why = forms.CharField(
        label="What for", max_length=limits.LINE, required=False,
        help_text="One sentence. It counts more than the number when the quarter is filled.",
    )  # fmt: skip


class PlaceForm(forms.Form):
    """Where somebody put a card; what makes no sense is refused by the verb."""

    quarter = forms.CharField(max_length=7, required=False)
    step = forms.CharField(max_length=20, required=False)
    reason = forms.CharField(max_length=limits.LINE, required=False)
    seen = forms.CharField(max_length=7, required=False)


class LookForm(forms.Form):
    """Up to when somebody has seen what moved."""

    until = forms.DateTimeField(input_formats=["%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z"])


class TextForm(forms.Form):
    """A few words or a page."""

    text = forms.CharField(max_length=limits.TEXT)


class ImpedimentForm(forms.Form):
    """What keeps an item from going on."""

    what = forms.CharField(max_length=limits.LINE)
