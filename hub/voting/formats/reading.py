"""Finds out which format a file has, by its content and its name, and reads it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from hub.voting.formats import blt, debian, kubernetes, preflib
from hub.voting.formats.election import BadFile, Election

Lines = list[str]
SUFFIXES: dict[str, Callable[[Lines, str], Election]] = {
    ".csv": kubernetes.parse,
    ".blt": blt.parse,
    ".hil": blt.parse,
    ".soc": preflib.parse,
    ".soi": preflib.parse,
    ".toc": preflib.parse,
    ".toi": preflib.parse,
}
UNKNOWN = (
    "this is no ballot file that is known here: Kubernetes CSV, Debian tally sheet, BLT, "
    "PrefLib soc, soi, toc or toi, or Tideman HIL."
)


def read(path: str | Path) -> Election:
    """The election in a file. Raises BadFile, and OSError when there is no such file."""
    path = Path(path)
    return parse(path.read_bytes(), path.name)


def parse(data: bytes, name: str = "") -> Election:
    """The election in the bytes of a file of that name. Raises BadFile and nothing else."""
    text, notes = _decoded(data)
    lines = re.split(r"\r\n|\r|\n", text.rstrip("\x1a\r\n\t "))  # DOS files end with \x1a
    if not any(line.strip() for line in lines):
        raise BadFile(1, "the file is empty.")
    suffix = Path(name).suffix.lower()
    election = _reader(lines, suffix)(lines, suffix)
    if not notes:
        return election
    return Election(**{**vars(election), "notes": (*election.notes, *notes)})


def _decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text, and what there is to say about its encoding."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadFile(1, "the file is in UTF-16; save it as UTF-8.")
    if b"\0" in data:
        raise BadFile(data[: data.index(b"\0")].count(b"\n") + 1, "this is not a text file.")
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        # The old tally sheets are in Latin-1, which has no letters between 0x80 and 0x9f.
        if debian.looks_like(data.decode("latin-1").splitlines()) and not re.search(rb"[\x80-\x9f]", data):
            return data.decode("latin-1"), ("The file is not in UTF-8 and was read as Latin-1.",)
        line = data[: error.start].count(b"\n") + 1
        raise BadFile(line, "the text is not in UTF-8; save the file as UTF-8.") from None


def _reader(lines: Lines, suffix: str) -> Callable[[Lines, str], Election]:
    """What can be told from the content goes first, then the name of the file, then a guess."""
    if debian.looks_like(lines):
        return debian.parse
    if preflib.looks_like(lines):
        return preflib.parse
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    if blt.looks_like(lines):
        return blt.parse
    if "," in next(line for line in lines if line.strip()):
        return kubernetes.parse
    raise BadFile(1, UNKNOWN)
