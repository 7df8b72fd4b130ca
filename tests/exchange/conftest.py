"""Files to import, written where a test can see them."""

import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hub.exchange.actions import import_community
from hub.exchange.report import Report

GROUPS = """
sigs:
- dir: sig-serving
  name: Serving
  mission_statement: Serves models.
  charter_link: charter.md
  label: serving
  leadership:
    chairs:
    - github: Ada
      name: Ada Byron
      company: Engines
    tech_leads:
    - github: grace
      name: Grace Brewster
    emeritus_leads:
    - github: alan
      name: Alan Mathison
  meetings:
  - description: Regular Meeting
    day: Tuesday
    time: "9:00"
    tz: PT (Pacific Time)
    frequency: weekly
    url: https://meet.example.org/serving
    archive_url: https://notes.example.org/serving
  contact:
    slack: sig-serving
    mailing_list: https://lists.example.org/serving
  subprojects:
  - name: gateway
    description: The door.
    owners:
    - https://code.example.org/gateway/OWNERS
committees: []
"""
KEP = """
title: Warm starts
kep-number: 42
authors: ["@ada"]
owning-sig: sig-serving
status: implementable
creation-date: 2026-01-05
last-updated: 2026-02-03
stage: beta
latest-milestone: "v1.30"
milestone:
  alpha: "v1.28"
  beta: "v1.30"
  stable: TBD
"""


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Write files into a folder of the test: `folder({"a/b.yml": "..."})`."""

    def write(files: dict[str, str], name: str = "given") -> Path:
        for path, text in files.items():
            target = tmp_path / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
        return tmp_path / name

    return write


@pytest.fixture
def take_in(folder: Callable[..., Path], db: None) -> Callable[..., Report]:
    """Write files and import them."""

    def run(files: dict[str, str], **options: Any) -> Report:
        return import_community([folder(files)], by=options.pop("by", None), **options)

    return run


def community(**files: str) -> dict[str, str]:
    """A community of files: `community(teams="a: {name: A}")`; `__` stands for a folder."""
    named = {f"{name.replace('__', '/')}.yml": text for name, text in files.items()}
    return {"community.yml": "name: Test\n", **named}


def reasons(report: Report) -> list[str]:
    """The refusals as `file:line: reason`, the file by its name alone."""
    return [f"{Path(r.place.file).name}:{r.place.line}: {r.reason}" for r in report.refused]
