"""When meetings take place, from the words people write."""

import datetime as dt

import pytest

from hub.exchange.formats import cadence
from hub.exchange.formats.cadence import Rule


@pytest.mark.parametrize(
    ("day", "frequency", "rrule"),
    [
        ("Tuesday", "weekly", "FREQ=WEEKLY;BYDAY=TU"),
        ("Thursday", "Weekly, you must be signed in", "FREQ=WEEKLY;BYDAY=TH"),
        ("Wednesday", "First Wednesday of the month", "FREQ=MONTHLY;BYDAY=1WE"),
        ("third Wednesday", "monthly", "FREQ=MONTHLY;BYDAY=3WE"),
        ("Friday", "last Friday of the month", "FREQ=MONTHLY;BYDAY=-1FR"),
    ],
)
def test_plain_words_become_a_rule(day: str, frequency: str, rrule: str) -> None:
    assert cadence.rule(day, frequency) == Rule(rrule)


def test_every_second_week_is_a_rule_once_it_says_from_when() -> None:
    assert cadence.rule("Tuesday", "biweekly starting Tuesday Feb 11, 2025") == Rule(
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", dt.date(2025, 2, 11)
    )
    assert cadence.rule("Tuesday (starting September 10th 2024)", "bi-weekly") == Rule(
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", dt.date(2024, 9, 10)
    )


@pytest.mark.parametrize(
    ("day", "frequency"),
    [
        ("Tuesday", "biweekly"),
        ("Tuesday", "monthly"),
        ("Wednesday", "monthly - Wednesday, after the fourth Tuesday, every month"),
        ("Tuesday", "biweekly - alternating with regular meeting"),
        ("Tuesday", "biweekly starting Tuesday Feb 12, 2025"),  # a Wednesday
        ("Tuesday", "biweekly starting Tuesday Feb 31, 2025"),
        ("", "weekly"),
        ("Tuesday and Thursday", "weekly"),
        ("Tuesday", "when needed"),
    ],
)
def test_words_that_leave_a_doubt_stay_words(day: str, frequency: str) -> None:
    assert cadence.rule(day, frequency) is None


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("PT (Pacific Time)", "America/Los_Angeles"), ("Eastern Time (ET)", "America/New_York"),
        ("EST (Eastern Time)", "America/New_York"), ("CET (Central European Time)", "Europe/Brussels"),
        ("UTC", "UTC"), ("Europe/Madrid", "Europe/Madrid"), ("IST", ""), ("Mars", ""), ("", ""),
    ],
)  # fmt: skip
def test_zone_knows_the_usual_words_and_guesses_nothing(words: str, zone: str) -> None:
    assert cadence.zone(words) == zone


def test_span_reads_start_and_length() -> None:
    assert cadence.span("7:00PM-8:30PM") == {"time": "19:00", "minutes": 90}
    assert cadence.span("9:00") == {"time": "9:00"}
