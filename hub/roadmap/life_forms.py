"""What people type about the life of an item: moves, notes, what is in the way, how it is steered, its use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from hub.accounts.models import Team, User
from hub.catalog.models import PipelineStep, Service
from hub.core import limits
from hub.core.widgets import PickSeveral
from hub.demos.models import Demo
from hub.roadmap import quarters
from hub.roadmap.actions import ReleaseText
from hub.roadmap.lifecycle import Step
from hub.roadmap.models import RoadmapItem, Use
from hub.sigs.models import Conclusion, Group
from hub.voting.models import Decision

AHEAD = 8  # quarters that are offered
ROWS = 3  # empty rows for further links


def quarter_choices(kept: str, empty: str) -> list[tuple[str, str]]:
    """The quarters from now on, and the one the item stands in."""
    offered = quarters.window(quarters.quarter_of(timezone.localdate()), AHEAD)
    if kept and kept not in offered:
        offered.insert(0, kept)
    return [("", empty), *((quarter, quarters.words(quarter)) for quarter in offered)]


class MoveForm(forms.Form):
    """Where an item goes next, and what has to be said with it."""

    to = forms.ChoiceField(label="It becomes", widget=forms.RadioSelect)
    seen = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    quarter = forms.ChoiceField(label="In which quarter", required=False)
    reason = forms.CharField(
        label="Why", required=False, max_length=limits.LINE, widget=forms.Textarea({"rows": 2}),
        help_text="Everybody who asked for it reads this.",
    )  # fmt: skip
    note = forms.CharField(
        label="What is new", required=False, max_length=limits.TEXT, widget=forms.Textarea({"rows": 4}),
        help_text="The release note, for those who asked: what can they do now? Markdown works.",
    )  # fmt: skip
    docs_url = forms.CharField(
        label="Docs page",
        required=False,
        max_length=limits.URL,
        help_text="Where it says how to use it. Empty: it becomes a to-do.",
    )
    released_on = forms.DateField(
        label="Since when people have it",
        required=False,
        widget=forms.DateInput({"type": "date"}),
        help_text="Empty: today.",
    )
    demo = forms.ModelChoiceField(
        label="Demo that shows it", queryset=Demo.objects.none(), to_field_name="slug", required=False,
        empty_label="None yet", help_text="None yet: it becomes a to-do.",
    )  # fmt: skip

    def __init__(
        self, *args: Any, item: RoadmapItem, steps: Sequence[Step], by: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"initial": {"seen": item.state, "quarter": item.quarter}, **kwargs})
        choices: Any = self.fields
        # A move that is gone meanwhile is for the verb to refuse, with the sentence that says why.
        choices["to"].choices = (
            RoadmapItem.State.choices
            if self.is_bound
            else [(s.to, RoadmapItem.State(s.to).label) for s in steps]
        )
        choices["quarter"].choices = quarter_choices(item.quarter, "No quarter")
        if any(step.needs_release for step in steps) or self.is_bound:
            choices["demo"].queryset = item.demos.order_by("title")

    def clean(self) -> dict[str, Any]:
        """As the verb takes it: what is said of the release in one."""
        said = dict(super().clean() or self.cleaned_data)
        release = {name: said.pop(name, None) for name in ("note", "docs_url", "demo", "released_on")}
        said["release"] = ReleaseText(
            release["note"] or "", release["docs_url"] or "", release["demo"], release["released_on"]
        )
        return said


class PlanForm(forms.Form):
    """Another quarter or step, without a move."""

    quarter = forms.ChoiceField(label="Quarter", required=False)
    step = forms.ChoiceField(
        label="Step of the pipeline", required=False, choices=[("", "No step"), *PipelineStep.choices]
    )
    reason = forms.CharField(label="Why", required=False, max_length=limits.LINE)
    seen = forms.CharField(required=False, max_length=7, widget=forms.HiddenInput)

    def __init__(self, *args: Any, item: RoadmapItem, **kwargs: Any) -> None:
        kept = {"quarter": item.quarter, "step": item.step, "seen": item.quarter}
        super().__init__(*args, **{"initial": kept, **kwargs})
        choices: Any = self.fields["quarter"]
        choices.choices = quarter_choices(item.quarter, "No quarter")


class NoteForm(forms.Form):
    """A note, or the answer to those who asked."""

    text = forms.CharField(label="What to say", max_length=limits.TEXT, widget=forms.Textarea({"rows": 3}))
    kind = forms.ChoiceField(
        required=False, widget=forms.HiddenInput, choices=[("note", "Note"), ("answer", "Answer")]
    )

    def clean_kind(self) -> str:
        """A note, unless it says that it is an answer."""
        return self.cleaned_data["kind"] or "note"


class ImpedimentForm(forms.Form):
    """What keeps an item from going on."""

    what = forms.CharField(label="What is in the way", max_length=limits.LINE)


class UseForm(forms.Form):
    """Whether one uses what shipped."""

    answer = forms.ChoiceField(label="Do you use it?", choices=Use.Answer.choices, widget=forms.RadioSelect)
    why = forms.CharField(label="What for, or what is missing", max_length=limits.LINE, required=False)


class ReleaseForm(forms.Form):
    """What is said of a release, afterwards."""

    note = forms.CharField(label="What is new", max_length=limits.TEXT, widget=forms.Textarea({"rows": 6}))
    docs_url = forms.CharField(label="Docs page", required=False, max_length=limits.URL)
    demo = forms.ModelChoiceField(
        label="Demo that shows it",
        queryset=Demo.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label="None yet",
    )

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        demo: Any = self.fields["demo"]
        demo.queryset = Demo.objects.visible_to(by).order_by("title")


class SteeringForm(forms.Form):
    """Who does it, what it costs, and what belongs to it."""

    owner = forms.ModelChoiceField(
        label="Owner", queryset=User.objects.none(), to_field_name="handle", required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text="The handle of who answers for it, such as ada.lovelace.",
        error_messages={"invalid_choice": "Nobody here has this handle."},
    )  # fmt: skip
    group = forms.ModelChoiceField(
        label="Group that steers it", queryset=Group.objects.none(), to_field_name="slug", required=False
    )
    team = forms.ModelChoiceField(
        label="Team that builds it", queryset=Team.objects.none(), to_field_name="slug", required=False
    )
    estimate = forms.DecimalField(
        label="Estimate",
        required=False,
        max_digits=5,
        decimal_places=1,
        help_text="What it costs to build, in team-weeks.",
    )
    target_on = forms.DateField(
        label="Should be there on", required=False, widget=forms.DateInput({"type": "date"})
    )
    services = forms.ModelMultipleChoiceField(
        label="Services it concerns",
        queryset=Service.objects.none(),
        required=False,
        widget=PickSeveral(),
        to_field_name="slug",
    )
    decisions = forms.ModelMultipleChoiceField(
        label="Votes about it",
        queryset=Decision.objects.none(),
        required=False,
        widget=PickSeveral(),
        to_field_name="slug",
    )
    conclusions = forms.ModelMultipleChoiceField(
        label="Conclusions it follows from", queryset=Conclusion.objects.none(), required=False, widget=PickSeveral(),
        to_field_name="slug",
    )  # fmt: skip
    demos = forms.ModelMultipleChoiceField(
        label="Demos about it",
        queryset=Demo.objects.none(),
        required=False,
        widget=PickSeveral(),
        to_field_name="slug",
    )

    def __init__(self, *args: Any, item: RoadmapItem, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": as_steered(item), **kwargs})
        self.item = item
        fields: Any = self.fields
        fields["owner"].queryset = User.objects.filter(is_active=True)
        fields["group"].queryset = Group.objects.visible_to(by).order_by("name")
        fields["team"].queryset = Team.objects.order_by("name")
        fields["services"].queryset = Service.objects.visible_to(by).order_by("name")
        fields["decisions"].queryset = Decision.objects.visible_to(by).order_by("-pk")
        fields["conclusions"].queryset = Conclusion.objects.visible_to(by).order_by("-concluded_on")
        fields["demos"].queryset = Demo.objects.visible_to(by).order_by("title")
        self.rows = self._typed_links() if self.is_bound else [*item.links, *[{}] * ROWS]

    def clean(self) -> dict[str, Any]:
        """With the rows of links that say something."""
        said = dict(super().clean() or self.cleaned_data)
        for name in ("decisions", "demos"):  # what this person may not see stays
            shown: Any = self.fields[name]
            hidden = getattr(self.item, name).exclude(pk__in=shown.queryset)
            said[name] = [*said.get(name, []), *hidden]
        said["links"] = [row for row in self._typed_links() if row["label"] or row["url"]]
        return said

    def _typed_links(self) -> list[dict[str, str]]:
        labels, urls = (
            self.data.getlist(name) if hasattr(self.data, "getlist") else []
            for name in ("link_label", "link_url")
        )
        return [
            {"label": label.strip(), "url": url.strip()} for label, url in zip(labels, urls, strict=False)
        ]


def as_steered(item: RoadmapItem) -> dict[str, Any]:
    """What the form shows of an item."""
    one = {name: getattr(item, name) for name in ("estimate", "target_on")}
    one |= {
        "owner": item.owner and item.owner.handle,
        "group": item.group and item.group.slug,
        "team": item.team and item.team.slug,
    }
    sets = ("services", "decisions", "conclusions", "demos")
    return one | {name: list(getattr(item, name).values_list("slug", flat=True)) for name in sets}
