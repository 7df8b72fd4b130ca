"""Filters of a list: a plain GET form, so that the address says what is shown and can be passed on."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms

from hub.core import limits


class FilterForm(forms.Form):
    """Filters read from the address; what is not one of the choices counts as not chosen."""

    use_required_attribute = False

    def chosen(self, name: str) -> Any:
        """The value of one filter, empty when it is not set or makes no sense."""
        self.is_valid()
        return self.cleaned_data.get(name) or ""

    def set_fields(self) -> dict[str, Any]:
        """What is filtered by, with its values."""
        wishes = {field.name: self.chosen(field.name) for field in self.visible_fields()}
        return {name: value for name, value in wishes.items() if value}

    def is_set(self) -> bool:
        """Whether anything is filtered at all."""
        return bool(self.set_fields())

    def kept(self) -> str:
        """What stays in the address when the filters are cleared: which of several lists is shown."""
        hidden = {field.name: self.chosen(field.name) for field in self.hidden_fields()}
        query = urlencode({name: value for name, value in hidden.items() if value})
        return f"?{query}" if query else ""


def words(label: str = "Search in this list") -> forms.CharField:
    """A box for free words."""
    box = forms.TextInput(attrs={"type": "search", "autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=limits.NAME, widget=box)


def choice(label: str, choices: list[tuple[str, str]], anything: str) -> forms.ChoiceField:
    """One of a few values, or anything."""
    return forms.ChoiceField(label=label, required=False, choices=[("", anything), *choices])
