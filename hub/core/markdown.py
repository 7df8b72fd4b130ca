"""Markdown that people wrote, made safe to show: converted, then stripped to harmless HTML."""

from functools import lru_cache
from urllib.parse import urlsplit

import markdown
import nh3
from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString, mark_safe

LONGEST = 50_000  # characters; a longer text is shown as it was typed, since converting it may take minutes
DEEPEST = 40  # quote and list levels; deeper ones only serve to exhaust the converter
TAGS = (
    "a abbr blockquote br code dd del dl dt em h1 h2 h3 h4 h5 h6 hr img kbd li ol p pre s strong sub sup"
    " table tbody td th thead tr ul"
)
ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "code": {"class"},
}


@lru_cache(maxsize=512)
def render(text: str) -> SafeString:
    """Harmless HTML of a Markdown text. Never fails: what cannot be converted is shown as typed."""
    if len(text) > LONGEST or _too_deep(text):
        return mark_safe(linebreaks(text, autoescape=True))  # noqa: S308 - escaped by linebreaks
    try:
        html = markdown.markdown(text, extensions=["fenced_code", "tables", "sane_lists", "nl2br"])
    except (RecursionError, ValueError, AttributeError):
        return mark_safe(f"<pre>{escape(text)}</pre>")  # noqa: S308 - escaped here
    return mark_safe(_sanitise(html))  # noqa: S308 - cleaned by nh3


def _sanitise(html: str) -> str:
    """Only tags that structure text, only web and mail links, only pictures of our own host."""
    return nh3.clean(
        html,
        tags=set(TAGS.split()),
        attributes=ATTRIBUTES,
        attribute_filter=_keep,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener",
    )


def _keep(tag: str, attribute: str, value: str) -> str | None:
    """Drops pictures from other hosts (the security policy refuses them) and classes other than a language."""
    if (tag, attribute) == ("img", "src"):
        url = urlsplit(value.replace("\\", "/"))
        return None if url.scheme or url.netloc or value.startswith("//") else value
    if attribute == "class":
        return value if value.startswith("language-") and " " not in value else None
    return value


def _too_deep(text: str) -> bool:
    """Whether a line opens more levels of quotes or indentation than any person would."""
    return any(
        line[: 8 * DEEPEST].count(">", 0, len(line) - len(line.lstrip("> \t"))) > DEEPEST
        or len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip()) > 4 * DEEPEST
        for line in text.splitlines()
    )
