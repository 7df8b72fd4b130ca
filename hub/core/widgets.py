"""Form fields that browsers do not have: several of many."""

from __future__ import annotations

from typing import Any

from django import forms


class PickSeveral(forms.CheckboxSelectMultiple):
    """A list of ticks, the chosen ones on top; where there are many, words shorten it (with scripts)."""

    template_name = "core/pick_several.html"

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> Any:
        """The choices, those that are chosen first."""
        groups = super().optgroups(name, value, attrs)
        return sorted(groups, key=lambda group: not any(option["selected"] for option in group[1]))
