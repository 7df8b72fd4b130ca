"""Names that machines mishear: where they stand, and what they become."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

LONGEST = 4  # words of a name
EDGE = ".,;:!?\"'()[]…"


@lru_cache(maxsize=512)
def pattern(wrong: str) -> re.Pattern[str]:
    """Finds a name as it was misheard: whole words, small or capital, also over the end of a line."""
    words = r"\s+".join(re.escape(word) for word in wrong.split())
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)


def corrected(text: str, wrong: str, right: str) -> str:
    """The text with the name as it is written; where it is so already, nothing changes."""
    if not wrong.strip():
        return text
    return pattern(wrong).sub(lambda found: right if found[0] != right else found[0], text)


def all_corrected(text: str, spellings: Iterable[tuple[str, str]]) -> str:
    """The text with every known name as it is written; longer ones first."""
    for wrong, right in sorted(spellings, key=lambda pair: -len(pair[0])):
        text = corrected(text, wrong, right)
    return text


def names_corrected(before: str, after: str) -> list[tuple[str, str]]:
    """What a correction of a text says of names: what stood there, and the name that stands there now.

    A name has a capital letter or a figure in it and is short; another sentence is no name.
    """
    old, new = before.split(), after.split()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    found = []
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "replace" and b - a <= LONGEST and d - c <= LONGEST:
            wrong, right = _bare(old[a:b]), _bare(new[c:d])
            if _is_name(right) and wrong and wrong.lower() != right.lower():
                found.append((wrong.lower(), right))
    return list(dict.fromkeys(found))


def _bare(words: Sequence[str]) -> str:
    return " ".join(words).strip(EDGE)


def _is_name(text: str) -> bool:
    return bool(re.search(r"[A-Z0-9]", text)) and len(text) > 1
