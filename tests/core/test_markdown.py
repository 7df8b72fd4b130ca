"""People's Markdown: what they meant is shown, what could harm is not."""

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.core.markdown import ATTRIBUTES, LONGEST, TAGS, in_page, render

ATTACKS = [
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&colon;alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    '<img src=x onerror="alert(1)">',
    '<a href="https://ok.example" onclick="x()" style="color:red">a</a>',
    "<svg/onload=alert(1)>",
    "![pixel](https://evil.example/x.png)",
    "![pixel](//evil.example/x.png)",
    "![pixel](\\\\evil.example/x.png)",
    "![pixel](/\\evil.example/x.png)",
    "![pixel](\t//evil.example/x.png)",
    '<iframe src="/"></iframe><form action="/sign-out/"><input></form>',
    "<style>body{display:none}</style><base href='//evil.example'>",
    "```js onload=alert(1)\nx\n```",
]


class Reader(HTMLParser):
    """Collects the tags and attributes a browser would see."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, {name: value or "" for name, value in attrs}))


def assert_harmless(html: str) -> None:
    for tag, attributes in Reader(html).seen:
        assert tag in TAGS.split()
        assert attributes.keys() <= ATTRIBUTES.get(tag, set()) | {"rel"}
        scheme, colon, _ = attributes.get("href", "").split("/")[0].partition(":")
        assert not colon or scheme.lower() in {"http", "https", "mailto"}
        source = attributes.get("src", "")
        assert "://" not in source
        assert not source.replace("\\", "/").replace("\t", "").strip().startswith("//")


@pytest.mark.parametrize("text", ATTACKS)
def test_visitor_is_safe_from_what_somebody_wrote(text):
    assert_harmless(render(text))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from(ATTACKS), st.text(max_size=40)), max_size=6),
    st.sampled_from([" ", "\n\n", ""]),
)
def test_no_mixture_of_texts_gets_through(parts, glue):
    assert_harmless(render(glue.join(parts)))


def test_reader_sees_what_was_meant():
    html = render("We *compared* them.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```python\nx = 1\n```")
    assert "<em>compared</em>" in html
    assert "<td>1</td>" in html
    assert '<code class="language-python">' in html


def test_link_gives_no_credit_and_no_handle_on_the_page():
    assert '<a href="https://a.example" rel="nofollow noopener">a</a>' in render("[a](https://a.example)")


def test_picture_from_elsewhere_is_told_by_its_description():
    assert render("![a red line](https://a.example/x.png)") == "<p>a red line</p>"


def test_picture_of_the_hub_is_shown():
    assert 'src="/media/x.png"' in render("![x](/media/x.png)")


@pytest.mark.parametrize(
    "text",
    [
        "a" * 10_000_000,
        "[" * LONGEST,
        "[a](" * 12_000,
        "[" * 25_000 + "]" * 25_000,
        "<" * LONGEST,
        "`a" * 25_000,
        "> " * 20_000,
        "*" * LONGEST,
        "- " * 20_000,
        "\n".join(" " * n + "- x" for n in range(900)),
    ],
    ids=["10 MB", "brackets", "links", "nest", "angles", "ticks", "quotes", "stars", "bullets", "staircase"],
)
def test_writer_cannot_keep_the_server_busy(text):
    start = time.perf_counter()
    assert_harmless(render(text))
    assert time.perf_counter() - start < 5


def test_too_long_a_text_is_shown_as_typed():
    assert "&lt;b&gt;" in render("<b>" * LONGEST)


def test_a_text_is_shown_the_same_whatever_was_converted_before():
    text = "[a]\n\n- one\n- two\n\n```python\nx\n```\n"
    render.cache_clear()
    alone = render(text)
    render.cache_clear()
    for before in ["[a]: https://one.example.org\n\n[a]", "```\nopen", "* x\n" * 30, "> " * 35 + "deep"]:
        render(before)
    assert render(text) == alone


@pytest.mark.parametrize(
    ("levels", "shown"),
    [("1", "3"), ("123", "345"), ("313", "334"), ("46", "34"), ("123456", "345666"), ("2132", "3344")],
)
def test_headings_in_a_page_come_below_its_own_and_leave_no_level_out(levels, shown):
    html = in_page("\n\n".join(f"{'#' * int(level)} Words" for level in levels))
    assert html.split() == [f"<h{level}>Words</h{level}>" for level in shown]


def test_keys_reach_what_scrolls_in_a_page():
    html = in_page("```\nlong\n```\n\n|a|b|\n|-|-|\n|1|<pre>|\n")
    assert html.count('<pre tabindex="0">') >= 1
    assert '<table tabindex="0">' in html
    assert "tabindex" not in in_page("Write `tabindex` nowhere.").replace("<code>tabindex</code>", "")
