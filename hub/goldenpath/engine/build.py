"""Builds the docs site from a tree of Markdown: what changed is rendered, the rest is taken over.

The result is byte for byte what `mkdocs build` makes of the same tree on the same day.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.structure.files import Files

from . import crew, digests, output, records, rendering, search
from .crew import Share, Shared, Worker
from .errors import BuildFailed, NavigationChanged
from .garbage import rarely
from .output import Folder
from .plan import Plan
from .records import Manifest, PageRecord
from .site import Site, loaded
from .warnings import Warnings, collected

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Earlier:
    """A build whose pages may be used again."""

    site: Path
    manifest: Manifest


@dataclass(frozen=True)
class Built:
    """A finished build: how many pages it has and how many of them had to be rendered."""

    pages: int
    rendered: int
    seconds: float
    same: bool  # as the earlier build
    manifest: Manifest
    before: Manifest | None
    warnings: list[str]


def build(
    config: Path,
    target: Path,
    *,
    overrides: Mapping[str, Any] | None = None,
    earlier: Path | None = None,
    templates: Path | None = None,
    processes: int | None = None,
    unless_same: bool = False,
) -> Built:
    """Build the site into the new folder `target/site`, with a manifest beside it.

    `earlier` is the folder of an earlier build to take unchanged pages from; `templates` a folder that
    keeps compiled templates between builds. With `unless_same` nothing is written when nothing changed since
    the earlier build. Raises `BuildFailed`; in strict mode any warning is one.
    """
    start = time.monotonic()
    values = {**(overrides or {}), "site_dir": str(target / "site")}
    count = processes or os.cpu_count() or 1
    with collected() as warnings, rarely():
        run = _Run(config, values, warnings, templates, count)
        try:
            before = _usable(earlier)
            built = run.build(target, before, unless_same=unless_same)
        except NavigationChanged:
            run = _Run(config, values, warnings, templates, count)
            built = run.build(target, None)
    seconds = time.monotonic() - start
    known = before.manifest if before else None
    return Built(len(built.pages), run.rendered, seconds, run.same, built, known, run.problems)


def _usable(folder: Path | None) -> Earlier | None:
    if folder is None:
        return None
    site = folder / "site"
    manifest = records.load(folder / MANIFEST, site / "search" / "search_index.json")
    return Earlier(site, manifest) if manifest else None


class _Run:
    """One attempt at a build."""

    def __init__(
        self,
        config: Path,
        values: Mapping[str, Any],
        warnings: Warnings,
        templates: Path | None,
        processes: int,
    ) -> None:
        self.site = Site(loaded(config, values, warnings), warnings, templates)
        self.base = digests.of_base(self.site.config, values)
        self.processes = processes
        self.rendered = 0
        self.same = False
        self.problems: list[str] = []

    def build(self, target: Path, earlier: Earlier | None, *, unless_same: bool = False) -> Manifest:
        if earlier is not None and earlier.manifest.base != self.base:
            earlier = None
        site = self.site
        site.read_tree(earlier.manifest.theme if earlier else None)
        self.problems = site.warnings.take()
        known = earlier.manifest.pages if earlier else {}
        plan = Plan(site, known, earlier.manifest.python if earlier else "")
        if unless_same and earlier and self._nothing_to_do(plan, earlier.manifest):
            self.same = True
            return earlier.manifest
        folder = Folder(target / "site")
        for file in site.docs:
            folder.place(file.dest_uri)
        manifest = self._pages(folder, earlier, plan)
        self._judge(manifest)
        seen = earlier.manifest.static if earlier else {}
        static = output.add_static(site, folder, str(earlier.site) if earlier else None, seen)
        manifest.static = static
        if earlier is not None:
            before = earlier.manifest
            kept = before.pages.keys() == manifest.pages.keys() and before.static == static
            self.same = kept and not self.rendered
        self._finish(target, manifest)
        return manifest

    def _nothing_to_do(self, plan: Plan, before: Manifest) -> bool:
        """Whether the earlier build is what this one would be."""
        if (
            plan.plain
            or plan.references_changed
            or before.pages.keys() != {f.src_uri for f in self.site.docs}
        ):
            return False
        self._meet(plan, [], [])
        nav = digests.of_nav(self.site.nav)
        return (nav, output.static_files(self.site)) == (before.nav, before.static)

    def _pages(self, folder: Folder, earlier: Earlier | None, plan: Plan) -> Manifest:
        """Render what has to be, take over the rest, and describe all of it."""
        done, nav = self._render(plan, earlier)
        self.rendered = len(done)
        pages: dict[str, PageRecord] = {}
        for file in self.site.docs:
            uri = file.src_uri
            if uri in done:
                pages[uri] = done[uri]
            elif earlier is not None:
                folder.take(str(earlier.site), file.dest_uri)
                pages[uri] = plan.known[uri]
        if earlier and not plan.references_changed:
            output.take_plugin_files(folder, str(earlier.site))
        return Manifest(self.base, nav, plan.python, self.site.theme_files, {}, pages)

    def _render(self, plan: Plan, earlier: Earlier | None) -> tuple[dict[str, PageRecord], str]:
        site = self.site
        shares = crew.shares(site, plan.plain, self.processes)
        if len(shares) > 1:
            output.add_templates(site)  # compiles the templates once, before the fork
            site.warnings.take()
        workers = [Worker(share) for share in shares] if len(shares) > 1 else []
        try:
            return self._together(plan, earlier, shares, workers)
        finally:
            for worker in workers:
                worker.end()

    def _together(
        self, plan: Plan, earlier: Earlier | None, shares: list[Share], workers: list[Worker]
    ) -> tuple[dict[str, PageRecord], str]:
        mine = self._read(plan, [] if workers else shares, with_references=bool(workers))
        self._meet(plan, mine, workers)
        nav = digests.of_nav(self.site.nav)
        if earlier is not None and nav != earlier.manifest.nav:
            raise NavigationChanged
        for share in mine:
            share.write()
        output.add_templates(self.site)
        done = [record for share in mine for record in share.records]
        done += [record for worker in workers for record in worker.receive()]
        return {record.uri: record for record in done}, nav

    def _read(self, plan: Plan, shares: list[Share], *, with_references: bool) -> list[Share]:
        """The Markdown step of the pages of this process."""
        for share in shares:
            share.read()
        if with_references or any(r.crossrefs for share in shares for r in share.records):
            plan.add_references()
        entries = Share(self.site, plan.references)
        entries.read()
        return [entries, *shares]

    def _meet(self, plan: Plan, mine: list[Share], workers: list[Worker]) -> None:
        """Let every process know the titles and references that all have found."""
        references = self._references(plan, mine)
        titles = {uri: record.title for uri, record in plan.known.items()}
        for found in [share.titles() for share in mine] + [worker.receive() for worker in workers]:
            titles |= found
        shown = {page.file.src_uri: page for page in self.site.nav.pages}
        shared = Shared({uri: titles[uri] for uri in shown if uri in titles}, references)
        for worker in workers:
            worker.send(shared)
        for uri, title in shared.titles.items():
            if shown[uri].content is None:  # rendered elsewhere
                rendering.recall(self.site, shown[uri].file, title)

    def _references(self, plan: Plan, mine: list[Share]) -> dict[str, Any]:
        """Resolve links to reference entries in the pages of this process; tell others how."""
        site = self.site
        if not plan.references_changed:
            return {}
        files = Files([file for share in mine for file, _ in share.work])
        site.config.plugins.on_env(site.env, config=site.config, files=files)
        self.problems += site.warnings.take()
        names = ("_primary_url_map", "_secondary_url_map", "_title_map", "_abs_url_map")
        return {name: getattr(site.autorefs, name) for name in names} if site.autorefs else {}

    def _judge(self, manifest: Manifest) -> None:
        """Collect all warnings; strict settings make them a failure."""
        self.problems += self.site.warnings.take()
        for record in manifest.pages.values():
            self.problems += record.warnings
        level = self.site.config.validation.links.anchors
        self.problems += output.dead_anchors(manifest.pages.values(), level)
        if self.site.config.strict and self.problems:
            raise BuildFailed(self.problems)

    def _finish(self, target: Path, manifest: Manifest) -> None:
        """Write the search index and the manifest, and let the plugins end."""
        self.site.config.plugins.on_post_build(config=self.site.config)
        plugin = self.site.search
        if plugin is not None and plugin.config.enabled:
            index = search.joined(plugin, [r.search for r in manifest.pages.values()])
            Path(self.site.config.site_dir, "search", "search_index.json").write_text(index, "ascii")
        manifest.save(target / MANIFEST)
