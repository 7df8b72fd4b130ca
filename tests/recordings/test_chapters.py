"""Chapters as people type them and as an agenda tells them."""

import datetime as dt

import pytest

from hub.recordings.chapters import NoChaptersError, from_agenda, read_lines

BEGAN = dt.datetime(2026, 11, 2, 10, 0, tzinfo=dt.UTC)


def spans(chapters):
    return [(row.starts_s, row.ends_s, row.title) for row in chapters]


@pytest.mark.parametrize(
    "text",
    [
        "0:00 Welcome\n2:05 The winner\n1:02:03 Questions",
        "00:00 - Welcome\r\n\r\n02:05 \u2013 The  winner\n(1:02:03) Questions\n",
        "[0:00] Welcome\n[2:05]: The winner\n[1:02:03] | Questions",
    ],
)
def test_lines_of_a_time_and_a_title_are_chapters(text):
    assert spans(read_lines(text, 4000)) == [
        (0, 125, "Welcome"), (125, 3723, "The winner"), (3723, 4000, "Questions"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "at least 3"),
        ("0:00 One\n1:00 Two", "at least 3"),
        ("0:05 One\n1:00 Two\n2:00 Three", "Line 1 (0:05 One): the first chapter begins at 0:00"),
        ("0:00 One\n0:09 Two\n2:00 Three", "Line 2 (0:09 Two): it begins 0:10 or later"),
        ("0:00 One\n3:00 Two\n2:00 Three", "Line 3 (2:00 Three): it begins 3:10 or later"),
        ("0:00 One\nTwo\n2:00 Three", "Line 2 (Two): begin it with a time"),
        ("0:00 One\n1:00\n2:00 Three", "Line 2 (1:00): a title is missing"),
        ("0:00 One\n1:00 Two\n59:00 Three", "Line 3 (59:00 Three): the recording is over at 50:00"),
        ("0:00 One\n1:00 " + "x" * 201 + "\n2:00 Three", "a title has at most 200"),
    ],
)
def test_what_breaks_a_rule_is_refused_with_its_line(text, said):
    with pytest.raises(NoChaptersError) as refused:
        read_lines(text, 3000)
    assert said in str(refused.value)


class Point:
    """A point of an agenda."""

    def __init__(self, pk, title, began=None, over=None, minutes=10):
        self.pk, self.title, self.minutes = pk, title, minutes
        self.began_at = None if began is None else BEGAN + dt.timedelta(seconds=began)
        self.over_at = None if over is None else BEGAN + dt.timedelta(seconds=over)


def test_agenda_tells_what_was_when():
    points = [
        Point(1, "Second", began=300), Point(2, "Never begun"), Point(3, "First", began=-20, over=290),
        Point(4, "After the camera was off", began=5000), Point(5, "Before it", began=-900, over=-30),
        Point(6, "Last", began=900),
    ]  # fmt: skip
    assert spans(from_agenda(points, BEGAN, 1800)) == [
        (0, 290, "First"), (300, 900, "Second"), (900, 1800, "Last"),
    ]  # fmt: skip


def test_last_point_lasts_as_planned_when_nobody_knows_the_length():
    assert spans(from_agenda([Point(1, "Only", began=60, minutes=5)], BEGAN, None)) == [(60, 360, "Only")]
