"""The live parts of generated pages, which the status script brings up to date in the reader's browser.

What is written into a page is the last status and the moment it began, never the moment it was measured:
so a page changes when the status does, not at every publish, and a reader without scripts sees a dated fact.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.utils.safestring import SafeString

from hub.catalog.models import Service
from hub.status import baked
from hub.status.shown import NOT_PROBED, Shown


def badge(service: Service, shown: Shown | None) -> SafeString:
    """The status of a service inside a line."""
    shown = shown or NOT_PROBED
    return baked.badge(service.slug, replace(shown, observed_at=shown.since))


def banner(services: Iterable[Service]) -> SafeString:
    """A banner that tells of trouble with any of the services."""
    return baked.banner(sorted({service.slug for service in services}))
