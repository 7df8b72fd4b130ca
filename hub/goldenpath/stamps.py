"""Whether what a kind of page was made from is still the same.

A stamp of a table tells any two states of it apart: it sums up the version of every row, so an insert, a
change and a delete all show. Which tables a kind reads is not declared but watched.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection
from psycopg import sql

from hub.core import markdown
from hub.goldenpath.pages import Reading

STAMP = sql.SQL(
    "SELECT {name}, count(*) || ':' || coalesce(sum(hashtextextended(xmin::text || ctid::text, 0)), 0)"
    " FROM {table}"
)
TABLE = re.compile(r'(?:FROM|JOIN) "(\w+)"')
SHOWS_STATUS = "catalog_service"  # pages that name services show their status
SOURCES = ("*.py", "pages/*.py", "templatetags/*.py", "templates/goldenpath/pages/*.md")


@contextmanager
def watched() -> Iterator[set[str]]:
    """The tables that are read meanwhile."""
    tables: set[str] = set()

    def note(execute: Callable[..., Any], query: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        tables.update(TABLE.findall(query))
        return execute(query, params, many, context)

    with connection.execute_wrapper(note):
        yield tables


def taken(reading: Reading, tables: Iterable[str], pages: dict[str, str]) -> dict[str, Any]:
    """What to remember of a kind that was just read: its pages with their digests, and what was read."""
    return {
        "about": about(reading, tables),
        "software": software(),
        "day": str(reading.day),
        "tables": of_tables(tables),
        "pages": pages,
    }


def pages(reading: Reading, fact: Mapping[str, Any] | None, there: set[str]) -> dict[str, str]:
    """The pages of a kind that lie in the tree, made by this software on the same day, with their digests."""
    if not fact or (fact.get("software"), fact.get("day")) != (software(), str(reading.day)):
        return {}
    return {path: digest for path, digest in fact["pages"].items() if path in there}


def current(reading: Reading, fact: Mapping[str, Any] | None, there: set[str]) -> dict[str, Any] | None:
    """What was remembered, if rendering the kind again would make the same pages."""
    if not fact or "day" not in fact or not there.issuperset(fact["pages"]):
        return None
    tables = fact["tables"].keys()
    same = fact["about"] == about(reading, tables) and fact["tables"] == of_tables(tables)
    return dict(fact) if same else None


def about(reading: Reading, tables: Iterable[str]) -> str:
    """A digest of what pages depend on besides tables: the day, what services show, the software."""
    rows = reading.shown.items() if SHOWS_STATUS in tables else ()
    shown = sorted((key, row.word, str(row.since)) for key, row in rows)
    return hashlib.sha256(repr((reading.day, shown, software())).encode()).hexdigest()


def of_tables(tables: Iterable[str]) -> dict[str, str]:
    """A stamp for each table."""
    parts = [STAMP.format(name=sql.Literal(name), table=sql.Identifier(name)) for name in sorted(tables)]
    if not parts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(" UNION ALL ").join(parts))
        return dict(cursor.fetchall())


@cache
def software() -> str:
    """A digest of the code and the templates that write pages."""
    here = Path(__file__).parent
    files = sorted(path for pattern in SOURCES for path in here.glob(pattern))
    digest = hashlib.sha256()
    for path in [*files, Path(markdown.__file__)]:
        digest.update(path.read_bytes())
    return digest.hexdigest()
