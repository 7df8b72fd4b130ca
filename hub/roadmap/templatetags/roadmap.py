"""How far an item is, as shape, word and colour."""

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
from hub.roadmap.drawing import draw
from hub.roadmap.models import RoadmapItem
from hub.roadmap.sync.dates import address
from hub.roadmap.timeline import Drawn

register = template.Library()
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
    shape, colour = SHAPES.get(item.state, ("material/help-circle-outline", "planned"))
    return format_html('<span class="stage is-{}">{}{}</span>', colour, icon(shape), item.get_state_display())


@register.simple_tag(takes_context=True)
def card_facts(context: template.Context, item: RoadmapItem) -> dict[str, object]:
    """Whether the reader may move a card, and what is new about it."""
    news = context.get("news")
    return {"movable": item.pk in (context.get("reach") or ()), "mark": news.mark(item) if news else ""}


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
    words = item.get_state_display() + (f", {item.estimate.normalize():f} w" if item.estimate else "")
    grid = [x for _, _, x in context["quarters"]]
    return draw(row, words, SHAPES[item.state][1], grid, context["now_x"])


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
