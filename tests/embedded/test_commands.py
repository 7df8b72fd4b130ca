"""`manage.py anything` works out of the box, and starts no database where none is needed."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from hub.embedded.commands import needs_database
from hub.embedded.place import place_of

ROOT = Path(__file__).parents[2]


@pytest.fixture
def var():
    with tempfile.TemporaryDirectory(prefix="hub-v-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        yield Path(folder) / "var"


def manage(var, *arguments, **more):
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    for name in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        inherited.pop(name, None)
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**inherited, "HUB_VAR": str(var), **more},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_lone_command_has_a_database_and_leaves_no_server_behind(var):
    assert manage(var, "migrate").returncode == 0
    shown = manage(var, "showmigrations", "contenttypes")
    assert shown.stderr == ""
    assert "[X] 0001_initial" in shown.stdout
    end = time.monotonic() + 10
    while (place_of(var).data / "postmaster.pid").exists() and time.monotonic() < end:
        time.sleep(0.1)
    assert not (place_of(var).data / "postmaster.pid").exists()


def test_a_database_address_starts_nothing_embedded(var):
    asked = manage(var, "showmigrations", DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert asked.returncode != 0
    assert not place_of(var).home.exists()


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("HUB_DEBUG", "perhaps", "manage.py: HUB_DEBUG='perhaps' is neither yes nor no (use 1 or 0).\n"),
        ("HUB_DATABASE_POOL", "many", "manage.py: HUB_DATABASE_POOL='many' is not a whole number.\n"),
    ],
)
def test_a_wrong_setting_stops_a_command_with_one_line(var, name, value, line):
    asked = manage(var, "migrate", **{name: value})
    assert (asked.returncode, asked.stderr) == (1, line)


@pytest.mark.parametrize(
    ("line", "needed"),
    [
        ("migrate", True),
        ("import_community starter", True),
        ("makemigrations --check", True),
        ("check", False),
        ("check --database default", True),
        ("migrate --help", False),
        ("--version", False),
        ("", False),
        ("up", False),
    ],
)
def test_only_commands_that_use_the_database_start_it(line, needed):
    assert needs_database(["manage.py", *line.split()]) is needed
