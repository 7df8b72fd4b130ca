"""One question to all sources at once: how many hits of each kind, and one page of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connection
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from hub.recordings.models import clock
from hub.recordings.words import placing
from hub.search import query
from hub.search.sources import KINDS, SOURCES, Question

SPOKEN = "moment"
OPEN, CLOSE = "\x02", "\x03"
MARKED = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")
WHOLE_MARK = re.compile(f"({OPEN}[^{OPEN}{CLOSE}]*{CLOSE})")
MARKDOWN = re.compile(r"[#*`>|]+|\[(?=[^\]]*\]\()|\]\([^)\s]*\)?|_{2,}|-{3,}|<[^>]{0,200}>")
LOOKED_AT = 8_000  # characters of a text in which the best passage is looked for
MARKS = f'StartSel="{OPEN}", StopSel="{CLOSE}"'
WHOLE = f"{MARKS}, HighlightAll=true"
PASSAGE = f'{MARKS}, MaxFragments=2, MaxWords=24, MinWords=8, FragmentDelimiter=" … "'
PAGE_SQL = f"""
SELECT kind, ts_headline('english', title, {{match}}, %s), url, about,
       ts_headline('english', left(body, {LOOKED_AT}), {{match}}, %s)
FROM (SELECT * FROM ({{found}}) AS found (kind, title, url, about, body, rank)
      WHERE %s IN ('', kind)
      ORDER BY rank DESC, title, url LIMIT %s OFFSET %s) AS page
"""  # noqa: S608 -- made of constants; what people typed is a parameter
COUNT_SQL = "SELECT kind, count(*) FROM ({found}) AS found (kind) GROUP BY kind"


@dataclass(frozen=True)
class Hit:
    """One thing that was found."""

    kind: str
    title: SafeString
    url: str
    about: str
    snippet: SafeString

    @property
    def noun(self) -> str:
        """What kind of thing it is, in words."""
        return KINDS[self.kind].noun


class Hits:
    """All hits of a query that a person may see, the best first; counted and cut by the database."""

    def __init__(self, user: Any, text: str, kind: str = "") -> None:
        self.kind = kind if kind in KINDS else ""
        self.text = query.cleaned(text)
        self.asked = Question(user, self.text)
        self.counts = self._count() if self.text else {}

    def count(self) -> int:
        """How many there are (of the chosen kind)."""
        return self.counts.get(self.kind, 0) if self.kind else sum(self.counts.values())

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[Hit]:
        """One page of them, with the passage that fits best."""
        if not self.count():
            return []
        sql, params = self._found
        match, words = query.to_sql(self.text)
        with connection.cursor() as cursor:
            cursor.execute(
                PAGE_SQL.format(found=sql, match=match),
                [*words, WHOLE, *words, PASSAGE, *params, self.kind, part.stop - part.start, part.start],
            )
            rows = cursor.fetchall()
        begun = query.unfinished(self.text)
        said = placing.moments([int(row[3]) for row in rows if row[0] == SPOKEN], self.text)
        return [_said(row, said[int(row[3])]) if row[0] == SPOKEN else _hit(begun, *row) for row in rows]

    def _count(self) -> dict[str, int]:
        sql, params = self._found
        with connection.cursor() as cursor:
            cursor.execute(COUNT_SQL.format(found=sql), params)
            return dict(cursor.fetchall())

    @cached_property
    def _found(self) -> tuple[str, tuple[Any, ...]]:
        """The hits of all sources as one statement: put into words once, counted and cut with it."""
        hits = [source.hits(self.asked) for source in SOURCES]
        sql, params = hits[0].union(*hits[1:], all=True).query.sql_with_params()
        return sql, tuple(params)


def _said(row: tuple[str, str, str, str, str], moment: placing.Moment) -> Hit:
    """What is said in a recording leads to its second."""
    who = f" by {moment.speaker}" if moment.speaker else ""
    about = f"Said at {clock(moment.said_ms // 1000)}{who}"
    return Hit(row[0], marked(row[1]), f"{row[2]}?t={moment.seconds}", about, moment.snippet)


def _hit(begun: str, kind: str, title: str, url: str, about: str, snippet: str) -> Hit:
    words = KINDS[kind].in_words(about or "")
    passage = MARKDOWN.sub(" ", snippet or "")
    return Hit(kind, marked(begin(title, begun)), url, words, marked(begin(passage, begun)))


def begin(text: str, begun: str) -> str:
    """Mark the words that begin as the unfinished one does: stems, which the database marks by, hide some."""
    if not begun:
        return text
    word = re.compile(rf"(?<![\w{OPEN}]){re.escape(begun)}\w*", re.IGNORECASE)
    pieces = WHOLE_MARK.split(text)
    return "".join(p if p.startswith(OPEN) else word.sub(rf"{OPEN}\g<0>{CLOSE}", p) for p in pieces)


def marked(text: str) -> SafeString:
    """Text as harmless HTML, with the words that were found marked."""
    html = MARKED.sub(r"<mark>\1</mark>", escape(text))
    return mark_safe(html.replace(OPEN, "").replace(CLOSE, ""))  # noqa: S308 -- escaped above
