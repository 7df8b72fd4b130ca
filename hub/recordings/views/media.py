"""The doors to the files of a recording."""

from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from hub.recordings.media.ranges import NotSatisfiableError, part, stream
from hub.recordings.models import Recording
from hub.recordings.watching import own_media


# /community/recordings/<slug>/media/
@require_safe
def media(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The file itself, whole or in parts, for those who may see the recording."""
    found = get_object_or_404(Recording.objects.playable_by(request.user), slug=slug)
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
