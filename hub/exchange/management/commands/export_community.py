"""The command people export with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hub.core.errors import Refused
from hub.exchange.exporting.folder import export_community


class Command(BaseCommand):
    help = "Write everything public to a folder of YAML and Markdown that import_community reads."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path, help="New, empty, or an earlier export.")
        parser.add_argument(
            "--ballots", action="store_true",
            help="Also who voted what in rounds that are over, which only people see who are signed in.",
        )  # fmt: skip

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            counts = export_community(options["folder"], ballots=options["ballots"])
        except Refused as refusal:
            raise CommandError(refusal.reason) from None
        except OSError as error:
            raise CommandError(f"{options['folder']}: {error.strerror}") from None
        told = ", ".join(f"{number:,} {noun}" for noun, number in counts.items())
        self.stdout.write(f"{options['folder']}: {told}")
