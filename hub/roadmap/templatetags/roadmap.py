"""How far an item is, as shape, word and colour."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hub.core.icons import icon
from hub.roadmap.models import RoadmapItem

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
