"""People's words in generated pages: data, never markup that could reach beyond its place.

Three ways in, one for each kind of place:

- `plain` for front matter (titles, descriptions): themes print these without escaping;
- `inline` for one line of Markdown (headings, table cells, list items): every character that Markdown,
  an extension or HTML might read as a sign becomes a character reference;
- `block` for texts in Markdown: converted and sanitised here, and put into the page as HTML on one line,
  an island that no Markdown extension looks into. What follows it cannot be harmed by an open fence, an
  include or a directive, and no link in it can break a strict build.
"""

from __future__ import annotations

import re
import string
import unicodedata
from urllib.parse import quote, urlsplit

import nh3

from hub.core import markdown as core_markdown

SIGNS = {ord(sign): f"&#{ord(sign)};" for sign in string.punctuation if sign not in ",'"}
ISLAND_SIGNS = {ord(sign): f"&#{ord(sign)};" for sign in "`~{}[]|\\*_\n\r"}
FRONT_SIGNS = {ord("<"): "\u2039", ord(">"): "\u203a", ord('"'): "\u201d", ord("&"): "&amp;"}
# Control characters, halves of pairs, private ones, non-characters, and those that turn the direction.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\uf8ff\ufdd0-\ufdef\ufffe\uffff"
    "\U000e0000-\U0010ffff]"
)
LINK_SCHEMES = {"http", "https", "mailto"}
HEADING = re.compile(r"<(/?)h([1-6])>")
TAGS = set(core_markdown.TAGS.split())
ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "code": {"class"},
}
REL = "nofollow noopener"


def clean(text: str) -> str:
    """The text without characters that are invisible or turn the direction of what follows."""
    return INVISIBLE.sub("", text)


def one_line(text: object, limit: int = 0) -> str:
    """The text on one line, blanks collapsed, cut at a word where it is longer than `limit`."""
    line = " ".join(clean(" ".join(str(text).split())).split())
    if not limit or len(line) <= limit:
        return line
    head = line[: limit - 1]
    return head[: head.rfind(" ")] + "…" if " " in head[limit // 2 :] else head + "…"


def plain(text: object, limit: int = 0) -> str:
    """One line for front matter: harmless in HTML, in an attribute, and when tags are stripped again."""
    return one_line(text, limit).translate(FRONT_SIGNS)


def inline(text: object, limit: int = 0) -> str:
    """One line of text for any place inside a line of Markdown, shown exactly as typed."""
    return one_line(text, limit).translate(SIGNS)


def block(text: str, *, below: int = 2, breaks: bool = False) -> str:
    """A text in Markdown as one line of harmless HTML; its headings start below level `below`.

    Empty for a text without content. `breaks` keeps the ends of its lines.
    """
    text = clean(text.replace("\r\n", "\n").replace("\r", "\n"))
    html = core_markdown.render(text, breaks=breaks).strip()
    if not html:
        return ""
    strict = nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, attribute_filter=_keep, url_schemes=LINK_SCHEMES, link_rel=REL
    )
    lowered = HEADING.sub(lambda found: f"<{found[1]}h{min(6, int(found[2]) + below)}>", strict)
    return f'<div class="hub-prose">{lowered.translate(ISLAND_SIGNS)}</div>'


def _keep(_: str, attribute: str, value: str) -> str | None:
    """Drops what would break or lie on a page of the site: links to nowhere, pictures from other hosts."""
    if attribute == "href":
        return url(value) or None
    if attribute == "src":
        return value if value.startswith("/") and not value.startswith(("//", "/\\")) else None
    return value


def url(address: object) -> str:
    """The address, if a page may link to it: http, https, mailto, or a place on this host; else empty.

    The result holds no character that could end a Markdown link or an attribute.
    """
    text = clean(str(address)).strip()
    if any(c.isspace() for c in text):
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    on_this_host = text.startswith("/") and not text.startswith(("//", "/\\"))
    elsewhere = parts.scheme in LINK_SCHEMES and bool(parts.netloc or parts.scheme == "mailto")
    return quote(text, safe=":/?#@!$&'+,;=%~.-_") if on_this_host or elsewhere else ""


def link(label: object, address: object, limit: int = 0) -> str:
    """A Markdown link with a label from people; only the label where the address is not fit to link to."""
    target, shown = url(address), inline(label, limit)
    return f"[{shown}]({target})" if target else shown


def slug(text: object) -> str:
    """A name for files and anchors: lower case letters, digits, dashes and underscores of ASCII only."""
    ascii_text = unicodedata.normalize("NFKD", str(text)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9_]+", "-", ascii_text.lower()).strip("-_")
