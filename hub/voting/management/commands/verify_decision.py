"""Checks the downloaded bundle of a decision and counts it again."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hub.voting.proof.verify_decision import Mismatch, verify


class Command(BaseCommand):
    help = "Check the bundle of a decision: its ledger, its hashes, and its count."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("bundle", type=Path, help="the file from the decision's page")
        parser.add_argument("--head", default="", help="a ledger head you were told, or its first digits")

    def handle(self, *args: Any, bundle: Path, head: str, **options: Any) -> None:
        try:
            found = verify(bundle.read_bytes(), head)
        except OSError as error:
            raise CommandError(f"{bundle} cannot be read: {error.strerror}.") from None
        except Mismatch as error:
            raise CommandError(f"NOT verified. {error}") from None
        self.stdout.write(f"Verified: {found['decision']['question']}")
        self.stdout.write(f"{len(found['ballots'])} ballots counted again, the result is as published.")
        self.stdout.write(f"Ledger head {found['head']}")
