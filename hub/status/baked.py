"""The HTML of live badges and banners, for the pages of the app and for those built ahead of time.

docs/reference/live-status.md is the contract; static/status/live.js brings them to life.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
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


def banner(
    slugs: Iterable[str],
    *,
    steps: Mapping[str, Sequence[int]] | None = None,
    clusters: Mapping[str, str] | None = None,
    told: Iterable[SafeString] = (),
) -> SafeString:
    """The container that the script fills when one of the services has trouble.

    `steps` are the numbers of the steps that need each service, `clusters` the names of clusters by their opaque
    ids, so that the script can name them. `told` are the lines that readers without scripts see.
    """
    return format_html(
        '<div class="live-banner" data-service-banner="{}"{}{}>{}</div>',
        " ".join(slugs),
        _data("steps", steps),
        _data("clusters", clusters),
        format_html_join("", "{}", ((line,) for line in told)),
    )


def banner_line(needing: str, name: str, shown: Shown) -> SafeString:
    """A line of a banner built ahead: what was wrong and since when, in grey."""
    return format_html(
        '<p class="live-banner-line" data-status="unknown">'
        '<span class="live-status-shape" aria-hidden="true"></span> {}{}: {}{}</p>',
        needing,
        name,
        shown.word.lower(),
        _as_of(shown.since) if shown.since else "",
    )


def path_status(slugs: Iterable[str], word: str, as_of: dt.datetime | None) -> SafeString:
    """How the services of a path do together: in grey with its time, until the script has a fresh answer."""
    return format_html(
        '<span class="live-status" data-path-status="{}" data-status="unknown">'
        '<span class="live-status-shape" aria-hidden="true"></span>'
        '<span class="live-status-word">{}</span>{}</span>',
        " ".join(slugs),
        word,
        _as_of(as_of) if as_of else "",
    )


def _data(name: str, value: Mapping[str, Any] | None) -> SafeString:
    return (
        format_html(' data-{}="{}"', name, json.dumps(value, separators=(",", ":")))
        if value
        else SafeString("")
    )


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
