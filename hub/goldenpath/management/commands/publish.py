"""`manage.py publish`: from the database to the docs site, now."""

import json
import time
from argparse import ArgumentParser

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from hub.goldenpath import actions
from hub.goldenpath.models import Publication


class Command(BaseCommand):
    help = "Publish the docs site from the database and docs/; the last good site stays when it fails."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--full", action="store_true", help="render every page anew, changed or not")
        parser.add_argument("--json", action="store_true", help="print the result as one JSON object")

    def handle(self, *, full: bool, json: bool, **_options: object) -> None:
        start = time.monotonic()
        publication = actions.publish_now(full=full)
        if publication.state == Publication.State.FAILED:
            raise CommandError(
                f"The docs were not published; the last good site stays.\n{publication.reason}"
            )
        self.stdout.write((as_json if json else as_text)(publication, time.monotonic() - start))


def result(publication: Publication, seconds: float) -> dict[str, object]:
    """What a program wants to know: numbers, and where the site lies."""
    return {
        "pages": publication.pages,
        "changed": len(publication.changed),
        "seconds": round(seconds, 3),
        "site": str(settings.SITE_ROOT / "builds" / publication.build / "site"),
        "changed_pages": publication.changed,
    }


def as_json(publication: Publication, seconds: float) -> str:
    """The result for programs."""
    return json.dumps(result(publication, seconds))


def as_text(publication: Publication, seconds: float) -> str:
    """The result for people."""
    address = f"{settings.BASE_URL}{settings.SITE_URL}"
    return f"{publication.pages} pages, {len(publication.changed)} changed, {seconds:.1f} s: {address}"
