"""How far an item is, as shape, word and colour."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hub.core.icons import icon
from hub.roadmap.models import RoadmapItem, Round

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
def title_of(facts: dict[str, dict[str, str]], slug: str) -> str:
    """The title of an item in the result of a round."""
    return facts[slug]["title"] if slug in facts else slug
