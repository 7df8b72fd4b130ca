"""How far an item is, as shape, word and colour."""

from functools import cache
from typing import Any, cast

from django import template
from django.forms import BoundField
from django.forms.utils import ErrorDict
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from hub.core.icons import icon
from hub.core.markdown import render
from hub.meetings.dates import Date
from hub.roadmap.cards import card, move_link
from hub.roadmap.drawing import draw
from hub.roadmap.models import RoadmapItem, Round
from hub.roadmap.quarters import words
from hub.roadmap.sync.dates import address
from hub.roadmap.timeline import Drawn

register = template.Library()
register.filter("quarter", words)
SELECTED = mark_safe(" selected")

# Shape and colour class (those of the stages of services) of each state.
SHAPES = {
    "proposed": ("material/circle-outline", "planned"),
    "under-review": ("material/magnify", "planned"),
    "accepted": ("material/circle-slice-2", "alpha"),
    "planned": ("material/circle-slice-4", "alpha"),
    "in-progress": ("material/circle-slice-6", "beta"),
    "shipped": ("material/check-circle", "stable"),
    "declined": ("material/close-circle-outline", "retired"),
    "deferred": ("material/clock-outline", "deprecated"),
}


@register.simple_tag
def item_state(item: RoadmapItem) -> SafeString:
    """The state of an item."""
    return _state_sign(item.state)


@cache  # a board shows it hundreds of times
def _state_sign(state: str) -> SafeString:
    shape, colour = SHAPES.get(state, ("material/help-circle-outline", "planned"))
    label = dict(RoadmapItem.State.choices).get(state, state)
    return format_html('<span class="stage is-{}">{}{}</span>', colour, icon(shape), label)


# --- rounds -----------------------------------------------------------------------------------------------
ROUND_SHAPES = {
    "draft": ("material/circle-outline", "planned"),
    "open": ("material/vote", "beta"),
    "closed": ("material/circle-slice-4", "alpha"),
    "confirmed": ("material/check-circle", "stable"),
    "void": ("material/close-circle-outline", "retired"),
}


@register.simple_tag
def round_state(found: Round) -> SafeString:
    """The state of a round."""
    shape, colour = ROUND_SHAPES[found.state]
    return format_html(
        '<span class="stage is-{}">{}{}</span>', colour, icon(shape), found.get_state_display()
    )


@register.simple_tag
def funded_mark(funded: object) -> SafeString:
    """Whether an item is funded: shape and word."""
    if funded:
        return format_html('<span class="funded yes">{}{}</span>', icon("material/check"), "In")
    return format_html('<span class="funded">{}{}</span>', icon("material/minus"), "Out")


@register.simple_tag
def team_bar(width: float, kind: str) -> SafeString:
    """A bar, in hundredths of the longest."""
    return format_html(
        '<svg class="team-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="team-{}" x="0" y="0" width="{}" height="8"/></svg>',
        kind,
        width,
    )


@register.filter
def needing(levels: dict[str, int]) -> int:
    """How many say that they need it, however badly."""
    return sum(count for need, count in levels.items() if need != "0")


@register.filter
def blocked(levels: dict[str, int]) -> int:
    """How many cannot work without it."""
    return levels.get("3", 0)


@register.filter
def quarter_words(quarter: str) -> str:
    """A quarter as a sentence says it: Q4 2026."""
    return words(quarter)


@register.filter
def title_of(facts: dict[str, dict[str, str]], slug: str) -> str:
    """The title of an item in the result of a round."""
    return facts[slug]["title"] if slug in facts else slug


@register.simple_tag(takes_context=True)
def item_cards(context: template.Context, items: list[RoadmapItem]) -> SafeString:
    """Items as cards, each with what is new about it, and the way to move it for those who may."""
    news, bare = context.get("news"), bool(context.get("bare"))
    return mark_safe(  # noqa: S308 -- made of cards, which are safe
        "".join(
            card(
                item,
                state=item_state(item),
                mark=news.mark(item) if news else "",
                bare=bare,
                **_move(context, item),
            )
            for item in items
        )
    )


def _move(context: template.Context, item: RoadmapItem) -> dict[str, str]:
    """The link to the form that moves an item; the form itself where it is open; nothing for who may not."""
    if item.pk not in (context.get("reach") or ()):
        return {}
    if context.get("moving") != item.slug:
        return {"link": move_link(item, str(context.get("move_query") or ""))}
    with context.push(item=item):
        page = cast("template.Template", context.template)
        return {"form": str(page.engine.get_template("roadmap/move_form.html").render(context))}


@register.simple_tag
def options(field: BoundField) -> SafeString:
    """What a filter offers, as options; a list of hundreds is written at once."""
    now, choices = str(field.data or ""), cast("Any", field.field).choices
    rows = ((value, SELECTED if str(value) == now else "", label) for value, label in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', rows)


@register.simple_tag(takes_context=True)
def bar_svg(context: template.Context, row: Drawn) -> SafeString:
    """The bar of an item, with its words beside it."""
    item = row.bar.item
    said = item.get_state_display() + (f", {item.estimate.normalize():f} w" if item.estimate else "")
    grid = [x for _, _, x in context["quarters"]]
    return draw(row, said, SHAPES[item.state][1], grid, context["now_x"])


@register.filter
def clock(seconds: int) -> str:
    """A length of time as a clock shows it: 90 is 1:30."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


@register.filter
def sync_address(date: Date) -> str:
    """Where the page of a sync is."""
    return address(date)


@register.filter
def error_words(errors: ErrorDict) -> str:
    """All that is wrong with a form, as sentences."""
    return " ".join(str(said) for own in errors.values() for said in own)


@register.filter
def first_words(text: str) -> str:
    """The beginning of people's Markdown as plain words."""
    plain = strip_tags(render(text)).split()
    return Truncator(" ".join(plain)).chars(180)
