"""What this machine has for the tests that need more than Python packages."""

import os
import shutil
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def browser() -> str:
    """The path of a Chromium, or nothing. HUB_TEST_BROWSER names one that lies elsewhere."""
    named = os.environ.get("HUB_TEST_BROWSER")
    return named or next((path for name in BROWSERS if (path := shutil.which(name))), "")


def missing_browser() -> str:
    """Why the browser tests cannot run."""
    return "" if browser() else "no Chromium (apt-get install chromium)"


def platform() -> Path:
    """Where `manage.py platform --install-only` puts its servers; HUB_TEST_PLATFORM names another place."""
    from hub.embedded import default_var

    named = os.environ.get("HUB_TEST_PLATFORM")
    return Path(named) if named else default_var(Path(__file__).parents[1]) / "platform" / "venv"


def missing_services() -> str:
    """Why the tests against a real MLflow and Jupyter cannot run."""
    there = (platform() / ".installed").exists()
    return "" if there else "no MLflow and Jupyter (manage.py platform --install-only)"


def missing_prometheus() -> str:
    """Why the tests against a real Prometheus cannot run."""
    absent = [name for name in ("prometheus", "promtool") if not shutil.which(name)]
    return f"no {' and '.join(absent)} (apt-get install prometheus)" if absent else ""


def data() -> Path | None:
    """The folder with the real communities' files, where it is present."""
    folder = Path(os.environ.get("HUB_TEST_DATA", Path(__file__).parents[2] / "shared" / "data"))
    return folder if folder.is_dir() else None
