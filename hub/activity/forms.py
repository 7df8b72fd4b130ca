"""What people type to be told of things."""

from __future__ import annotations

from typing import Any

from django import forms

from hub.activity.kinds import hooked_kinds, told_kinds
from hub.activity.models import Preference, Webhook
from hub.core.widgets import PickSeveral


class PreferencesForm(forms.Form):
    """For each kind two boxes: in the hub, by mail. `rows` pairs them with the kind's label."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = {row.kind: row for row in Preference.objects.filter(user=user)}
        for name, kind in told_kinds().items():
            wish = chosen.get(name, kind)
            self.fields[f"{name}:app"] = self._box(f"In the hub: {kind.label}", checked=wish.in_app)
            self.fields[f"{name}:mail"] = self._box(f"By mail: {kind.label}", checked=wish.by_mail)

    @staticmethod
    def _box(label: str, *, checked: bool) -> forms.BooleanField:
        return forms.BooleanField(label=label, required=False, initial=checked)

    def rows(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """Label and the two boxes of each kind, in the order of the table."""
        return [
            (kind.label, self[f"{name}:app"], self[f"{name}:mail"]) for name, kind in told_kinds().items()
        ]

    def wishes(self) -> list[tuple[str, bool, bool]]:
        """Kind, in the hub, by mail: as chosen."""
        data = self.cleaned_data
        return [(name, data[f"{name}:app"], data[f"{name}:mail"]) for name in told_kinds()]


class WebhookForm(forms.ModelForm):
    """A webhook: where it is sent, and of what."""

    kinds = forms.MultipleChoiceField(
        label="Of what", required=False, widget=PickSeveral,
        help_text="Of everything when nothing is ticked.",
    )  # fmt: skip

    class Meta:
        model = Webhook
        fields = ["name", "url", "kinds", "about", "active"]
        labels = {"name": "Name", "url": "Address", "about": "Only about", "active": "Switched on"}
        widgets = {"url": forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kinds"]
        field.choices = [(name, kind.plain) for name, kind in hooked_kinds().items()]

    def _post_clean(self) -> None:
        """The verb writes the noun, not the form; it checks the same."""
