"""What becomes of a link that the words suggest: a person accepts it or dismisses it."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from hub.accounts.models import User
from hub.activity.actions import record
from hub.core.errors import Refused
from hub.recordings.actions.segmenting import may_tell, publish_its_demo
from hub.recordings.linking import model_of
from hub.recordings.models import Recording, Segment, SegmentService, Suggestion, clock

AROUND = 30  # seconds of a chapter that is made for a link that no chapter holds
Kind, State = Suggestion.Kind, Suggestion.State


@transaction.atomic
def accept_suggestion(suggestion: Suggestion, *, by: User) -> Suggestion:
    """Make the link that the words suggest; said outside all chapters, it gets a short one of its own.

    Raises Refused when it was decided already the other way, or what it names is gone.
    """
    row, recording = _locked(suggestion)
    if row.state == State.ACCEPTED:
        return row
    _refuse_decided(row)
    thing = named(row)
    if thing is None:
        raise Refused("What it names is no longer there.", "gone")
    segment = row.segment or _own_span(recording, row, str(thing))
    _make_link(segment, row.kind, thing, by)
    row.segment, row.state, row.decided_by = segment, State.ACCEPTED, by
    row.save(update_fields=["segment", "state", "decided_by"])
    if may_tell(recording):
        record("recordings.link_accepted", recording, f"linked {thing} at {clock(row.at_ms // 1000)}", by=by,
               public=recording.is_open)  # fmt: skip
    return row


@transaction.atomic
def dismiss_suggestion(suggestion: Suggestion, *, by: User) -> Suggestion:
    """Say that the link makes no sense; it is not suggested again. Raises Refused when it was accepted."""
    row, _recording = _locked(suggestion)
    if row.state == State.DISMISSED:
        return row
    _refuse_decided(row)
    row.state, row.decided_by = State.DISMISSED, by
    row.save(update_fields=["state", "decided_by"])
    return row


def named(suggestion: Suggestion) -> Any:
    """The service, team, demo or item that it names; None when it is gone."""
    return model_of(suggestion.kind).objects.filter(slug=suggestion.key).first()


def _locked(suggestion: Suggestion) -> tuple[Suggestion, Recording]:
    recording = Recording.objects.select_for_update().get(pk=suggestion.recording_id)
    return Suggestion.objects.select_for_update(of=("self",)).select_related("segment").get(
        pk=suggestion.pk
    ), recording


def _refuse_decided(row: Suggestion) -> None:
    if row.state != State.OPEN:
        raise Refused(f"It was {row.get_state_display().lower()} already.", "decided")


def _own_span(recording: Recording, row: Suggestion, title: str) -> Segment:
    """A chapter of half a minute from where it is said."""
    start = row.at_ms // 1000
    facts = {"starts_s": start, "title": title}
    found = recording.segments.filter(**facts).first()
    return found or Segment.objects.create(
        recording=recording, ends_s=start + AROUND, source=Segment.Source.PERSON, **facts
    )


def _make_link(segment: Segment, kind: str, thing: Any, by: User) -> None:
    rows: Any = segment
    if kind == Kind.SERVICE:
        SegmentService.objects.get_or_create(
            segment=segment, service=thing, defaults={"version": thing.version}
        )
    elif kind == Kind.TEAM:
        segment.teams.add(thing)
    elif kind == Kind.ITEM:
        rows.items.add(thing)
    else:
        if segment.demo_id not in (None, thing.pk):
            raise Refused(f"The chapter shows another demo, “{segment.demo}”.", "other_demo")
        segment.demo = thing
        segment.save(update_fields=["demo"])
        publish_its_demo(segment, by)
