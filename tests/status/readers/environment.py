"""A program that reads Statuspage's API v2, in an environment apart: made by `make oracles`, run as its users run it.

statuspage-prometheus-exporter (MIT) polls summary.json of any such page and says what it understood as metrics.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from tests.environments import Environment

READERS = Environment("readers", "statuspage-prometheus-exporter")
missing = READERS.missing


def understood(address: str, folder: Path) -> str:
    """What the exporter makes of the page at that address: its metrics as text."""
    services, told = folder / "services.json", folder / "told.prom"
    services.write_text(json.dumps({"hub": {"url": address, "name": "hub"}}))
    env = os.environ | {
        "RUN_MODE": "once", "SERVICES_JSON_PATH": str(services), "METRICS_TEXTFILE_PATH": str(told),
        "CLEAR_CACHE": "true",
    }  # fmt: skip
    subprocess.run(
        [READERS.python, "-m", "statuspage_prometheus_exporter.status_monitoring"],
        env=env, cwd=folder, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return told.read_text()


if __name__ == "__main__":
    READERS.install()
