"""What people type to be told of things."""

from __future__ import annotations

from typing import Any

from django import forms

from hub.activity.kinds import told_kinds
from hub.activity.models import Preference


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
