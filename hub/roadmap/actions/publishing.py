"""Publish how many people of a team work with the platform: needs are counted by it."""

from __future__ import annotations

from django.db import transaction

from hub.accounts.models import Team, User
from hub.activity.actions import record


@transaction.atomic
def publish_capacity(team: Team, *, by: User, capacity: int | None) -> Team:
    """Say how many people of a team work with the platform; None: as many as are in it. Raises ValidationError."""
    team = Team.objects.select_for_update().get(pk=team.pk)
    if team.capacity == capacity:
        return team
    team.capacity = capacity
    team.full_clean()
    team.save(update_fields=["capacity"])
    words = f"published {capacity} as" if capacity is not None else "left to its members"
    record(
        "roadmap.capacity_published", team, f"{words} the capacity of {team.name}", by=by, capacity=capacity
    )
    return team
