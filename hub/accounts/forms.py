"""What people type about themselves."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from hub.accounts.models import ApiToken, User
from hub.core import limits

LIFETIMES = [("30", "30 days"), ("90", "90 days"), ("365", "One year"), ("", "Never")]


class SignInForm(forms.Form):
    """Handle or e-mail address, and password."""

    name = forms.CharField(
        label="Handle or e-mail address", max_length=254,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip
    password = forms.CharField(
        label="Password", strip=False, max_length=1000,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )  # fmt: skip


class ProfileForm(forms.ModelForm):
    """What one is called and where mail goes."""

    class Meta:
        model = User
        fields = ("name", "email")
        labels = {"name": "Name", "email": "E-mail address"}
        widgets = {
            "name": forms.TextInput({"autocomplete": "name"}),
            "email": forms.EmailInput({"autocomplete": "email"}),
        }
        help_texts = {"name": "", "email": "Where the hub sends mail, and a way to sign in."}

    def _post_clean(self) -> None:
        """The verb writes and checks; this form only reads what was typed."""


class TokenForm(forms.Form):
    """A new API token."""

    name = forms.CharField(
        label="What it is for", max_length=limits.NAME, help_text="For example: nightly report of team Ads."
    )
    scope = forms.ChoiceField(
        label="What it allows", choices=ApiToken.Scope.choices, initial=ApiToken.Scope.READ
    )
    expires_at = forms.ChoiceField(label="How long it works", choices=LIFETIMES, initial="90", required=False)

    def clean_expires_at(self) -> dt.datetime | None:
        """The moment it stops working."""
        days: Any = self.cleaned_data["expires_at"]
        return timezone.now() + dt.timedelta(days=int(days)) if days else None
