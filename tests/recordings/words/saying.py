"""Captions for the tests of words."""

import os
from pathlib import Path

import pytest

from hub.recordings.actions import words as actions
from hub.recordings.words.captions import Line
from hub.recordings.words.writing import vtt

REAL = Path(os.environ.get("HUB_TEST_DATA") or Path(__file__).parents[3].parent / "shared" / "data")
CAPTIONS = REAL / "talkpython-captions"


def real_files() -> list[Path]:
    """The caption files of a real programme; skips aloud where they are not."""
    files = sorted(CAPTIONS.glob("*.vtt"))
    if not files:
        pytest.skip(f"the caption files are not in {CAPTIONS}")
    return files


def lines(*said: str, length: int = 4000, speaker: str = "") -> list[Line]:
    """One caption after the other, four seconds each."""
    return [Line(n * length, (n + 1) * length, text, speaker) for n, text in enumerate(said)]


def track(recording, *said, language="en", by=None, **more):
    """Captions of people, brought as a file."""
    given = said[0] if said and isinstance(said[0], list) else lines(*said, **more)
    taken = actions.take_in_captions(recording, data=vtt(given).encode(), language=language, by=by)
    taken.track.refresh_from_db()
    return taken.track
