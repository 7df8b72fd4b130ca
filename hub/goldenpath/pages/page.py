"""A generated page: where it lies in the tree and what it says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import connection, models
from django.template import loader

from hub.goldenpath import markdown
from hub.goldenpath.pages import contents
from hub.status.shown import Shown

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
READER = AnonymousUser()  # the site shows what everybody may see, and nothing else
SHORT = 50  # rows of one list on an overview; the rest is a click away
LONG = 200  # rows of one page that is only a list
PROPOSE = "/roadmap/new/"  # where readers ask for what is missing
TAKEN = {"index", "readme"}  # names that MkDocs understands as the page of the folder
GAPS = re.compile(r"\n{3,}")

FOLDERS = {
    "goldenpath.path": "paths",
    "catalog.service": "services",
    "catalog.cluster": "clusters",
    "sigs.group": "groups",
    "sigs.conclusion": "conclusions",
    "roadmap.roadmapitem": "roadmap",
    "demos.demo": "demos",
    "recordings.recording": "recordings",
}


@dataclass(frozen=True)
class Page:
    """One Markdown file of the tree; without a text where it is as it was."""

    path: str
    text: str | None
    digest: str = ""  # of what it was made from; empty where that cannot be told


def place(thing: models.Model) -> str:
    """The path of the page about a thing: services/mlflow.md."""
    return f"{FOLDERS[thing._meta.label_lower]}/{file_name(thing.slug)}"  # type: ignore[attr-defined]


def file_name(slug: str) -> str:
    """The file for a slug; never the file that stands for the folder, never outside it."""
    name = slug if re.fullmatch(r"[A-Za-z0-9_-]+", slug) else markdown.slug(slug) or "x"
    return f"{name}.page.md" if name.lower() in TAKEN else f"{name}.md"


@dataclass(frozen=True)
class Reading:
    """One look at the database: the day it is about, what every service shows, and the pages there are."""

    day: dt.date
    shown: Mapping[int, Shown] = field(default_factory=dict)
    known: Mapping[str, str] = field(default_factory=dict)  # path -> digest of what the page was made from

    def page(
        self,
        path: str,
        template: str,
        /,
        *,
        title: str,
        description: str = "",
        read_later: Callable[[], dict[str, Any]] = dict,
        **context: Any,
    ) -> Page:
        """Make one page, unless the same is there already.

        `read_later` reads what is too large to read for pages that stay as they are; `context` says what it depends on.
        """
        values = {"title": title, "description": description, "template": template, **context}
        digest = contents.digest(values, self.shown)
        if self.known.get(path) == digest:
            return Page(path, None, digest)
        read = read_later()
        with _asking() as asked:
            text = self.text(path, template, values | read)
        return Page(path, text, "" if asked else digest)

    def text(self, path: str, template: str, values: Mapping[str, Any]) -> str:
        """What a page says; `root` leads from its folder back to the root of the site."""
        places = {"root": "../" * path.count("/"), "propose": PROPOSE, "shown": self.shown}
        text = _template(template).render({**places, **values})
        return GAPS.sub("\n\n", text).strip() + "\n"


@contextmanager
def _asking() -> Iterator[list[str]]:
    """The queries a template makes: what they find is not in the digest of its contents."""
    asked: list[str] = []

    def note(execute: Callable[..., Any], query: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        asked.append(query)
        return execute(query, params, many, context)

    with connection.execute_wrapper(note):
        yield asked


@cache
def _template(name: str) -> Any:
    return loader.get_template(f"goldenpath/pages/{name}")


def grouped(rows: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """The rows by their key, in the order in which they come."""
    groups: dict[K, list[T]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


def links(rows: Iterable[Any]) -> list[tuple[str, str]]:
    """Label and address of the further addresses of a thing; what has no address is left out."""
    found = [
        (str(row.get("label") or ""), str(row.get("url") or "")) for row in rows if isinstance(row, dict)
    ]
    return [(label, address) for label, address in found if markdown.url(address)][:SHORT]


@dataclass(frozen=True)
class Part:
    """One page of a list that may be too long for one: its rows, its path, and its neighbours."""

    path: str
    rows: Sequence[Any]
    number: int
    of: int
    before: str
    after: str


def parts(stem: str, rows: Sequence[Any]) -> Iterator[Part]:
    """Cut a list into pages of at most LONG rows: `stem.md`, `stem.2.md`, ..."""
    count = max(1, -(-len(rows) // LONG))
    paths = [f"{stem}.md" if n == 0 else f"{stem}.{n + 1}.md" for n in range(count)]
    names = ["", *(path.rpartition("/")[2] for path in paths), ""]
    for n, path in enumerate(paths):
        yield Part(path, rows[n * LONG : (n + 1) * LONG], n + 1, count, names[n], names[n + 2])


def names_of(keys: Iterable[str]) -> dict[str, str]:
    """A distinct file name (without ending) for each key, the same at each publish."""
    taken: dict[str, str] = {}
    names: dict[str, str] = {}
    for key in sorted(set(keys)):
        name = stem = markdown.slug(key) or "other"
        number = 2
        while taken.setdefault(name, key) != key:
            name, number = f"{stem}-{number}", number + 1
        names[key] = name
    return names
