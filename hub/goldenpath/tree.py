"""The Markdown tree the site is built from: pages of the community, and docs/ as it is in the repository.

Everything comes from one consistent read. Which tables a kind of page was made from is remembered, with a
stamp of each: a kind whose tables did not change is not read again. Of a kind that is read, only pages whose
contents differ are rendered, and only files that differ are written.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from hub.goldenpath import stamps, watching
from hub.goldenpath.engine.garbage import rarely
from hub.goldenpath.pages import PAGES, Kind, Reading, paths
from hub.status import reading as status

MARK = "<!-- golden paths by persona -->"  # where docs/index.md wants them


@dataclass(frozen=True)
class Written:
    """What was done to the tree: its pages, the files that differ, the kinds read and the pages rendered."""

    pages: int
    changed: list[str]
    read: list[str]
    rendered: list[str]


def write(folder: Path, by_hand: Path, *, full: bool = False) -> Written:
    """Bring the tree up to date with the database and with the hand-written docs."""
    folder.mkdir(parents=True, exist_ok=True)
    memory = folder.with_suffix(".json")
    known = {} if full else _remembered(memory)
    there = _files(folder)
    with rarely(), snapshot() as reading:
        fresh = {kind.folder: stamps.current(reading, known.get(kind.folder), there) for kind in PAGES}
        files = _by_hand(by_hand, reading)
        changed = [path for path, data in files.items() if _put(folder, path, data)]
        facts, read, rendered = {}, [], []
        for kind in PAGES:
            if fact := fresh[kind.folder]:
                facts[kind.folder] = fact
                continue
            read.append(kind.folder)
            pages = stamps.pages(reading, known.get(kind.folder), there)
            made, facts[kind.folder] = _made(kind, replace(reading, known=pages))
            rendered += sorted(made)
            changed += [path for path, text in made.items() if _put(folder, path, text.encode())]
    expected = {*files, *(path for fact in facts.values() for path in fact["pages"])}
    for path in there - expected:
        (folder / path).unlink()
        changed.append(path)
    memory.write_text(json.dumps(facts), "utf-8")
    return Written(sum(path.endswith(".md") for path in expected), sorted(changed), read, rendered)


@contextmanager
def snapshot() -> Iterator[Reading]:
    """One look at the database: every query in it sees the same moment."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        now = timezone.now()
        yield Reading(timezone.localdate(), status.by_service(now))


def _made(kind: Kind, reading: Reading) -> tuple[dict[str, str], dict[str, Any]]:
    """The pages of a kind that had to be made, by path, and what to remember of all of them."""
    with stamps.watched() as tables:
        pages = list(kind.pages(reading))
    made = {page.path: page.text for page in pages if page.text is not None}
    return made, stamps.taken(reading, tables, {page.path: page.digest for page in pages})


def _by_hand(folder: Path, reading: Reading) -> dict[str, bytes]:
    """The files of docs/; the front page gets the golden paths, every page the chapters that show it."""
    files = {path: (folder / path).read_bytes() for path in sorted(_files(folder))}
    known = watching.chapters()
    for path in [path for path in files if path.endswith(".md") and known]:
        files[path] = watching.with_chapters(path, files[path].decode(), known).encode()
    if MARK.encode() in files.get("index.md", b""):
        text = files["index.md"].decode().replace(MARK, paths.by_persona(reading))
        files["index.md"] = text.encode()
    return files


def _files(folder: Path) -> set[str]:
    """Every file below the folder, as a path with slashes."""
    found = set()
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        base = Path(root).relative_to(folder).as_posix()
        found |= {name if base == "." else f"{base}/{name}" for name in names}
    return found


def _put(folder: Path, path: str, data: bytes) -> bool:
    """Write a file unless it says the same already; says whether it was written."""
    target = folder / path
    try:
        if target.read_bytes() == data:
            return False
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return True


def _remembered(memory: Path) -> dict[str, Any]:
    """What was read last time; nothing when that was never or is unreadable."""
    try:
        facts = json.loads(memory.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return facts if isinstance(facts, dict) else {}
