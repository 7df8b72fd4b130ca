"""Look into a file of captions, without the database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hub.recordings.models import clock
from hub.recordings.words.captions import Captions, UnreadableError
from hub.recordings.words.reading import read


class Command(BaseCommand):
    help = (
        "Read a file of captions (WebVTT or SubRip) and say what is in it and what is odd. Changes nothing."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="A .vtt or .srt file.")
        parser.add_argument("--json", action="store_true", help="Say it as JSON.")

    def handle(self, *_args: Any, **options: Any) -> None:
        file: Path = options["file"]
        try:
            captions = read(file.read_bytes())
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from None
        except UnreadableError as error:
            raise CommandError(f"{file}: {error}") from None
        self.stdout.write(_as_json(captions) if options["json"] else _in_words(file, captions))


def _as_json(captions: Captions) -> str:
    told = {
        "cues": len(captions.lines),
        "seconds": captions.seconds,
        "speakers": captions.speakers,
        "warnings": captions.warnings,
    }
    return json.dumps(told, indent=2, ensure_ascii=False)


def _in_words(file: Path, captions: Captions) -> str:
    who = ", ".join(captions.speakers) or "not named"
    told = [
        f"{file}: {len(captions.lines):,} captions, {clock(int(captions.seconds))} long",
        f"speakers: {who}",
        *(f"warning: {warning}" for warning in captions.warnings),
    ]
    return "\n".join(told)
