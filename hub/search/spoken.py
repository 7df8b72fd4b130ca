"""What was said: recordings with the moments at which the words fall, the best first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hub.recordings.models import Recording
from hub.recordings.words import finding, placing


@dataclass(frozen=True)
class Spoken:
    """A recording with the moments that were found in it."""

    recording: Recording
    moments: list[placing.Moment]
    more: int


class InRecordings:
    """All recordings in which it is said and that a person may see; counted after what they may see is chosen."""

    def __init__(self, user: Any, text: str) -> None:
        self.text = text
        self.groups = finding.by_recording(finding.found(user, text)) if text else {}

    def __len__(self) -> int:
        return len(self.groups)

    def count(self) -> int:
        """How many recordings."""
        return len(self.groups)

    def __getitem__(self, part: slice) -> list[Spoken]:
        """One page of them, in three queries."""
        keys = list(self.groups)[part]
        shown = {key: self.groups[key][: placing.MOMENTS] for key in keys}
        known = Recording.objects.defer("description", "details", "links").in_bulk(keys)
        moments = placing.moments([hit.passage for hits in shown.values() for hit in hits], self.text)
        return [
            Spoken(
                known[key],
                sorted(
                    (moments[hit.passage] for hit in hits if hit.passage in moments),
                    key=lambda one: one.said_ms,
                ),
                len(self.groups[key]) - len(hits),
            )
            for key, hits in shown.items()
            if key in known
        ]
