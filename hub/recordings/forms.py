"""What people type about recordings."""

from __future__ import annotations

from typing import Any

from django import forms

from hub.accounts.models import Team
from hub.catalog.models import Service
from hub.core import limits
from hub.core.widgets import PickSeveral
from hub.demos.models import Demo
from hub.meetings.models import Series
from hub.recordings.models import Recording, RecordingQuerySet, Segment, clock
from hub.recordings.playing import second_of


class SecondField(forms.Field):
    """A second of a recording, typed as players show it: 12:40, 1:02:03, or 760."""

    def to_python(self, value: Any) -> int | None:
        """The second; None for nothing."""
        typed = str(value or "").strip()
        if not typed:
            return None
        if (second := second_of(typed)) is None:
            raise forms.ValidationError("Type a time as the player shows it, like 12:40.")
        return second


class PlaceForm(forms.Form):
    """Where somebody stopped."""

    seconds = forms.IntegerField(min_value=0)


class NoteForm(forms.Form):
    """A note at a second."""

    at_s = SecondField(label="At")
    text = forms.CharField(label="Note", max_length=limits.LINE)
    shared = forms.BooleanField(label="Show it to everybody who watches", required=False)


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
    series = forms.ModelChoiceField(Series.objects.all(), to_field_name="slug", required=False)

    def __init__(self, *args: Any, recordings: RecordingQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        events, years = recordings.events(), recordings.years()
        self.fields["event"].choices = [("", "Every event"), *((event, event) for event in events)]  # type: ignore[attr-defined]
        self.fields["year"].choices = [("", "Every year"), *((str(year), str(year)) for year in years)]  # type: ignore[attr-defined]

    def asked(self) -> dict[str, Any]:
        """What was asked for and makes sense."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}


class SegmentTimesForm(forms.Form):
    """A span and its title."""

    title = forms.CharField(label="What it shows", max_length=limits.NAME)
    starts_s = SecondField(label="Begins at")
    ends_s = SecondField(label="Ends at")


class SegmentForm(SegmentTimesForm):
    """A span, its title, and everything it is linked to."""

    demo = forms.ModelChoiceField(
        label="Demo", queryset=Demo.objects.none(), required=False, empty_label="None",
        help_text="A demo that was given is published with its chapter.",
    )  # fmt: skip
    services = forms.ModelMultipleChoiceField(
        label="Services it shows", queryset=Service.objects.none(), required=False, widget=PickSeveral()
    )
    teams = forms.ModelMultipleChoiceField(
        label="Teams it is about or by", queryset=Team.objects.none(), required=False, widget=PickSeveral()
    )
    items = forms.ModelMultipleChoiceField(
        label="Roadmap items it is about", queryset=Demo.objects.none(), required=False, widget=PickSeveral()
    )
    pages = forms.CharField(
        label="Pages of the docs it shows", required=False, widget=forms.Textarea({"rows": 3}),
        help_text="One in each line, as in its address after /docs/: paths/first-model/#deploy-it",
    )  # fmt: skip

    def __init__(self, *args: Any, segment: Segment, by: Any, **kwargs: Any) -> None:
        rows: Any = segment  # items are a relation of a feature above
        linked = {row.service: row.version for row in segment.segmentservice_set.select_related("service")}
        initial = {
            "title": segment.title, "starts_s": clock(segment.starts_s), "ends_s": clock(segment.ends_s),
            "demo": segment.demo_id, "services": list(linked), "teams": segment.teams.all(),
            "items": rows.items.all(), "pages": "\n".join(segment.pages),
        }  # fmt: skip
        super().__init__(*args, **{**kwargs, "initial": initial})
        items: Any = Segment._meta.get_field("items").related_model
        choices = {
            "demo": Demo.objects.visible_to(by).order_by("title"),
            "services": Service.objects.visible_to(by).order_by("name"),
            "teams": Team.objects.visible_to(by).order_by("name"),
            "items": items.objects.visible_to(by).order_by("title"),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        self.linked = {service.slug: service for service in linked}
        for service, version in linked.items():
            label = f"Version of {service.name} that is shown"
            field = forms.CharField(label=label, initial=version, required=False, max_length=60)
            if service.version and service.version != version:
                field.help_text = f"Now it runs {service.version}."
            self.fields[f"version-{service.slug}"] = field

    def clean_pages(self) -> list[str]:
        """The pages one by one."""
        return [line.strip() for line in self.cleaned_data["pages"].splitlines() if line.strip()]

    def clean(self) -> dict[str, Any]:
        """The versions by the slug of their service."""
        cleaned = super().clean() or {}
        versions = {slug: cleaned.pop(f"version-{slug}", "") for slug in self.linked}
        return {**cleaned, "versions": versions}


class ChaptersTextForm(forms.Form):
    """All chapters as lines of a time and a title."""

    text = forms.CharField(
        label="A time and a title in each line", widget=forms.Textarea({"rows": 8}), strip=False,
        max_length=limits.TEXT,
        help_text="The first at 0:00, each 10 seconds or more after the one before, three at least.",
    )  # fmt: skip


class BeginningForm(forms.Form):
    """At what time of the day the first second was."""

    began_at = forms.DateTimeField(
        label="The first second was at (UTC)",
        widget=forms.DateTimeInput({"type": "datetime-local", "step": 1}, format="%Y-%m-%dT%H:%M:%S"),
    )
