"""BLT files (also Tideman's HIL, which is the same with all names on one line)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from hub.voting.counting import Profile
from hub.voting.counting.arrays import MOST
from hub.voting.formats.election import (
    MOST_OPTIONS,
    BadFile,
    Election,
    ballots_counted,
    names_of,
    shortened,
    whole,
)

TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|#.*|([^\s"#]+)|(\S)')
Token = tuple[int, str, bool]  # line, text, whether it was quoted
Preferences = list[list[int]]


def looks_like(lines: list[str]) -> bool:
    """Whether it begins with two numbers."""
    first = next((line for line in lines if line.strip() and not line.lstrip().startswith("#")), "")
    return bool(re.match(r"\s*[0-9]+\s+[0-9]+\s*(#|$)", first))


def parse(lines: list[str], suffix: str) -> Election:
    """Withdrawn options are left out of the count, and of every ballot; what is not ranked is last."""
    reader = _Reader(_tokens(lines), len(lines))
    size = whole(*reader.plain("the number of options"), most=MOST_OPTIONS)
    seats = whole(*reader.plain("the number of seats"))
    withdrawn = reader.withdrawn(size)
    papers = list(reader.ballots(size))
    names, title = reader.names(size)
    kept = [i for i in range(size) if i + 1 not in withdrawn]
    if not kept:
        raise BadFile(1, "every option is withdrawn.")
    options = tuple(names[i] for i in kept)
    rows = [_row(paper, kept) for _, paper in papers]
    weights = [weight for weight, _ in papers]
    ballots_counted(sum(weights), len(lines))
    form = "Tideman HIL" if suffix == ".hil" else "BLT"
    notes = tuple(f"{names[i - 1]} is withdrawn." for i in sorted(withdrawn))
    return Election(options, Profile(options, rows, weights), seats, "last", form, title, notes)


def _row(paper: Preferences, kept: list[int]) -> list[int | None]:
    ranks = {option: rank for rank, tier in enumerate(paper, 1) for option in tier}
    return [ranks.get(i + 1) for i in kept]


def _tokens(lines: list[str]) -> Iterator[Token]:
    for number, line in enumerate(lines, 1):
        for found in TOKEN.finditer(line):
            if found[3]:
                raise BadFile(number, "a quotation mark is not closed.")
            if found[1] is not None:
                yield number, re.sub(r"\\(.)", r"\1", found[1]).strip(), True
            elif found[2]:
                yield number, found[2], False


@dataclass
class _Reader:
    """Takes tokens one by one, and says what is missing when they end."""

    tokens: Iterator[Token]
    last_line: int
    again: list[Token] = field(default_factory=list)

    def next(self) -> Token | None:
        return self.again.pop() if self.again else next(self.tokens, None)

    def plain(self, what: str) -> tuple[str, int, str]:
        """The next token, which is not a name: text, line, and what it should be."""
        token = self.next()
        if token is None:
            raise BadFile(self.last_line, f"the file is cut short: {what} is missing.")
        line, text, quoted = token
        if quoted:
            raise BadFile(line, f'the name "{shortened(text)}" stands where {what} should.')
        return text, line, what

    def withdrawn(self, size: int) -> set[int]:
        """Negative numbers after the first line."""
        found: set[int] = set()
        while (token := self.next()) and not token[2] and re.fullmatch(r"-[0-9]+", token[1]):
            found.add(whole(token[1][1:], token[0], "the withdrawn option"))
            if max(found) > size:
                raise BadFile(token[0], f"option {max(found)} is withdrawn, and there are {size} options.")
        if token:
            self.again.append(token)
        return found

    def ballots(self, size: int) -> Iterator[tuple[int, Preferences]]:
        """Weight and preferences of each, up to the 0 that ends them."""
        while True:
            text, line, _ = self.plain("the 0 that ends the ballots")
            if text.startswith("(") and text.endswith(")"):  # a number of the ballot
                continue
            if text == "0":
                return
            weight = whole(text, line, "the weight of a ballot", most=MOST)
            yield weight, list(self.preferences(size))

    def preferences(self, size: int) -> Iterator[list[int]]:
        """Options of one ballot, up to its 0; those joined by = share a place."""
        seen: set[int] = set()
        while True:
            text, line, _ = self.plain("the 0 that ends a ballot")
            if text == "0":
                return
            if text == "-":  # a place left out
                continue
            tier = [whole(part, line, "an option on a ballot") for part in text.split("=")]
            for option in tier:
                if option > size:
                    raise BadFile(line, f"a ballot ranks option {option}, and there are {size} options.")
                if option in seen:
                    raise BadFile(line, f"a ballot ranks option {option} twice.")
                seen.add(option)
            yield tier

    def names(self, size: int) -> tuple[tuple[str, ...], str]:
        """A name per option, then perhaps the title."""
        found = []
        for line, text, quoted in iter(self.next, None):
            if not quoted:
                raise BadFile(line, f'"{shortened(text)}" stands where a name in quotation marks should.')
            found.append((line, text))
        if len(found) < size:
            raise BadFile(self.last_line, f"the file is cut short: {len(found)} of {size} names are there.")
        if len(found) > size + 1:
            raise BadFile(found[size + 1][0], f"there are more names than the {size} options and a title.")
        return names_of(found[:size]), found[size][1] if len(found) > size else ""
