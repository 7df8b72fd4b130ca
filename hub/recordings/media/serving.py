"""Send a file of a recording: whole or in parts, from here, by nginx, or from the storage's own address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header, http_date, parse_http_date_safe

from hub.recordings.media.ranges import NotSatisfiableError, part, stream
from hub.recordings.watching import Media

# A file is looked at or played, nothing else: whatever is hidden in it runs nowhere.
SANDBOX = "default-src 'none'; media-src 'self'; img-src 'self'; style-src 'unsafe-inline'; sandbox"
SHOWN = ("video/", "audio/", "image/jpeg")


def send(request: HttpRequest, media: Media, title: str) -> HttpResponseBase:
    """The answer to somebody who may have the file."""
    if settings.MEDIA_REDIRECT:
        answer: HttpResponseBase = HttpResponseRedirect(default_storage.url(media.name))
        answer["Cache-Control"] = "private, no-store"
        return answer
    answer = _by_nginx(media) if settings.X_ACCEL else _from_here(request, media)
    shown = media.content_type.startswith(SHOWN)
    wanted = not shown or "download" in request.GET
    answer["Content-Disposition"] = (
        content_disposition_header(wanted, f"{title}{Path(media.name).suffix}") or "inline"
    )
    answer["Content-Type"] = media.content_type if shown else "application/octet-stream"
    answer["Cache-Control"] = (
        "private, no-cache"  # kept by the browser, asked about each time: rights may change
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = SANDBOX
    return answer


def _by_nginx(media: Media) -> HttpResponse:
    """The proxy sends the file and knows about parts of it."""
    answer = HttpResponse()
    answer["X-Accel-Redirect"] = settings.X_ACCEL.rstrip("/") + "/" + quote(media.name)
    return answer


def _from_here(request: HttpRequest, media: Media) -> HttpResponseBase:
    size = default_storage.size(media.name)
    made = media.made_at or default_storage.get_modified_time(media.name)
    tag = f'"{media.tag or f"{made:%s}-{size}"}"'
    known = {"ETag": tag, "Last-Modified": http_date(made.timestamp()), "Accept-Ranges": "bytes"}
    if _has_it(request, tag, made):
        return HttpResponse(status=304, headers=known)
    try:
        asked = request.headers.get("Range", "") if _still(request, tag, made) else ""
        wanted = part(asked, size)
    except NotSatisfiableError:
        return HttpResponse(status=416, headers={**known, "Content-Range": f"bytes */{size}"})
    first, last = wanted or (0, size - 1)
    headers = {**known, "Content-Length": str(last - first + 1)}
    if wanted:
        headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    body = _bytes(media.name, first, last - first + 1)
    return StreamingHttpResponse(body, status=206 if wanted else 200, headers=headers)


def _bytes(name: str, first: int, length: int) -> Iterator[bytes]:
    """A part of a file, opened only when somebody takes it: a HEAD leaves nothing open."""
    yield from stream(default_storage.open(name), first, length)


def _has_it(request: HttpRequest, tag: str, made: dt.datetime) -> bool:
    """Whether the browser's copy is this very file."""
    tags = request.headers.get("If-None-Match")
    if tags is not None:
        return tags.strip() == "*" or tag in [one.strip().removeprefix("W/") for one in tags.split(",")]
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return since is not None and int(made.timestamp()) <= since


def _still(request: HttpRequest, tag: str, made: dt.datetime) -> bool:
    """Whether the part asked for belongs to this very file: else all of it is sent anew."""
    condition = request.headers.get("If-Range", "").strip()
    if not condition:
        return True
    if condition.startswith(('"', "W/")):
        return condition == tag
    return parse_http_date_safe(condition) == int(made.timestamp())
