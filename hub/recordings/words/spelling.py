"""Names that machines mishear: where they stand, and what they become."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import accumulate, groupby

from hub.recordings.words.captions import Line

SEAM = "\x1e"  # between captions; a blank to patterns, and in no caption
LONGEST = 4  # words of a name
EDGE = ".,;:!?\"'()[]…"


@lru_cache(maxsize=512)
def pattern(wrong: str) -> re.Pattern[str]:
    """Finds a name as it was misheard: whole words, small or capital, also over the end of a line or caption."""
    words = r"\s+".join(re.escape(word) for word in wrong.split())
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)


def runs(speakers: Sequence[str]) -> list[range]:
    """The captions one after the other in which one person speaks, as ranges of their places."""
    found, begins = [], 0
    for _who, run in groupby(speakers):
        length = sum(1 for _ in run)
        found.append(range(begins, begins + length))
        begins += length
    return found


def joined(texts: Sequence[str]) -> tuple[str, list[int]]:
    """Captions as one text with seams that count as blanks, and where in it each begins."""
    whole = [text.replace(SEAM, " ") for text in texts]
    return SEAM.join(whole), list(accumulate((len(text) + 1 for text in whole[:-1]), initial=0))


def corrected(
    texts: Sequence[str],
    speakers: Sequence[str],
    wrong: str,
    right: str,
    chosen: Collection[int] | None = None,
) -> list[str]:
    """The captions with the name as it is written; where it is so already, nothing changes.

    A name that begins in one caption and ends in a later one of the same speaker stands in the first of them then,
    so a text may become empty. `chosen` are the places of the captions in which it has to begin.
    """
    found = list(texts)
    for run in runs(speakers) if wrong.strip() else []:
        whole, begins = joined([texts[place] for place in run])
        wanted = None if chosen is None else {place - run.start for place in chosen}
        for place, text in zip(run, _rewritten(whole, begins, wrong, right, wanted), strict=True):
            if text != texts[place]:
                found[place] = text.strip()
    return found


def _rewritten(
    whole: str, begins: Sequence[int], wrong: str, right: str, wanted: Collection[int] | None
) -> list[str]:
    def put(found: re.Match[str]) -> str:
        if wanted is not None and bisect_right(begins, found.start()) - 1 not in wanted:
            return found[0]
        return right + SEAM * found[0].count(SEAM)

    return pattern(wrong).sub(put, whole).split(SEAM)


def all_corrected(lines: Sequence[Line], spellings: Iterable[tuple[str, str]]) -> list[Line]:
    """The captions with every known name as it is written, longer ones first; one that becomes empty goes."""
    speakers, texts = [line.speaker for line in lines], [line.text for line in lines]
    for wrong, right in sorted(spellings, key=lambda pair: -len(pair[0])):
        texts = corrected(texts, speakers, wrong, right)
    kept: list[Line] = []
    for line, text in zip(lines, texts, strict=True):
        if text or text == line.text:
            kept.append(replace(line, text=text))
        elif kept:
            kept[-1] = replace(kept[-1], ends_ms=max(kept[-1].ends_ms, line.ends_ms))
    return kept


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
