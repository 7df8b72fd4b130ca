"""Captions beside recordings: in, again, corrected, out."""

from pathlib import Path

import pytest

from hub.exchange.actions import import_community
from hub.exchange.exporting.folder import export_community
from hub.recordings.actions import words as actions
from hub.recordings.models import Cut, Recording, Track
from hub.recordings.words import keeping
from hub.recordings.words.reading import read
from tests.factories import RecordingFactory
from tests.recordings.words.saying import real_files, track

VTT = "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Ana>Kubeflow pipelines\n"


@pytest.fixture
def folder(db, tmp_path) -> Path:
    place = tmp_path / "recordings" / "talk"
    place.mkdir(parents=True)
    (place / "recording.yml").write_text("title: Talk\n")
    (place / "captions.en.vtt").write_text(VTT)
    return tmp_path / "recordings"


def test_captions_come_in_beside_their_recording_and_again_change_nothing(folder):
    for _ in range(2):
        assert import_community([folder], by=None).ok
    row = Track.objects.get()
    assert (row.recording.slug, row.language, row.version, row.cues.get().speaker) == ("talk", "en", 1, "Ana")
    (folder / "talk" / "captions.en.vtt").write_text(VTT.replace("pipelines", "notebooks"))
    import_community([folder], by=None)
    assert Track.objects.get().cues.get().text == "Kubeflow notebooks"


def test_what_people_corrected_in_the_hub_stays(folder, admin):
    import_community([folder], by=None)
    row = Track.objects.get()
    cue = row.cues.get()
    edit = actions.Edit(cue.pk, 1000, 4000, "Ana", "Katib")
    actions.correct_captions(row, version=1, edits=[edit], by=admin)
    report = import_community([folder], by=None)
    assert report.ok
    assert any("corrected in the hub" in note.reason for note in report.notes)
    assert Track.objects.get().cues.get().text == "Katib"


def test_a_file_that_is_no_captions_is_named_and_the_rest_comes_in(folder):
    (folder / "talk" / "captions.de.vtt").write_text("a letter")
    report = import_community([folder], by=None)
    assert any("captions.de.vtt" in str(fault.place) and "Line 1" in fault.reason for fault in report.refused)
    assert [row.language for row in Track.objects.all()] == ["en"]


def test_24_real_files_go_out_and_in_without_loss(db, tmp_path):
    kept = {}
    for number, file in enumerate(real_files()):
        lines = read(file.read_bytes()).lines
        track(RecordingFactory(slug=f"talk-{number}"), lines)
        kept[f"talk-{number}"] = lines
    export_community(tmp_path / "out")
    Recording.objects.all().delete()
    assert import_community([tmp_path / "out"], by=None).ok
    for row in Track.objects.select_related("recording"):
        assert keeping.lines_of(row) == kept.pop(row.recording.slug)
    assert not kept


def test_what_is_cut_or_internal_does_not_go_out(db, tmp_path):
    recording = RecordingFactory(slug="talk")
    track(recording, "stays", "secret", "stays too")
    Cut.objects.create(recording=recording, starts_ms=5000, ends_ms=6000)
    track(RecordingFactory(slug="inside", audience="internal"), "secret")
    export_community(tmp_path / "out")
    assert "secret" not in "".join(
        path.read_text() for path in (tmp_path / "out").rglob("*") if path.is_file()
    )
