"""Where a finding can be seen: an address of the web, or a page of the hub at its very place."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError

# What a page of the hub is called when it is given as evidence, by how its address begins.
PAGES = (
    (re.compile(r"/community/recordings/[^/]+/.*[?#&]t=(\d+)"), "Recording at {}"),
    (re.compile(r"/community/recordings/"), "Recording"),
    (re.compile(r"/community/demos/"), "Demo"),
    (re.compile(r"/community/meetings/"), "Meeting"),
    (re.compile(r"/community/conclusions/"), "Conclusion"),
    (re.compile(r"/community/evaluations/"), "Evaluation"),
    (re.compile(r"/roadmap/"), "Roadmap item"),
    (re.compile(r"/services/"), "Service"),
    (re.compile(r"/docs/"), "Docs"),
)
OURS = re.compile(r"/(?![/\\])[^\s\\]*\Z")


def evidence_address(address: str) -> None:
    """Refuse what is neither an http address nor a page of the hub: a `javascript:` link runs as its reader."""
    if address and not OURS.match(address) and not _is_web(address):
        raise ValidationError("Give a web address (https://...) or a page of the hub (/community/...).")


def _is_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    clean = not re.search(r"[\s\\]", address)
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and clean


def within_hub(address: str) -> str:
    """An address as it is kept: pages of the hub without the hub's own name, so that it may move."""
    typed = address.strip()
    ours = typed.removeprefix(settings.BASE_URL)
    return ours if ours.startswith("/") else typed


def evidence_label(address: str) -> str:
    """What to call it in a line: the sort of page of the hub, with its minute, else the site."""
    for pattern, label in PAGES:
        if found := pattern.match(address):
            return label.format(_clock(int(found[1][:9]))) if found.groups() else label
    if address.startswith("/"):
        return "Page of the hub"
    return (urlsplit(address).hostname or "Link").removeprefix("www.")


def _clock(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
