"""The HTML doors of the library of recordings."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from hub.core.links import is_web_link
from hub.core.pagination import paginate
from hub.demos.models import Demo
from hub.recordings.forms import FilterForm
from hub.recordings.models import Recording, Segment
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
    found = get_object_or_404(
        visible.select_related("meeting__series", "group").prefetch_related("files"), slug=slug
    )
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
