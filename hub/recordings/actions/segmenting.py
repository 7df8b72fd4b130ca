"""Chapters: the spans of a recording that show one thing, by hand, from the agenda or from a text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.module_loading import import_string

from hub.accounts.models import User
from hub.activity.actions import record
from hub.core.errors import Refused
from hub.demos import actions as demos
from hub.recordings.chapters import Chapter, NoChaptersError, from_agenda, read_lines
from hub.recordings.models import Recording, Segment, SegmentService

PAGE = re.compile(r"(?!.*\.\.)[\w./-]{1,400}(?:#[\w.-]{1,200})?\Z")
MOST_PAGES = 20
BY_HAND, AGENDA = Segment.Source.PERSON, Segment.Source.AGENDA


@transaction.atomic
def add_segment(
    recording: Recording, *, by: User, title: str, starts_s: int, ends_s: int, **links: Any
) -> Segment:
    """Say what a span of a recording shows, and what it is about.

    `links` may have `demo`, `services`, `versions` (by the service's slug), `teams`, `items` and `pages`.
    """
    locked = _locked(recording)
    segment = Segment(recording=locked, source=BY_HAND, demo=links.get("demo"))
    _fill(segment, title, starts_s, ends_s, links.get("pages", ()))
    segment.save()
    _link(segment, links, by)
    _changed(locked, by, f"added the chapter {segment.title}")
    return segment


@transaction.atomic
def edit_segment(
    segment: Segment, *, by: User, title: str, starts_s: int, ends_s: int, **links: Any
) -> Segment:
    """Say it better; links that are not named stay as they are."""
    locked = _locked(segment.recording)
    segment.recording = locked
    if "demo" in links:
        segment.demo = links["demo"]
    _fill(segment, title, starts_s, ends_s, links.get("pages", segment.pages))
    segment.save()
    _link(segment, links, by)
    _changed(locked, by, f"edited the chapter {segment.title}")
    return segment


@transaction.atomic
def remove_segment(segment: Segment, *, by: User) -> None:
    """Take a chapter away; what it was linked to is shown there no more."""
    locked = _locked(segment.recording)
    segment.delete()
    _changed(locked, by, f"removed the chapter {segment.title}")


@transaction.atomic
def set_beginning(recording: Recording, *, by: User, began_at: dt.datetime | None) -> Recording:
    """Say at what time of the day the first second was: the stamps of the agenda then find their seconds."""
    locked = _locked(recording)
    locked.began_at = began_at
    locked.save(update_fields=["began_at"])
    _changed(locked, by, "said when the recording began")
    return locked


@transaction.atomic
def chapters_from_agenda(recording: Recording, *, by: User) -> list[Segment]:
    """Make a chapter of each point of the agenda that was begun. Done again, it moves them and adds none twice.

    Raises Refused when there is no agenda, no stamp on it, or no time at which the recording began.
    """
    locked = _locked(recording)
    if locked.meeting is None:
        raise Refused("The recording is of no meeting, so there is no agenda.", "no_meeting")
    if locked.began_at is None:
        raise Refused("Say first at what time the recording began.", "no_beginning")
    items = list(locked.meeting.agenda_items.select_related("demo__team").prefetch_related("demo__services"))
    found = from_agenda(items, locked.began_at, locked.seconds)
    if not found:
        raise Refused("No point of the agenda was begun while it was recorded.", "no_stamps")
    made = [_from_item(locked, chapter, by) for chapter in found]
    _changed(locked, by, f"made {len(made)} chapters from the agenda")
    return made


@transaction.atomic
def chapters_from_text(recording: Recording, *, by: User, text: str) -> list[Segment]:
    """Make chapters from lines of a time and a title.

    One that begins at the same second is renamed and keeps its links; one that is not in the text goes, unless it
    is linked to something. Raises ValidationError with the line that breaks a rule.
    """
    locked = _locked(recording)
    try:
        chapters = read_lines(text, locked.seconds)
    except NoChaptersError as error:
        raise ValidationError({"text": str(error)}) from error
    starts = {chapter.starts_s for chapter in chapters}
    for row in locked.segments.exclude(starts_s__in=starts):
        if not is_linked(row):
            row.delete()
    made = [_from_line(locked, chapter) for chapter in chapters]
    _changed(locked, by, f"wrote {len(made)} chapters")
    return made


def is_linked(segment: Segment) -> bool:
    """Whether it is linked to anything, so that taking it away would lose something."""
    rows: Any = segment  # items and steps are relations of features above
    linked = [segment.services, segment.teams, rows.items, rows.steps]
    return bool(segment.demo_id or segment.pages or any(relation.exists() for relation in linked))


def _locked(recording: Recording) -> Recording:
    """The recording, changed by one person at a time."""
    return Recording.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=recording.pk)


def _fill(segment: Segment, title: str, starts_s: int, ends_s: int, pages: Iterable[str]) -> None:
    segment.title, segment.starts_s, segment.ends_s = " ".join(title.split()), starts_s, ends_s
    errors: dict[str, str] = {}
    if not segment.title:
        errors["title"] = "Say what it shows."
    if starts_s < 0 or ends_s <= starts_s:
        errors["ends_s"] = "It ends after it begins."
    length = segment.recording.seconds
    if length is not None and starts_s >= length:
        errors["starts_s"] = "The recording is over before."
    twins = segment.recording.segments.filter(starts_s=starts_s, title=segment.title).exclude(pk=segment.pk)
    if twins.exists():
        errors["title"] = "There is a chapter with this title at this second."
    if errors:
        raise ValidationError(errors)
    segment.pages = _pages(pages)
    segment.full_clean(exclude=["pages"], validate_constraints=False)


def _pages(typed: Iterable[str]) -> list[str]:
    """The pages of the docs, each once, as paths below /docs/. Raises ValidationError for one that is not there."""
    pages = list(dict.fromkeys(path for page in typed if (path := page.strip().removeprefix("/docs/"))))
    if len(pages) > MOST_PAGES:
        raise ValidationError({"pages": f"Name at most {MOST_PAGES} pages."})
    unknown: Callable[[list[str]], list[str]] = import_string(settings.UNKNOWN_DOCS_PAGES)
    wrong = [page for page in pages if not PAGE.match(page)] or unknown(pages)
    if wrong:
        raise ValidationError({"pages": f"The docs have no page {', '.join(wrong)[:300]}."})
    return pages


def _link(segment: Segment, links: Mapping[str, Any], by: User) -> None:
    if "services" in links:
        _link_services(segment, list(links["services"]), links.get("versions") or {})
    if "teams" in links:
        segment.teams.set(links["teams"])
    if "items" in links:
        segment.items.set(links["items"])
    publish_its_demo(segment, by)


def _link_services(segment: Segment, services: list[Any], versions: Mapping[str, str]) -> None:
    """Link services; which version was shown is, unless somebody says so, the one that runs today."""
    SegmentService.objects.filter(segment=segment).exclude(service__in=services).delete()
    for service in services:
        said = versions.get(service.slug)
        fresh = {"version": service.version if said is None else said}
        row, made = SegmentService.objects.get_or_create(segment=segment, service=service, defaults=fresh)
        if not made and said is not None and row.version != said:
            row.version = said
            row.save(update_fields=["version"])


def publish_its_demo(segment: Segment, by: User) -> None:
    """A demo that can be watched is published; one that may not be yet stays as it is."""
    if segment.demo is None or segment.recording.state != Recording.State.PUBLISHED:
        return
    try:
        with transaction.atomic():
            demos.publish_demo(segment.demo, by=by)
    except Refused:
        return  # its date is still to come, or it was withdrawn: the chapter stands all the same


def _from_item(recording: Recording, chapter: Chapter, by: User) -> Segment:
    item = chapter.agenda_item
    demo = getattr(item, "demo", None)
    segment = recording.segments.filter(agenda_item=item).first()
    if segment is None:
        segment = recording.segments.filter(starts_s=chapter.starts_s, title=chapter.title).first()
    fresh = segment is None
    segment = segment or Segment(recording=recording, source=AGENDA, demo=demo, title=chapter.title)
    segment.agenda_item = item
    segment.starts_s, segment.ends_s = chapter.starts_s, chapter.ends_s
    segment.save()
    if fresh and demo:
        _link_services(segment, list(demo.services.all()), {})
        segment.teams.set([demo.team] if demo.team else [])
    publish_its_demo(segment, by)
    return segment


def _from_line(recording: Recording, chapter: Chapter) -> Segment:
    segment = recording.segments.filter(starts_s=chapter.starts_s).order_by("pk").first()
    segment = segment or Segment(recording=recording, source=BY_HAND, starts_s=chapter.starts_s)
    segment.title, segment.ends_s = chapter.title, chapter.ends_s
    segment.save()
    return segment


def may_tell(recording: Recording) -> bool:
    """Whether everybody who may read what happens here may see the recording; of others the feed says nothing."""
    return recording.state == Recording.State.PUBLISHED and recording.audience != Recording.Audience.GROUP


def _changed(recording: Recording, by: User, summary: str) -> None:
    if may_tell(recording):
        record("recordings.chapters_changed", recording, summary, by=by, public=recording.is_open)
