"""What this machine has for the tests that need more than Python packages."""

import os
import shutil
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SERVICES = ("mlflow", "jupyter")


def browser() -> str:
    """The path of a Chromium, or nothing. HUB_TEST_BROWSER names one that lies elsewhere."""
    named = os.environ.get("HUB_TEST_BROWSER")
    return named or next((path for name in BROWSERS if (path := shutil.which(name))), "")


def missing_browser() -> str:
    """Why the browser tests cannot run."""
    return "" if browser() else "no Chromium (apt-get install chromium)"


def missing_services() -> str:
    """Why the tests against a real MLflow and Jupyter cannot run."""
    absent = [name for name in SERVICES if not shutil.which(name)]
    return f"no {' and no '.join(absent)} (pip install them, they are looked for on PATH)" if absent else ""


def data() -> Path | None:
    """The folder with the real communities' files, where it is present."""
    folder = Path(os.environ.get("HUB_TEST_DATA", Path(__file__).parents[2] / "shared" / "data"))
    return folder if folder.is_dir() else None
