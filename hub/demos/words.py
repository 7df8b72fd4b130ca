"""Which words of a search are worth keeping when nothing was found: names of things, never of people or secrets.

No database. What is not plainly a few ordinary words is dropped: an address, a number, a token, noise.
"""

from __future__ import annotations

import re

SHORTEST, LONGEST = 3, 60  # characters of the whole
MOST_WORDS = 6
LONGEST_WORD = 24
LONGEST_MIXED = 14  # of letters with digits: longer ones are keys
ORDINARY = re.compile(r"[\w .+#/&'\"-]+")
WORD = re.compile(r"[^\W\d_][\w.+#'-]*|\d{1,4}(\.\d{1,3}){0,2}")
DOMAIN = re.compile(r"\w\.(com|net|org|io|dev|eu|de|es|fr|it|nl|uk|local|internal|lan|corp)\b")
VOWELS = re.compile(r"[aeiouyàâäåæèéêëìíîïòóôöøùúûüýÿ]")
SWITCHES = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")
NOISE = re.compile(r"(.)\1{3}|(..+)\2{2}|qwert|asdf|lorem|zxcv")


def worth_keeping(text: str) -> str | None:
    """The words in small letters with single blanks, if they may be kept and mean something; else None."""
    words = " ".join(text.replace('"', " ").lower().split())
    if not SHORTEST <= len(words) <= LONGEST or not ORDINARY.fullmatch(words):
        return None
    pieces = [piece.strip(".,'-") for piece in re.split(r"[ /&]+", words)]
    pieces = [piece for piece in pieces if piece]
    if not 0 < len(pieces) <= MOST_WORDS or DOMAIN.search(words) or not all(map(_is_a_word, pieces)):
        return None
    return words if any(len(re.sub(r"[\d_]", "", piece)) >= SHORTEST for piece in pieces) else None


def _is_a_word(piece: str) -> bool:
    """A word as people write it: no token, no number of a person, nothing a cat typed."""
    if len(piece) > LONGEST_WORD or not WORD.fullmatch(piece) or NOISE.search(piece):
        return False
    letters = re.sub(r"[\W\d_]", "", piece)
    if sum(char.isdigit() for char in piece) > 4 or len(SWITCHES.findall(piece)) > 2 or piece.count("_") > 1:
        return False
    if len(piece) > LONGEST_MIXED and any(char.isdigit() for char in piece):
        return False
    if "_" in piece and any(char.isdigit() for char in piece):
        return False
    foreign = any(ord(char) > 0x24F for char in letters)  # other scripts have other vowels
    return foreign or len(letters) <= 5 or (bool(VOWELS.search(letters)) and not _runs_on(letters))


def _runs_on(letters: str) -> bool:
    """More consonants in a row than any word has."""
    return any(len(run) > 5 for run in VOWELS.split(letters))
