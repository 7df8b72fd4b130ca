"""The text of a caption: from what files hold to plain words, and back."""

from __future__ import annotations

import html
import re

from hub.core import limits

# Signs of the formats; whatever else looks like a tag is text, and shown as text.
TAG = re.compile(
    r"</?(?:c|i|b|u|s|ruby|rt|lang|font|v)(?:[.\s][^<>]*)?>|<\d{1,4}:\d\d(?::\d\d)?[.,]\d{3}>|\{\\[^{}]*\}",
    re.IGNORECASE,
)
VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]+([^<>\n]*)>", re.IGNORECASE)
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def spoken(raw: str) -> list[tuple[str, str]]:
    """Speaker and words of a caption; several where it names several voices."""
    pieces = VOICE.split(raw)
    voices = [("", pieces[0]), *zip(pieces[1::2], pieces[2::2], strict=True)]
    found = [(name_of(who), plain(words)) for who, words in voices]
    return [(who, words) for who, words in found if words]


def name_of(who: str) -> str:
    """The name of a voice, on one line."""
    return " ".join(plain(who).split())[: limits.NAME]


def plain(raw: str) -> str:
    """The words alone, their lines kept."""
    text = CONTROL.sub("", html.unescape(TAG.sub("", raw)))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)[: limits.TEXT]


def escaped(text: str) -> str:
    """Words as WebVTT holds them: nothing in them is taken for a tag, or for the next caption's time."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
