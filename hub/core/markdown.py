"""Markdown that people wrote, made safe to show: converted, then stripped to harmless HTML."""

import re
import threading
from functools import lru_cache
from urllib.parse import urlsplit

import markdown
import nh3
from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString, mark_safe

LONGEST = 50_000  # characters; a longer text is shown as it was typed, since converting it may take minutes
HARDEST = (
    300_000  # steps the converter takes to look for the ends of brackets, before a text is called a trap
)
DEEPEST = 40  # quote and list levels; deeper ones only serve to exhaust the converter
EXTENSIONS = ["fenced_code", "tables", "sane_lists"]
TAGS = (
    "a abbr blockquote br code dd del dl dt em h1 h2 h3 h4 h5 h6 hr img kbd li ol p pre s strong sub sup"
    " table tbody td th thead tr ul"
)
HEADING = re.compile(r"<(/?)h([1-6])>")
FIRST_LEVEL = 3  # of headings in people's texts: the page and its parts have those above
IMG = re.compile(r'<img(?: [a-z]+="[^"]*")*>')  # as nh3 writes it: quotes inside a value are escaped
ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "code": {"class"},
}
_own = threading.local()


@lru_cache(maxsize=512)
def render(text: str, *, breaks: bool = False) -> SafeString:
    """Harmless HTML of a Markdown text. Never fails: what cannot be converted is shown as typed.

    The end of a line is a space, as Markdown has it; `breaks` keeps it, for plain texts from elsewhere.
    """
    if len(text) > LONGEST or _too_deep(text) or _too_hard(text):
        return mark_safe(linebreaks(text, autoescape=True))  # noqa: S308 - escaped by linebreaks
    try:
        html = _converter(breaks=breaks).reset().convert(text)
    except (RecursionError, ValueError, AttributeError):
        _own.__dict__.pop("converters", None)  # it stopped half-way: nobody knows what it still holds
        return mark_safe(f"<pre>{escape(text)}</pre>")  # noqa: S308 - escaped here
    return mark_safe(_sanitise(html))  # noqa: S308 - cleaned by nh3


@lru_cache(maxsize=512)
def in_page(text: str, *, breaks: bool = False) -> SafeString:
    """The same as a part of a page: its headings come below those of the page, and keys reach what scrolls."""
    html = str(render(text, breaks=breaks))
    for scrolls in ("pre", "table"):
        html = html.replace(f"<{scrolls}>", f'<{scrolls} tabindex="0">')
    return mark_safe(_stepped_down(html))  # noqa: S308 - harmless before, and no text is added


def _converter(*, breaks: bool) -> markdown.Markdown:
    """The converter of this thread: to set one up takes longer than to convert a text."""
    kept: dict[bool, markdown.Markdown] = _own.__dict__.setdefault("converters", {})
    if breaks not in kept:
        kept[breaks] = markdown.Markdown(extensions=EXTENSIONS + ["nl2br"] * breaks)
    return kept[breaks]


def _sanitise(html: str) -> str:
    """Only tags that structure text, only web and mail links, only pictures of our own host."""
    clean = nh3.clean(
        html,
        tags=set(TAGS.split()),
        attributes=ATTRIBUTES,
        attribute_filter=_keep,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener",
    )
    return IMG.sub(_words_for_lost_picture, clean)


def _stepped_down(html: str) -> str:
    """Headings one below the other, as an outline under those of the page: none is left out on the way down."""
    above: list[int] = []

    def step(tag: re.Match[str]) -> str:
        level = int(tag[2])
        if not tag[1]:
            while above and above[-1] >= level:
                above.pop()
            above.append(level)
        return f"<{tag[1]}h{min(6, FIRST_LEVEL - 1 + len(above))}>"

    return HEADING.sub(step, html)


def _words_for_lost_picture(img: re.Match[str]) -> str:
    """A picture that lost its address is told by its description."""
    if ' src="' in img[0]:
        return img[0]
    alt = re.search(r' alt="([^"]*)"', img[0])
    return alt[1] if alt else ""


def _keep(tag: str, attribute: str, value: str) -> str | None:
    """Drops pictures from other hosts (the policy refuses them) and classes other than a language."""
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


def _too_hard(text: str) -> bool:
    """Whether matching its brackets would take long: the converter looks for the end of each one anew."""
    steps, end = 0, len(text)
    for opening, closing in ("[]", "()"):
        if opening not in text:
            continue
        waiting: list[int] = []
        for at, letter in enumerate(text):
            if letter == opening:
                waiting.append(at)
            elif letter == closing and waiting:
                steps += at - waiting.pop()
        steps += sum(_end_of_block(text, end, at) - at for at in waiting)
    return steps > HARDEST


def _end_of_block(text: str, end: int, at: int) -> int:
    found = text.find("\n\n", at)
    return end if found < 0 else found
