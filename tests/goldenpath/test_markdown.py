"""Whatever people type, a generated page keeps its shape and runs nothing."""

import functools
import os
import re
from html.parser import HTMLParser
from pathlib import Path

import markdown
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from mkdocs.config import load_config

from hub.goldenpath.markdown import block, inline, link, one_line, plain, slug, url

REPOSITORY = Path(__file__).parents[2]
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

NASTY = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    "[x](javascript:alert(1))",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    "::: hub.settings\n    options:\n      show_source: true",
    '--8<-- "/etc/passwd"',
    "{{ 7*7 }} {% include '/etc/passwd' %}",
    "```\nnever closed",
    "~~~ {.python onclick=alert(1)}\nx",
    "<!-- never closed",
    "<div>\n\n<p",
    "<![CDATA[ x",
    "<? php",
    "    indented",
    "- list\n    - deeper\n\n        code",
    "!!! danger\n    x",
    '??? note "x"\n    y',
    '=== "Tab"\n    x',
    "[text][hub.catalog.models.Service]",
    "[hub.catalog.models.Service][]",
    "[^1]: note\n\n[^1]",
    "*[SENTINEL]: abbreviated",
    "# title { onclick=alert(1) }",
    "text\n{: onclick=alert(1) style=position:fixed }",
    "---\ntitle: other\n---",
    "a | b\n--- | ---\n1 | 2",
    "===",
    "term\n:   definition",
    "- [ ] task",
    "\\# \\` \\",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "</div></div></article><h1>x</h1>",
    "<svg/onload=alert(1)>",
    "![x](//evil.example.org/x.png)",
    "[x](missing.md) [y](../../etc)",
    "\u202eright to left\u202c \x00\x02wzxhzdk:0\x03 \ufeff",
    "[" * 500,
    "*" * 500,
    "> " * 300,
    "<" * 500,
]


@functools.cache
def site_markdown() -> markdown.Markdown:
    """The site's own Markdown, with every extension of mkdocs.yml."""
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    config = load_config(config_file=str(REPOSITORY / "mkdocs.yml"))
    return markdown.Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)


class Seen(HTMLParser):
    """The tags of a page and their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def shown(source: str) -> tuple[str, Seen]:
    html = site_markdown().reset().convert(source)
    return html, Seen(html)


def assert_harmless(seen: Seen) -> None:
    assert not {"script", "iframe", "object", "embed", "style", "form", "svg", "meta", "base"} & set(
        seen.tags
    )
    for name, value in seen.attributes:
        assert not name.startswith("on")
        assert name != "style"
        assert not re.match(r"\s*(javascript|data|vbscript):", value, re.IGNORECASE)


@pytest.mark.parametrize("text", NASTY)
def test_a_nasty_text_stays_in_its_block(text: str) -> None:
    check_block(text)


@pytest.mark.parametrize("text", NASTY)
def test_a_nasty_text_stays_in_its_line(text: str) -> None:
    check_inline(text)


MARKDOWNISH = st.text(
    alphabet=st.one_of(st.sampled_from("`~*_#<>[](){}!|:-=+\\&;\"'/ \n\t.1ax"), st.characters()), max_size=300
)


@settings(max_examples=300, deadline=None)
@given(MARKDOWNISH)
@example("`" * 3)
def test_any_text_stays_in_its_block(text: str) -> None:
    check_block(text)


@settings(max_examples=300, deadline=None)
@given(MARKDOWNISH)
@example("|")
def test_any_text_stays_in_its_line(text: str) -> None:
    check_inline(text)


def check_block(text: str) -> None:
    html, seen = shown(f"# Page\n\nbefore\n\n{block(text)}\n\n## SENTINEL heading\n\nafter\n")
    assert_harmless(seen)
    assert "SENTINEL heading" in re.sub(
        r"<a class=\"headerlink.*?</a>", "", html.split("<h2")[-1].split("</h2>")[0]
    )
    assert html.rstrip().endswith("<p>after</p>")
    assert seen.tags.count("h1") == seen.tags.count("h2") == 1
    assert "hub.settings" not in html or "hub.settings" in text


def check_inline(text: str) -> None:
    line = inline(text)
    assert "\n" not in line
    table = f"| a | b |\n| --- | --- |\n| {line} | SENTINEL |"
    source = f"# {line} end\n\n{line}\n\n- {line}\n\n{table}\n\n## Last\n\nafter\n"
    html, seen = shown(source)
    assert_harmless(seen)
    assert set(seen.tags) <= {"h1", "h2", "a", "p", "ul", "li", "table", "thead", "tbody", "tr", "th", "td"}
    assert "<td>SENTINEL</td>" in html
    assert html.rstrip().endswith("<p>after</p>")


@given(MARKDOWNISH)
def test_front_matter_is_harmless_where_themes_print_it_raw(text: str) -> None:
    assert not set(plain(text)) & set('<>"\n\r\x00\x85\u2028')
    assert not re.search(r"&(?!amp;)", plain(text))


def test_a_line_is_shown_as_typed() -> None:
    html, _ = shown(inline("C&A <b>*not* bold</b> `x` [y](z)"))
    assert (
        html
        == "<p>C&#38;A &#60;b&#62;&#42;not&#42; bold&#60;&#47;b&#62; &#96;x&#96; &#91;y&#93;&#40;z&#41;</p>"
    )


def test_a_long_line_is_cut_at_a_word() -> None:
    assert one_line("one two three four", 12) == "one two…"
    assert one_line("a" * 10_000, 20) == "a" * 19 + "…"


def test_harmless_markdown_is_kept() -> None:
    text = "# Why\n\nIt is *good* and **fast**:\n\n- one\n- two\n\n```python\nx = 1\n```\n\n[site](https://example.org/)"
    _, seen = shown(block(text))
    assert {"h3", "em", "strong", "ul", "li", "pre", "code", "a"} <= set(seen.tags)
    assert ("href", "https://example.org/") in seen.attributes


def test_links_to_nowhere_lose_their_address() -> None:
    assert "href" not in block("[x](missing.md) [y](//evil.example.org) [z](ftp://x)")
    assert 'href="/services/mlflow/"' in block("[x](/services/mlflow/)")


def test_a_text_without_content_leaves_nothing() -> None:
    assert block(" \n ") == ""


@pytest.mark.parametrize(
    ("address", "result"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("mailto:ml@example.org", "mailto:ml@example.org"),
        ("/services/mlflow/", "/services/mlflow/"),
        ("https://example.org/a)b(c", "https://example.org/a%29b%28c"),
        ('https://example.org/"><script>', "https://example.org/%22%3E%3Cscript%3E"),
        ("javascript:alert(1)", ""),
        ("JaVaScript:alert(1)", ""),
        ("//evil.example.org", ""),
        ("/\\evil.example.org", ""),
        ("https://", ""),
        ("http://[broken", ""),
        ("relative/page.md", ""),
        ("https://a b", ""),
        ("", ""),
    ],
)
def test_only_addresses_fit_for_a_link_are_linked(address: str, result: str) -> None:
    assert url(address) == result


def test_a_label_cannot_leave_its_link() -> None:
    html, _ = shown(link("x](javascript:alert(1)) [y", "https://example.org/"))
    assert html.count("<a ") == 1
    assert 'href="https://example.org/"' in html


def test_a_slug_is_a_plain_name() -> None:
    assert slug("../../etc/passwd") == "etc-passwd"
    assert slug("PyData Zürich 2019") == "pydata-zurich-2019"
    assert slug("日本") == ""
