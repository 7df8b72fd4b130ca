"""Items about the same need, by words and by meaning: shown while somebody types, so that needs meet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from hub.core import meaning
from hub.roadmap.kinds import own_words
from hub.roadmap.meanings import known
from hub.roadmap.models import RoadmapItem

SHOWN = 5
LOOKED_AT = 30  # by words, and as many by meaning
WORDS = 12  # of the title, and as many of the rest; more only make it slower
# Found by trying on the pairs of the tests; all of them are between 0 and 1.
SAME_MEANING = 0.62  # "means the same" from here on
NEAR = 0.27  # what means less than this is another need, unless it shares words
WORTH = 0.35  # what all words in common are worth, beside the meaning
SHARED = 0.5  # of the words: as many in common make it near, whatever it means
HALF_NEAR, HALF_SHARED = 0.2, 0.3  # a little of both is enough
FAINT = 0.1  # two words in common mean something when the rest is not altogether foreign


@dataclass(frozen=True)
class Near:
    """An item near to what somebody typed, and why it is."""

    item: RoadmapItem
    score: float
    words: tuple[str, ...]
    meaning: float

    @property
    def why(self) -> str:
        """In words."""
        words = "shares " + ", ".join(f"“{word}”" for word in self.words[:4]) if self.words else ""
        meant = "means nearly the same" if self.meaning >= SAME_MEANING else "similar in meaning"
        reasons = [words, meant if self.meaning >= NEAR else ""]
        return "; ".join(reason for reason in reasons if reason).capitalize()


def similar_to(title: str, need: str = "", *, by: Any = None, but: RoadmapItem | None = None) -> list[Near]:
    """The items nearest to a need by words and meaning, the nearest first; none when nothing is near.

    A merged item counts as the one it became part of. What `by` has just proposed under this very title is no
    other item: it is a second click. `but` is left out. Three queries.
    """
    asked = _Asked(title, need)
    if not asked.words:
        return []
    roots: dict[int, Near] = {}
    for near in sorted(_near(asked), key=lambda near: (-near.score, near.item.pk)):
        roots.setdefault(near.item.pk, near)
    if but is not None:
        roots.pop(but.canonical_id or but.pk, None)
    return [near for near in roots.values() if not _just_proposed(near.item, title, by)][:SHOWN]


class _Asked:
    """What somebody typed, as words and as a direction."""

    def __init__(self, title: str, need: str) -> None:
        need = own_words(need)
        self.title = _words(title) or _words(need)
        self.words = list(dict.fromkeys(self.title + _words(need)))
        self.vector = meaning.vector_of(title, need)


def _words(text: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r"\w{2,40}", meaning.spelled_out(text[: meaning.MOST].lower()))))[
        :WORDS
    ]


def _near(asked: _Asked) -> list[Near]:
    """Every item that is near enough; an item that this process knows and the database does not is forgotten."""
    by_words = _by_words(asked)
    for _ in range(2):
        meanings = known.against(asked.vector)
        keys = {*by_words, *meanings.nearest(LOOKED_AT)}
        rows = list(_rows(keys, asked))
        if len(rows) == len(keys):
            break
        known.forget()
    return [near for row in rows if (near := _judged(row, meanings.of(row.pk)))]


# Ranking costs by the row: of thousands that share a common word only so many are ranked, first of all those
# that share every word. What is missed this way is found by its meaning.
BY_WORDS = """
    SELECT id FROM (
        (SELECT id, search FROM roadmap_roadmapitem
         WHERE search @@ websearch_to_tsquery('english', %(every)s) LIMIT %(most)s)
        UNION ALL
        (SELECT id, search FROM roadmap_roadmapitem
         WHERE search @@ websearch_to_tsquery('english', %(some)s)
         AND NOT search @@ websearch_to_tsquery('english', %(every)s) LIMIT %(most)s)
    ) found
    ORDER BY ts_rank(search, websearch_to_tsquery('english', %(some)s)) DESC, id DESC LIMIT %(count)s
"""
RANKED = 500


def _by_words(asked: _Asked) -> list[int]:
    wanted = {"every": " ".join(asked.title), "some": " or ".join(asked.words)}
    with connection.cursor() as cursor:
        cursor.execute(BY_WORDS, wanted | {"most": RANKED, "count": LOOKED_AT})
        return [key for (key,) in cursor.fetchall()]


def _rows(keys: set[int], asked: _Asked) -> Any:
    """The items with the words of the title they share, and how many of those words have a meaning at all."""
    rows = "FROM unnest(%s::text[]) word WHERE {} @@ plainto_tsquery('english', word)"
    document = f"{RoadmapItem._meta.db_table}.search"
    names = f"ts_filter({document}, '{{a}}')"
    shared = f"ARRAY(SELECT word {rows.format(document)})"
    titled = f"(SELECT count(*) {rows.format(names)})"
    of = "(SELECT count(*) FROM unnest(%s::text[]) word WHERE numnode(plainto_tsquery('english', word)) > 0)"
    found = RoadmapItem.objects.filter(pk__in=keys).select_related("canonical")
    words = [asked.title]
    columns = {"shared": shared, "titled": titled, "of": of}
    return found.annotate(**{name: RawSQL(sql, words) for name, sql in columns.items()})  # noqa: S611 -- words are bound


def _judged(row: Any, meant: float | None) -> Near | None:
    """How near an item is; None when it is not."""
    share = (
        (len(row.shared) + row.titled) / 2 / row.of if row.of else 0.0
    )  # a word of the title says twice as much
    alike = meant is not None and (meant >= NEAR or (meant >= HALF_NEAR and share >= HALF_SHARED))
    same_words = share >= SHARED and (meant is None or meant >= FAINT)
    if not row.of or not (alike or same_words):
        return None
    score = (share / 2 if meant is None else meant) + WORTH * share
    return Near(row.canonical or row, score, tuple(row.shared), meant or 0.0)


def _just_proposed(item: RoadmapItem, title: str, by: Any) -> bool:
    return by is not None and item.proposed_by_id == by.pk and item.title == " ".join(title.split())
