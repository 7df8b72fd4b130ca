"""The command people import with."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from hub.exchange.actions import import_community
from hub.exchange.telling import lines


class Command(BaseCommand):
    help = (
        "Take in a community: sigs.yaml, kep.yaml, a CNCF landscape, pyvideo talks, or the hub's own files."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help="File, or folder with any mix of them.")
        parser.add_argument("--dry-run", action="store_true", help="Report the same and change nothing.")
        parser.add_argument("--json", action="store_true", help="Report as JSON.")
        parser.add_argument(
            "--all", action="store_true", help="Name every note and ignored file, not only the first."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        report = import_community(options["paths"], by=None, dry_run=options["dry_run"])
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), indent=2, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(lines(report, everything=options["all"])))
        if not report.ok:
            sys.exit(1)
