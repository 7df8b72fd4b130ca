"""Making the virtual environment: what is missing is said in one line, and what is done is not done again."""

import os
import subprocess
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / ".ci" / "environment"


def run(folder, python):
    (folder / ".ci").mkdir(exist_ok=True)
    (folder / ".ci" / "environment").write_bytes(SCRIPT.read_bytes())
    (folder / "requirements.lock").write_text("")
    return subprocess.run(
        ["sh", folder / ".ci" / "environment", "requirements.lock"],
        env={"PATH": os.environ["PATH"], "PYTHON": str(python)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_without_python_it_says_what_to_install(tmp_path):
    asked = run(tmp_path, "python-that-is-not-here")
    assert asked.returncode == 1
    assert asked.stderr == (
        "There is no python-that-is-not-here here: install Python 3.11 or newer, "
        "or name one: make up PYTHON=python3.12\n"
    )


def test_an_old_python_is_refused_by_name_and_number(tmp_path):
    old = tmp_path / "python3.9"
    old.write_text('#!/bin/sh\n[ "$1" = -V ] && echo Python 3.9.2 && exit\nexit 1\n')
    old.chmod(0o755)
    asked = run(tmp_path, old)
    assert asked.returncode == 1
    assert (
        asked.stderr
        == f"{old} is Python 3.9.2, the hub needs 3.11 or newer; name another: make up PYTHON=python3.12\n"
    )
    assert not (tmp_path / ".venv").exists()


def test_what_is_installed_already_is_left_alone(tmp_path):
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to("/bin/true")
    of_an_empty_list = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    (tmp_path / ".venv" / ".installed").write_text(f"{of_an_empty_list}\n")
    done = run(tmp_path, "python3")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_linked_environment_is_used_as_it_is(tmp_path):
    (tmp_path / "theirs" / "bin").mkdir(parents=True)
    (tmp_path / "theirs" / "bin" / "python").symlink_to("/bin/true")
    (tmp_path / ".venv").symlink_to("theirs")
    assert run(tmp_path, "python3").returncode == 0
    assert [file.name for file in (tmp_path / "theirs").rglob("*")] == ["bin", "python"]
