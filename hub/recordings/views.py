"""The HTML doors of recordings, and their media."""

from collections.abc import Iterator
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_safe

from hub.core.links import is_web_link
from hub.core.pagination import paginate
from hub.demos.models import Demo
from hub.recordings.forms import FilterForm
from hub.recordings.models import Recording, Segment
from hub.recordings.ranges import NotSatisfiableError, part, stream
from hub.recordings.watching import host_of, own_media

RELATED = 6


# /community/recordings/
@require_GET
def recordings(request: HttpRequest) -> HttpResponse:
    """Everything that was recorded, the latest first."""
    visible = Recording.objects.visible_to(request.user)
    form = FilterForm(request.GET, recordings=visible)
    asked = form.asked()
    page = paginate(request, visible.chosen(asked).defer("description", "details", "links"))
    return render(request, "recordings/recording_list.html", {"form": form, "asked": asked, "page": page})


# /community/recordings/<slug>/
@require_GET
def recording(request: HttpRequest, slug: str) -> HttpResponse:
    """One recording: the player or a link to it, its chapters, and what belongs to it."""
    visible = Recording.objects.visible_to(request.user)
    found = get_object_or_404(visible.select_related("meeting__series"), slug=slug)
    context = {
        "recording": found,
        "media": own_media(found),
        "host": host_of(found.video_url),
        "segments": chapters(found, request.user),
        "links": [link for link in found.links if is_web_link(link)],
        "related": visible.related_to(found).defer("description", "details")[:RELATED],
    }
    return render(request, "recordings/recording_detail.html", context)


def chapters(recording: Recording, user: Any) -> list[Segment]:
    """The spans of a recording in their order, each with its demo where this person may see it."""
    rows = list(recording.segments.prefetch_related(Prefetch("demo", Demo.objects.visible_to(user))))
    for row in rows:
        row.recording = recording
    return rows


# /community/recordings/<slug>/media/
@require_safe
def media(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The file itself, whole or in parts, for those who may see the recording."""
    found = get_object_or_404(Recording.objects.visible_to(request.user), slug=slug)
    own = own_media(found)
    if own is None:
        raise Http404
    size = default_storage.size(own.name)
    try:
        wanted = part(request.headers.get("Range", ""), size)
    except NotSatisfiableError:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    return _send(own.name, own.content_type, size, wanted)


def _bytes(name: str, first: int, length: int) -> Iterator[bytes]:
    """A part of a file, opened only when somebody takes it: a HEAD leaves nothing open."""
    yield from stream(default_storage.open(name), first, length)


def _send(name: str, content_type: str, size: int, wanted: tuple[int, int] | None) -> HttpResponseBase:
    first, last = wanted or (0, size - 1)
    length = last - first + 1
    headers = {"Accept-Ranges": "bytes", "Content-Length": str(length), "X-Content-Type-Options": "nosniff"}
    if wanted:
        headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return StreamingHttpResponse(
        _bytes(name, first, length), status=206 if wanted else 200, content_type=content_type, headers=headers
    )
