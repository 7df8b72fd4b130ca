"""Live status for every page: one board per request, whatever the number of badges."""

from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hub.catalog.models import Cluster, Service
from hub.status import baked, reading
from hub.status.models import Status
from hub.status.reading import Board
from hub.status.shown import NOT_PROBED, WORST_FIRST, Platform, Shown

register = template.Library()

register.simple_tag(baked.live_badge, name="live_badge")


def board_of(context: template.Context) -> Board:
    """The board of this request, read once."""
    request = context.get("request")
    if request is None:
        return reading.board(timezone.now())
    if not hasattr(request, "status_board"):
        request.status_board = reading.board(timezone.now())
    board: Board = request.status_board
    return board


@register.simple_tag(takes_context=True)
def service_status(context: template.Context, service: Service) -> SafeString:
    """The badge of a service, which refreshes itself."""
    shown = board_of(context).by_service.get(service.pk, NOT_PROBED)
    return baked.live_badge(service.slug, shown)


@register.simple_tag(takes_context=True)
def service_shown(context: template.Context, service: Service) -> Shown:
    """The facts behind the badge, for a page that says more."""
    return board_of(context).by_service.get(service.pk, NOT_PROBED)


@register.simple_tag(takes_context=True)
def needs_of(context: template.Context, service: Service) -> list[Service]:
    """The services it cannot work without."""
    return board_of(context).needs_of(service)


@register.simple_tag(takes_context=True)
def needing(context: template.Context, service: Service) -> list[Service]:
    """The services that cannot work without it."""
    return board_of(context).needing(service)


@register.simple_tag(takes_context=True)
def place_status(context: template.Context, service: Service, cluster: Cluster) -> SafeString:
    """What works on one cluster, or nothing where nobody probes it there."""
    shown = board_of(context).grid.get((service.pk, cluster.pk))
    return status_mark(shown.status, shown.word) if shown else SafeString("")


@register.simple_tag
def service_banner(*services: Service) -> SafeString:
    """The place where trouble of these services appears by itself."""
    return baked.banner(service.slug for service in services)


@register.inclusion_tag("status/strip.html", takes_context=True)
def platform_status(context: template.Context) -> dict[str, Any]:
    """The platform in one line, with a link to what is behind it."""
    board = board_of(context)
    return {"platform": board.platform, "counts": counts(board.platform), "now": board.now}


def counts(platform: Platform) -> list[tuple[str, str, int]]:
    """How many services are in each status, worst first, none left out that has any."""
    numbers = ((status, platform.counts[status]) for status in WORST_FIRST)
    return [(str(status), str(status.label), number) for status, number in numbers if number]


@register.simple_tag
def status_mark(status: str, word: str = "") -> SafeString:
    """Shape, word and colour of a status that does not refresh."""
    return format_html(
        '<span class="live-status" data-status="{}">'
        '<span class="live-status-shape" aria-hidden="true"></span>'
        '<span class="live-status-word">{}</span></span>',
        str(status),
        word or str(Status(status).label),
    )
