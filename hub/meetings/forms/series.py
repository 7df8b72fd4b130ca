"""What people type about a series: when it meets, in plain fields, and where."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from hub.core import limits
from hub.core.permissions import may
from hub.meetings import rhythms
from hub.meetings.models import Series, zones
from hub.sigs.models import Group

REPEATS = [
    ("weekly", "On days of the week"),
    ("monthly", "On a day of the month, such as the first Tuesday"),
    ("rule", "By a rule I type (RFC 5545)"),
    ("none", "Without a rule: I say it in words and add dates by hand"),
]
CHOSEN = ("repeats", "every", "days", "nth", "weekday")  # they make the rule
TIME = "%H:%M"
URL: dict[str, Any] = {"max_length": limits.URL, "required": False, "assume_scheme": "https"}


class RhythmForm(forms.Form):
    """When a series meets."""

    repeats = forms.ChoiceField(
        label="It comes back", choices=REPEATS, initial="weekly", widget=forms.RadioSelect
    )
    every = forms.IntegerField(
        label="Every how many weeks or months", min_value=1, max_value=52, initial=1, required=False
    )
    days = forms.MultipleChoiceField(
        label="On these days", choices=list(rhythms.DAYS.items()), required=False,
        widget=forms.CheckboxSelectMultiple, help_text="None chosen: the weekday of the first date.",
    )  # fmt: skip
    nth = forms.ChoiceField(
        label="Which one in the month", choices=list(rhythms.NTH.items()), initial="1", required=False
    )
    weekday = forms.ChoiceField(
        label="Day of the week", choices=list(rhythms.DAYS.items()), initial="TU", required=False
    )
    rrule = forms.CharField(
        label="Rule", max_length=limits.LINE, required=False,
        help_text="Such as FREQ=MONTHLY;BYDAY=-1FR or FREQ=WEEKLY;INTERVAL=2;COUNT=10.",
    )  # fmt: skip
    cadence = forms.CharField(
        label="When, in words",
        max_length=limits.NAME,
        required=False,
        help_text="Such as “Fridays, on request”.",
    )
    first_on = forms.DateField(
        label="First date", required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        help_text="After a change of rhythm: the first date of the new one. Dates before it that nobody wrote down go.",
    )  # fmt: skip
    time = forms.TimeField(label="Begins at", required=False, widget=forms.TimeInput({"type": "time"}, TIME))
    timezone = forms.ChoiceField(
        label="Time zone", help_text="The clock on this wall counts, in summer and in winter."
    )
    minutes = forms.IntegerField(label="Length in minutes", min_value=5, max_value=1440, initial=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone: Any = self.fields["timezone"]
        zone.choices = [(name, name.replace("_", " ")) for name in sorted(zones())]
        self.fields["timezone"].initial = timezone.get_current_timezone_name()

    def clean(self) -> dict[str, Any]:
        """The rule and its words, made of what was chosen; what belongs to another choice does not count."""
        told = super().clean() or {}
        told["rrule"] = rule = _rule(told)
        if rule:
            told["cadence"] = rhythms.cadence(rule, told.get("time"), "")
        elif told.get("repeats") == "none" and not told.get("cadence"):
            self.add_error("cadence", "Say in words when it meets.")
        if told.get("repeats") == "rule" and not rule:
            self.add_error("rrule", "Type the rule.")
        return {
            name: value
            for name, value in told.items()
            if name not in ("repeats", "every", "days", "nth", "weekday")
        }


def _rule(told: dict[str, Any]) -> str:
    every = told.get("every") or 1
    match told.get("repeats"):
        case "weekly":
            return rhythms.weekly(every, told.get("days") or [])
        case "monthly":
            return rhythms.monthly(every, told.get("nth") or "1", told.get("weekday") or "TU")
        case "rule":
            return str(told.get("rrule") or "")
    return ""


class SeriesForm(RhythmForm):
    """A series: what it is, when and where."""

    title = forms.CharField(label="Name", max_length=limits.NAME)
    kind = forms.ChoiceField(
        label="What sort of meeting", choices=Series.Kind.choices, initial=Series.Kind.GROUP
    )
    description = forms.CharField(
        label="What happens there, and for whom", max_length=limits.TEXT, required=False,
        widget=forms.Textarea({"rows": 4}), help_text="Markdown works.",
    )  # fmt: skip
    url = forms.URLField(label="Where to join", help_text="Address of the video call.", **URL)
    notes_url = forms.URLField(label="Where notes are kept", **URL)
    recordings_url = forms.URLField(label="Where recordings are kept", **URL)
    remind_hours = forms.IntegerField(
        label="Remind people so many hours before",
        min_value=0,
        max_value=336,
        initial=24,
        help_text="0 for never.",
    )
    field_order = ["title", "kind", "group", "description"]


class NewSeriesForm(SeriesForm):
    """A new series, and the group that holds it."""

    group = forms.ModelChoiceField(
        label="Group that holds it", queryset=Group.objects.none(), to_field_name="slug", required=False,
        empty_label="None: it is for everybody",
    )  # fmt: skip

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: Any = self.fields["group"]
        groups.queryset = Group.objects.all()  # who may do it in which is for the rules to say
        rows, anywhere = groups_of(user, timezone.localdate()), may(user, "meetings.make_series")
        empty = [("", groups.empty_label)] if anywhere else []
        groups.widget.choices = [*empty, *((group.slug, group.name) for group in rows)]


def groups_of(user: Any, day: dt.date) -> Any:
    """The groups in which somebody may make a series."""
    if may(user, "meetings.make_series"):
        return Group.objects.order_by("name")
    return Group.objects.filter(pk__in=user.terms.on(day).leading().values("group")).order_by("name")


def as_typed(series: Series) -> dict[str, Any]:
    """What the form shows of a series that is there already."""
    names = (
        "title", "kind", "description", "cadence", "first_on", "time", "timezone", "minutes", "url", "notes_url",
        "recordings_url", "remind_hours",
    )  # fmt: skip
    return {name: getattr(series, name) for name in names} | rhythms.as_fields(series.rrule)
