"""The rows of a .pb file: sections, tables and numbers, and what is wrong with them by line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from fractions import Fraction
from io import StringIO

SECTIONS = ("META", "PROJECTS", "VOTES")
NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
LONGEST = 18  # characters of a number
Row = tuple[int, list[str]]  # line and cells


class BadFile(ValueError):  # noqa: N818 -- it reads as a sentence
    """A file that cannot be read: the line, counted from 1, and why."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


def text_of(data: bytes) -> str:
    """The text of the file, which is in UTF-8."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadFile(1, "the file is in UTF-16; save it as UTF-8.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BadFile(line, "the text is not in UTF-8; save the file as UTF-8.") from None
    if "\0" in text:
        raise BadFile(text[: text.index("\0")].count("\n") + 1, "this is not a text file.")
    return text


def sections(text: str) -> dict[str, list[Row]]:
    """The rows of the three sections, each below its name."""
    found: dict[str, list[Row]] = {}
    now, last = "", 1
    for line, cells in rows(text):
        last, name = line, cells[0].strip()
        if name.upper() in SECTIONS and not any(cell.strip() for cell in cells[1:]):
            now = name.upper()
            if now in found:
                raise BadFile(line, f"the section {now} stands twice.")
            found[now] = []
        elif not now:
            raise BadFile(line, "this is no Pabulib file: it must begin with META.")
        else:
            found[now].append((line, [cell.strip() for cell in cells]))
    for name in SECTIONS:
        if name not in found:
            raise BadFile(last, f"the section {name} is missing.")
        if not found[name]:
            raise BadFile(last, f"the section {name} has no header.")
    return found


def rows(text: str) -> Iterator[Row]:
    """Cells, and the line a row begins in; quoted cells may run over several lines."""
    table = csv.reader(StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter=";", strict=True)
    line = 1
    while True:
        try:
            cells = next(table)
        except StopIteration:
            return
        except csv.Error as error:
            raise BadFile(line, f"the cells of the row cannot be told apart ({error}).") from None
        if any(cell.strip() for cell in cells):
            yield line, cells
        line = table.line_num + 1


class Table:
    """The rows of a section by the names of their columns."""

    def __init__(self, found: list[Row], *needed: str) -> None:
        self.line, self.header = found[0][0], [name.lower() for name in found[0][1]]
        for name in needed:
            if name not in self.header:
                raise BadFile(self.line, f'the header has no column "{name}".')
        named = [name for name in self.header if name]
        if twice := sorted({name for name in named if named.count(name) > 1}):
            raise BadFile(self.line, f'the header has the column "{short(twice[0])}" twice.')
        self.rows = found[1:]

    def __iter__(self) -> Iterator[tuple[int, dict[str, str]]]:
        for line, cells in self.rows:
            if any(cells[len(self.header) :]):
                raise BadFile(line, f"the row has {len(cells)} cells, and the header {len(self.header)}.")
            row = dict.fromkeys(self.header, "")
            yield line, row | dict(zip(self.header, cells, strict=False))


def listed(text: str) -> list[str]:
    """What stands between commas."""
    return [part.strip() for part in text.split(",") if part.strip()]


def number(line: int, text: str, what: str, least: int | None = 0) -> Fraction:
    """A number like 12, 12.50 or 12,50."""
    if not NUMBER.fullmatch(text):
        raise BadFile(line, f'{what} must be a number, not "{short(text)}".')
    if len(text) > LONGEST:
        raise BadFile(line, f"{what} has too many digits.")
    found = Fraction(text.replace(",", "."))
    if least is not None and found < least:
        raise BadFile(line, f"{what} is below {least}.")
    return found


def short(text: str) -> str:
    """The beginning of what stands in the file, fit for a message."""
    clean = re.sub(r"\s+", " ", text)
    return clean if len(clean) <= 40 else f"{clean[:39]}…"
