"""Writes everything of a site that is not a page, and takes over what an earlier build has made."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable
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
        directory = os.path.dirname(dest)
        if directory not in self.made:
            os.makedirs(os.path.join(self.path, directory), exist_ok=True)
            self.made.add(directory)
        return os.path.join(self.path, dest)

    def take(self, earlier: str, dest: str) -> None:
        """Take a file of an earlier build: one file under two names, never written again."""
        place = self.place(dest)
        try:
            os.link(os.path.join(earlier, dest), place)
        except OSError as error:
            if error.errno not in (errno.EXDEV, errno.EMLINK, errno.EPERM, errno.ENOTSUP):
                raise
            shutil.copyfile(os.path.join(earlier, dest), place)


def add_static(site: Site, folder: Folder, earlier: str | None, known: dict[str, str]) -> dict[str, str]:
    """Bring in the images, styles and scripts of tree and theme; gives the digests of the tree's."""
    theme = {uri for uri, _ in site.theme_files}
    seen: dict[str, str] = {}
    for file in site.files:
        if file.is_documentation_page() or not file.inclusion.is_included():
            continue
        if file.src_uri in theme:
            same = earlier is not None
        else:
            seen[file.src_uri] = digests.of_file(str(file.abs_src_path))
            same = earlier is not None and known.get(file.src_uri) == seen[file.src_uri]
        if same and earlier is not None:
            folder.take(earlier, file.dest_uri)
        else:
            shutil.copyfile(str(file.abs_src_path), folder.place(file.dest_uri))
    return seen


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
        self.listed: list[Any] = [_listed(file, base, today) for file in site.docs]

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


def _listed(file: File, base: str | None, today: str) -> Any:
    path = "" if file.url in (".", "./") else file.url
    url = urljoin(base if base.endswith("/") else f"{base}/", path) if base else None
    return SimpleNamespace(page=ListedPage(url, urlsplit(url).path if url else None, today))


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
