"""What leaves the hub as files, an export and the docs site, holds nothing of a running vote."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from hub.exchange.exporting.folder import export_community
from hub.goldenpath.pages import PAGES, Reading
from hub.status import reading as status
from tests.voting import leaks, rounds
from tests.voting.leaks import NOTHING


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def exported(tmp_path: Path) -> Callable[[], dict[str, bytes]]:
    def read() -> dict[str, bytes]:
        export_community(tmp_path / "export")
        return files_of(tmp_path / "export")

    return read


def published() -> dict[str, bytes]:
    """Every generated page of the docs site, as it is written."""
    reading = Reading(timezone.localdate(), status.by_service(timezone.now()))
    pages = [page for kind in PAGES for page in kind.pages(reading)]
    return {page.path: (page.text or "").encode() for page in pages}


def test_export_is_the_same_however_people_voted(polls, exported):
    assert polls.told(exported) == NOTHING


def test_export_holds_no_vote_at_all(polls, exported):
    rounds.draft(polls.votes["open"].group, question="A whispered question?")
    with polls.cast(leaks.ONE, polls.crowd[:3]):
        files = exported()
    for name, text in files.items():
        assert not [word for word in (b"animal", b"quokka", b"whispered") if word in text.lower()], name


def test_docs_are_the_same_however_people_voted(polls):
    assert polls.told(published) == NOTHING


def test_docs_tell_of_no_draft(group):
    rounds.draft(group, question="A whispered question?", options=["Whispered option", "Other"])
    assert not [name for name, text in published().items() if b"hispered" in text]
