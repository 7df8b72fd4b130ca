"""Recordings for feed readers and podcast players. A reader is nobody: what is internal is in no feed."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed
from django.views.decorators.http import conditional_page, require_safe

from hub.meetings.models import Series
from hub.recordings.models import MediaFile, Recording, RecordingQuerySet, clock
from hub.recordings.playing import address_of

SHOWN = 50
EPISODES = 300
BEGINNING = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)  # of a feed in which there is nothing yet
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"


def readable(series: Series | None) -> RecordingQuerySet:
    """What everybody may watch, of a series or of all."""
    rows = Recording.objects.visible_to(AnonymousUser()).listed()
    return rows.filter(meeting__series=series) if series else rows


def moment_of(recording: Recording) -> dt.datetime:
    """When it became known: published, or the day of the recording."""
    day = recording.recorded_on
    return recording.published_at or (
        dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC) if day else BEGINNING
    )


class RecordingsAtom(Atom1Feed):
    """Atom whose time is that of the newest recording, so that nothing new stays nothing new."""

    def latest_post_date(self) -> dt.datetime:
        """When the newest became known."""
        return max((item["updateddate"] for item in self.items), default=BEGINNING)


class RecordingsFeed(Feed):
    """The newest recordings that everybody may watch; the address may ask for a series."""

    feed_type = RecordingsAtom
    link = "/community/recordings/"
    author_name = "ML Platform Hub"
    subtitle = "Demos and talks, the newest first."

    def get_object(self, request: HttpRequest) -> Series | None:
        """The series that is asked for."""
        slug = request.GET.get("series", "").replace("\0", "")
        return get_object_or_404(Series, slug=slug) if slug else None

    def title(self, series: Series | None) -> str:
        """Which recordings these are."""
        return f"Recordings: {series.title}" if series else "Recordings"

    def items(self, series: Series | None) -> list[Recording]:
        """The newest."""
        return list(readable(series).defer("details", "links").order_by("-recorded_on", "-pk")[:SHOWN])

    def item_title(self, item: Any) -> str:
        """Its title."""
        return str(item.title)

    def item_description(self, item: Any) -> str:
        """Who speaks, and what it is about."""
        return "\n\n".join(filter(None, [", ".join(item.speakers), item.description]))

    def item_link(self, item: Any) -> str:
        """Its page."""
        return str(item.get_absolute_url())

    def item_guid(self, item: Any) -> str:
        """Stays the same for ever, also when its name in addresses changes."""
        return f"urn:hub:recording:{item.pk}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: Any) -> dt.datetime:
        """When it became known."""
        return moment_of(item)

    item_updateddate = item_pubdate

    def item_author_name(self, item: Any) -> str:
        """Who speaks."""
        return ", ".join(item.speakers) or "ML Platform Hub"

    def item_categories(self, item: Any) -> list[str]:
        """Its tags."""
        return list(item.tags)

    def feed_url(self, series: Series | None) -> str:
        """Its own address, under the name of the hub."""
        return f"{settings.BASE_URL}{self.path}" + (
            f"?{urlencode({'series': series.slug})}" if series else ""
        )

    path = "/community/recordings/feed.atom"


class PodcastXml(Rss201rev2Feed):
    """RSS with the words that podcast players know."""

    content_type = "application/rss+xml; charset=utf-8"

    def rss_attributes(self) -> dict[str, Any]:
        """The names of the further vocabularies."""
        return super().rss_attributes() | {"xmlns:itunes": ITUNES, "xmlns:podcast": PODCAST}

    def add_root_elements(self, handler: Any) -> None:
        """What players show of the podcast."""
        super().add_root_elements(handler)
        handler.addQuickElement("itunes:author", "ML Platform Hub")
        handler.addQuickElement("itunes:explicit", "false")
        handler.addQuickElement("itunes:type", "episodic")
        handler.addQuickElement("itunes:summary", self.feed["description"])
        handler.addQuickElement("itunes:category", attrs={"text": "Technology"})

    def add_item_elements(self, handler: Any, item: Any) -> None:
        """What players show of an episode."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("itunes:author", item["author_name"])
        handler.addQuickElement("itunes:explicit", "false")
        if item["seconds"]:
            handler.addQuickElement("itunes:duration", clock(item["seconds"]))
        if item["poster"]:
            handler.addQuickElement("itunes:image", attrs={"href": item["poster"]})
        for transcript in item["transcripts"]:
            handler.addQuickElement("podcast:transcript", attrs=transcript)
        if item["chapters"]:
            handler.addQuickElement("podcast:chapters", attrs={"url": item["chapters"], "type": "text/vtt"})

    def latest_post_date(self) -> dt.datetime:
        """When the newest became known."""
        return max((item["pubdate"] for item in self.items), default=BEGINNING)


class PodcastFeed(RecordingsFeed):
    """The sound of the recordings that everybody may hear."""

    feed_type = PodcastXml  # type: ignore[assignment]
    path = "/community/recordings/podcast.xml"
    description = "Demos and talks of the machine-learning platform, to listen to."

    def title(self, series: Series | None) -> str:
        """Which podcast this is."""
        return f"{series.title}, ML Platform Hub" if series else "ML Platform Hub"

    def items(self, series: Series | None) -> list[Recording]:
        """Those that can be heard here, with everything an episode tells in a fixed number of queries."""
        audio = MediaFile.objects.filter(kind=MediaFile.Kind.AUDIO)
        rows = readable(series).filter(pk__in=audio.values("recording")).defer("details", "links")
        files = Prefetch("files", MediaFile.objects.filter(kind__in=("audio", "poster")))
        return list(
            rows.prefetch_related(files, "tracks", "segments").order_by("-recorded_on", "-pk")[:EPISODES]
        )

    def item_enclosures(self, item: Any) -> list[Enclosure]:
        """The file to hear."""
        audio = next(file for file in item.files.all() if file.kind == "audio")
        return [
            Enclosure(f"{settings.BASE_URL}{address_of(item, 'audio')}", str(audio.bytes), audio.content_type)
        ]

    def item_extra_kwargs(self, item: Any) -> dict[str, Any]:
        """Length, poster, captions and chapters."""
        here, files = (
            f"{settings.BASE_URL}{item.get_absolute_url()}",
            {file.kind: file for file in item.files.all()},
        )
        captions = [
            {"url": f"{here}captions.{track.language}.vtt", "type": "text/vtt", "language": track.language}
            for track in item.tracks.all()
        ]
        return {
            "seconds": item.seconds or int(files["audio"].seconds or 0),
            "poster": f"{settings.BASE_URL}{address_of(item, 'poster')}" if "poster" in files else "",
            "transcripts": captions,
            "chapters": f"{here}chapters.vtt" if item.segments.all() else "",
        }


_atom, _podcast = RecordingsFeed(), PodcastFeed()


# /community/recordings/feed.atom
@require_safe
@conditional_page
def atom(request: HttpRequest) -> HttpResponse:
    """The newest recordings for feed readers."""
    return _atom(request)


# /community/recordings/podcast.xml
@require_safe
@conditional_page
def podcast(request: HttpRequest) -> HttpResponse:
    """The sound of the recordings for podcast players."""
    return _podcast(request)
