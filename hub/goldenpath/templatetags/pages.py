"""What the templates of generated pages write with. Every value passes one of these: a test sees to it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from hub.goldenpath import live, markdown
from hub.goldenpath.pages.page import place

register = template.Library()
LABEL = 120  # characters of a link's label
# The stages of clusters look like those of services that mean as much to whoever uses them.
LOOKS = {
    "provisioning": "planned",
    "preview": "beta",
    "supported": "stable",
    "decommissioned": "retired",
}


def _done(text: str) -> SafeString:
    """Marks a text as fit for the page: it has passed `markdown`, or was made of fixed words."""
    return mark_safe(text)  # noqa: S308 -- see above


@register.filter
def inline(value: object) -> SafeString:
    """A text from people inside a line."""
    return _done(markdown.inline(value))


@register.filter
def short(value: object) -> SafeString:
    """The beginning of a text from people, for a table."""
    return _done(markdown.inline(value, 160))


@register.filter
def block(value: str) -> SafeString:
    """A text in Markdown from people, as a paragraph of its own."""
    return _done(markdown.block(value or ""))


@register.filter
def lines(value: str) -> SafeString:
    """A text from elsewhere that counts on its line breaks, such as that of an imported talk."""
    return _done(markdown.block(value or "", breaks=True))


@register.filter
def front(value: object) -> SafeString:
    """A text from people in front matter, as a quoted string of YAML."""
    return _done(json.dumps(markdown.plain(value, 200), ensure_ascii=False))


@register.filter
def anchor(value: object) -> SafeString:
    """The name of a heading, from a slug."""
    return _done(markdown.slug(value) or "x")


@register.filter
def outside(address: object, label: object = "") -> SafeString:
    """A link out of the site, if the address is fit for one."""
    return _done(markdown.link(label or address, address, LABEL))


@register.filter
def day(value: dt.date | dt.datetime | None) -> SafeString:
    """A date as people write it: 24 Nov 2026."""
    return _done(f"{value.day} {value:%b %Y}" if value else "")


@register.filter
def moment(value: dt.datetime | None) -> SafeString:
    """A date and time in UTC: 24 Nov 2026, 14:05 UTC."""
    if value is None:
        return _done("")
    value = value.astimezone(dt.UTC)
    return _done(f"{value.day} {value:%b %Y, %H:%M} UTC")


@register.filter
def minute(seconds: int) -> SafeString:
    """A place in a recording: 12:34 or 1:02:03."""
    hours, rest = divmod(int(seconds), 3600)
    return _done(f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}")


@register.filter
def duration(seconds: int | None) -> SafeString:
    """How long something lasts, in whole minutes."""
    return _done(f"{max(1, round(seconds / 60))} min" if seconds else "")


@register.filter
def number(value: int | None) -> SafeString:
    """A whole number."""
    return _done(f"{int(value or 0):,}")


@register.simple_tag(takes_context=True)
def doc(context: Context, thing: Any, label: object = "") -> SafeString:
    """A link to the page of a thing on this site."""
    return _done(f"[{markdown.inline(label or thing, LABEL)}]({context['root']}{place(thing)})")


@register.simple_tag(takes_context=True)
def page_link(context: Context, path: str, label: object) -> SafeString:
    """A link to another page of this site, by its path."""
    return _done(f"[{markdown.inline(label, LABEL)}]({context['root']}{path})")


@register.simple_tag
def app(thing: Any, label: object = "", then: str = "") -> SafeString:
    """A link to the same thing in the hub."""
    return _done(
        f"[{markdown.inline(label or thing, LABEL)}]({markdown.url(thing.get_absolute_url())}{then})"
    )


@register.simple_tag
def watch(recording: Any, second: int) -> SafeString:
    """A link to a second of a recording in the hub."""
    return _done(f"[Watch from here]({markdown.url(recording.get_absolute_url())}?t={int(second)})")


@register.simple_tag
def stage(key: str | None, label: object) -> SafeString:
    """The stage of a service or cluster as a chip, or that there is none."""
    look = LOOKS.get(key or "", key) or "planned"
    return _done(
        f'<span class="stage is-{markdown.slug(look)}">{markdown.inline(label or "No stage yet")}</span>'
    )


@register.simple_tag
def mark(label: object) -> SafeString:
    """The state or kind of a thing, as a tag."""
    return _done(f'<span class="tag strong">{markdown.inline(label)}</span>')


@register.simple_tag(takes_context=True)
def badge(context: Context, service: Any) -> SafeString:
    """The live status of a service, inside a line."""
    return live.badge(service, context["shown"].get(service.pk))


@register.simple_tag
def banner(services: list[Any]) -> SafeString:
    """A banner that shows itself while one of the services does not work."""
    return live.banner(services)


@register.simple_tag(takes_context=True)
def path_banner(
    context: Context, services: list[Any], steps: dict[str, list[int]] | None = None
) -> SafeString:
    """What of a path or a step does not work, in words."""
    return live.path_banner(services, steps or {}, context["clusters"], context["shown"])


@register.simple_tag(takes_context=True)
def path_status(context: Context, services: list[Any]) -> SafeString:
    """How what a path needs does, together."""
    return live.path_status(services, context["shown"])
