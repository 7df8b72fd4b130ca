"""What one build remembers of each page, so that the next build can tell what it may reuse."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FORMAT = 1
NO_ENTRIES = '{"docs":[]}'  # the index of a site without a search of its own


@dataclass(slots=True)
class PageRecord:
    """One built page: what went in, what other pages can see of it, and what came out."""

    uri: str  # path of the Markdown file in the tree
    dest: str  # path of the HTML file in the site
    source: str  # digest of the Markdown
    title: str | None = None  # the first heading, as shown in the navigation
    main: str = ""  # digest of the page's own content, without header and navigation
    anchors: list[str] = field(default_factory=list)
    links: dict[str, dict[str, str]] = field(default_factory=dict)  # page -> anchor -> as written
    found: list[str] = field(default_factory=list)  # files it asked for and got
    missing: list[str] = field(default_factory=list)  # files it asked for in vain
    scripts: list[str] = field(default_factory=list)  # digests of its inline scripts
    warnings: list[str] = field(default_factory=list)
    defines: list[str] = field(default_factory=list)  # names whose reference entries it shows
    crossrefs: bool = False  # links to reference entries
    search: str = ""  # its entries of the search index, as JSON without the brackets


@dataclass(slots=True)
class Manifest:
    """One build: what all pages share, and a record of each page."""

    base: str  # digest of what every page depends on: versions, settings, theme
    nav: str  # digest of the navigation as shown
    python: str  # digest of the sources behind the reference pages
    theme: list[list[str]]  # static files of the theme: name, folder
    static: dict[str, str]  # static files of the tree: path -> digest
    pages: dict[str, PageRecord]

    def save(self, path: Path) -> None:
        """Write the manifest; search entries are not repeated, only where they are in the index."""
        pages = []
        for record in self.pages.values():
            row = row_of(record)
            row["search"] = len(record.search)
            pages.append(row)
        data = {"format": FORMAT, "base": self.base, "nav": self.nav, "python": self.python}
        data |= {"theme": self.theme, "static": self.static, "pages": pages}
        path.write_text(json.dumps(data, separators=(",", ":"), ensure_ascii=False), "utf-8")


def row_of(record: PageRecord) -> dict[str, Any]:
    """A record as JSON takes it."""
    return {name: getattr(record, name) for name in PageRecord.__slots__}


def load(path: Path, index: Path) -> Manifest | None:
    """The manifest of an earlier build with the search entries of its index; None when unusable."""
    try:
        data = json.loads(path.read_bytes())
        indexed = any(row["search"] for row in data["pages"])
        text = index.read_text("ascii") if indexed else NO_ENTRIES
        if data.pop("format") != FORMAT:
            return None
        return _with_search(data, text)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def load_pages(path: Path) -> dict[str, PageRecord]:
    """The records of a build's pages, without their search entries."""
    rows = json.loads(path.read_bytes())["pages"]
    return {row["uri"]: PageRecord(**{**row, "search": ""}) for row in rows}


def _with_search(data: dict[str, Any], text: str) -> Manifest | None:
    at = text.index('"docs":[') + len('"docs":[')
    pages: dict[str, PageRecord] = {}
    for row in data.pop("pages"):
        length = row["search"]
        row["search"] = text[at : at + length]
        at += length + 1 if length else 0
        pages[row["uri"]] = PageRecord(**row)
    return Manifest(pages=pages, **data)
