"""`manage.py count_ballots`: counts any election from its ballot file."""

from __future__ import annotations

import csv
import json
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hub.voting.counting import BadBallot, BadRules, Profile, Result, Rules, count
from hub.voting.counting.telling import lines
from hub.voting.formats import BadFile, Election, read

NAMES = {
    "schulze": "schulze", "beatpath": "schulze", "condorcet": "schulze", "cssd": "schulze",
    "ranked-pairs": "ranked-pairs", "rankedpairs": "ranked-pairs", "tideman": "ranked-pairs", "rp": "ranked-pairs",
    "stv": "stv", "scottish-stv": "stv", "scottishstv": "stv", "scottish": "stv", "irv": "stv",
    "instant-runoff": "stv", "approval": "approval",
}  # fmt: skip
MARKS = {"score", "star", "points", "range", "majority"}


class Command(BaseCommand):
    help = (
        "Count an election from its ballot file: Kubernetes CSV, Debian tally sheet, BLT, PrefLib soc, soi, toc or "
        "toi, Tideman HIL."
    )
    requires_system_checks: list[str] = []  # it needs no database

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument(
            "--method", required=True, type=method, help="schulze, ranked-pairs, stv (irv) or approval"
        )
        parser.add_argument("--seats", type=at_least_one, help="default: what the file says, else 1")
        parser.add_argument(
            "--unranked",
            type=hyphened,
            choices=["last", "no-opinion"],
            help="what not ranking an option says; default: the convention of the format",
        )
        parser.add_argument(
            "--tie-rule", type=hyphened, choices=["draw", "status-quo", "none"], default="draw"
        )
        parser.add_argument("--status-quo", metavar="NAME", help="the option that wins its ties")
        parser.add_argument("--seed", default="", help="seeds the draw; default: the digest of the ballots")
        parser.add_argument(
            "--team-cap", type=at_least_one, metavar="N", help="at most so many winners of a team"
        )
        parser.add_argument("--teams", metavar="FILE", help="CSV: option, team")
        parser.add_argument("--json", action="store_true", help="print one object")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            election = read(options["file"])
            rules = rules_for(election, options)
            result = count(profile_for(election, rules.method), rules)
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from None
        except (BadFile, BadBallot, BadRules) as error:
            raise CommandError(f"{options['file']}: {error}") from None
        if options["json"]:
            self.stdout.write(json.dumps(as_json(election, rules, result), indent=2, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(as_text(election, rules, result)))


def method(text: str) -> str:
    """The method by one of its names."""
    name = hyphened(text)
    if name in MARKS:
        raise ArgumentTypeError(f"{name} needs marks, and ballot files hold ranks")
    if name not in NAMES:
        raise ArgumentTypeError(f'there is no method "{text}": choose schulze, ranked-pairs, stv or approval')
    return NAMES[name]


def hyphened(text: str) -> str:
    """`Ranked_Pairs` and `ranked pairs` mean ranked-pairs."""
    return text.strip().lower().replace("_", "-").replace(" ", "-")


def at_least_one(text: str) -> int:
    """A whole number from 1."""
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 7 and int(text) >= 1):
        raise ArgumentTypeError(f'"{text}" is not a whole number of at least 1')
    return int(text)


def rules_for(election: Election, options: dict[str, Any]) -> Rules:
    """What was asked for, and the conventions of the file for the rest."""
    seats = options["seats"] or election.seats or 1
    if seats > len(election.options):
        raise BadRules(f"there are {seats} seats and only {len(election.options)} options.")
    return Rules(
        options["method"],
        seats=seats,
        unranked=options["unranked"] or election.unranked,
        tie_rule=options["tie_rule"],
        status_quo=options["status_quo"],
        team_cap=options["team_cap"],
        teams=teams_in(options["teams"]) if options["teams"] else {},
        seed=options["seed"],
    )


def teams_in(path: str) -> dict[str, str]:
    """Option to team, a line each."""
    found: dict[str, str] = {}
    try:
        table = list(csv.reader(Path(path).read_text(encoding="utf-8-sig").splitlines(), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadRules(f"the file of teams cannot be read: {error}.") from None
    for number, row in enumerate(table, 1):
        if len(row) == 2 and all(cell.strip() for cell in row):
            found[row[0].strip()] = row[1].strip()
        elif row:
            raise BadRules(f"line {number} of the file of teams must be an option, a comma and its team.")
    return found


def profile_for(election: Election, method: str) -> Profile:
    """The ranks of the file; for approval, what is ranked is approved where silence means last."""
    profile = election.profile
    if method != "approval":
        return profile
    silent = any(cell is None for row in profile.rows for cell in row)
    if election.unranked != "last" or not silent:
        raise BadRules("approval needs ballots that leave out what they do not approve; these rank instead.")
    rows = [[0 if cell is None else 1 for cell in row] for row in profile.rows]
    return Profile(profile.options, rows, profile.weights)


def as_json(election: Election, rules: Rules, result: Result) -> dict[str, Any]:
    """Everything the count says, and by which rules."""
    return result.as_json() | {
        "seats": rules.seats,
        "unranked": rules.unranked,
        "tie_rule": rules.tie_rule,
        "format": election.form,
        "title": election.title,
        "notes": [*election.notes, *result.notes],
    }


def as_text(election: Election, rules: Rules, result: Result) -> list[str]:
    """For people."""
    title = f"{election.form}: {election.title}" if election.title else election.form
    return [title, *election.notes, *lines(result, rules)]
