"""New rows that say what an item says already: titles that have most of their words in common. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

ALIKE = 0.5  # of the words of both
COMMON = frozenset(
    ["a", "an", "the", "of", "for", "to", "in", "on", "with", "and", "or", "we", "our", "is", "by", "at"]
)


def words_of(title: str) -> frozenset[str]:
    """The words of substance in a title, without the ends that grammar gives them."""
    found = re.findall(r"[^\W_]+", title.lower())
    return frozenset(
        re.sub(r"(?<=\w{3})(ies|es|s|ing|ed|e)\Z", "", word) for word in found if word not in COMMON
    )


class Titles:
    """The titles that are there, ready to be compared with many others."""

    def __init__(self, items: Iterable[tuple[str, str]]) -> None:
        """`items` are slugs with their titles."""
        self.items = [(slug, title, words_of(title)) for slug, title in items]
        self.having: dict[str, list[int]] = defaultdict(list)
        for number, (_, _, words) in enumerate(self.items):
            for word in words:
                self.having[word].append(number)

    def like(self, title: str, most: int = 3) -> list[tuple[str, str]]:
        """Slug and title of those most alike, the nearest first."""
        words = words_of(title)
        shared = Counter(number for word in words for number in self.having.get(word, ()))
        near = [(both / len(words | self.items[number][2]), -number) for number, both in shared.items()]
        best = sorted((pair for pair in near if pair[0] >= ALIKE), reverse=True)[:most]
        return [self.items[-number][:2] for _, number in best]
