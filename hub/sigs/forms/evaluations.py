"""What people type about evaluations."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from hub.core import limits
from hub.core.filters import FilterForm, choice, words
from hub.core.permissions import may
from hub.sigs.models import Criterion, Evaluation, EvaluationQuerySet, Finding, Group, Option

LINES = "One in a line."


class EvaluationFilter(FilterForm):
    """Which evaluations to show."""

    q = words()
    group = forms.ModelChoiceField(
        Group.objects.order_by("name"), required=False, to_field_name="slug", empty_label="All groups"
    )
    state = choice("State", Evaluation.State.choices, "Open and closed")

    def rows(self, user: Any) -> EvaluationQuerySet:
        """The evaluations that are wanted, the open ones first."""
        rows = Evaluation.objects.visible_to(user).matching(self.chosen("q"))
        if group := self.chosen("group"):
            rows = rows.filter(group=group)
        if state := self.chosen("state"):
            rows = rows.filter(state=state)
        return (
            rows.with_counts().select_related("group", "created_by").order_by("-state", "-created_on", "-pk")
        )


class LinesField(forms.CharField):
    """A text in which each line is one thing."""

    def __init__(self, *, rows: int, **kwargs: Any) -> None:
        super().__init__(
            max_length=limits.TEXT, required=False, widget=forms.Textarea({"rows": rows}), **kwargs
        )

    def clean(self, value: Any) -> list[str]:
        """The lines that hold something."""
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


class QuestionForm(forms.Form):
    """The question, as the group asks it."""

    question = forms.CharField(
        label="The question in one line", max_length=limits.NAME,
        help_text="Such that an option answers it: “Which model registry do we use?”",
    )  # fmt: skip
    context = forms.CharField(
        label="Why it is asked, and for whom", max_length=limits.TEXT, required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text="What happens if nothing is decided? What must hold whatever is chosen? Markdown works.",
    )  # fmt: skip


class NewEvaluationForm(QuestionForm):
    """A new evaluation, with what is known already."""

    options = LinesField(label="What you compare", rows=4, help_text=LINES + " More can follow later.")
    criteria = LinesField(
        label="What you compare it by", rows=4,
        help_text=LINES + " Whatever makes somebody prefer one: cost, upgrades, access, what people know already.",
    )  # fmt: skip
    status_quo = forms.BooleanField(
        label="Compare with leaving everything as it is", required=False, initial=True
    )
    field_order = ["group"]
    group = forms.ModelChoiceField(
        label="Which group asks", queryset=Group.objects.none(), to_field_name="slug", empty_label=None
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: Any = self.fields["group"]
        groups.queryset = Group.objects.all()  # who may do it in which is for the rules to say
        groups.widget.choices = [(group.slug, group.name) for group in groups_of(user, timezone.localdate())]


def groups_of(user: Any, day: dt.date) -> Any:
    """The groups in which somebody may start an evaluation."""
    if may(user, "sigs.start_evaluation_anywhere"):
        return Group.objects.all()
    return Group.objects.filter(pk__in=user.terms.on(day).in_office().values("group"))


class OptionForm(forms.Form):
    """One thing that is compared."""

    name = forms.CharField(label="Name", max_length=limits.NAME)
    summary = forms.CharField(label="What it is, in one line", max_length=limits.LINE, required=False)
    url = forms.URLField(
        label="Where to read about it", max_length=limits.URL, required=False, assume_scheme="https"
    )
    status_quo = forms.BooleanField(label="It means that everything stays as it is", required=False)


class CriterionForm(forms.Form):
    """What the options are compared by."""

    name = forms.CharField(label="Name", max_length=limits.NAME)
    why = forms.CharField(
        label="Why it matters", max_length=limits.LINE, required=False, help_text="It stands below the name."
    )


def as_compared(row: Option | Criterion) -> dict[str, Any]:
    """What the form shows of an option or criterion that is there already."""
    names = ("name", "summary", "url", "status_quo") if isinstance(row, Option) else ("name", "why")
    return {name: getattr(row, name) for name in names}


class FindingForm(forms.Form):
    """What somebody found."""

    leaning = forms.ChoiceField(
        label="It speaks", choices=[("pro", "for it"), ("con", "against it")], widget=forms.RadioSelect,
    )  # fmt: skip
    text = forms.CharField(
        label="What you found", max_length=limits.LINE, widget=forms.Textarea({"rows": 3}),
        help_text="A fact in a sentence or two: what, where, how much.",
    )  # fmt: skip
    evidence_url = forms.CharField(
        label="Where to see it", max_length=limits.URL, required=False,
        help_text="A link: a page, a recording at its minute, a measurement.",
        widget=forms.TextInput({"inputmode": "url"}),
    )  # fmt: skip


class NewFindingForm(FindingForm):
    """What somebody found, and of what by which criterion; choices are named by their keys."""

    option = forms.ModelChoiceField(
        label="Of what", queryset=Option.objects.none(), to_field_name="key", empty_label=None
    )
    criterion = forms.ModelChoiceField(
        label="By which criterion", queryset=Criterion.objects.none(), to_field_name="key", empty_label=None
    )
    field_order = ["option", "criterion"]

    def __init__(self, *args: Any, evaluation: Evaluation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        option: Any = self.fields["option"]
        criterion: Any = self.fields["criterion"]
        option.queryset, criterion.queryset = evaluation.options.all(), evaluation.criteria.all()


def as_found(finding: Finding) -> dict[str, Any]:
    """What the form shows of a finding that is there already."""
    return {name: getattr(finding, name) for name in ("leaning", "text", "evidence_url")}
