"""Publishes the docs: builds a new site beside the old one and switches to it in one step.

SITE_ROOT/builds/<id>/site/          the pages; files alike in two builds are one file on disk
SITE_ROOT/builds/<id>/manifest.json  what each page was made from
SITE_ROOT/builds/<id>/build.json     what readers and lists need to know of the build
SITE_ROOT/current                    a link to the build being served
"""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .engine import child, digests
from .engine.build import MANIFEST, build
from .engine.errors import BuildFailed
from .engine.records import PageRecord, load_pages

KEPT = 10
PART = ".part"


class Busy(Exception):  # noqa: N818 -- it says what happened
    """Another publish is running."""


@dataclass(frozen=True)
class Changes:
    """How two builds differ, page by page; header and navigation do not count."""

    added: list[str]
    changed: list[str]
    removed: list[str]

    @property
    def all(self) -> list[str]:
        """Every page that is not the same in both."""
        return sorted([*self.added, *self.changed, *self.removed])


@dataclass(frozen=True)
class Published:
    """What a publish did."""

    id: str
    pages: int
    rendered: int
    changed: list[str]
    seconds: float
    path: Path


def publish(
    source: Path,
    config: Path,
    site_root: Path,
    *,
    overrides: Mapping[str, Any] | None = None,
    full: bool = False,
    force: bool = False,
    limit: float = 900,
    wait: float = 0,
) -> Published:
    """Build `source` with the settings file and serve it from now on; nothing changes when it fails.

    `overrides` replaces values of the settings. `full` renders every page. `force` accepts a site that
    lost over half of its pages. Raises `BuildFailed`, or `Busy` when a publish still runs after `wait`.
    """
    start = time.monotonic()
    values = {**(overrides or {}), "docs_dir": str(source)}
    with only_one(site_root, wait):
        sweep(site_root)
        old = current(site_root)
        new = _new_id(site_root)
        part = site_root / "builds" / f".{new}{PART}"
        try:
            about = child.run(lambda: _stage(config, values, site_root, part, old, full=full), limit=limit)
            if about["same"] and old is not None:
                return Published(old, about["pages"], 0, [], time.monotonic() - start, folder(site_root, old))
            _verify(part / "site", about, force=force)
            about |= {"id": new, "made": datetime.now(UTC).isoformat(timespec="seconds")}
            (part / "build.json").write_text(json.dumps(about), "utf-8")
            _settle(part)
            part.rename(folder(site_root, new))
            _point(site_root, new)
        finally:
            shutil.rmtree(part, ignore_errors=True)
        prune(site_root)
    changed = Changes(**about["changes"]).all
    seconds = time.monotonic() - start
    return Published(new, about["pages"], about["rendered"], changed, seconds, folder(site_root, new))


def rollback(site_root: Path, build_id: str) -> None:
    """Serve an earlier build again, until the next publish."""
    with only_one(site_root, wait=30):
        if build_id not in builds(site_root):
            raise LookupError(f"no build {build_id!r} is kept")
        _point(site_root, build_id)


def builds(site_root: Path) -> list[str]:
    """The builds that are kept, oldest first."""
    kept = site_root / "builds"
    return sorted(p.name for p in kept.iterdir() if _whole(p)) if kept.is_dir() else []


def current(site_root: Path) -> str | None:
    """The build being served, or None before the first publish."""
    try:
        name = (site_root / "current").readlink().name
    except OSError:
        return None
    return name if _whole(folder(site_root, name)) else None


def changes(site_root: Path, old: str, new: str) -> Changes:
    """Which pages differ between two builds that are kept."""
    before, after = (_pages(folder(site_root, name)) for name in (old, new))
    return _compare(before, after)


def _pages(build_folder: Path | None) -> dict[str, PageRecord]:
    try:
        return load_pages(build_folder / MANIFEST) if build_folder else {}
    except (OSError, ValueError, KeyError, TypeError):  # made by another version of the engine
        return {}


def folder(site_root: Path, build_id: str) -> Path:
    """Where a build lies."""
    return site_root / "builds" / build_id


def _whole(path: Path) -> bool:
    return not path.name.startswith(".") and (path / "build.json").is_file()


@contextmanager
def only_one(site_root: Path, wait: float) -> Iterator[None]:
    """Hold the lock of this site; the system frees it when the process ends, however that happens."""
    site_root.mkdir(parents=True, exist_ok=True)
    end = time.monotonic() + wait
    with open(site_root / "publish.lock", "w") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= end:
                    raise Busy("another publish is running") from None
                time.sleep(0.05)
        yield


def sweep(site_root: Path) -> None:
    """Remove what a publish that was killed has left."""
    (site_root / "builds").mkdir(exist_ok=True)
    for path in (site_root / "builds").glob(f".*{PART}"):
        shutil.rmtree(path, ignore_errors=True)


def prune(site_root: Path) -> None:
    """Keep the newest builds and the one being served."""
    for name in builds(site_root)[:-KEPT]:
        if name != current(site_root):
            shutil.rmtree(folder(site_root, name), ignore_errors=True)


def _new_id(site_root: Path) -> str:
    """The time, to the microsecond, and always after the newest build even if the clock went back."""
    now = f"{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}"
    newest = max(builds(site_root), default="")
    return now if now > newest else f"{newest}1"


def _stage(
    config: Path, values: Mapping[str, Any], site_root: Path, part: Path, old: str | None, *, full: bool
) -> dict[str, Any]:
    """Build into the folder aside and describe the result. Runs in a child process."""
    before = folder(site_root, old) if old else None
    built = build(
        config,
        part,
        overrides=values,
        earlier=None if full else before,
        templates=site_root / "cache" / "templates",
        unless_same=True,
    )
    if built.same:
        return {"same": True, "pages": built.pages}
    pages = built.manifest.pages
    known = built.before.pages if built.before else _pages(before)
    scripts = {digest for record in pages.values() for digest in record.scripts}
    scripts |= set(digests.scripts((part / "site" / "404.html").read_text("utf-8")))
    differ = _compare(known, pages)
    return {
        "pages": built.pages, "rendered": built.rendered, "before": len(known),
        "changes": asdict(differ), "scripts": sorted(scripts), "same": False,
    }  # fmt: skip


def _compare(before: Mapping[str, PageRecord], after: Mapping[str, PageRecord]) -> Changes:
    both = before.keys() & after.keys()
    return Changes(
        added=sorted(after.keys() - before.keys()),
        changed=sorted(uri for uri in both if before[uri].main != after[uri].main),
        removed=sorted(before.keys() - after.keys()),
    )


def _verify(site: Path, about: Mapping[str, Any], *, force: bool) -> None:
    """Refuse a site that cannot be right: no start page, or over half of the pages gone."""
    for name in ("index.html", "404.html"):
        if not (site / name).is_file() or not (site / name).stat().st_size:
            raise BuildFailed([f"the built site has no {name}"])
    if about["pages"] * 2 < about["before"] and not force:
        raise BuildFailed([f"the site would shrink from {about['before']} pages to {about['pages']}"])


def _settle(path: Path) -> None:
    """Have all of the new build on disk before anything points to it."""
    fd = os.open(path, os.O_RDONLY)
    try:
        if getattr(ctypes.CDLL(None), "syncfs", lambda _: -1)(fd) != 0:
            os.sync()
    finally:
        os.close(fd)


def _point(site_root: Path, build_id: str) -> None:
    """Switch readers to a build: one rename, so that there is always exactly one whole site."""
    link = site_root / ".current.new"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("builds") / build_id)
    link.replace(site_root / "current")
    fd = os.open(site_root, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
