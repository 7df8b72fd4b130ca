"""Finds the file of the published site that answers an address."""

from __future__ import annotations

import json
import mimetypes
import os
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from . import publisher

# What a file is, by its ending: not left to the tables of the machine, which differ.
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".gz": "application/gzip",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".inv": "application/octet-stream",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml; charset=utf-8",
}
LONGEST = 255  # bytes in a file name
NAMED_BY_CONTENT = re.compile(r"\.[0-9a-f]{8,}\.(min\.)?(css|js)(\.map)?$")


@dataclass(frozen=True)
class Build:
    """The build a request is answered from, start to end."""

    id: str
    site: Path
    scripts: tuple[str, ...]  # Content-Security-Policy digests of its inline scripts


@dataclass(frozen=True)
class Found:
    """A file of the site."""

    path: Path
    etag: str
    type: str
    forever: bool  # its name changes with its content


@dataclass(frozen=True)
class Moved:
    """The address lacks its closing slash."""


def current(site_root: Path) -> Build | None:
    """The build being served now, or None before the first publish."""
    build_id = publisher.current(site_root)
    return _described(site_root, build_id) if build_id else None


@lru_cache(maxsize=32)
def _described(site_root: Path, build_id: str) -> Build:
    folder = publisher.folder(site_root, build_id)
    about = json.loads((folder / "build.json").read_bytes())
    return Build(build_id, folder / "site", tuple(about["scripts"]))


def find(build: Build, path: str) -> Found | Moved | None:
    """The file for an address below /docs/; None where there is none, or none may be shown."""
    if not is_plain(path):
        return None
    place = build.site / path
    if place.is_dir():
        place /= "index.html"
        if path and not path.endswith("/"):
            return Moved() if place.is_file() else None
    elif path.endswith("/"):
        return None
    return described(place, build)


def is_plain(path: str) -> bool:
    """Whether an address names something inside the site: no way up, no hidden file, no odd character."""
    if len(path) > 4 * LONGEST or "\\" in path or any(ord(char) < 32 for char in path):
        return False
    parts = path.removesuffix("/").split("/") if path else []
    return all(part and not part.startswith(".") and len(part.encode()) <= LONGEST for part in parts)


def described(path: Path, build: Build) -> Found | None:
    """A file with what its answer needs, if it is a real file of this build."""
    root = os.path.realpath(build.site)
    if not path.is_file() or not os.path.realpath(path).startswith(root + os.sep):
        return None
    stat = path.stat()
    kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    forever = bool(NAMED_BY_CONTENT.search(path.name))
    return Found(path, f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"', kind, forever)
