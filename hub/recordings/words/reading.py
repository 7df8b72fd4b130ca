"""Read captions: WebVTT and SubRip, as people's tools write them, with every oddity named and no word lost."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from hub.recordings.words.captions import LONGEST_MS, Captions, Line, UnreadableError
from hub.recordings.words.markup import spoken
from hub.recordings.words.rolling import unrolled

MOST_BYTES = 20_000_000
MOST_LINES = 200_000
ARROW = "-->"
TIMES = re.compile(
    r"\s*(?:(\d{1,4}):)?(\d{1,3}):(\d\d)(?:[.,](\d{1,3}))?\s*-->"
    r"\s*(?:(\d{1,4}):)?(\d{1,3}):(\d\d)(?:[.,](\d{1,3}))?(?:\s.*)?"
)
ASIDE = re.compile(r"(NOTE|STYLE|REGION)(\s|$)")
NUMBER = re.compile(r"\s*\d+\s*")


@dataclass(frozen=True)
class Block:
    """A caption as it stands in the file."""

    line: int
    times: str
    text: str


def read(data: bytes) -> Captions:
    """The captions of a file. Raises UnreadableError with line and reason when there is no reading it."""
    warnings: list[str] = []
    text = decoded(data, warnings)
    rows = re.split(r"\r\n|\r|\n", text)
    found: list[tuple[int, Line]] = []
    for block in blocks(rows):
        found += _lines(block, warnings)
    if not found and not text.lstrip().startswith("WEBVTT"):
        raise UnreadableError(
            "there are no captions in it: no line holds a time such as 00:01.000 --> 00:04.000"
        )
    if len(found) > MOST_LINES:
        raise UnreadableError(f"more than {MOST_LINES:,} captions", found[MOST_LINES][0])
    if not found:
        warnings.append("it holds no captions")
    return Captions(_in_order(found, warnings), warnings)


def decoded(data: bytes, warnings: list[str]) -> str:
    """The text of a file, whatever wrote it."""
    if len(data) > MOST_BYTES:
        raise UnreadableError(f"larger than {MOST_BYTES // 1_000_000} MB")
    if not data.strip():
        raise UnreadableError("the file is empty")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").lstrip("\ufeff")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if ARROW.encode() not in data:
            raise UnreadableError("this is no text file", data[: error.start].count(b"\n") + 1) from None
        line = data[: error.start].count(b"\n") + 1
        warnings.append(f"line {line}: not UTF-8; read as Latin-1 (Windows-1252)")
        text = data.decode("cp1252", "replace")
    if "\0" in text:
        warnings.append(f"line {text[: text.index(chr(0))].count(chr(10)) + 1}: NUL characters, left out")
    return text.replace("\0", "")


def blocks(rows: list[str]) -> Iterator[Block]:
    """Each caption: its times, and the lines below up to an empty line or the next times."""
    number, aside = 0, False
    while number < len(rows):
        row = rows[number]
        if ARROW not in row or aside:
            aside = bool(row.strip()) and (aside or bool(ASIDE.match(row)))
            number += 1
            continue
        end = number + 1
        while end < len(rows) and rows[end].strip() and ARROW not in rows[end]:
            end += 1
        body = rows[number + 1 : end]
        if end < len(rows) and ARROW in rows[end] and body and NUMBER.fullmatch(body[-1]):
            body = body[:-1]  # the number of the next one, without an empty line before it
        yield Block(number + 1, row, "\n".join(body))
        number = end


def _lines(block: Block, warnings: list[str]) -> list[tuple[int, Line]]:
    """The caption of a block: one line for each voice in it, none where it cannot be used."""
    times = TIMES.fullmatch(block.times)
    starts, ends = (_ms(times.groups()[:4]), _ms(times.groups()[4:])) if times else (-1, -1)
    if starts < 0 or ends < 0:
        warnings.append(f"line {block.line}: no time can be read in {block.times.strip()[:80]!r}; left out")
        return []
    if ends < starts:
        warnings.append(f"line {block.line}: ends before it begins; taken as ending there")
        ends = starts
    found = spoken(block.text)
    if not found:
        warnings.append(f"line {block.line}: a caption without words; left out")
    return [(block.line, Line(starts, ends, words, who)) for who, words in found]


def _ms(parts: tuple[str | None, ...]) -> int:
    """Hours, minutes, seconds and thousandths as milliseconds; -1 for what no clock shows."""
    hours, minutes, seconds, rest = (part or "0" for part in parts)
    if int(seconds) > 59 or (parts[0] and int(minutes) > 59):
        return -1
    whole = (int(hours) * 60 + int(minutes)) * 60 + int(seconds)
    ms = whole * 1000 + int(rest.ljust(3, "0"))
    return ms if ms <= LONGEST_MS else -1


def _in_order(found: list[tuple[int, Line]], warnings: list[str]) -> list[Line]:
    """The captions by time, each once; rolling ones without what they repeat."""
    late = [at for (_, before), (at, line) in itertools.pairwise(found) if line.starts_ms < before.starts_ms]
    if late:
        warnings.append(f"line {late[0]}: {_many(len(late))} out of order; sorted by time")
    found = sorted(found, key=lambda one: (one[1].starts_ms, one[1].ends_ms))
    once: dict[Line, int] = {}
    for at, line in found:
        once.setdefault(line, at)
    if len(once) < len(found):
        warnings.append(
            f"{_many(len(found) - len(once))} in the file twice, with the same words at the same time; kept once"
        )
    lines = unrolled(list(once))
    if len(lines) < len(once):
        warnings.append(
            f"rolling captions: {_many(len(once) - len(lines))} held nothing new; what rolls by is kept once"
        )
    _overlaps(lines, once, warnings)
    return lines


def _overlaps(lines: list[Line], places: dict[Line, int], warnings: list[str]) -> None:
    over = [
        line
        for before, line in itertools.pairwise(lines)
        if line.starts_ms < before.ends_ms and line.speaker == before.speaker
    ]
    if over:
        at = f"line {places[over[0]]}: " if over[0] in places else ""
        warnings.append(f"{at}{_many(len(over))} overlapping the one before")


def _many(count: int) -> str:
    return "1 caption" if count == 1 else f"{count:,} captions"


def past_the_end(captions: Captions, seconds: int | None) -> list[str]:
    """A warning when captions come after the end of the recording."""
    late = sum(1 for line in captions.lines if seconds and line.starts_ms > (seconds + 1) * 1000)
    return [f"{_many(late)} beginning after the end of the recording; kept"] if late else []
