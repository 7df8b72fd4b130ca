"""How far an item is, as shape, word and colour."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hub.core.icons import icon
from hub.roadmap.models import RoadmapItem
from hub.roadmap.timeline import Drawn

register = template.Library()

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


@register.inclusion_tag("roadmap/bar.html", takes_context=True)
def bar_svg(context: template.Context, row: Drawn) -> dict[str, object]:
    """The bar of an item, with its words beside it."""
    item = row.bar.item
    words = item.get_state_display()
    if item.estimate:
        words += f", {item.estimate.normalize():f} w"
    _, colour = SHAPES.get(item.state, ("", "planned"))
    lines = [x for _, _, x in context["quarters"]]
    return {"row": row, "words": words, "colour": colour, "lines": lines, "now_x": context["now_x"]}
