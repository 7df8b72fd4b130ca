"""Quarters as people write them, 2026-Q4: which is now, before and after. No clock, no database."""

from __future__ import annotations

import datetime as dt
import re

WRITTEN = re.compile(r"([0-9]{4})-Q([1-4])")


def quarter_of(day: dt.date) -> str:
    """The quarter a day lies in."""
    return f"{day.year:04d}-Q{(day.month + 2) // 3}"


def first_day(quarter: str) -> dt.date:
    """The day on which a quarter begins."""
    return dt.date(int(quarter[:4]), 3 * int(quarter[6]) - 2, 1)


def moved(quarter: str, by: int) -> str:
    """The quarter so many quarters later; earlier for a negative number."""
    year, number = divmod(_count(quarter) + by, 4)
    return f"{year:04d}-Q{number + 1}"


def window(first: str, length: int) -> list[str]:
    """So many quarters in a row."""
    return [moved(first, step) for step in range(length)]


def is_quarter(text: str) -> bool:
    """Whether a text names a quarter that a calendar has (and that can be moved a few years)."""
    found = WRITTEN.fullmatch(text)
    return bool(found) and 1900 <= int(text[:4]) <= 2999


def words(quarter: str) -> str:
    """As a heading says it: Q4 2026."""
    return f"{quarter[5:]} {quarter[:4]}"


def _count(quarter: str) -> int:
    return int(quarter[:4]) * 4 + int(quarter[6]) - 1
