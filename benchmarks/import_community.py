"""How long it takes to import all of the shared data, again, and to export it.

On the database of DATABASE_URL or the embedded one: in one transaction that is taken back, so nothing stays.
The data is read from ../shared/data (or HUB_TEST_DATA). One line of JSON.
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("HUB_TEST_DATA") or ROOT.parent / "shared" / "data")
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")

import django

django.setup()

from django.conf import settings
from django.db import transaction

from hub.embedded import ensure_running
from hub.exchange.actions import import_community
from hub.exchange.exporting.folder import export_community


def timed(do):
    """What it returned, and the seconds it took."""
    began = time.perf_counter()
    return do(), round(time.perf_counter() - began, 2)


def main():
    if not DATA.is_dir():
        raise SystemExit(f"{DATA} is not there; set HUB_TEST_DATA")
    if settings.EMBEDDED_DATABASE:
        ensure_running(settings.VAR)
    with transaction.atomic(), tempfile.TemporaryDirectory() as folder:
        first, seconds = timed(lambda: import_community([DATA], by=None))
        again, seconds_again = timed(lambda: import_community([DATA], by=None))
        counts, seconds_export = timed(lambda: export_community(Path(folder) / "export"))
        transaction.set_rollback(True)
    print(
        json.dumps(
            {
                "name": "import of all shared data",
                "value": seconds,
                "unit": "s",
                "n": first.total("created") + first.total("changed") + first.total("unchanged"),
                "files": sum(source.files for source in first.sources),
                "goal": 60,
                "again_s": seconds_again,
                "again_changed": again.total("created") + again.total("changed"),
                "export_s": seconds_export,
                "export_things": sum(counts.values()),
            }
        )
    )


main()
