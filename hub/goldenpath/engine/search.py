"""Makes the search index: the same entries as the theme's search plugin, found with less work."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

from material.plugins.search.plugin import Parser, SearchIndex, SearchPlugin
from mkdocs.structure.pages import Page

# A start tag, an end tag or a piece of text, as the Markdown renderer writes them.
TOKEN = re.compile(
    r"""<(?P<tag>[a-zA-Z][a-zA-Z0-9-]*)(?P<attrs>(?:\s+[a-zA-Z_:@][\w:.@-]*(?:="[^"]*")?)*)\s*(?P<end>/?)>"""
    r"""|</(?P<close>[a-zA-Z][a-zA-Z0-9-]*)>"""
    r"""|(?P<text>[^<]+)"""
)
ATTRIBUTE = re.compile(r'\s+([^\s="]+)(?:="([^"]*)")?')
# What only the full HTML parser reads correctly: comments, declarations, raw text elements.
UNUSUAL = re.compile(
    r"<[!?]|<(?:script|style|textarea|title|xmp|iframe|noembed|noframes|noscript|plaintext)\b", re.IGNORECASE
)


class SectionParser(Parser):
    """The plugin's section parser with a faster reader of tags for ordinary markup."""

    def read(self, html: str) -> None:
        """Divide a page into sections; anything unusual goes through the full HTML parser."""
        tokens = None if UNUSUAL.search(html) else tokenized(html)
        if tokens is None:
            self.feed(html)
            self.close()
            return
        for match in tokens:
            self._handle(match)

    def _handle(self, match: re.Match[str]) -> None:
        tag, attrs, end, close, text = match.groups()
        if text is not None:
            self.handle_data(unescape(text) if "&" in text else text)
        elif close is not None:
            self.handle_endtag(close.lower())
        else:
            tag = tag.lower()
            self.handle_starttag(tag, attributes(attrs) if attrs else [])
            if end:
                self.handle_endtag(tag)


def tokenized(html: str) -> list[re.Match[str]] | None:
    """The tags and texts of a page, or None when some part of it is not ordinary markup."""
    tokens, at = [], 0
    for match in TOKEN.finditer(html):
        if match.start() != at:
            return None
        at = match.end()
        tokens.append(match)
    return tokens if at == len(html) else None


def attributes(text: str) -> list[tuple[str, str | None]]:
    """The attributes of a tag, as the HTML parser would give them."""
    return [
        (name.lower(), unescape(value) if '="' in whole else None)
        for name, value, whole in ((m[1], m[2] or "", m[0]) for m in ATTRIBUTE.finditer(text))
    ]


def add_page(index: SearchIndex, page: Page) -> None:
    """Add a page's sections to the index, unless the page asks to be left out."""
    if (page.meta.get("search") or {}).get("exclude"):
        return
    parser = SectionParser()
    parser.read(page.content or "")
    for section in parser.data:
        if not section.is_excluded():
            index.create_entry_for_section(section, page.toc, page.url, page)


def quicken(plugin: SearchPlugin | None) -> None:
    """Let the plugin of this build find its entries with the faster reader."""
    if plugin is not None and plugin.config.enabled:
        index = plugin.search_index
        index.add_entry_from_context = lambda page: add_page(index, page)


def take_entries(plugin: SearchPlugin | None) -> str:
    """The entries added since the last call, as JSON without the brackets."""
    if plugin is None or not plugin.config.enabled:
        return ""
    entries, plugin.search_index.entries = plugin.search_index.entries, []
    return dumps(entries)[1:-1]


def joined(plugin: SearchPlugin, pages: list[str]) -> str:
    """The whole index file from the entries of all pages."""
    plugin.search_index.entries = []
    empty: str = plugin.search_index.generate_search_index(None)
    return empty[:-2] + ",".join(text for text in pages if text) + "]}"


def dumps(value: Any) -> str:
    """JSON as the plugin writes it."""
    return json.dumps(value, separators=(",", ":"), default=str)
