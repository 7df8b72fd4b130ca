"""The fast reader of pages finds what the search plugin's own reader finds."""

from hypothesis import given
from hypothesis import strategies as st
from material.plugins.search.plugin import Parser

from hub.goldenpath.engine.sections import sections

TAGS = ["h1", "h2", "p", "code", "pre", "ul", "li", "div", "a", "td", "b"]
PIECES = st.sampled_from(
    [
        *(f"<{tag}>" for tag in TAGS),
        *(f"</{tag}>" for tag in TAGS),
        *("<h1 id='a'>", '<h1 id="one">', '<h2 id="two">', '<td class="linenodiv">', "<br />", "<hr/>"),
        *('<a class="headerlink" href="#x" title="Permanent link">', "<INPUT disabled>"),
        *('<div data-search-exclude="">', "<div data-search-exclude>", "<b/>", "<p", "<3", "a < b"),
        *("text", " ", "\n", "é", "&amp;", "&lt;b&gt;", "&#182;", "&amp", "&", '"', "'"),
        *("<!-- no -->", "<script>if (a<b) {}</script>", "<style>p{}</style>", "<?x?>", "<![CDATA[x]]>"),
    ]
)


def official(html: str):
    parser = Parser()
    parser.feed(html)
    parser.close()
    return parser.data


def described(divide, html: str):
    try:
        found = divide(html)
    except (ValueError, AttributeError) as error:  # the plugin's own limits on odd nesting
        return type(error)
    return [(s.el.tag, s.id, s.title, s.text, s.is_excluded()) for s in found]


@given(st.lists(PIECES, max_size=25).map("".join))
def test_the_fast_reader_agrees_with_the_plugins(html: str):
    assert described(sections, html) == described(official, html)
