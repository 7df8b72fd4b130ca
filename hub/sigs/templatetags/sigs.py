"""How findings and evaluations look: shape, word and colour; evidence by what it is."""

from __future__ import annotations

from typing import Any

from django import template
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hub.core.icons import icon
from hub.sigs.evidence import evidence_address, evidence_label
from hub.sigs.health import Fact, facts
from hub.sigs.models import Evaluation, Group

register = template.Library()

LEANINGS = {
    "pro": ("material/plus-circle", "Pro", "ok"),
    "con": ("material/minus-circle-outline", "Con", "down"),
}
STATES = {
    "open": ("material/magnify", "beta"),
    "closed": ("material/check-circle", "stable"),
}
HEALTH = {
    "fine": ("material/check-circle", "ok"),
    "look": ("material/alert", "degraded"),
    "unknown": ("material/help-circle-outline", "unknown"),
}


@register.simple_tag
def leaning(value: str) -> SafeString:
    """Whether a finding speaks for or against."""
    shape, word, colour = LEANINGS.get(value, ("material/help-circle-outline", value, "unknown"))
    return format_html('<span class="chip is-{}">{}{}</span>', colour, icon(shape), word)


@register.simple_tag
def evaluation_state(evaluation: Evaluation) -> SafeString:
    """Whether findings are still gathered."""
    shape, colour = STATES[evaluation.state]
    word = evaluation.get_state_display()
    return format_html('<span class="stage is-{}">{}{}</span>', colour, icon(shape), word)


@register.simple_tag
def evidence(address: str) -> SafeString:
    """A link to where a finding can be seen; what is no address of the web or the hub is no link."""
    try:
        evidence_address(address)
    except ValidationError:
        return format_html("<span>{}</span>", address)
    rel = SafeString("") if address.startswith("/") else SafeString(' rel="nofollow noopener"')
    label = evidence_label(address)
    return format_html('<a class="evidence" href="{}"{}>{}{}</a>', address, rel, icon("material/link"), label)


@register.simple_tag
def health(state: str, word: str) -> SafeString:
    """How one fact about a group looks."""
    shape, colour = HEALTH[state]
    return format_html('<span class="chip is-{}">{}{}</span>', colour, icon(shape), word)


@register.simple_tag
def facts_about(
    group: Group,
    kept: Any,
    series: list[Any],
    questions: list[Any],
    conclusions: int,
    overdue: list[Any],
    offices: list[Any],
    history: list[Any],
) -> list[Fact]:
    """How the group fares."""
    return facts(
        group, kept=kept, met=bool(series), questions=questions, conclusions=conclusions, overdue=overdue,
        offices=offices, moments=[entry.created_at for entry in history],
    )  # fmt: skip
