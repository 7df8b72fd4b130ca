"""Lets the proxy send parts of films that everybody may see before Django begins: players ask part by part."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.db import Error

from hub.recordings.media.serving import send
from hub.recordings.models import MediaFile, Recording
from hub.recordings.watching import WATCHED, Media, first_of

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
DOOR = re.compile(r"/community/recordings/(?P<slug>[-\w]+)/(?P<door>media|audio)/")
KINDS = {"media": WATCHED, "audio": (MediaFile.Kind.AUDIO,)}
ANY = "\0"  # where the slug goes: no slug has this letter


def films_first(application: Application) -> Application:
    """The application with a short way to films for everybody; who else may see what, Django finds out."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        door = DOOR.fullmatch(environ.get("PATH_INFO", "")) if settings.X_ACCEL else None
        if not door or environ.get("REQUEST_METHOD") not in {"GET", "HEAD"} or not _came_safely(environ):
            return application(environ, start_response)
        film = for_everybody(door["slug"], KINDS[door["door"]])
        if film is None:
            return application(environ, start_response)
        given = send(WSGIRequest(environ), film, door["slug"])
        start_response(f"{given.status_code} {given.reason_phrase}", list(given.items()))
        return given  # closing it, as each server does, gives the connection back

    return answer


def for_everybody(slug: str, kinds: tuple[str, ...]) -> Media | None:
    """The file that anybody may have; None where there is none, or where it cannot be said now."""
    sql, values = _question(kinds)
    try:
        return first_of(MediaFile.objects.raw(sql, [slug if one == ANY else one for one in values]), *kinds)
    except Error:
        return None  # Django asks again, and says what is wrong


@cache
def _question(kinds: tuple[str, ...]) -> tuple[str, tuple[Any, ...]]:
    """What the database is asked, put into words once."""
    playable = Recording.objects.playable_by(AnonymousUser()).filter(slug=ANY)
    files = MediaFile.objects.filter(recording__in=playable.values("pk"), kind__in=kinds).defer("details")
    return files.query.sql_with_params()


def _came_safely(environ: dict[str, Any]) -> bool:
    """Whether it came the way that the settings ask for; what did not is sent on to the right one by Django."""
    if not settings.SECURE_SSL_REDIRECT:
        return True
    header, value = settings.SECURE_PROXY_SSL_HEADER or ("wsgi.url_scheme", "https")
    return environ.get(header) == value
