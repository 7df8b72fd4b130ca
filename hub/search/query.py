"""From what people type to a full-text query: every word counts, and the last one may be unfinished."""

from __future__ import annotations

import re

from django.contrib.postgres.search import SearchQueryField
from django.db.models.expressions import RawSQL

LONGEST = 300
LAST_WORD = re.compile(r"(?:^|(?<=[\s(]))([^\W_]+(?:[._-][^\W_]+)*)\Z")
PHRASE_SQL = "websearch_to_tsquery('english', %s)"
UNFINISHED_SQL = (
    "(websearch_to_tsquery('english', %s)"
    " || (websearch_to_tsquery('english', %s)"
    " && (to_tsquery('english', %s) || to_tsquery('simple', %s))))"
)


def cleaned(text: str) -> str:
    """What is searched for: without control characters, single blanks, no longer than a long sentence."""
    return " ".join("".join(char if char.isprintable() else " " for char in text[: LONGEST * 4]).split())[
        :LONGEST
    ]


def to_sql(text: str) -> tuple[str, list[str]]:
    """The query as SQL with its parameters. Quotes, `or` and `-word` mean what they mean on the web."""
    last = LAST_WORD.search(text)
    if not last or text.count('"') % 2 or last[1].lower() == "or":
        return PHRASE_SQL, [text]
    unfinished = "'" + last[1] + "':*"
    return UNFINISHED_SQL, [text, text[: last.start()], unfinished, unfinished]


def unfinished(text: str) -> str:
    """The last word, which people may still be typing; empty where it is complete."""
    last = LAST_WORD.search(text)
    return "" if not last or text.count('"') % 2 or last[1].lower() == "or" else last[1]


def whole(text: str) -> RawSQL:
    """The query with every word as it stands."""
    return RawSQL(PHRASE_SQL, [text], output_field=SearchQueryField())  # noqa: S611 -- as below


def expression(text: str) -> RawSQL:
    """The query for Django's query sets."""
    sql, params = to_sql(text)
    return RawSQL(sql, params, output_field=SearchQueryField())  # noqa: S611 -- constants; text is a parameter
