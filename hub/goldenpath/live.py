"""The live parts of generated pages, which the status script brings up to date in the reader's browser.

What is written into a page is the last status and the moment it began, never the moment it was measured:
so a page changes when the status does, not at every publish, and a reader without scripts sees a dated fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from hub.catalog.models import Service
from hub.goldenpath import markdown
from hub.status import baked
from hub.status.models import Status
from hub.status.shown import NOT_PROBED, Shown

FINE = {
    Status.OK,
    Status.UNKNOWN,
}  # that nobody could measure it when the page was made tells a reader nothing now


def badge(service: Service, shown: Shown | None) -> SafeString:
    """The status of a service inside a line."""
    shown = shown or NOT_PROBED
    return baked.badge(service.slug, replace(shown, observed_at=shown.since))


def banner(services: Iterable[Service]) -> SafeString:
    """A banner that tells of trouble with any of the services."""
    return baked.banner(sorted({service.slug for service in services}))


def path_banner(
    services: Iterable[Service],
    steps: Mapping[str, Sequence[int]],
    clusters: Mapping[str, str],
    shown: Mapping[int, Shown],
) -> SafeString:
    """What of a path, or of one step, does not work: which steps need it, and on which clusters it does.

    Readers without scripts see what was so when the page was made, with its time. `steps` is empty inside a step.
    """
    wanted = sorted(services, key=lambda service: service.slug)
    told = [
        baked.banner_line(_needing(steps.get(service.slug, ())), _named(service), shown[service.pk])
        for service in wanted
        if service.pk in shown and shown[service.pk].status not in FINE
    ]
    return baked.banner((service.slug for service in wanted), steps=steps, clusters=clusters, told=told)


def path_status(services: Iterable[Service], shown: Mapping[int, Shown]) -> SafeString:
    """How what a path needs does, together."""
    wanted = sorted(services, key=lambda service: service.slug)
    parts = [(_named(service), shown[service.pk]) for service in wanted if service.pk in shown]
    probed = [(name, part) for name, part in parts if not part.silent]
    word, since = SafeString("Not probed"), None
    if probed:
        status = min(probed, key=lambda one: one[1].rank)[1].status
        bad = [(name, part) for name, part in probed if part.status == status]
        word = SafeString("Everything it needs works")
        if status != Status.OK:
            word = format_html(
                "{}: {}", status.label, format_html_join(", ", "{}", ((name,) for name, _ in bad))
            )
        since = max((part.since for _, part in bad if part.since), default=None)
    return baked.path_status((service.slug for service in wanted), word, since)


def _named(service: Service) -> SafeString:
    """Its name for a line of Markdown: nothing that people typed becomes more than text."""
    return mark_safe(markdown.inline(service.name))  # noqa: S308 -- escaped there


def _needing(steps: Sequence[int]) -> str:
    if not steps:
        return ""
    *most, last = map(str, steps)
    return f"Steps {', '.join(most)} and {last} need " if most else f"Step {last} needs "
