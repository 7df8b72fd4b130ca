"""Write an export: a new folder beside the old one, then one swap."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from hub.core.errors import Refused
from hub.exchange.exporting.gather import Gather
from hub.exchange.exporting.words import write_path, write_yaml
from hub.exchange.formats.community import MARKER, RECORDING
from hub.recordings.models import Track
from hub.recordings.words import keeping
from hub.recordings.words.writing import vtt

IN_ONE_FILE = {"people", "teams", "clusters"}
MADE_BY = "made_by: export_community"
ABOUT = f"""\
# Written by `manage.py export_community`; a further export replaces this folder.
format: 1
{MADE_BY}
"""


def export_community(target: Path, *, ballots: bool = False) -> dict[str, int]:
    """Write everything public to a folder, and say how many things of each kind.

    With `ballots` also what people see who are signed in: who had a ballot in a round, and what was on it.
    The folder must be new, empty, or an earlier export; that one is replaced in one step, what begins with
    a dot (such as `.git`) stays.
    """
    target = target.absolute()
    _refuse_foreign(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.parent / f".{target.name}.new-{os.getpid()}"
    try:
        new.mkdir()
        counts = _write(new, ballots=ballots)
        _swap(new, target)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return counts


def _refuse_foreign(target: Path) -> None:
    """Never replace what is not an export."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise Refused(f"{target} is not a folder.", "not_a_folder")
    if not target.is_dir() or not [path for path in target.iterdir() if not path.name.startswith(".")]:
        return
    marker = target / MARKER
    if (
        not marker.is_file()
        or MADE_BY not in marker.read_text(encoding="utf-8", errors="replace").splitlines()
    ):
        raise Refused(f"{target} is not empty and no earlier export; nothing was written.", "not_an_export")


def _write(folder: Path, *, ballots: bool) -> dict[str, int]:
    """All kinds, from one moment of the database."""
    inside = connection.in_atomic_block
    with transaction.atomic():
        if not inside:
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return _write_all(folder, ballots=ballots)


def _write_all(folder: Path, *, ballots: bool) -> dict[str, int]:
    (folder / MARKER).write_text(ABOUT, encoding="utf-8")
    counts = {}
    for noun, things in Gather(ballots=ballots).everything():
        counts[noun] = len(things)
        if things and noun in IN_ONE_FILE:
            (folder / f"{noun}.yml").write_text(write_yaml(things), encoding="utf-8")
        elif things:
            (folder / noun).mkdir()
            if noun == "recordings":
                _write_captions(folder / noun, things)
            for name, thing in things.items():
                _write_thing(folder / noun, noun, name, thing)
    return counts


def _write_captions(folder: Path, things: dict[str, dict[str, Any]]) -> None:
    """The captions of these recordings, without what was cut, each beside its recording, which names them."""
    tracks = Track.objects.filter(recording__slug__in=list(things)).select_related("recording")
    for track in tracks.order_by("recording__slug", "language").iterator(chunk_size=100):
        file = folder / track.recording.slug / f"captions.{track.language}.vtt"
        file.parent.mkdir(exist_ok=True)
        if lines := keeping.shown_lines(track):
            file.write_text(vtt(lines), encoding="utf-8")
            told = {"file": file.name, "language": track.language, "origin": track.origin}
            told |= {"model": track.model} if track.model else {}
            things[track.recording.slug].setdefault("captions", []).append(told)


def _write_thing(folder: Path, noun: str, name: str, thing: dict[str, Any]) -> None:
    """One thing in a file of its own."""
    if noun == "recordings":
        (folder / name).mkdir(exist_ok=True)
        (folder / name / RECORDING).write_text(write_yaml(thing), encoding="utf-8")
    elif noun == "paths" and (text := write_path(thing)) is not None:
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    else:
        (folder / f"{name}.yml").write_text(write_yaml(thing), encoding="utf-8")


def _swap(new: Path, target: Path) -> None:
    """Put the new folder in the place of the old one."""
    if not target.exists():
        new.rename(target)
        return
    old = target.parent / f".{target.name}.old-{os.getpid()}"
    target.rename(old)
    for kept in old.iterdir():
        if kept.name.startswith("."):
            kept.rename(new / kept.name)
    new.rename(target)
    shutil.rmtree(old)
