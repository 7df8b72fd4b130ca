"""What people type when they hand in a recording or cut a span out of it."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from hub.core import limits
from hub.meetings.models import Meeting
from hub.recordings.models import Recording
from hub.recordings.rules import groups_to_show_to
from hub.sigs.models import Group

CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,4}):(\d{1,2}(?:\.\d{1,3})?)|(\d{1,6}(?:\.\d{1,3})?)")
MOST_MEETINGS = 100


class RecordingForm(forms.Form):
    """A new recording, before its file."""

    title = forms.CharField(label="Title", max_length=limits.LINE, help_text="What people will look for.")
    meeting = forms.ModelChoiceField(
        label="Meeting", queryset=Meeting.objects.none(), required=False, empty_label="None",
        help_text="Where it was recorded. Its agenda gives the chapters.",
    )  # fmt: skip
    recorded_on = forms.DateField(
        label="Day", required=False, widget=forms.DateInput({"type": "date", "class": "short"}),
        help_text="When it was recorded; that of the meeting when you leave it empty.",
    )  # fmt: skip
    audience = forms.ChoiceField(
        label="Who may see it", choices=Recording.Audience.choices, initial=Recording.Audience.INTERNAL,
        help_text="Once it is published. Until then you alone see it.",
    )  # fmt: skip
    group = forms.ModelChoiceField(
        label="Group", queryset=Group.objects.none(), required=False, empty_label="None",
        help_text="Only if it is for the people of a group.",
    )  # fmt: skip

    def __init__(self, *args: Any, by: Any, meeting: Meeting | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        recent = Meeting.objects.select_related("series").order_by("-starts_at")
        keys = list(recent.values_list("pk", flat=True)[:MOST_MEETINGS])
        chosen = [meeting.pk] if meeting else []
        self.fields["meeting"].queryset = recent.filter(pk__in=[*keys, *chosen])  # type: ignore[attr-defined]
        groups = groups_to_show_to(by, Recording()).order_by("name")
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]


class SmallFileForm(forms.Form):
    """A file that comes at once, for browsers without scripts."""

    file = forms.FileField(label="File", help_text="Video or audio, such as MP4, WebM, MOV, MKV or M4A.")


class AddressForm(forms.Form):
    """Where the hub fetches the file."""

    url = forms.URLField(
        label="Address", max_length=limits.URL, assume_scheme="https",
        help_text="A direct link to the file, in a network that the hub may ask.",
    )  # fmt: skip


class ClockField(forms.CharField):
    """A moment as players show it, 12:40 or 1:02:03; in milliseconds."""

    def clean(self, value: Any) -> int:
        """The moment in milliseconds."""
        found = CLOCK.fullmatch(super().clean(value))
        if not found:
            raise forms.ValidationError("Write it as on the player: 12:40 or 1:02:03.")
        if found[4]:
            return round(float(found[4]) * 1000)
        return round((int(found[1] or 0) * 3600 + int(found[2]) * 60 + float(found[3])) * 1000)


class CutForm(forms.Form):
    """A span that nobody shall see or hear."""

    starts_ms = ClockField(label="From", help_text="As on the player: 12:40.", max_length=20)
    ends_ms = ClockField(label="To", help_text="The first moment that is shown again.", max_length=20)
    reason = forms.CharField(
        label="Why", max_length=limits.LINE, required=False, help_text="For those who look after it alone."
    )  # fmt: skip
