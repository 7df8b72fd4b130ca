"""The fast reader of pages finds what the search plugin's own reader finds."""

from hypothesis import given
from hypothesis import strategies as st
from material.plugins.search.plugin import Parser

from hub.goldenpath.engine.search import SectionParser

PIECES = st.sampled_from(
    [
        "<h1 id='a'>", '<h1 id="one">', "</h1>", '<h2 id="two">', "</h2>", "<p>", "</p>", "<br />", "<hr/>",
        '<a class="headerlink" href="#x" title="Permanent link">', "</a>", "<code>", "</code>", "<pre>", "</pre>",
        '<div data-search-exclude="">', "<div data-search-exclude>", "</div>", "<ul>", "<li>", "</li>", "</ul>",
        "text", " ", "\n", "&amp;", "&lt;b&gt;", "&#182;", "a < b", "<!-- no -->", "<script>if (a<b) {}</script>",
        "<style>p{}</style>", "<INPUT disabled>", '<td class="linenodiv">', "</td>", "&amp", "<3", "<p", "é",
    ]
)  # fmt: skip


def sections(parser, read):
    try:
        read()
    except (ValueError, AttributeError) as error:  # the plugin's own limits on odd nesting
        return type(error)
    return [(s.el.tag, s.id, s.title, s.text, s.is_excluded()) for s in parser.data]


@given(st.lists(PIECES, max_size=25).map("".join))
def test_the_fast_reader_agrees_with_the_plugins(html: str):
    plain, fast = Parser(), SectionParser()

    assert sections(plain, lambda: (plain.feed(html), plain.close())) == sections(fast, lambda: fast.read(html))
