"""The bytes of a CSV file as rows: encoding and delimiter are found out, nothing in them can hurt. Pure."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass

from hub.exchange.marked import CONTROL

BYTES = 2 * 1024 * 1024
ROWS = 5_000
COLUMNS = 60
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
SAMPLE = 20  # records that say which delimiter it is
#: The apostrophe that an export puts before what a spreadsheet would run.
GUARDED = ("'=", "'+", "'-", "'@", "'\t", "'\r")


class NotATable(Exception):  # noqa: N818 -- an answer about a file
    """The file cannot be read as a table; the text says why."""


@dataclass(frozen=True)
class Grid:
    """A table as it was read: its header, its rows, and the line on which each of them begins."""

    encoding: str
    delimiter: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read(data: bytes) -> Grid:
    """The table in a file. Raises NotATable."""
    if len(data) > BYTES:
        raise NotATable(f"The file is larger than {BYTES // 1024 // 1024} MB.")
    text, encoding = decoded(data)
    if found := CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise NotATable(f"Line {line} has a character that no text has: this is no CSV file.")
    delimiter = sniffed(text)
    records = [(line, row) for line, row in _records(text, delimiter) if any(cell.strip() for cell in row)]
    if not records:
        raise NotATable("The file is empty.")
    header = tuple(" ".join(cell.split()) for cell in records[0][1])
    if len(header) > COLUMNS:
        raise NotATable(f"The file has more than {COLUMNS} columns.")
    if len(records) == 1:
        raise NotATable("The file has a header and no rows.")
    if len(records) - 1 > ROWS:
        raise NotATable(f"The file has more than {ROWS:,} rows.")
    return Grid(
        encoding, delimiter, header, tuple((line, _shaped(row, len(header))) for line, row in records[1:])
    )


def decoded(data: bytes) -> tuple[str, str]:
    """The text, and the encoding it was written in: the one its first bytes name, else UTF-8, else Windows'."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        order = ["utf-16"]
    elif data.startswith(b"\xef\xbb\xbf"):
        order = ["utf-8-sig"]
    else:
        order = ["utf-8", "cp1252"]
    for encoding in order:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise NotATable("The file is text in no encoding the hub knows. Save it as UTF-8.")


def sniffed(text: str) -> str:
    """What stands between the cells: what cuts most records into the same number of pieces."""
    best, most = ",", (0, 0)
    for delimiter in DELIMITERS:
        widths = Counter(len(row) for _, row in _records(text, delimiter, SAMPLE) if row)
        width, often = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
        if width > 1 and (often, width) > most:
            best, most = delimiter, (often, width)
    return best


def _records(text: str, delimiter: str, most: int | None = None) -> list[tuple[int, list[str]]]:
    """The records with the line on which each begins; a line break in quotes belongs to its cell."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for row in reader:
            found.append((begins, row))
            begins = reader.line_num + 1
            if len(found) in (most, ROWS + 2):
                break
    except csv.Error as error:
        raise NotATable(f"Line {begins} cannot be read: {error}.") from None
    return found


def _shaped(row: list[str], width: int) -> tuple[str, ...]:
    """As many cells as the header has; the apostrophe of an export is taken off again."""
    cells = [cell[1:] if cell.startswith(GUARDED) else cell for cell in row]
    extra = [cell for cell in cells[width:] if cell.strip()]
    cells = cells[:width] + [""] * (width - len(cells))
    return (*cells, *extra)
