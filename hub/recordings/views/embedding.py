"""The doors through which other sites show a recording: oEmbed, and a page that may stand in a frame."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.html import format_html
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from hub.recordings import playing
from hub.recordings.models import Recording
from hub.recordings.watching import elsewhere_at, host_of

WIDTH, HEIGHT = 640, 360
LEAST = 200
PAGES = "/community/recordings/"


def open_recording(slug: str) -> Recording:
    """A recording that everybody may see, for whoever asks: a frame elsewhere knows nobody (404)."""
    rows = Recording.objects.visible_to(AnonymousUser())
    return get_object_or_404(rows.prefetch_related("files", "tracks"), slug=slug)


# /community/recordings/<slug>/embed/
@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": settings.EMBED_IN})  # type: ignore[arg-type]
def embed(request: HttpRequest, slug: str) -> HttpResponse:
    """The player alone, to stand in a page of another site."""
    found = open_recording(slug)
    at = playing.second_of(request.GET.get("t", ""))
    context = {
        "recording": found,
        "at": at,
        "player": playing.player_of(found, as_audio=False),
        "host": host_of(found.video_url),
        "elsewhere": elsewhere_at(found.video_url, at or 0) if found.video_url else "",
        "has_chapters": found.segments.exists(),
    }
    return render(request, "recordings/embed.html", context)


# /community/recordings/oembed.json and oembed.xml
@require_safe
def oembed(request: HttpRequest, form: str) -> HttpResponse:
    """What another site needs to show a recording, as oEmbed says it."""
    try:
        asked = urlsplit(request.GET.get("url", "").replace("\0", ""))
    except ValueError as error:  # no address at all
        raise Http404 from error
    slug = asked.path.removeprefix(PAGES).strip("/")
    if not asked.path.startswith(PAGES) or "/" in slug or not slug or asked.netloc not in _own_hosts(request):
        raise Http404
    if request.GET.get("format", form) not in ("json", "xml"):
        return HttpResponse("Formats are json and xml.", status=501, content_type="text/plain")
    found = open_recording(slug)
    second = playing.second_of((parse_qs(asked.query).get("t") or [""])[0])
    facts = _facts(found, second, _size(request))
    if request.GET.get("format", form) == "xml":
        rows = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in facts.items())
        head = '<?xml version="1.0" encoding="utf-8" standalone="yes"?>'
        return HttpResponse(f"{head}<oembed>{rows}</oembed>", content_type="text/xml; charset=utf-8")
    return JsonResponse(facts)


def _own_hosts(request: HttpRequest) -> set[str]:
    return {request.get_host(), urlsplit(settings.BASE_URL).netloc}


def _size(request: HttpRequest) -> tuple[int, int]:
    """As large as the other site has room for, in the shape of a video."""
    room = []
    for name, usual in (("maxwidth", WIDTH), ("maxheight", HEIGHT)):
        asked = request.GET.get(name, "")
        room.append(int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else usual)
    width = max(LEAST, min(WIDTH, room[0], room[1] * WIDTH // HEIGHT))
    return width, width * HEIGHT // WIDTH


def _facts(recording: Recording, second: int | None, size: tuple[int, int]) -> dict[str, Any]:
    address = f"{settings.BASE_URL}{recording.get_absolute_url()}embed/" + (f"?t={second}" if second else "")
    width, height = size
    html = format_html(
        '<iframe src="{}" width="{}" height="{}" title="{}" allow="fullscreen" loading="lazy"></iframe>',
        address, width, height, recording.title,
    )  # fmt: skip
    facts = {
        "version": "1.0", "type": "video", "title": recording.title, "provider_name": "ML Platform Hub",
        "provider_url": settings.BASE_URL, "width": width, "height": height, "html": str(html),
    }  # fmt: skip
    if recording.speakers:
        facts["author_name"] = ", ".join(recording.speakers)
    if any(file.kind == "poster" for file in recording.files.all()):
        poster = f"{settings.BASE_URL}{playing.address_of(recording, 'poster')}"
        facts |= {"thumbnail_url": poster, "thumbnail_width": width, "thumbnail_height": height}
    return facts
