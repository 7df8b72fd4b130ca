"""Make two needs one, and take it back: every voice counts once, nobody's words move."""

from __future__ import annotations

from collections import defaultdict

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from hub.accounts.models import User
from hub.activity.actions import record
from hub.activity.models import Follow
from hub.core.errors import Refused
from hub.roadmap.actions.holding import hold_merging
from hub.roadmap.models import Candidate, Merge, RoadmapItem, Round, Support
from hub.roadmap.tallies import recount

State = RoadmapItem.State
KIND = RoadmapItem._meta.label_lower


@transaction.atomic
def merge_item(item: RoadmapItem, *, into: RoadmapItem, by: User, reason: str = "") -> Merge:
    """Let an item become part of another: its address leads there, who needs either counts once.

    Those who need or proposed either are told. It can be taken back for seven days.
    Raises Refused for a circle, for an item that was merged already, that is being built or that shipped, and
    for one that people vote on just now.
    """
    hold_merging()
    root = RoadmapItem.objects.select_related("canonical").get(pk=into.pk)
    item, into = _held(item, root.canonical or root)
    refuse_merging(item, into)
    merge = Merge(item=item, into=into, by=by, reason=reason.strip())
    merge.full_clean(validate_constraints=False)
    merge.save()
    RoadmapItem.objects.filter(Q(pk=item.pk) | Q(canonical=item)).update(canonical=into)
    recount([item.pk, into.pk])
    _follow_on(merge)
    record(
        "roadmap.item_merged",
        into,
        f"merged {item.title} into {into.title}: {meaning_of(into)}",
        by=by,
        tell=concerned(into),
        item=item.slug,
        into=into.slug,
        reason=merge.reason,
        undo_until=merge.undo_until.isoformat(),
    )
    return merge


def meaning_of(into: RoadmapItem) -> str:
    """What a merge means for those who said that they need the part."""
    if into.is_closed:
        return f"it is {into.get_state_display().lower()} already"
    return "who needs either counts once, and may withdraw what they said"


def refuse_merging(item: RoadmapItem, into: RoadmapItem) -> None:
    """Raise Refused when the one cannot become part of the other."""
    if item.canonical is not None:
        raise Refused(f"“{item.title}” was merged into “{item.canonical.title}” already.", "merged")
    if item.pk == into.pk:
        raise Refused(f"“{item.title}” cannot become part of itself.", "circle")
    if item.state in (State.IN_PROGRESS, State.SHIPPED):
        done = "has shipped" if item.state == State.SHIPPED else "is being built"
        raise Refused(f"“{item.title}” {done}. Merge the other one into it.", "under_way")
    if Candidate.objects.filter(item=item, round__state=Round.State.OPEN).exists():
        raise Refused(f"People vote on “{item.title}” just now. Merge it when the round is over.", "voted_on")


@transaction.atomic
def unmerge_item(item: RoadmapItem, *, by: User) -> RoadmapItem:
    """Take a merge back: the item stands for itself again, with its own voices and its own parts.

    Raises Refused when it was not merged, or longer than seven days ago.
    """
    hold_merging()
    merge = Merge.objects.in_force().filter(item=item).select_related("item").first()
    if merge is None:
        raise Refused(f"“{item.title}” is not merged.", "not_merged")
    if timezone.now() >= merge.undo_until:
        raise Refused("It was merged more than seven days ago: it stays so.", "too_late")
    item, root = _held(merge.item, RoadmapItem.objects.get(parts=item))
    told = concerned(root)
    merge.undone_by, merge.undone_at = by, timezone.now()
    merge.save(update_fields=["undone_by", "undone_at"])
    parts = _parts_of(item, root)
    RoadmapItem.objects.filter(pk__in=parts).update(canonical=item)
    RoadmapItem.objects.filter(pk=item.pk).update(canonical=None)
    recount([item.pk, root.pk])
    _stop_following_on(merge, _followers(item))
    record(
        "roadmap.item_unmerged",
        item,
        f"took {item.title} out of {root.title} again: each counts those who need it",
        by=by,
        tell=told,
        item=item.slug,
        out_of=root.slug,
    )
    item.refresh_from_db()
    return item


def concerned(root: RoadmapItem) -> list[User]:
    """Who hears of a merge: everybody who needs, proposed or owns the item or one of its parts."""
    family = RoadmapItem.objects.filter(Q(pk=root.pk) | Q(canonical=root))
    spoke = Q(pk__in=Support.objects.of_family(root).values("user"))
    answer = Q(pk__in=family.values("proposed_by")) | Q(pk__in=family.values("owner"))
    return list(User.objects.filter(spoke | answer, is_active=True).only("pk"))


def _held(one: RoadmapItem, other: RoadmapItem) -> tuple[RoadmapItem, RoadmapItem]:
    """Both as they are now, held in one order: supports wait until the merge is done."""
    keys = sorted({one.pk, other.pk})
    held = {row.pk: row for row in RoadmapItem.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    return held[one.pk], held[other.pk]


def _parts_of(item: RoadmapItem, root: RoadmapItem) -> set[int]:
    """What was merged into the item itself, directly or by way of others."""
    steps: dict[int, list[int]] = defaultdict(list)
    rows = Merge.objects.in_force().filter(item__canonical=root)
    for part, into in rows.values_list("item", "into"):
        steps[into].append(part)
    found, ahead = set(), list(steps[item.pk])
    while ahead:
        found.add(part := ahead.pop())
        ahead += steps[part]
    return found


def _follow_on(merge: Merge) -> None:
    """Who follows the part follows the whole from now on; the moment tells these from those who chose it."""
    Follow.objects.bulk_create(
        [
            Follow(user_id=key, subject_kind=KIND, subject_id=merge.into_id, created_at=merge.at)
            for key in _followers(merge.item)
        ],
        ignore_conflicts=True,
    )


def _stop_following_on(merge: Merge | None, users: list[int]) -> None:
    """Take back the follows that came with the merge, along the chain, but for those who spoke for the whole since."""
    while merge and users:
        came = Follow.objects.filter(
            subject_kind=KIND, subject_id=merge.into_id, user__in=users, created_at=merge.at
        ).exclude(user__in=merge.into.supports.values("user"))
        users = list(came.values_list("user", flat=True))
        came.delete()
        merge = Merge.objects.in_force().filter(item=merge.into_id).first()


def _followers(item: RoadmapItem) -> list[int]:
    rows = Follow.objects.filter(subject_kind=KIND, subject_id=item.pk)
    return list(rows.values_list("user", flat=True))
