"""Divides a page into the sections of the search index, as the theme's search plugin does, only faster."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Any

from material.plugins.search.plugin import Element, Parser, Section, void

# A start tag, an end tag or a piece of text, as the Markdown renderer writes them.
TOKEN = re.compile(
    r"""<([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[a-zA-Z_:@][\w:.@-]*(?:="[^"]*")?)*)\s*(/?)>"""
    r"""|</([a-zA-Z][a-zA-Z0-9-]*)>"""
    r"""|([^<]+)"""
)
ATTRIBUTE = re.compile(r'\s+([^\s="]+)(?:="([^"]*)")?')
# What only the full HTML parser reads correctly: comments, declarations, raw text elements.
UNUSUAL = re.compile(
    r"<[!?]|<(?:script|style|textarea|title|xmp|iframe|noembed|noframes|noscript|plaintext)\b", re.IGNORECASE
)
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
KEPT = {"p", "code", "pre", "li", "ol", "ul", "sub", "sup"}  # tags that stay in the index
NEVER = {"object", "script", "style"}  # tags whose text is never indexed
TELLING = re.compile(r"data-search-exclude|linenodiv|headerlink", re.IGNORECASE)  # attributes that matter

Token = tuple[str, ...]  # tag, attributes, closing slash, closed tag, text: empty where not there


def sections(html: str) -> list[Section]:
    """The sections of a page. Anything unusual goes through the plugin's own parser."""
    tokens = None if UNUSUAL.search(html) else tokenized(html)
    if tokens is None:
        parser = Parser()
        parser.feed(html)
        parser.close()
        return list(parser.data)
    return Divider().divided(tokens)


def tokenized(html: str) -> list[Token] | None:
    """The tags and texts of a page, or None when some part of it is not ordinary markup."""
    tokens, at = [], 0
    for match in TOKEN.finditer(html):
        if match.start() != at:
            return None
        at = match.end()
        tokens.append(match.groups(""))
    return tokens if at == len(html) else None


def attributes(text: str) -> dict[str, str | None]:
    """The attributes of a start tag."""
    found = ATTRIBUTE.finditer(text)
    return {m[1].lower(): unescape(m[2]) if m[2] is not None else None for m in found}


class Divider:
    """Goes through a page and sorts its text into sections. Elements are told apart by their tag only."""

    def __init__(self) -> None:
        self.context: list[str] = []  # the open tags
        self.links: list[int] = []  # how deep the open permalinks are
        self.skip = set(NEVER)
        self.data: list[Section] = []
        self.section: Any = None  # the Section that text goes to

    def divided(self, tokens: list[Token]) -> list[Section]:
        """All sections of a page."""
        for tag, attrs, end, close, text in tokens:
            if text:
                self._text(unescape(text) if "&" in text else text)
            elif close:
                self._end(close.lower())
            else:
                self._start(tag.lower(), attrs)
                if end:
                    self._end(tag.lower())
        return self.data

    def _begin(self, tag: str, depth: int = 0, attrs: dict[str, str | None] | None = None) -> Section:
        self.section = Section(Element(tag, attrs), depth)
        self.data.append(self.section)
        return self.section

    def _start(self, tag: str, text: str) -> None:
        if tag in void:
            return
        self.context.append(tag)
        if tag in HEADINGS:
            self._heading(tag, attributes(text))
        if self.section is None:
            self._begin("hx")
        if text and TELLING.search(text) and self._marks(tag, attributes(text)):
            return
        if tag in KEPT and self.skip.isdisjoint(self.context):
            self._pieces().append(f"<{tag}>")

    def _heading(self, tag: str, attrs: dict[str, str | None]) -> None:
        if "id" not in attrs:
            return
        depth = len(self.context)
        if tag != "h1" and not self.data:
            self._begin("hx", depth)
        first = not self.data
        section = self._begin(tag, depth, attrs)
        if not first:
            section.id = attrs["id"]

    def _marks(self, tag: str, attrs: dict[str, str | None]) -> bool:
        """Note a permalink; say whether the element is to be left out."""
        if tag == "a" and attrs.get("class") == "headerlink":
            self.links.append(len(self.context))
        excluded = "data-search-exclude" in attrs or attrs.get("class") == "linenodiv"
        if excluded:
            self.skip.add(tag)
        return excluded

    def _pieces(self) -> list[str]:
        """Where text goes now: the title of the section or its body."""
        section = self.section
        pieces: list[str] = section.title if section.el.tag in self.context else section.text
        return pieces

    def _end(self, tag: str) -> None:
        if not self.context or self.context[-1] != tag:
            return
        depth = len(self.context)
        if self.section.depth > depth:
            self._leave(depth)
        self.context.pop()
        if self.links and self.links[-1] == depth:
            self.links.pop()
        if tag in self.skip:
            self.skip -= {tag} - NEVER
        elif tag in KEPT and self.skip.isdisjoint(self.context):
            self._close(self._pieces(), tag)

    def _leave(self, depth: int) -> None:
        """The element around a heading ends: text belongs to the section before it again."""
        for section in reversed(self.data):
            if section.depth <= depth:
                self.section.depth = float("inf")
                self.section = section
                return

    def _close(self, pieces: list[str], tag: str) -> None:
        """Close a tag, or take it back when there was nothing in it."""
        start = pieces.index(f"<{tag}>")
        if all(piece.isspace() for piece in pieces[start + 1 :]):
            del pieces[start:]
        else:
            pieces.append(f"</{tag}>")

    def _text(self, text: str) -> None:
        if not self.skip.isdisjoint(self.context):
            return
        blank = text.isspace()
        if "pre" not in self.context:
            text = " " if blank else text.replace("\n", " ")
        if self.section is None:
            self._begin("hx")
        if self.section.el.tag in self.context:
            if not self.links:
                self.section.title.append(escape(text, quote=False))
        elif not blank:
            self.section.text.append(escape(text, quote=False))
        else:
            self._blank(self.section.text, text)

    def _blank(self, pieces: list[str], text: str) -> None:
        if not pieces or not pieces[-1].isspace() or "pre" in self.context:
            pieces.append(text)
