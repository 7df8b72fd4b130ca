"""What people type about who does what in a group."""

from __future__ import annotations

from typing import Any

from django import forms

from hub.accounts.models import User
from hub.core import limits
from hub.core.permissions import may
from hub.sigs.models import Group, Term


class DayField(forms.DateField):
    """A day, picked or typed."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput({"type": "date", "class": "short"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **kwargs)


class LeaveForm(forms.Form):
    """Whether somebody means it."""

    leave_unled = forms.BooleanField(
        label="The group may stay without a lead until somebody is found", required=False
    )


class EndTermForm(LeaveForm):
    """When a term ends, and why."""

    reason = forms.CharField(
        label="Why", max_length=limits.NAME, help_text="One sentence; it stands in the group's history."
    )
    ends_on = DayField(label="First day no longer", required=False, help_text="Empty: from today.")
    field_order = ["reason", "ends_on", "leave_unled"]


class TermForm(forms.Form):
    """Who gets which role, from when to when, and why."""

    person = forms.ModelChoiceField(
        label="Who", queryset=User.objects.none(), to_field_name="handle",
        widget=forms.TextInput({"list": "people-of-group", "autocomplete": "off"}),
        help_text="The handle, such as ada.lovelace.",
        error_messages={"invalid_choice": "Nobody here has this handle."},
    )  # fmt: skip
    role = forms.ChoiceField(label="Role", choices=Term.Role.choices, initial=Term.Role.TECH_LEAD)
    starts_on = DayField(label="First day", required=False, help_text="Empty: from today.")
    ends_on = DayField(
        label="First day no longer", required=False,
        help_text="Empty: until further notice. A term with an end reminds the group in time.",
    )  # fmt: skip
    reason = forms.CharField(
        label="Why", max_length=limits.NAME, help_text="One sentence; it stands in the group's history."
    )

    def __init__(self, *args: Any, user: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.queryset = User.objects.filter(is_active=True)
        role: Any = self.fields["role"]
        if not may(user, "sigs.appoint_chair", group):  # the form offers what the rules allow
            role.widget.choices = [choice for choice in role.choices if choice[0] != Term.Role.CHAIR]
