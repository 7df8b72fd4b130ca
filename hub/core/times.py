"""Say how long ago or how far ahead a moment is, in words a person would use."""

from datetime import UTC, date, datetime

MINUTE, HOUR, DAY = 60, 3600, 86400
FAR = 30 * DAY  # further away than this, the date itself says more than a number of weeks


def relative(moment: datetime | date, now: datetime) -> str:
    """The distance in words ("3 hours ago", "in 2 days"), or the date when it is over a month away."""
    if not isinstance(moment, datetime):
        return _relative_day(moment, now.date())
    seconds = round((moment - now).total_seconds())
    if abs(seconds) < 45:
        return "just now" if seconds <= 0 else "in a moment"
    if abs(seconds) >= FAR:
        return day(moment)
    for size, word in ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute")):
        if abs(seconds) >= size - size // 24:
            return _phrase(round(seconds / size) or (1 if seconds > 0 else -1), word)
    return _phrase(1 if seconds > 0 else -1, "minute")


def day(moment: datetime | date) -> str:
    """The date as people write it: 24 Nov 2026."""
    return f"{moment.day} {moment:%b %Y}"


def exact(moment: datetime | date) -> str:
    """The full date, and the time in UTC when there is one: Tue 24 Nov 2026, 14:05 UTC."""
    if not isinstance(moment, datetime):
        return f"{moment:%a} {day(moment)}"
    moment = moment.astimezone(UTC)
    return f"{moment:%a} {moment.day} {moment:%b %Y, %H:%M} UTC"


def _relative_day(moment: date, today: date) -> str:
    days = (moment - today).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if days in near:
        return near[days]
    return _phrase(days, "day") if abs(days) * DAY < FAR else day(moment)


def _phrase(count: int, word: str) -> str:
    words = f"{abs(count)} {word}{'' if abs(count) == 1 else 's'}"
    return f"in {words}" if count > 0 else f"{words} ago"
