"""Digests of what pages depend on: equal digests mean that an earlier result may be used again."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation
from mkdocs.utils.yaml import yaml_load

LIBRARIES = (
    "mkdocs", "mkdocs-material", "markdown", "pymdown-extensions", "pygments", "jinja2",
    "mkdocstrings", "mkdocstrings-python", "mkdocs-autorefs", "griffelib",
)  # fmt: skip
PLACES = {"docs_dir", "site_dir", "INHERIT"}  # where, not what
INLINE_SCRIPT = re.compile(r"<script\b(?P<attrs>[^>]*)>(?P<code>.*?)</script>", re.DOTALL)
SCRIPT_TYPE = re.compile(r"""\btype=["']?([^"'\s>]*)""")
JAVASCRIPT = {"", "module", "text/javascript", "application/javascript"}


def of(data: bytes) -> str:
    """A short digest, safe against accident and ill will."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def of_text(text: str) -> str:
    """The digest of a text."""
    return of(text.encode("utf-8", "surrogatepass"))


def of_value(value: Any) -> str:
    """The digest of lists, dictionaries and plain values."""
    return of_text(json.dumps(value, default=_named, sort_keys=True))


def _named(value: Any) -> str:
    """Functions and classes in the settings by name: their address changes with every run."""
    name = getattr(value, "__qualname__", None)
    return f"{value.__module__}.{name}" if name else f"{type(value).__qualname__}:{value}"


def of_file(path: str | os.PathLike[str]) -> str:
    """The digest of a file."""
    with open(path, "rb") as file:
        return of(file.read())


def of_files(root: Path, paths: Iterable[Path]) -> str:
    """The digest of several files and their names."""
    return of_value([[str(path.relative_to(root)), of_file(path)] for path in sorted(paths)])


@cache
def of_software() -> list[str]:
    """The versions that make the HTML, and this engine's own code."""
    own = Path(__file__).parent
    packages = Path(sysconfig.get_paths()["purelib"])
    installed = str(packages.stat().st_mtime_ns) if packages.exists() else ""
    return [sys.version, installed, of_files(own, own.glob("*.py")), *map(version, LIBRARIES)]


def of_base(config: MkDocsConfig, overrides: Mapping[str, Any]) -> str:
    """What every page depends on: software, settings and the templates of our own."""
    with open(config.config_file_path, "rb") as file:  # mkdocs empties parts of what it has loaded
        settings = {**yaml_load(file), **overrides}
    settings = {key: value for key, value in settings.items() if key not in PLACES}
    custom = config.theme.custom_dir
    files = [p for p in Path(custom).rglob("*") if p.is_file()] if custom else []
    theme = of_files(Path(custom), files) if custom else ""
    return of_value([of_software(), settings, theme])


def of_nav(nav: Navigation) -> str:
    """The navigation as any page may show it: structure, titles and front matter."""
    return of_value([_nav_item(item) for item in nav])


def _nav_item(item: Any) -> Any:
    if item.is_page:
        return [item.file.src_uri, item.title, item.meta]
    children = [_nav_item(child) for child in item.children or ()]
    return [item.title, getattr(item, "url", None), children]


def of_python(config: MkDocsConfig, identifiers: Iterable[str]) -> str:
    """The Python sources and templates that the reference pages show."""
    plugin: Any = config.plugins.get("mkdocstrings")
    if plugin is None:
        return ""
    root = Path(config.config_file_path or ".").resolve().parent
    options = plugin.config.handlers.get("python", {})
    tops = sorted({name.partition(".")[0] for name in identifiers})
    folders = [root / path / top for path in options.get("paths", ["."]) for top in tops]
    files = [p for folder in folders if folder.is_dir() for p in folder.rglob("*.py")]
    files += [f for folder in folders if (f := folder.with_suffix(".py")).is_file()]
    extensions = options.get("options", {}).get("extensions", [])
    files += [f for name in extensions if (f := root / str(name)).is_file()]
    return of_value([[os.path.relpath(path, root), of_file(path)] for path in sorted(files)])


def scripts(html: str) -> list[str]:
    """The Content-Security-Policy digests of the inline scripts of a page."""
    found: dict[str, None] = {}
    for match in INLINE_SCRIPT.finditer(html):
        kind = SCRIPT_TYPE.search(match["attrs"])
        if " src=" not in match["attrs"] and (kind[1] if kind else "") in JAVASCRIPT:
            found[_sha256(match["code"])] = None
    return list(found)


@lru_cache(256)
def _sha256(code: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
