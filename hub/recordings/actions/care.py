"""The life of a recording: draft, published, retired; and whom it is meant for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hub.activity.actions import record
from hub.core.errors import Refused
from hub.core.permissions import may
from hub.recordings.care import has_content, hindrances
from hub.recordings.models import Recording
from hub.recordings.rules import groups_to_show_to

if TYPE_CHECKING:
    from hub.accounts.models import User
    from hub.sigs.models import Group

State = Recording.State


@transaction.atomic
def publish_recording(recording: Recording, *, by: User, anyway: str = "") -> Recording:
    """Show a draft to those it is meant for.

    Raises Refused while something stands in the way. A platform admin may go ahead `anyway`, with a reason
    that is written down beside what stood in the way.
    """
    recording = locked(recording)
    if recording.state != State.DRAFT:
        raise Refused("It is published already." if recording.is_shown else _GONE, "not_a_draft")
    anyway = anyway.strip()
    in_the_way = hindrances(recording, by)
    if in_the_way and not (anyway and may(by, "recordings.publish_anyway", recording)):
        raise Refused(" ".join(in_the_way), "not_ready")
    now = timezone.now()
    recording.state, recording.published_at = State.PUBLISHED, recording.published_at or now
    recording.keep_until = recording.keep_until or kept_by_default(timezone.localdate(now))
    recording.save(update_fields=["state", "published_at", "keep_until"])
    facts: dict[str, Any] = {"anyway": anyway, "in_the_way": in_the_way} if in_the_way else {}
    _record("recording_published", recording, f"published {recording.title}", by, **facts)
    return recording


@transaction.atomic
def retire_recording(recording: Recording, *, by: User | None, reason: str = "") -> Recording:
    """Take its files away and keep its words: the page, transcript, chapters and notes stay, no link breaks.

    Without a person it is the clock that does so.
    """
    recording = locked(recording)
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": "Say why: it stands on its page from now on."})
    if recording.state != State.PUBLISHED:
        raise Refused("Only what is published can be retired.", "not_published")
    recording.state, recording.state_reason, recording.retired_at = State.RETIRED, reason, timezone.now()
    recording.save(update_fields=["state", "state_reason", "retired_at"])
    _record("recording_retired", recording, f"retired {recording.title}: {reason}", by, reason=reason)
    return recording


@transaction.atomic
def take_back_recording(recording: Recording, *, by: User, reason: str = "") -> Recording:
    """One step back: what is published becomes a draft, what is retired is published again."""
    recording = locked(recording)
    if recording.state == State.DRAFT:
        raise Refused("It is a draft already.", "is_a_draft")
    if recording.state == State.PUBLISHED:
        return make_draft(recording, by=by, reason=reason)
    if not has_content(recording):
        raise Refused("There is nothing left of it to watch or read.", "nothing_left")
    recording.state, recording.state_reason, recording.retired_at = State.PUBLISHED, "", None
    recording.keep_until, recording.warned_days = kept_by_default(timezone.localdate()), None
    recording.save(update_fields=["state", "state_reason", "retired_at", "keep_until", "warned_days"])
    _record("recording_published", recording, f"brought back {recording.title}", by, reason=reason.strip())
    return recording


@transaction.atomic
def set_audience(recording: Recording, *, by: User, audience: str, group: Group | None = None) -> Recording:
    """Say whom it is meant for: everybody, people who are signed in, or the people of a group."""
    recording = locked(recording)
    if audience not in Recording.Audience.values:
        raise ValidationError({"audience": "This is none of the audiences."})
    if audience == Recording.Audience.GROUP and group is None:
        raise ValidationError({"group": "Which group is it for?"})
    if group and not groups_to_show_to(by, recording).filter(pk=group.pk).exists():
        raise ValidationError({"group": f"You are not in {group.name}."})
    was_open = recording.is_open
    recording.audience, recording.group = audience, group or recording.group
    recording.save(update_fields=["audience", "group"])
    said = f"showed {recording.title} to: {recording.get_audience_display().lower()}"
    _record("audience_set", recording, said, by, public=was_open and recording.is_open)
    return recording


def make_draft(recording: Recording, *, by: User, reason: str) -> Recording:
    """Hide a recording that is locked already; nobody but those who answer for it finds it any more."""
    recording.state, recording.retired_at = State.DRAFT, None
    recording.save(update_fields=["state", "retired_at"])
    tell = answerable(recording)
    summary = f"took back {recording.title}" + (f": {reason.strip()}" if reason.strip() else "")
    _record("recording_withdrawn", recording, summary, by, tell=tell, public=False)
    return recording


def locked(recording: Recording) -> Recording:
    """The recording as it is now, for one verb at a time; only its own row waits."""
    rows = Recording.objects.select_for_update(of=("self",)).select_related(
        "meeting__series__group", "group", "owner"
    )
    return rows.get(pk=recording.pk)


def answerable(recording: Recording) -> list[User]:
    """Who is told what becomes of it: its owner, or the platform admins when it has none any more."""
    from hub.accounts.models import User  # noqa: PLC0415 -- only a type elsewhere in this module

    owner = recording.owner
    return [owner] if owner and owner.is_active else list(User.objects.platform_admins())


def kept_by_default(day: dt.date) -> dt.date | None:
    """The day until which something published today is kept; None for ever."""
    days = settings.KEEP_RECORDINGS_DAYS
    return day + dt.timedelta(days=days) if days else None


_GONE = "It is retired; a platform admin can bring it back."


def _record(
    kind: str,
    recording: Recording,
    said: str,
    by: User | None,
    *,
    tell: list[User] | None = None,
    public: bool | None = None,
    **facts: Any,
) -> None:
    people = answerable(recording) if tell is None else tell
    seen = recording.is_open if public is None else public
    record(f"recordings.{kind}", recording, said, by=by, tell=people, public=seen, **facts)
