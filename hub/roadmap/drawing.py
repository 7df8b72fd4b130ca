"""The bar of an item as SVG: places are attributes in percent, so that it fits any width without scripts."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from hub.roadmap.timeline import Drawn

LINE = '<line class="{}" x1="{}%" x2="{}%" y1="0" y2="100%"/>'
FLAG = '<svg x="{}%" overflow="visible"><path class="target" d="M0 4V28M0 5h8l-2 3 2 3H0"/></svg>'
DIAMOND = '<svg x="{}%" overflow="visible"><path class="released" d="M0 9l7 7-7 7-7-7z"/></svg>'


def draw(row: Drawn, words: str, colour: str, grid: list[float], now_x: float | None) -> SafeString:
    """Grid, first plan, work, now, target, release and words, from the back to the front."""
    stuck = " is-impeded" if row.bar.item.impediment else ""
    return format_html(
        '<svg class="bar is-{}{}" width="100%" height="32" aria-hidden="true">{}{}{}{}{}{}{}</svg>',
        colour,
        stuck,
        format_html_join("", LINE, (("grid", x, x) for x in grid)),
        _box("slipped", row.light_x, row.light_width, 10, 12) if row.light_width > 0 else "",
        _box("work", row.x, row.width, 6, 20),
        format_html(LINE, "now", now_x, now_x) if now_x is not None else "",
        format_html(FLAG, row.target_x) if row.target_x is not None else "",
        format_html(DIAMOND, row.released_x) if row.released_x is not None else "",
        _words(row, words),
    )


def _box(kind: str, x: float, width: float, y: int, height: int) -> SafeString:
    return format_html(
        '<rect class="{}" x="{}%" width="{}%" y="{}" height="{}" rx="4"/>', kind, x, width, y, height
    )


def _words(row: Drawn, words: str) -> SafeString:
    anchor, shift = ("end", -8) if row.label_side == "before" else ("start", 8)
    return format_html(
        '<text x="{}%" y="20" dx="{}" text-anchor="{}">{}</text>', row.label_x, shift, anchor, words
    )
