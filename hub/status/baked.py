"""The HTML of live badges and banners, for the pages of the app and for those built ahead of time.

docs/reference/live-status.md is the contract; static/status/live.js brings them to life.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.html import format_html
from django.utils.safestring import SafeString

from hub.status.models import Status
from hub.status.shown import NOT_PROBED, Shown


def badge(slug: str, shown: Shown | None) -> SafeString:
    """A badge for a page built ahead: the fact and its time in grey, until the script has a fresh answer."""
    shown = shown or NOT_PROBED
    return _span(slug, Status.UNKNOWN, shown.word, shown.observed_at)


def live_badge(slug: str, shown: Shown) -> SafeString:
    """A badge for a page made just now: in colour, because it is fresh."""
    return _span(slug, shown.status, shown.word)


def banner(slugs: Iterable[str]) -> SafeString:
    """The empty container that the script fills when one of the services has trouble."""
    return format_html('<div class="live-banner" data-service-banner="{}"></div>', " ".join(slugs))


def _span(slug: str, status: str, word: str, as_of: dt.datetime | None = None) -> SafeString:
    return format_html(
        '<span class="live-status" data-service-status="{}" data-status="{}">'
        '<span class="live-status-shape" aria-hidden="true"></span>'
        '<span class="live-status-word">{}</span>{}</span>',
        slug,
        str(status),
        word,
        _as_of(as_of) if as_of else "",
    )


def _as_of(moment: dt.datetime) -> SafeString:
    utc = moment.astimezone(dt.UTC)
    return format_html(
        ' <span class="live-status-time">as of <time datetime="{}">{}</time></span>',
        utc.strftime("%Y-%m-%dT%H:%M:%SZ"),
        f"{utc.day} {utc:%b %Y %H:%M} UTC",
    )
