"""The hand-written pages as the search needs them: title, address, and words without their signs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from mkdocs.utils.meta import get_data

from hub.core import limits

HEADING = re.compile(r"^#\s+(.+?)(?:\s*\{.*\})?\s*$", re.MULTILINE)
DIRECTIVE = re.compile(r"^(?::::|```|~~~|!!!|\?\?\?|===).*$|<!--[\s\S]*?-->|<[^>\n]+>", re.MULTILINE)
LINK = re.compile(r"!?\[([^\]\n]*)\](?:\([^)\n]*\)|\[[^\]\n]*\])")
SIGNS = re.compile(r"^\s*(?:#+|>|[-*+]|\|[\s|:-]*$)\s*|\|", re.MULTILINE)
QUOTES = re.compile(r"[*`]")
SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Written:
    """One page that somebody wrote by hand."""

    path: str  # its address below /docs/: "", "guides/readers/"
    title: str
    text: str


def pages(folder: Path) -> list[Written]:
    """Every Markdown page below the folder, by path."""
    return [page(folder, path) for path in sorted(folder.rglob("*.md"))]


def page(folder: Path, path: Path) -> Written:
    """One page; without a title of its own it goes by its file's name."""
    text, facts = get_data(path.read_text("utf-8"))
    heading = HEADING.search(text)
    title = str(facts.get("title") or (heading[1] if heading else path.stem.replace("-", " ").capitalize()))
    about = str(facts.get("description") or "")
    body = text.replace(heading[0], "", 1) if heading else text
    return Written(address(path.relative_to(folder)), title[: limits.NAME], f"{about} {words(body)}".strip())


def address(path: Path) -> str:
    """Where the site shows a file: guides/readers.md at guides/readers/, index.md at its folder."""
    place = path.with_suffix("")
    parts = place.parts[:-1] if place.name in {"index", "README"} else place.parts
    return "".join(f"{part}/" for part in parts)


def words(markdown: str) -> str:
    """The text without what only an engine reads."""
    plain = LINK.sub(r"\1", DIRECTIVE.sub(" ", markdown))
    return SPACE.sub(" ", QUOTES.sub("", SIGNS.sub(" ", plain))).strip()
