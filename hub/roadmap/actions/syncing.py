"""What people write down in a sync: notes that stay with the items, what is in their way, what a team tells."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hub.accounts.models import Team, User
from hub.activity.actions import record
from hub.core.errors import Refused
from hub.meetings.actions import write_down
from hub.meetings.models import Meeting, Series
from hub.roadmap.actions.noting import note_item
from hub.roadmap.models import Note, RoadmapItem, TeamUpdate

AHEAD = dt.timedelta(days=62)  # nobody prepares a sync earlier


@transaction.atomic
def note_in_sync(item: RoadmapItem, *, by: User, text: str, series: Series, day: dt.date) -> Note:
    """Write what a sync said about an item; it stays with the item and with the meeting.

    Raises Refused, ValidationError.
    """
    return note_item(item, by=by, text=text, meeting=_held(series, day))


@transaction.atomic
def tell_update(team: Team, *, by: User, text: str, series: Series, day: dt.date) -> TeamUpdate:
    """Write what a team tells the others in a sync; told again it replaces what it said.

    Raises Refused, ValidationError.
    """
    meeting, text = _held(series, day), text.strip()
    if not text:
        raise ValidationError({"text": ValidationError("Say what the team tells the others.", "required")})
    update = TeamUpdate.objects.filter(meeting=meeting, team=team).first() or TeamUpdate(
        meeting=meeting, team=team
    )
    if update.text == text:
        return update
    update.text, update.by, update.changed_at = text, by, timezone.now()
    update.full_clean()
    update.save()
    record(
        "roadmap.team_updated",
        team,
        f"wrote down what {team.name} tells in {meeting}",
        by=by,
        meeting=meeting.pk,
    )
    return update


def _held(series: Series, day: dt.date) -> Meeting:
    """The meeting, held until the transaction ends: two who write about it wait for each other."""
    if series.kind != Series.Kind.SYNC:
        raise Refused(f"{series.title} is no sync.", "no_sync")
    if day > timezone.localdate() + AHEAD:
        raise Refused("This sync is too far away to write about it.", "too_early")
    return write_down(series, on=day)
