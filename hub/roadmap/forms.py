"""What people type about the roadmap."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from hub.accounts.models import User
from hub.catalog.models import PipelineStep, Service
from hub.core import limits
from hub.core.widgets import PickSeveral
from hub.roadmap.kinds import OF_KIND, skeleton_of
from hub.roadmap.models import RoadmapItem, Support
from hub.status.models import Incident

STEPS = [("", "No step in particular"), *PipelineStep.choices]


class PickKind(forms.RadioSelect):
    """The kinds of needs side by side, each with what it is for and the words to begin with."""

    option_template_name = "roadmap/kind_option.html"

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """An option, with its template."""
        option: dict[str, Any] = super().create_option(*args, **kwargs)
        return option | {"template": OF_KIND.get(str(option["value"]))}


class ItemForm(forms.Form):
    """A need, as its proposer says it."""

    kind = forms.ChoiceField(
        label="What kind of need is it?", choices=RoadmapItem.Kind.choices, required=False,
        widget=PickKind, help_text="It gives you words to begin with, if you have not written any yet.",
    )  # fmt: skip
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


class NewItemForm(ItemForm):
    """A need that is said for the first time; it may follow from an incident."""

    incident = forms.ModelChoiceField(Incident.objects.all(), required=False, widget=forms.HiddenInput)


def begun(asked: Mapping[str, str]) -> dict[str, Any]:
    """What the form of a new item begins with: a title, and a kind with its words, from the address.

    One that follows from an incident begins with what that touched.
    """
    kind = asked.get("kind", "") if asked.get("kind", "") in OF_KIND else ""
    key = asked.get("incident", "")
    is_key = key.isascii() and key.isdigit() and len(key) < 10
    if incident := Incident.objects.filter(pk=key).first() if is_key else None:
        return {
            "title": "",
            "kind": RoadmapItem.Kind.PAIN,
            "need": f"Follows from the incident “{incident.title}”.\n\n{skeleton_of(RoadmapItem.Kind.PAIN)}",
            "services": Service.objects.filter(impacts__incident=incident).distinct(),
            "incident": incident,
        }
    return {"title": asked.get("title", "")[: limits.NAME], "kind": kind, "need": skeleton_of(kind)}


def as_typed(item: RoadmapItem) -> dict[str, Any]:
    """What the form shows of an item that is there already."""
    names = ("kind", "title", "need", "for_whom", "workaround", "step")
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


class SupportForForm(SupportForm):
    """How badly somebody else needs it."""

    person = forms.CharField(
        label="Who needs it", max_length=limits.SLUG,
        help_text="Their handle, as in @ada. They are told that you said it, and may change or withdraw it.",
    )  # fmt: skip
    field_order = ["person", "need", "why"]

    def clean_person(self) -> User:
        """The person with that handle."""
        handle = self.cleaned_data["person"].strip().removeprefix("@")
        found = User.objects.filter(is_active=True, handle=handle).first()
        if found is None:
            raise forms.ValidationError("Nobody here has this handle.")
        return found


class MergeForm(forms.Form):
    """Which item it becomes part of, and why."""

    into = forms.SlugField(max_length=limits.SLUG, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Why they are the same", max_length=limits.LINE, required=False,
        help_text="Everybody who needs or proposed either of them reads it.",
    )  # fmt: skip

    def clean_into(self) -> RoadmapItem:
        """The item with that name."""
        found = RoadmapItem.objects.filter(slug=self.cleaned_data["into"]).first()
        if found is None:
            raise forms.ValidationError("There is no such item.")
        return found


class CapacityForm(forms.Form):
    """How many people of a team work with the platform."""

    capacity = forms.IntegerField(
        label="People who work with the platform", min_value=0, max_value=100_000, required=False,
        help_text="Published beside the team. Left empty, it is as many as are in the team.",
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
