"""What people say about a table of items: the file, what its columns mean, and how to take it in."""

from __future__ import annotations

from typing import Any

from django import forms

from hub.exchange.sheets.columns import FIELDS, words_in
from hub.exchange.sheets.reading import BYTES, Grid
from hub.roadmap.models import RoadmapItem

EXAMPLES = 2  # cells shown of each column
WORDS = 40  # different states shown; a column with more is none


class UploadForm(forms.Form):
    """A file."""

    file = forms.FileField(
        label="CSV file", max_length=200, allow_empty_file=True,
        help_text="Up to 2 MB and 5,000 rows. Commas, semicolons or tabs; the first row names the columns.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
    )  # fmt: skip

    def clean_file(self) -> Any:
        """Not even read when it is too large."""
        file = self.cleaned_data["file"]
        if file.size > BYTES:
            raise forms.ValidationError(f"The file is larger than {BYTES // 1024 // 1024} MB.")
        return file


class MappingForm(forms.Form):
    """What each column means, and each word in the column of states."""

    def __init__(
        self, *args: Any, grid: Grid, columns: list[str], states: dict[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.grid = grid
        self.words = self._words(columns)
        fields = [("", "Leave out"), *FIELDS.items()]
        for index, name in enumerate(grid.header):
            self.fields[f"column-{index}"] = forms.ChoiceField(
                label=name or f"Column {index + 1}", choices=fields, required=False, initial=columns[index],
                help_text=self._example(index),
            )  # fmt: skip
        choices = [("", "Choose a state"), *RoadmapItem.State.choices]
        for number, word in enumerate(self.words):
            self.fields[f"state-{number}"] = forms.ChoiceField(
                label=f"“{word[:80]}” means", choices=choices, required=False, initial=states.get(word, "")
            )

    def _words(self, columns: list[str]) -> list[str]:
        if "state" not in columns:
            return []
        words = words_in(self.grid.rows, columns.index("state"))
        return words[:WORDS]

    def _example(self, index: int) -> str:
        cells = dict.fromkeys(" ".join(cells[index].split())[:60] for _, cells in self.grid.rows[:50])
        shown = [cell for cell in cells if cell][:EXAMPLES]
        return f"Such as {', '.join(f'“{cell}”' for cell in shown)}" if shown else "Empty in the first rows"

    def column_fields(self) -> list[forms.BoundField]:
        """A field for each column."""
        return [self[f"column-{index}"] for index in range(len(self.grid.header))]

    def state_fields(self) -> list[forms.BoundField]:
        """A field for each word in the column of states."""
        return [self[f"state-{number}"] for number in range(len(self.words))]

    def told(self) -> dict[str, Any]:
        """Columns and states as chosen."""
        data = self.cleaned_data
        states = {word: data[f"state-{number}"] for number, word in enumerate(self.words)}
        return {
            "columns": [data[f"column-{index}"] for index in range(len(self.grid.header))],
            "states": {word: state for word, state in states.items() if state},
        }
