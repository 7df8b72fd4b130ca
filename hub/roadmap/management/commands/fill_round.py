"""`manage.py fill_round`: fills any round from its Pabulib file."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hub.roadmap.filling import COMPLETIONS, RULES, Filling, equal_shares, greedy
from hub.roadmap.filling.outcome import in_hundredths, plain
from hub.roadmap.filling.pabulib import BadFile, Election, read
from hub.roadmap.filling.telling import lines


class Command(BaseCommand):
    help = "Fill a round from its Pabulib file (.pb): which projects the budget pays for."
    requires_system_checks: list[str] = []  # it needs no database

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--rule", required=True, type=hyphened, choices=RULES)
        parser.add_argument(
            "--completion",
            type=hyphened,
            choices=COMPLETIONS,
            help="what to do with the budget that equal shares leave over; default: add-one",
        )
        parser.add_argument("--json", action="store_true", help="print one object")
        parser.add_argument("--payments", action="store_true", help="with --json: who pays how much for what")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["rule"] == "greedy" and options["completion"] == "add-one":
            raise CommandError("greedy has no completion.")
        try:
            election = read(options["file"])
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from None
        except BadFile as error:
            raise CommandError(f"{options['file']}: {error}") from None
        filling = fill(election, options["rule"], options["completion"] or "add-one")
        for warning in election.warnings:
            self.stderr.write(f"{options['file']}: {warning}")
        if options["json"]:
            told = as_json(election, filling, payments=options["payments"])
            self.stdout.write(json.dumps(told, indent=2, ensure_ascii=False))
        else:
            self.stdout.write("\n".join([*title(election), *lines(filling)]))


def hyphened(text: str) -> str:
    """`Equal_Shares` and `equal shares` mean equal-shares."""
    return text.strip().lower().replace("_", "-").replace(" ", "-")


def fill(election: Election, rule: str, completion: str) -> Filling:
    """By the rule that was asked for."""
    return (
        greedy(election.instance)
        if rule == "greedy"
        else equal_shares(election.instance, completion=completion)
    )


def title(election: Election) -> list[str]:
    """What the file calls itself."""
    said = election.meta.get("description", "")
    return [said] if said else []


def as_json(election: Election, filling: Filling, *, payments: bool) -> dict[str, Any]:
    """What came out, and which of it the file says was funded."""
    told = filling.as_json() | {"warnings": list(election.warnings)}
    if election.selected is not None:
        told["selected"] = [key for key in filling.funded if key in election.selected]
        told["agrees_with_file"] = set(filling.funded) == election.selected
    if payments:
        told["payments"] = {
            key: {election.voter_ids[voter]: plain(paid) for voter, paid in in_hundredths(each).items()}
            for key, each in filling.payments.items()
        }
    return told
