"""Move an item through its life: one move, one event, everybody concerned told what was decided and why."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.activity.actions import record
from hub.core.errors import Refused
from hub.roadmap import lifecycle, quarters, wording
from hub.roadmap.actions.holding import locked, refuse_part
from hub.roadmap.actions.releasing import ReleaseText, write_release
from hub.roadmap.concerned import concerned
from hub.roadmap.models import Move, RoadmapItem

State = RoadmapItem.State


@transaction.atomic
def move_item(
    item: RoadmapItem,
    *,
    by: User,
    to: str,
    reason: str = "",
    quarter: str = "",
    release: ReleaseText | None = None,
    seen: str = "",
) -> RoadmapItem:
    """Move an item to another state, with the reason, quarter or release note that this move needs.

    `seen` is the state the person saw when deciding (default: that of the item given): moved meanwhile by another,
    it stays where they put it. A quarter counts only where the new state stands in one. What ships or is closed
    has nothing in its way any more. Raises Refused, ValidationError.
    """
    seen, reason, quarter = seen or item.state, reason.strip(), quarter.strip()
    item = locked(item)
    refuse_part(item)
    step = _step(item, to, seen)
    after = lifecycle.quarter_after(to, item.quarter, quarter)
    _refuse_missing(step, reason, after, release)
    move = _written(item, by, to, after, reason)
    if item.impediment and item.is_closed:
        item.impediment, item.impeded_at = "", None
        item.save(update_fields=["impediment", "impeded_at"])
    if release and step.needs_release:
        write_release(item, release, by=by)
    _tell(item, move, release if step.needs_release else None)
    return item


@transaction.atomic
def plan_item(
    item: RoadmapItem,
    *,
    by: User,
    quarter: str,
    step: str | None = None,
    reason: str = "",
    seen: str = "",
) -> RoadmapItem:
    """Give an item another quarter or pipeline step without moving it; nothing new is no event.

    `seen` is the quarter the person saw (default: that of the item given). Raises Refused, ValidationError.
    """
    seen, quarter, reason = seen or item.quarter, quarter.strip(), reason.strip()
    item = locked(item)
    refuse_part(item)
    if item.quarter not in (seen, quarter):
        raise Refused(
            f"“{item.title}” was moved to {item.quarter or 'no quarter'} meanwhile.", "moved_meanwhile"
        )
    if quarter != item.quarter:
        _refuse_quarter(item, quarter)
        _tell(item, _written(item, by, item.state, quarter, reason), None)
    if step is not None and step != item.step:
        _put_at_step(item, step, by)
    return item


def _step(item: RoadmapItem, to: str, seen: str) -> lifecycle.Step:
    if to not in State.values:
        raise ValidationError({"to": f"There is no state “{to}”."})
    now = item.get_state_display().lower()
    if item.state != seen:
        raise Refused(f"“{item.title}” was moved meanwhile: it is {now} now.", "moved_meanwhile")
    if item.state == to:
        raise Refused(f"“{item.title}” is {now} already.", "already_there")
    try:
        return lifecycle.step(item.state, to)
    except KeyError:
        ways = wording.listed([State(way).label.lower() for way in lifecycle.GRAPH[item.state]])
        raise Refused(f"“{item.title}” is {now}; from there it can become {ways}.", "no_such_move") from None


def _refuse_missing(step: lifecycle.Step, reason: str, quarter: str, release: ReleaseText | None) -> None:
    """Raise ValidationError with all that is missing at once, each at its field."""
    wrong: dict[str, ValidationError] = {}
    label = State(step.to).label.lower()
    if step.needs_reason and not reason:
        wrong["reason"] = ValidationError(f"Say why it becomes {label}.", "reason_needed")
    if step.needs_quarter and not quarter:
        wrong["quarter"] = ValidationError(f"Say in which quarter it is {label}.", "quarter_needed")
    if quarter and not quarters.is_quarter(quarter):
        wrong["quarter"] = ValidationError("A quarter looks like 2026-Q4.", "no_quarter")
    if step.needs_release and not (release and release.note.strip()):
        wrong["note"] = ValidationError("Say what is new, for those who asked for it.", "note_needed")
    if wrong:
        raise ValidationError(wrong)


def _refuse_quarter(item: RoadmapItem, quarter: str) -> None:
    if item.state not in lifecycle.IN_A_QUARTER:
        words = item.get_state_display().lower()
        raise Refused(
            f"“{item.title}” is {words}: only what is planned or in progress gets another quarter.",
            "not_in_a_quarter",
        )
    if not quarters.is_quarter(quarter):
        raise ValidationError({"quarter": ValidationError("A quarter looks like 2026-Q4.", "no_quarter")})


def _written(item: RoadmapItem, by: User, to: str, quarter: str, reason: str) -> Move:
    """Write the move, then the item: the database notes a nameless move for whoever turns that around."""
    move = Move(
        item=item, by=by, from_state=item.state, to_state=to, from_quarter=item.quarter, to_quarter=quarter,
        reason=reason,
    )  # fmt: skip
    move.full_clean(exclude=["item", "by"])
    move.save(force_insert=True)
    if move.changes_state:
        item.state_reason = reason
    item.state, item.quarter, item.updated_on = to, quarter, timezone.localdate()
    item.save(update_fields=["state", "state_reason", "quarter", "updated_on"])
    return move


def _put_at_step(item: RoadmapItem, step: str, by: User) -> None:
    item.step = step
    item.full_clean()
    item.save(update_fields=["step"])
    record("roadmap.item_steered", item, wording.steered(item, ["step"]), by=by, changed=["step"])


def _tell(item: RoadmapItem, move: Move, release: ReleaseText | None) -> None:
    note = release.note.strip() if release else ""
    facts: dict[str, Any] = {
        "from": move.from_state, "to": move.to_state, "from_quarter": move.from_quarter,
        "to_quarter": move.to_quarter, "reason": move.reason, "move": move.pk,
    }  # fmt: skip
    if release:
        facts |= {"note": note, "docs": release.docs_url}
    record(
        "roadmap.item_moved", item, wording.moved(item, move), by=move.by, tell=concerned(item),
        headline=wording.headline(item, move), lines=wording.lines(move, note), **facts,
    )  # fmt: skip
