"""Renders pages with the mkdocs library, in the two steps it has: Markdown first, then the template."""

from __future__ import annotations

import re

from mkdocs.commands import build as mkdocs_build
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page
from mkdocs.utils.meta import get_data

from . import digests, search
from .errors import BuildFailed
from .records import PageRecord
from .site import Site

DEFINES = re.compile(
    r"^(?:#{1,6} +|)::: ?([\w.]+)", re.MULTILINE
)  # a reference entry: `::: hub.catalog.models`
CROSSREFS = ("<autoref", "data-autorefs-", "<backlinks")  # what is resolved when all entries are known


def defined_in(source: str) -> list[str]:
    """The names whose reference entries a page asks for."""
    return DEFINES.findall(source) if ":::" in source else []


def read(site: Site, file: File, source: str) -> PageRecord:
    """Turn a page's Markdown into HTML; what it says of itself goes into its record."""
    page = site.page(file)
    site.files.take_asked()
    record = PageRecord(file.src_uri, file.dest_uri, source)
    try:
        mkdocs_build._populate_page(page, site.config, site.files)
    except Exception as error:
        raise BuildFailed(named(file, [*site.warnings.take(), str(error)])) from error
    record.defines = defined_in(page.markdown or "")
    record.title = page._title_from_render
    record.anchors = sorted(page.present_anchor_ids or ())
    record.links = {to.src_uri: names for to, names in (page.links_to_anchors or {}).items()}
    record.found, record.missing = site.files.take_asked()
    record.crossrefs = any(mark in (page.content or "") for mark in CROSSREFS)
    record.warnings = named(file, site.warnings.take())
    return record


def write(site: Site, file: File, record: PageRecord) -> None:
    """Put a page into the template and write it, keeping what later builds need to know of it."""
    page = site.page(file)
    record.main = digests.of_text(f"{page.title}\n{page.content}")
    search.take_entries(site.search)
    try:
        mkdocs_build._build_page(page, site.config, site.docs, site.nav, site.env)
    except Exception as error:
        raise BuildFailed(named(file, [*site.warnings.take(), str(error)])) from error
    record.search = search.take_entries(site.search)
    record.warnings += named(file, site.warnings.take())
    record.scripts = digests.scripts(site.take_output())
    forget(page)


def forget(page: Page) -> None:
    """Let go of a page's text, so that memory does not hold the whole site."""
    page.content = page.markdown = ""
    page.toc = []  # type: ignore[assignment]


def recall(site: Site, file: File, title: str | None) -> None:
    """Give a page that another process or build rendered its title and front matter."""
    page = site.page(file)
    _, page.meta = get_data(file.content_string)
    page.markdown = page.content = ""
    page._title_from_render = title


def named(file: File, messages: list[str]) -> list[str]:
    """Messages that each name the page they are about."""
    return [m if file.src_uri in m else f"{file.src_uri}: {m}" for m in messages]
