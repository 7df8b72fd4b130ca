"""Makes the search index: the same entries as the theme's search plugin, found with less work."""

from __future__ import annotations

import json
from typing import Any

from material.plugins.search.plugin import SearchIndex, SearchPlugin
from mkdocs.structure.pages import Page

from .sections import sections


def add_page(index: SearchIndex, page: Page) -> None:
    """Add a page's sections to the index, unless the page asks to be left out."""
    if (page.meta.get("search") or {}).get("exclude"):
        return
    for section in sections(page.content or ""):
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
