"""What people type about the words of a recording."""

from __future__ import annotations

from typing import Any

from django import forms

from hub.core import limits
from hub.recordings.words.reading import MOST_BYTES


class CaptionsForm(forms.Form):
    """A file of captions."""

    file = forms.FileField(
        label="File", help_text="WebVTT (.vtt) or SubRip (.srt), up to 20 MB.", max_length=200
    )
    language = forms.CharField(
        label="Language", max_length=20, initial="en", help_text="As in en, de or pt-BR."
    )

    def clean(self) -> dict[str, Any]:
        """The bytes of the file in place of the file."""
        told: dict[str, Any] = super().clean() or {}
        file = told.pop("file", None)
        if file is not None and file.size > MOST_BYTES:
            self.add_error("file", f"The file is larger than {MOST_BYTES // 1_000_000} MB.")
        elif file is not None:
            told["data"] = file.read()
        return told


class ShiftForm(forms.Form):
    """By how much all captions come later."""

    seconds = forms.DecimalField(
        label="Move all captions by (seconds)", max_digits=8, decimal_places=3,
        help_text="1.5 shows them later, -1.5 earlier.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The same in milliseconds."""
        told: dict[str, Any] = super().clean() or {}
        return {"ms": int(told["seconds"] * 1000)} if "seconds" in told else told


class SpellingForm(forms.Form):
    """A name as it was misheard, and as it is written."""

    wrong = forms.CharField(label="What the transcripts say", max_length=limits.NAME)
    right = forms.CharField(label="How it is written", max_length=limits.NAME)
