"""Which recordings to show."""

from __future__ import annotations

from typing import Any

from django import forms

from hub.recordings.models import Recording, RecordingQuerySet


class FilterForm(forms.Form):
    """What can be asked for; what makes no sense counts as not asked."""

    q = forms.CharField(label="Search", max_length=200, required=False)
    event = forms.ChoiceField(label="Event", required=False)
    year = forms.ChoiceField(label="Year", required=False)
    speaker = forms.CharField(label="Speaker", max_length=200, required=False)
    since = forms.DateField(label="Made since", required=False)
    state = forms.ChoiceField(
        label="State", choices=[("", "To watch"), *Recording.State.choices], required=False
    )
    tag = forms.CharField(label="Tag", max_length=100, required=False)

    def __init__(self, *args: Any, recordings: RecordingQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        events, years = recordings.events(), recordings.years()
        self.fields["event"].choices = [("", "Every event"), *((event, event) for event in events)]  # type: ignore[attr-defined]
        self.fields["year"].choices = [("", "Every year"), *((str(year), str(year)) for year in years)]  # type: ignore[attr-defined]

    def asked(self) -> dict[str, Any]:
        """What was asked for and makes sense."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}
