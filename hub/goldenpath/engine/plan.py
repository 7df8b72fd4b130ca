"""Decides which pages a build has to render: those whose text, links or reference entries changed."""

from __future__ import annotations

from mkdocs.structure.files import File

from . import digests, rendering
from .records import PageRecord
from .site import Site

Work = list[tuple[File, str]]  # pages to render, each with the digest of its Markdown


class Plan:
    """What to render, in two heaps: plain pages, and pages that hang together over the reference.

    A reference page lists Python names (`::: hub.catalog.models`); any page may link to such a name.
    Where a link leads is known only when all reference pages have been rendered, so these pages and
    those that link to them are rendered all together or not at all.
    """

    def __init__(self, site: Site, known: dict[str, PageRecord], python: str) -> None:
        self.known = known
        self.plain: Work = []
        self.references: Work = []
        self._entries: Work = []  # pages with reference entries
        self._links: Work = []  # unchanged pages that link to them
        names: list[str] = []
        changed = not known or any(r.defines for uri, r in known.items() if uri not in site.files.src_uris)
        uris = set(site.files.src_uris)
        for file in site.docs:
            changed |= self._place(file, uris, names)
        self.python = digests.of_python(site.config, names)
        self.references_changed = changed or self.python != python
        if self.references_changed:
            self.references = [*self._entries, *self._links]

    def add_references(self) -> None:
        """A rendered page links to the reference: its entries are needed to know where to."""
        if not self.references_changed:
            self.references_changed = True
            self.references = [*self._entries, *self._links]

    def _place(self, file: File, uris: set[str], names: list[str]) -> bool:
        """Put a page on its heap; says whether a reference page changed."""
        data = content(file)
        source, record = digests.of(data), self.known.get(file.src_uri)
        if record is None or record.source != source or not answers(record, uris):
            record = None
        defines = record.defines if record else rendering.defined_in(data.decode("utf-8", "replace"))
        if defines:
            self._entries.append((file, source))
            names += defines
        elif record is None:
            self.plain.append((file, source))
        elif record.crossrefs:
            self._links.append((file, source))
        return bool(defines) and record is None


def content(file: File) -> bytes:
    """The Markdown of a page, as it lies on disk."""
    with open(str(file.abs_src_path), "rb") as source:
        return source.read()


def answers(record: PageRecord, uris: set[str]) -> bool:
    """Whether the files a page links to are still there, and those it missed are still missing."""
    return uris.issuperset(record.found) and uris.isdisjoint(record.missing)
