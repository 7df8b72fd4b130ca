"""The doors to the files of a recording."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from hub.core.permissions import authorize
from hub.recordings.media.serving import send
from hub.recordings.models import MediaFile, Recording
from hub.recordings.watching import WATCHED, first_of, own_media

Kind = MediaFile.Kind


def _send(request: HttpRequest, slug: str, *kinds: str) -> HttpResponseBase:
    """One question to the database says who may have it and where it is: players ask for parts again and again."""
    playable = Recording.objects.playable_by(request.user).filter(slug=slug)
    files = MediaFile.objects.filter(recording__in=playable.values("pk"), kind__in=kinds).defer("details")
    own = first_of(files, *kinds) or own_media(get_object_or_404(playable), *kinds)
    if own is None:
        raise Http404
    return send(request, own, slug)


# /community/recordings/<slug>/media/
@require_safe
def media(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What is watched, whole or in parts, for those who may see the recording."""
    return _send(request, slug, *WATCHED)


# /community/recordings/<slug>/audio/
@require_safe
def audio(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The sound alone."""
    return _send(request, slug, Kind.AUDIO)


# /community/recordings/<slug>/poster/
@require_safe
def poster(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One picture of it."""
    return _send(request, slug, Kind.POSTER)


# /community/recordings/<slug>/storyboard/
@require_safe
def storyboard(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The sheet of small pictures for the bar that people seek with."""
    return _send(request, slug, Kind.STORYBOARD)


# /community/recordings/<slug>/original/
@require_safe
def original(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The file as it was handed in, for those who look after it; once something is cut, for admins alone."""
    found = get_object_or_404(Recording.objects.playable_by(request.user), slug=slug)
    authorize(request.user, "recordings.see_original", found)
    return _send(request, slug, Kind.ORIGINAL)
