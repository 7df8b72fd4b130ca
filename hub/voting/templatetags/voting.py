"""How far a decision is, as shape, word and colour."""

from __future__ import annotations

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hub.core.icons import icon
from hub.voting.models import Concern, Decision

register = template.Library()

# Shape and colour class (those of the stages of services) of each state.
SHAPES = {
    "draft": ("material/pencil-outline", "planned"),
    "open": ("material/vote-outline", "beta"),
    "closed": ("material/archive-check-outline", "deprecated"),
    "decided": ("material/gavel", "stable"),
    "void": ("material/cancel", "retired"),
}
CONCERNS = {
    "raised": ("material/alert", "deprecated"),
    "resolved": ("material/check-circle", "stable"),
    "withdrawn": ("material/close-circle-outline", "retired"),
    "answered": ("material/comment-check-outline", "stable"),
}


@register.simple_tag
def decision_state(decision: Decision) -> SafeString:
    """The state of a decision; past its time it is being counted, whatever the row says."""
    if is_counting(decision):
        return chip("material/timer-sand", "deprecated", "Being counted")
    if decision.state == Decision.State.DRAFT and decision.announced_at:
        return chip("material/account-multiple-plus-outline", "beta", "Nominations")
    shape, colour = SHAPES.get(decision.state, ("material/help-circle-outline", "planned"))
    return chip(shape, colour, decision.get_state_display())


@register.simple_tag
def concern_state(concern: Concern) -> SafeString:
    """Whether a concern still stands."""
    shape, colour = CONCERNS[concern.state]
    return chip(shape, colour, concern.get_state_display())


@register.filter
def is_counting(decision: Decision) -> bool:
    """Open by its state, over by the clock."""
    is_open = decision.state == Decision.State.OPEN
    return bool(is_open and decision.closes_at and decision.closes_at <= timezone.now())


def chip(shape: str, colour: str, word: str) -> SafeString:
    """Shape, word and colour in one."""
    return format_html('<span class="stage is-{}">{}{}</span>', colour, icon(shape), word)
