"""The small things every page shows: icons, state, people, times, people's Markdown, fields, page links."""

from datetime import date, datetime
from html import escape
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from hub.core import markdown as people_markdown
from hub.core import names, times
from hub.core.icons import icon as draw
from hub.core.pagination import page_numbers

register = template.Library()

# Shape, word and colour class of each state: whatever is not listed is shown as unknown.
STATUSES = {
    "ok": ("material/check-circle", "Operational"),
    "degraded": ("material/alert", "Degraded"),
    "down": ("material/close-octagon", "Outage"),
    "maintenance": ("material/wrench", "Maintenance"),
    "unknown": ("material/help-circle-outline", "Unknown"),
}
STATUS_ALIASES = {"operational": "ok", "outage": "down"}
STAGES = {
    "planned": ("material/circle-outline", "Planned"),
    "alpha": ("material/circle-slice-2", "Alpha"),
    "beta": ("material/circle-slice-4", "Beta"),
    "stable": ("material/check-circle", "Stable"),
    "deprecated": ("material/arrow-down-circle-outline", "Deprecated"),
    "retired": ("material/close-circle-outline", "Retired"),
}

register.simple_tag(draw, name="icon")
register.filter("initials", names.initials)
register.filter("name", names.display_name)


@register.simple_tag
def status_chip(status: object, *, large: bool = False, word: str = "") -> SafeString:
    """What works right now: shape, word, colour. `word` replaces the usual one ("Slow since 14:05")."""
    key = str(getattr(status, "value", status) or "").lower()
    key = STATUS_ALIASES.get(key, key)
    key = key if key in STATUSES else "unknown"
    shape, usual = STATUSES[key]
    size = " large" if large else ""
    return format_html('<span class="chip{} is-{}">{}{}</span>', size, key, draw(shape), word or usual)


@register.simple_tag
def stage_chip(stage: object) -> SafeString:
    """Where a service or cluster stands in its life; a word of another ladder is shown as it is."""
    word = str(getattr(stage, "label", stage) or "unknown")
    key = str(getattr(stage, "value", stage) or "").lower()
    shape, usual = STAGES.get(key, ("material/help-circle-outline", word.capitalize()))
    return format_html(
        '<span class="stage is-{}">{}{}</span>',
        key if key in STAGES else "planned",
        draw(shape),
        usual,
    )


@register.simple_tag
def person(user: object) -> SafeString:
    """A person: initials and name, a link when they have a page."""
    if not user:
        return format_html('<span class="person muted">{}</span>', "Nobody yet")
    name = names.display_name(user)
    face = f'<span class="initials" aria-hidden="true">{escape(names.initials(name))}</span>{escape(name)}'
    address = getattr(user, "get_absolute_url", None)
    if callable(address):  # written without a template of its own: a page may show a hundred people
        return mark_safe(f'<a class="person" href="{escape(address())}">{face}</a>')  # noqa: S308 -- escaped
    return mark_safe(f'<span class="person">{face}</span>')  # noqa: S308 -- escaped


@register.simple_tag
def when(moment: datetime | date | None, *, missing: str = "never") -> SafeString:
    """A time in words; the exact one on hover, which shell.js turns into the viewer's zone."""
    if not moment:
        return format_html('<span class="muted">{}</span>', missing)
    exact, near = times.exact(moment), times.relative(moment, timezone.now())
    return mark_safe(  # noqa: S308 -- nothing that people wrote
        f'<time datetime="{moment.isoformat()}" title="{exact}" data-when>{near}</time>'
    )


@register.simple_tag(name="markdown")
def markdown_tag(text: str | None, *, breaks: bool = False) -> SafeString:
    """People's Markdown as harmless HTML; `breaks=True` keeps the ends of lines, for texts from elsewhere."""
    return people_markdown.in_page(text or "", breaks=breaks)


@register.inclusion_tag("core/field.html")
def field(bound: BoundField, *, optional: bool | None = None) -> dict[str, Any]:
    """A form field with its label, help and errors."""
    if optional is None:
        optional = not bound.field.required
    tick = getattr(bound.field.widget, "input_type", "") == "checkbox" and not bound.use_fieldset
    return {"field": bound, "optional": optional, "tick": tick}


# What is in an address without narrowing a list, or stays in sight when the filters fold.
NO_FILTERS = {"q", "sort", "view", "page"}


@register.inclusion_tag("core/filters_fold.html")
def filters_fold(asked: dict[str, Any] | None) -> dict[str, Any]:
    """On a phone, what opens the filters that follow, with the number of those that are on."""
    return {"count": len(set(asked or {}) - NO_FILTERS)}


@register.inclusion_tag("core/pager.html", takes_context=True)
def pager(context: template.Context, page: Page, noun: str = "") -> dict[str, Any]:
    """Links to the other pages of a list, keeping the filters; nothing when all fits on one page."""
    return {
        "page": page,
        "numbers": page_numbers(page),
        "noun": noun,
        "request": context.get("request"),
    }
