"""Writes everything of a site that is not a page, and takes over what an earlier build has made."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urljoin, urlsplit

from mkdocs.commands import build as mkdocs_build
from mkdocs.structure.files import File, Files
from mkdocs.utils import get_build_date

from . import digests
from .site import Site

WRITTEN_BY_PLUGINS = ("assets/_mkdocstrings.css", "objects.inv")


class Folder:
    """The folder a site is written to; directories are made once."""

    def __init__(self, path: Path) -> None:
        self.path = str(path)
        self.made: set[str] = set()

    def place(self, dest: str) -> str:
        """The path for a file of the site, its directory made."""
        self._make(dest.rpartition("/")[0])
        return f"{self.path}/{dest}"

    def _make(self, directory: str) -> None:
        """Make a directory and those above it; asking whether it is there would take as long as making it."""
        if directory in self.made:
            return
        if directory:
            self._make(directory.rpartition("/")[0])
        with suppress(FileExistsError):
            os.mkdir(f"{self.path}/{directory}") if directory else os.makedirs(self.path)
        self.made.add(directory)

    def take(self, earlier: str, dest: str) -> None:
        """Take a file of an earlier build: one file under two names, never written again."""
        place = self.place(dest)
        try:
            os.link(f"{earlier}/{dest}", place)
        except OSError as error:
            if error.errno not in (errno.EXDEV, errno.EMLINK, errno.EPERM, errno.ENOTSUP):
                raise
            shutil.copyfile(os.path.join(earlier, dest), place)


def static_files(site: Site) -> dict[str, str]:
    """The digests of the tree's images and other files that are not pages."""
    theme = {uri for uri, _ in site.theme_files}
    return {f.src_uri: digests.of_file(str(f.abs_src_path)) for f in _static(site) if f.src_uri not in theme}


def add_static(site: Site, folder: Folder, earlier: str | None, known: dict[str, str]) -> dict[str, str]:
    """Bring in the images, styles and scripts of tree and theme; gives the digests of the tree's."""
    seen = static_files(site)
    for file in _static(site):
        uri = file.src_uri
        if earlier is not None and (uri not in seen or known.get(uri) == seen[uri]):
            folder.take(earlier, file.dest_uri)
        else:
            shutil.copyfile(str(file.abs_src_path), folder.place(file.dest_uri))
    return seen


def _static(site: Site) -> list[File]:
    return [f for f in site.files if not f.is_documentation_page() and f.inclusion.is_included()]


def take_plugin_files(folder: Folder, earlier: str) -> None:
    """Take over what the reference plugin wrote beside the pages."""
    for dest in WRITTEN_BY_PLUGINS:
        if os.path.exists(os.path.join(earlier, dest)):
            folder.take(earlier, dest)


def add_templates(site: Site) -> None:
    """Write the theme's pages of its own: the one for a page not found, and the site map."""
    listed = Listed(site)
    for name in sorted(site.config.theme.static_templates):
        files: Files = listed if name == "sitemap.xml" else site.files
        mkdocs_build._build_theme_template(name, site.env, files, site.config, site.nav)


class Listed(Files):
    """The pages as the site map lists them: by address and date.

    The date is the day of the build (or SOURCE_DATE_EPOCH), as in every mkdocs build, so the site map
    is written anew each time.
    """

    def __init__(self, site: Site) -> None:
        super().__init__(())
        base, today = site.config.site_url, get_build_date()
        base = f"{base}/" if base and not base.endswith("/") else base
        path = urlsplit(base).path if base else ""
        self.listed: list[Any] = [_listed(file, base, path, today) for file in site.docs]

    def documentation_pages(self, **_: Any) -> list[File]:
        """What the template goes through."""
        return self.listed


@dataclass(slots=True)
class ListedPage:
    """What the site map shows of a page."""

    canonical_url: str | None
    abs_url: str | None
    update_date: str
    is_link: bool = False


def _listed(file: File, base: str | None, base_path: str, today: str) -> Any:
    if not base:
        return SimpleNamespace(page=ListedPage(None, None, today))
    path = "" if file.url in (".", "./") else file.url
    if path.startswith(("/", ".")) or "//" in path or "/." in path or ":" in path:  # needs to be worked out
        url = urljoin(base, path)
        return SimpleNamespace(page=ListedPage(url, urlsplit(url).path, today))
    return SimpleNamespace(page=ListedPage(base + path, base_path + path, today))


def dead_anchors(pages: Iterable[Any], level: int) -> list[str]:
    """Links to a heading that its page does not have, where settings call that a warning."""
    if level < 30:  # logging.WARNING
        return []
    records = {record.uri: record for record in pages}
    problems = []
    for record in records.values():
        for target, anchors in record.links.items():
            there = records.get(target)
            for anchor, written in anchors.items():
                if there is not None and anchor not in there.anchors:
                    problems.append(f"{record.uri}: link '{written}' leads to no heading of {target}")
    return problems
