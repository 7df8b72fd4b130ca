"""The HTML doors of the library of recordings."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from hub.core.links import is_web_link
from hub.core.pagination import paginate
from hub.core.permissions import may
from hub.recordings import playing
from hub.recordings.forms import FilterForm, NoteForm
from hub.recordings.models import Recording, TimedNote, clock
from hub.recordings.shown import chapters
from hub.recordings.transcript import best_track, link_of, transcript
from hub.recordings.watching import elsewhere_at, host_of

RELATED = 6
SPEEDS = ("0.5", "0.75", "1", "1.25", "1.5", "1.75", "2", "2.5")


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
    """One recording: the player or a link to it, its words and chapters, and what belongs to it."""
    return render(request, "recordings/recording_detail.html", page_of(request, slug))


def page_of(request: HttpRequest, slug: str) -> dict[str, Any]:
    """Everything the page of a recording shows to this person."""
    visible = Recording.objects.visible_to(request.user)
    rows = visible.select_related("meeting__series__group", "group").prefetch_related("files", "tracks")
    found = get_object_or_404(rows, slug=slug)
    at = playing.second_of(request.GET.get("t", ""))
    player = playing.player_of(found, as_audio=request.GET.get("as") == "audio")
    return {
        "recording": found,
        "player": player,
        "here": f"{settings.BASE_URL}{found.get_absolute_url()}",
        "oembed": f"{settings.BASE_URL}/community/recordings/oembed.",
        "at": at,
        "host": host_of(found.video_url),
        "elsewhere": elsewhere_at(found.video_url, at or 0) if found.video_url else "",
        "resume": None if at is not None else playing.place_of(found, request.user, player.seconds),
        "speeds": SPEEDS,
        "notes": TimedNote.objects.visible_to(request.user).filter(recording=found).select_related("user"),
        "note_form": NoteForm(initial={"at_s": clock(at or 0)}),
        "playlist": playing.playlist_of(found, visible),
        "may_edit": may(request.user, "recordings.edit_segments", found),
        "links": [link for link in found.links if is_web_link(link)],
        "related": visible.listed().related_to(found).defer("description", "details")[:RELATED],
        **words_of(found, player, request, at),
    }


def words_of(
    recording: Recording, player: playing.Player, request: HttpRequest, at: int | None
) -> dict[str, Any]:
    """The chapters and the transcript, each line with the address of its second."""
    segments = chapters(recording, request.user)
    link = link_of(recording, here=player.source is not None or recording.is_retired)
    track = best_track(player.tracks, request.GET.get("captions", ""), recording.language)
    for row in segments:
        row.address = link(row.starts_s)  # type: ignore[attr-defined]
    return {
        "segments": segments,
        "track": track,
        "transcript": transcript(track, segments, link, at) if track else "",
    }
