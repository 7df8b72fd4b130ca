"""The command that takes in the programme of a conference."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from hub.exchange.actions import import_community
from hub.exchange.formats.schedules import FORM
from hub.exchange.report import Place
from hub.exchange.telling import lines


class Command(BaseCommand):
    help = (
        "Take in schedule.json files: a series for each room, a meeting for each day, a demo for each entry."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="A schedule.json of a conference.")
        parser.add_argument("--dry-run", action="store_true", help="Report the same and change nothing.")
        parser.add_argument("--json", action="store_true", help="Report as JSON.")

    def handle(self, *_args: Any, **options: Any) -> None:
        paths = [Path(name) for name in options["files"]]
        report = import_community(paths, by=None, dry_run=options["dry_run"], only={FORM})
        for remark in report.ignored:
            report.refuse(Place(remark.place.file), "this is not a schedule.json")
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), indent=2, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(lines(report, everything=True)))
        if report.refused:
            sys.exit(1)
