"""What people type who look after a recording."""

from __future__ import annotations

from typing import Any

from django import forms

from hub.accounts.models import User
from hub.core import limits
from hub.recordings.models import Recording
from hub.recordings.rules import groups_to_show_to
from hub.sigs.models import Group


class PublishForm(forms.Form):
    anyway = forms.CharField(
        label="Publish it all the same, because", max_length=limits.LINE, required=False,
        help_text="Written down together with what stood in the way.",
    )  # fmt: skip


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Why", max_length=limits.LINE, help_text="One sentence; it stands on its page from then on."
    )


class TakeBackForm(forms.Form):
    reason = forms.CharField(label="Why", max_length=limits.LINE, required=False)


class KeepForm(forms.Form):
    until = forms.DateField(
        label="Keep until", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Empty keeps it for ever.",
    )  # fmt: skip


class AudienceForm(forms.Form):
    audience = forms.ChoiceField(label="Shown to", choices=Recording.Audience.choices)
    group = forms.ModelChoiceField(
        Group.objects.none(), label="Which group", required=False, to_field_name="slug", empty_label="No group",
        help_text="Its people see it while they are in the group.",
    )  # fmt: skip

    def __init__(self, *args: Any, recording: Recording, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups_to_show_to(by, recording)  # type: ignore[attr-defined]


class AskForm(forms.Form):
    people = forms.CharField(
        label="Further speakers", required=False, max_length=1000,
        help_text="Handles, with commas between them. Presenters of the demos in it are asked anyway.",
    )  # fmt: skip

    def clean_people(self) -> list[User]:
        """The people of those handles."""
        handles = [
            word.strip().lstrip("@") for word in self.cleaned_data["people"].split(",") if word.strip()
        ]
        found = {user.handle: user for user in User.objects.filter(handle__in=handles, is_active=True)}
        if lost := [handle for handle in handles if handle not in found]:
            raise forms.ValidationError(f"Nobody here has the handle {', '.join(lost)}.")
        return list(found.values())


class SignOffForm(forms.Form):
    agrees = forms.TypedChoiceField(
        label="May it be published?",
        choices=[("yes", "Yes, publish it"), ("no", "Not yet: please cut or change something")],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label="What should be cut, or why not", max_length=limits.LINE, required=False,
        help_text="Name the time if you can: “from 12:40 to 13:05”.",
    )  # fmt: skip
