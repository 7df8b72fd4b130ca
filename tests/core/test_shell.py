"""Every page of both engines wears the same shell, and none brings a script or a style of its own."""

import re
from pathlib import Path

import jinja2
import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

import hub.core
import hub.goldenpath
from hub.core.context import section_of, shell

THEME = Path(hub.goldenpath.__file__).parent / "theme"
INLINE = re.compile(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", re.IGNORECASE)

pytestmark = pytest.mark.urls("tests.core.look_urls")


class Ana:
    is_authenticated = True
    name = "Ana <García>"


def header(section: str, **more: object) -> str:
    return render_to_string("core/header.html", {"section": section, **more})


def without_corner(html: str) -> str:
    start, end = (
        html.index('<div class="corner"'),
        html.index('<button class="shell-button shell-menu-button"'),
    )
    return " ".join((html[:start] + html[end:]).split())


@pytest.mark.parametrize("section", ["", "paths", "services", "community", "roadmap", "status"])
def test_app_and_docs_have_the_same_header(section):
    jinja = jinja2.Environment(loader=jinja2.FileSystemLoader(THEME), autoescape=True)
    docs = jinja.get_template("core/header.html").render(section=section)
    assert without_corner(docs) == without_corner(header(section))
    assert docs.count("aria-current") == bool(section)


def test_docs_theme_links_to_the_files_of_the_app():
    for copy in (THEME / "assets" / "hub").iterdir():
        if copy.name not in {"docs.css", "docs-pages.css"}:
            assert copy.resolve().parent == Path(hub.core.__file__).parent / "static" / "core"


def test_visitor_is_asked_to_sign_in_and_comes_back():
    request = RequestFactory().get("/services/", {"q": "a b"})
    assert 'href="/sign-in/?next=/services/%3Fq%3Da%2Bb"' in header("", request=request)


def test_member_finds_profile_notifications_and_the_way_out():
    html = header("", user=Ana(), unread=120, csrf_token="t" * 32)
    assert "Ana &lt;García&gt;, 120 unread" in html
    assert "99+" in html
    assert [
        a for a in ("/profile/", "/notifications/", 'action="/sign-out/" method="post"') if a not in html
    ] == []
    assert "csrfmiddlewaretoken" in html


@pytest.mark.parametrize("code", ["403", "403_csrf", "404", "429", "500", "503"])
def test_error_page_needs_neither_request_nor_database(code):
    html = render_to_string(f"{code}.html")
    assert html.count("<h1>") == 1
    assert not INLINE.search(html)


@pytest.mark.django_db
def test_page_shows_everything_without_scripts(client):
    html = client.get("/look/").content.decode()
    assert not INLINE.search(html)
    assert html.count('role="alert"') == 2
    assert 'class="alert success"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert "Three hours a night" in html
    assert "javascript:" not in html


@pytest.mark.django_db
def test_refused_person_reads_why(client):
    answer = client.get("/refuse/")
    assert answer.status_code == 403
    assert "Only leads of the group may close voting." in answer.content.decode()


@pytest.mark.parametrize(
    ("path", "section"),
    [
        ("/", ""),
        ("/services/mlflow/", "services"),
        ("/docs/services/mlflow/", "services"),
        ("/docs/paths/", "paths"),
        ("/docs/", ""),
        ("/community/demos/4/", "community"),
        ("/status/", "status"),
        ("/elsewhere/", ""),
    ],
)
def test_header_marks_where_the_reader_is(path, section):
    assert section_of(path) == section
    assert shell(RequestFactory().get(path))["section"] == section
