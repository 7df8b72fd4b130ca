"""Ask those who needed an item whether they use it, hear what they say, and count it once."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from hub.accounts.models import Membership, User
from hub.activity.actions import record
from hub.catalog.models import Enablement
from hub.core.errors import Refused
from hub.roadmap import uptake as counting
from hub.roadmap.actions.holding import locked, refuse_part
from hub.roadmap.concerned import concerned, people, supporters_of
from hub.roadmap.models import Release, RoadmapItem, Uptake, Use

SHIPPED = RoadmapItem.State.SHIPPED


@transaction.atomic
def ask_use(release: Release, *, days: int) -> Uptake | None:
    """Ask everybody who needed an item whether they use it; once per window, whoever asks at the same time."""
    item = locked(release.item)
    if item.state != SHIPPED:
        return None
    row, _ = Uptake.objects.get_or_create(release=release, days=days)
    if row.asked_at or row.measured_at:
        return row
    asked = supporters_of(item)
    row.asked_at, row.facts = timezone.now(), {"asked": len(asked)}
    row.save(update_fields=["asked_at", "facts"])
    record(
        "roadmap.use_asked", item, f"asks those who needed {item.title} whether they use it", by=None,
        tell=people(asked), days=days, headline=f"{item.title}: do you use it?",
        lines=["It shipped because you needed it. Say in one click whether you use it, and what is missing."],
    )  # fmt: skip
    return row


@transaction.atomic
def say_use(item: RoadmapItem, *, by: User, answer: str, why: str = "") -> Use:
    """Say whether one uses what shipped, and why; saying it again replaces it.

    Raises Refused while it is not shipped, ValidationError.
    """
    item = locked(item)
    refuse_part(item)
    if item.state != SHIPPED:
        raise Refused(
            f"“{item.title}” is {item.get_state_display().lower()}: nobody can use it yet.", "not_shipped"
        )
    use = Use.objects.filter(item=item, user=by).first() or Use(item=item, user=by)
    before = (use.pk and use.answer, use.why)
    use.answer, use.why, use.changed_at = answer, why.strip(), timezone.now()
    use.full_clean()
    use.save()
    if before != (use.answer, use.why):
        told = [person for person in (item.owner, item.proposed_by) if person]
        words = {"yes": "uses", "not-yet": "does not use yet", "no": "cannot use"}[answer]
        reason = f": {use.why}" if use.why else ""
        record("roadmap.use_said", item, f"{words} {item.title}{reason}", by=by, tell=told, answer=answer)
    return use


@transaction.atomic
def measure_uptake(uptake: Uptake, *, today: dt.date) -> Uptake:
    """Count once who uses a release, so many days later, and tell everybody who asked for it."""
    item = locked(uptake.release.item)
    row = Uptake.objects.select_for_update().select_related("release").get(pk=uptake.pk)
    if row.measured_at or row.asked_at is None or item.state != SHIPPED:
        return row
    row.facts = {**row.facts, **_facts(item, row, today)}
    row.measured_at = timezone.now()
    row.save(update_fields=["facts", "measured_at"])
    facts = row.facts
    record(
        "roadmap.uptake_measured", item,
        f"counted {row.days} days after the release of {item.title}: of {facts['supporters']} who needed it "
        f"{facts['answered']} answered, {facts['yes']} use it",
        by=None, tell=concerned(item), days=row.days, **facts,
    )  # fmt: skip
    return row


def _facts(item: RoadmapItem, row: Uptake, today: dt.date) -> dict[str, Any]:
    supporters = supporters_of(item)
    answers = dict(answers_of(item, row).values_list("user_id", "answer"))
    members = Membership.objects.on(today).filter(user__in=supporters)
    teams = list(members.values_list("team__slug", "team__name", "user_id"))
    services = list(item.services.values_list("slug", flat=True).order_by("slug"))
    running = Enablement.objects.filter(service__items=item)
    return {
        **counting.counted(supporters, answers, teams),
        "after": counting.age_of(row.release.released_on, today),
        "released_on": row.release.released_on.isoformat(),
        "services": services,
        "enablements_then": running.on(row.release.released_on).count(),
        "enablements_now": running.on(today).count(),
    }


def answers_of(item: RoadmapItem, row: Uptake) -> Any:
    """What people said for this window: since the one before was measured."""
    earlier = Uptake.objects.filter(release=row.release, days__lt=row.days, measured_at__isnull=False)
    before = earlier.order_by("-days").values_list("measured_at", flat=True).first()
    uses = Use.objects.filter(item=item)
    return uses.filter(changed_at__gt=before) if before else uses
