"""The tags every page uses: icons, state, people, times, page links."""

import datetime as dt

import pytest
from django.template import engines
from django.test import RequestFactory

from hub.core import names, times
from hub.core.icons import IconNotFoundError, icon
from hub.core.pagination import page_numbers, paginate

NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


def show(source: str, **context: object) -> str:
    return (
        engines["django"]
        .from_string("{% load hub %}" + source)
        .render(context, RequestFactory().get("/x/?q=a"))
    )


def test_icon_is_decoration_unless_it_has_a_label():
    assert 'aria-hidden="true"' in icon("material/rocket")
    assert 'role="img" aria-label="a &lt;b&gt;"' in icon("material/rocket", label="a <b>")


@pytest.mark.parametrize("name", ["material/no-such-icon", "../../../etc/passwd", "", "material/rocket.svg"])
def test_wrong_icon_is_loud_in_development_and_silent_in_production(name, settings):
    assert icon(name) == ""
    settings.DEBUG = True
    with pytest.raises(IconNotFoundError):
        icon(name)


@pytest.mark.parametrize(
    ("status", "word"),
    [("ok", "Operational"), ("DOWN", "Outage"), ("outage", "Outage"), ("<b>", "Unknown"), (None, "Unknown")],
)
def test_status_is_shape_and_word(status, word):
    html = show("{% status_chip status %}", status=status)
    assert "<svg" in html
    assert f"</svg>{word}</span>" in html


def test_states_differ_by_shape():
    for tag, states in (
        ("status_chip", "ok degraded down maintenance unknown"),
        ("stage_chip", "planned alpha beta stable deprecated retired"),
    ):
        shapes = {
            show("{% " + tag + ' "' + s + '" %}').split("<svg")[1].split("</svg>")[0] for s in states.split()
        }
        assert len(shapes) == len(states.split())


def test_stage_of_another_ladder_is_shown_escaped():
    html = show("{% stage_chip stage %}", stage="<i>graduated")
    assert "&lt;i&gt;graduated" in html


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ana García", "AG"),
        ("Jan de Vries", "JV"),
        ("plato", "P"),
        ("ana@example.org", "A"),
        ("  ", "?"),
        ("李 雷", "李雷"),
    ],
)
def test_person_has_initials(name, letters):
    assert names.initials(name) == letters


def test_person_is_never_markup():
    assert "<b>" not in show("{% person who %}", who="<b>Eve</b>")


@pytest.mark.parametrize(
    ("distance", "words"),
    [
        ({"seconds": 0}, "just now"),
        ({"seconds": 20}, "in a moment"),
        ({"minutes": -1}, "1 minute ago"),
        ({"minutes": -59}, "1 hour ago"),
        ({"hours": -3}, "3 hours ago"),
        ({"hours": -23, "minutes": -30}, "1 day ago"),
        ({"days": 2}, "in 2 days"),
        ({"days": -200}, "8 May 2026"),
    ],
)
def test_time_is_told_in_words(distance, words):
    assert times.relative(NOW + dt.timedelta(**distance), NOW) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "tomorrow"), (-1, "yesterday"), (-5, "5 days ago"), (60, "23 Jan 2027")],
)
def test_date_is_told_in_words(days, words):
    assert times.relative(NOW.date() + dt.timedelta(days=days), NOW) == words


def test_exact_time_is_on_hover():
    html = show("{% when at %}", at=NOW)
    assert 'datetime="2026-11-24T12:00:00+00:00"' in html
    assert 'title="Tue 24 Nov 2026, 12:00 UTC"' in html
    assert "never" in show("{% when at %}", at=None)


@pytest.mark.parametrize("asked", ["0", "-3", "x", "99999999999999999999", ""])
def test_wrong_page_number_shows_a_page(asked):
    page = paginate(RequestFactory().get("/", {"page": asked}), range(120))
    assert page.number in {1, 3}


def test_page_links_fit_one_line_and_keep_the_filter():
    page = paginate(RequestFactory().get("/", {"page": "20"}), range(2000))
    assert page_numbers(page) == [1, None, 18, 19, 20, 21, 22, None, 40]
    assert 'href="?q=a&amp;page=21"' in show('{% pager page "services" %}', page=page)
