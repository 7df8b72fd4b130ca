"""A draft as people write it: the question, the options, and how it is decided."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils import timezone

from hub.accounts.models import User
from hub.catalog.models import Service
from hub.core import limits
from hub.core.widgets import PickSeveral
from hub.sigs.models import Group
from hub.voting.actions.drafting import MOST_OPTIONS
from hub.voting.forms.settings import (
    COUNTING,
    FIRST,
    KINDS,
    LABELS,
    MATTERS,
    SECRECY,
    VALIDITY,
    settings_fields,
)
from hub.voting.models import Decision

EMPTY_ROWS = 3
USUAL_DAYS = 14


class PeopleField(forms.CharField):
    """People by handle, one a line or with commas; gives the people."""

    widget = forms.Textarea

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        handles = [word.strip().removeprefix("@") for word in text.replace(",", "\n").splitlines()]
        wanted = {handle for handle in handles if handle}
        people = list(User.objects.filter(handle__in=wanted, is_active=True))
        if missing := sorted(wanted - {person.handle for person in people}):
            raise forms.ValidationError(f"The hub knows nobody called {', '.join(missing[:5])}.")
        return people

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else "\n".join(p.handle for p in value)


class OptionForm(forms.Form):
    """One option of a draft; a row without a name is left out."""

    name = forms.CharField(label="Option", max_length=limits.NAME, required=False)
    text = forms.CharField(
        label="What it means", max_length=limits.TEXT, required=False, widget=forms.Textarea({"rows": 2})
    )
    status_quo = forms.BooleanField(label="Everything stays as it is", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("text") and not cleaned.get("name"):
            self.add_error("name", "Give it a name, or clear what it means.")
        return cleaned


OptionRows: type[BaseFormSet[OptionForm]] = formset_factory(
    OptionForm, extra=EMPTY_ROWS, max_num=MOST_OPTIONS, absolute_max=MOST_OPTIONS + EMPTY_ROWS
)


class DecisionForm(forms.Form):
    """A question, and the rules it is decided by."""

    group = forms.ModelChoiceField(
        label="Group", queryset=Group.objects.none(), to_field_name="slug", empty_label=None,
        help_text="Who decides. One you are in.",
    )  # fmt: skip
    question = forms.CharField(
        label="The question in one line", max_length=limits.NAME,
        help_text="One that the options answer: “Which model registry do we recommend?”",
    )  # fmt: skip
    context = forms.CharField(
        label="What one should know to decide", max_length=limits.TEXT, required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text="Why now, for whom, and where to read more. Markdown works.",
    )  # fmt: skip
    purpose = forms.ChoiceField(
        label="What it is", choices=Decision.Purpose.choices, initial=Decision.Purpose.QUESTION,
        widget=forms.RadioSelect, required=False,
        help_text="In an election people are nominated first, and those who accept are the options.",
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="How it is decided",
        choices=Decision.Kind.choices,
        widget=forms.RadioSelect,
        initial=Decision.Kind.APPROVAL,
    )
    invited = PeopleField(
        label="Named people", required=False, widget=forms.Textarea({"rows": 3}), max_length=limits.TEXT,
        help_text="Their handles, one a line. Only where named people vote.",
    )  # fmt: skip
    services = forms.ModelMultipleChoiceField(
        label="Services it concerns", queryset=Service.objects.none(), required=False, widget=PickSeveral()
    )

    def __init__(self, *args: Any, by: User, draft: Decision | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(settings_fields())
        services: Any = self.fields["services"]
        services.queryset = Service.objects.visible_to(by)
        if draft:
            del self.fields["group"]
        else:
            groups: Any = self.fields["group"]
            groups.queryset = groups_of(by)
            led = by.terms.on(timezone.localdate()).leading().values_list("group__slug", flat=True)
            self.initial.setdefault("group", led.first())

    def clean_purpose(self) -> str:
        """Without a choice it is a question."""
        return self.cleaned_data["purpose"] or Decision.Purpose.QUESTION

    def clean(self) -> dict[str, Any]:
        """A setting that does not matter for the kind keeps its default, whatever stood in its hidden field."""
        cleaned = super().clean() or {}
        kind = cleaned.get("kind")
        for name, kinds in MATTERS.items():
            if kind and kind not in kinds:
                column: Any = Decision._meta.get_field(name)
                cleaned[name] = column.get_default()
                self.errors.pop(name, None)
        if cleaned.get("secrecy") in {Decision.Secrecy.PEERS, Decision.Secrecy.DETACHED}:
            cleaned["shown"] = Decision.Shown.CLOSE
        if cleaned.get("electorate") != Decision.Electorate.NAMED:
            cleaned["invited"] = []
        return cleaned

    def kinds(self) -> list[tuple[Any, str]]:
        """Each way to decide, with its sentence."""
        return [(radio, KINDS[str(radio.data["value"])]) for radio in self["kind"]]

    def parts(self) -> list[tuple[str, list[tuple[forms.BoundField, str]]]]:
        """The settings by what they are about, each with the kinds it matters for."""
        return [
            (title, [(self[name], " ".join(MATTERS.get(name, ()))) for name in names])
            for title, names in (
                ("Who votes", FIRST),
                ("How it is counted", COUNTING),
                ("When it is valid", VALIDITY),
                ("Who sees what", SECRECY),
            )
        ]


def groups_of(by: User) -> Any:
    """The groups a person may draft for: their own; a platform admin any."""
    if by.has_perm("voting.draft_decision", None):
        return Group.objects.all()
    own = by.terms.on(timezone.localdate()).exclude(role="emeritus").values("group")
    return Group.objects.filter(pk__in=own)


def as_typed(draft: Decision) -> dict[str, Any]:
    """What the form shows of a draft that is there already."""
    names = ("question", "context", "purpose", "kind", *LABELS)
    lists = {"invited": list(draft.invited.all()), "services": draft.services.all()}
    return {name: getattr(draft, name) for name in names} | lists


def options_of(rows: BaseFormSet[OptionForm]) -> list[dict[str, Any]]:
    """The options that were given a name."""
    return [dict(form.cleaned_data) for form in rows if form.cleaned_data.get("name")]


class OpeningForm(forms.Form):
    """Until when a vote is open, and whether the warnings were read."""

    closes_at = forms.DateTimeField(
        label="Closes at (UTC)",
        help_text="Two working weeks let people on leave take part.",
        widget=forms.DateTimeInput({"type": "datetime-local", "data-utc": ""}, "%Y-%m-%dT%H:%M"),
    )
    accept_warnings = forms.BooleanField(
        label="I have read the warnings: open it all the same", required=False
    )


def usual_close(minimum_hours: int, now: dt.datetime) -> dt.datetime:
    """Two weeks from now at the full hour, or as long as the decision asks for."""
    later = now + max(dt.timedelta(days=USUAL_DAYS), dt.timedelta(hours=minimum_hours + 1))
    return later.replace(minute=0, second=0, microsecond=0)
