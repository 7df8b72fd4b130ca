"""Loads what one build works on: settings, files, navigation and templates, all from the mkdocs library."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from copy import deepcopy
from pathlib import Path, PurePath
from typing import Any, TypeVar

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

import jinja2
from material.plugins.search.plugin import SearchPlugin
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, get_files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page
from mkdocs_autorefs import AutorefsPlugin
from mkdocstrings import MkdocstringsPlugin

from . import search
from .errors import BuildFailed
from .warnings import Warnings

T = TypeVar("T", bound="BasePlugin[Any]")
KNOWN_PLUGINS = (SearchPlugin, MkdocstringsPlugin, AutorefsPlugin)
KNOWN_TEMPLATES = {"404.html", "sitemap.xml"}


class AskedFiles(Files):
    """The files of the tree, remembering which of them a page asked for: its links."""

    def __init__(self, files: Iterable[File]) -> None:
        super().__init__(files)
        self.found: set[str] = set()
        self.missing: set[str] = set()

    def get_file_from_path(self, path: str) -> File | None:
        """The file of that name, noted as asked for."""
        uri = PurePath(path).as_posix()
        file = self.src_uris.get(uri)
        (self.missing if file is None else self.found).add(uri)
        return file

    def take_asked(self) -> tuple[list[str], list[str]]:
        """What was asked for since the last call: files found, files missing."""
        found, missing = sorted(self.found), sorted(self.missing)
        self.found, self.missing = set(), set()
        return found, missing


class NavFiles(Files):
    """The files as the navigation needs them: pages that stay out of it are not looked at."""

    def __init__(self, files: Files) -> None:
        self._src_uris = files._src_uris

    def documentation_pages(self, **_: Any) -> list[File]:
        """The pages that may be in the navigation."""
        return [file for file in super().documentation_pages() if file.inclusion.is_in_nav()]


class Site:
    """One build in the making."""

    config: MkDocsConfig
    files: AskedFiles
    nav: Navigation
    env: jinja2.Environment
    theme_files: list[list[str]]
    docs: list[File]

    def __init__(self, config: MkDocsConfig, warnings: Warnings, templates: Path | None) -> None:
        self.warnings = warnings
        keep_compiled(config, templates)
        config.plugins.on_startup(command="build", dirty=False)
        self.config = config.plugins.on_config(config)
        self.config.plugins.on_pre_build(config=self.config)
        refuse_unknown(self.config)
        self.env = self.config.theme.get_env()
        self.search = find(self.config, SearchPlugin)
        self.autorefs = find(self.config, AutorefsPlugin)
        search.quicken(self.search)
        self._output = ""
        self.config.plugins._register_event("post_page", self._keep_output)

    def read_tree(self, theme_files: list[list[str]] | None) -> None:
        """Find the files of the tree and the theme, and arrange the navigation."""
        files = get_files(self.config)
        own = {file.src_uri for file in files}
        self.theme_files = self._add_theme(files, own, theme_files)
        files = self.config.plugins.on_files(files, config=self.config)
        set_exclusions(files, self.config)
        self.files = AskedFiles(files)
        self.docs = list(self.files.documentation_pages())
        refuse_doubles(self.files)
        nav = get_navigation(NavFiles(self.files), self.config)
        self.nav = self.config.plugins.on_nav(nav, config=self.config, files=self.files)
        self.files.take_asked()

    def _add_theme(self, files: Files, own: set[str], known: list[list[str]] | None) -> list[list[str]]:
        if known is None:
            files.add_files_from_theme(self.env, self.config)
            return [[f.src_uri, f.src_dir or ""] for f in files if f.src_uri not in own]
        where = (self.config.site_dir, self.config.use_directory_urls)
        for uri, folder in known:
            files.append(File(uri, folder, *where))
        return known

    def _keep_output(self, output: str, **_: Any) -> None:
        self._output = output

    def take_output(self) -> str:
        """The HTML of the page written last."""
        output, self._output = self._output, ""
        return output

    def page(self, file: File) -> Page:
        """The page of a file; pages outside the navigation are made when first needed."""
        return file.page or Page(None, file, self.config)


def loaded(config: Path, overrides: Mapping[str, Any], warnings: Warnings) -> MkDocsConfig:
    """The settings file with some values replaced, checked."""
    try:
        return load_config(config_file=str(config), **deepcopy(dict(overrides)))
    except (ConfigurationError, Abort) as error:
        reasons = warnings.take() or [str(error)]
        raise BuildFailed([f"{config.name}: {reason}" for reason in reasons]) from error


def keep_compiled(config: MkDocsConfig, folder: Path | None) -> None:
    """Keep compiled templates on disk: compiling them takes longer than a page."""
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    original = config.theme.get_env

    def get_env() -> jinja2.Environment:
        env = original()
        env.bytecode_cache = jinja2.FileSystemBytecodeCache(str(folder))
        return env

    config.theme.get_env = get_env  # type: ignore[method-assign]


def find(config: MkDocsConfig, kind: type[T]) -> T | None:
    """The plugin of a kind, if the settings have it."""
    return next((plugin for plugin in config.plugins.values() if isinstance(plugin, kind)), None)


def refuse_unknown(config: MkDocsConfig) -> None:
    """Stop at settings whose effect on other pages the engine does not know."""
    names = [n for n, p in config.plugins.items() if not isinstance(p, KNOWN_PLUGINS)]
    problems = [f"plugin '{name}' is not one the docs engine can build in parts" for name in names]
    templates = (config.theme.static_templates - KNOWN_TEMPLATES) | set(config.extra_templates)
    problems += [f"template '{name}' may depend on every page" for name in sorted(templates)]
    autorefs = find(config, AutorefsPlugin)
    if autorefs is not None and autorefs.scan_toc:
        problems.append("list plugin 'mkdocstrings' only: 'autorefs' makes every page depend on all")
    python = getattr(find(config, MkdocstringsPlugin), "config", {}).get("handlers", {}).get("python", {})
    if python.get("options", {}).get("backlinks"):
        problems.append("option 'backlinks' of mkdocstrings makes reference pages depend on all")
    if problems:
        raise BuildFailed(problems)


def refuse_doubles(files: Files) -> None:
    """Stop when two files of the tree would be written to one place."""
    seen: dict[str, str] = {}
    problems = []
    for file in files:
        first = seen.setdefault(file.dest_uri, file.src_uri) if file.inclusion.is_included() else file.src_uri
        if first != file.src_uri:
            problems += [f"{file.src_uri}: the site already has '{file.dest_uri}', made from {first}"]
    if problems:
        raise BuildFailed(problems)
