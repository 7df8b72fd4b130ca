"""The hand-written docs keep up with the code."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands

REPOSITORY = Path(__file__).parents[2]
READ = re.compile(r'env\.(?:text|flag|number|words)\(\s*"(\w+)"|os\.environ(?:\.get\(|\[)"(\w+)"')
NOT_SETTINGS = {"DJANGO_SETTINGS_MODULE", "NO_MKDOCS_2_WARNING"}


def read_by_the_hub() -> set[str]:
    """The environment variables that the code reads."""
    found = {
        name
        for path in (REPOSITORY / "hub").rglob("*.py")
        for names in READ.findall(path.read_text())
        for name in names
    }
    found |= set(re.findall(r"!ENV \[(\w+)", (REPOSITORY / "mkdocs.yml").read_text()))
    return found - NOT_SETTINGS - {""}


def test_every_setting_is_documented() -> None:
    documented = set(
        re.findall(r"^\| `(\w+)`", (REPOSITORY / "docs/reference/settings.md").read_text(), re.MULTILINE)
    )
    assert read_by_the_hub() - documented == set()


def test_every_command_is_documented() -> None:
    text = (REPOSITORY / "docs/reference/commands.md").read_text()
    ours = {name for name, app in get_commands().items() if str(app).startswith("hub.")}
    assert {name for name in ours if f"| `{name}" not in text} == set()


def test_every_app_has_a_page_in_the_reference() -> None:
    apps = {path.parent.name for path in (REPOSITORY / "hub").glob("*/models.py")}
    assert {app for app in apps if not (REPOSITORY / f"docs/reference/python/{app}.md").exists()} == set()


@pytest.mark.slow
def test_the_docs_build_strictly_on_their_own_and_show_help_texts(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "--quiet",
        "--site-dir",
        str(tmp_path / "site"),
    ]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "site/reference/python/catalog/index.html").read_text()
    assert "Pipeline step it serves." in page
