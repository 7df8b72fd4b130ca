"""What cannot be true of an item all at once, as data: each rule with its sentence, and what it looks for.

The database finds them, for one item or for all of them, in one query: nothing is kept that could go stale.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, Value, When
from django.db.models.expressions import RawSQL
from django.utils import timezone

from hub.roadmap import lifecycle
from hub.roadmap.models import ItemQuerySet, ItemStage, Release, RoadmapItem
from hub.roadmap.quarters import quarter_of

Condition = Callable[[dt.date], Q]

PROPOSAL = Q(details__has_key="kep-number")  # it follows the rules of enhancement proposals
DONE = ("stable", "deprecated", "removed", "disabled")
REACHED = ("alpha", "beta", "stable", "deprecated", "removed")
# Releases are compared number by number: v1.9 is before v1.10. What is no release is not compared.
OUT_OF_ORDER = """
    SELECT earlier.item_id FROM roadmap_itemstage earlier
    JOIN roadmap_itemstage later ON later.item_id = earlier.item_id AND later.position > earlier.position
    WHERE earlier.milestone ~ '^v?[0-9]{1,6}([.][0-9]{1,6})*$' AND later.milestone ~ '^v?[0-9]{1,6}([.][0-9]{1,6})*$'
      AND string_to_array(ltrim(earlier.milestone, 'v'), '.')::int[]
        > string_to_array(ltrim(later.milestone, 'v'), '.')::int[]
"""


@dataclass(frozen=True)
class Rule:
    """One thing that cannot be."""

    key: str
    label: str
    sentence: str
    found: Condition


def _status(*words: str) -> Q:
    found = Q()
    for word in words:
        found |= Q(details__status__istartswith=word)
    return PROPOSAL & found


def _without(name: str) -> Q:
    return ~Q(details__has_key=name)


def _stage_without_milestone(_today: dt.date) -> Q:
    missing: Any = Q()
    for stage in REACHED:
        missing |= Q(details__stage=stage) & ~Exists(
            ItemStage.objects.filter(item=OuterRef("pk"), stage=stage)
        )
    found: Q = _status("implementable", "implemented") & missing
    return found


def _not_released(_today: dt.date) -> Q:
    told = Release.objects.filter(item=OuterRef("pk"))
    return Q(~PROPOSAL, ~Exists(told), state=lifecycle.SHIPPED)


RULES = (
    Rule(
        "stable-but-open", "Stable, but not implemented",
        "Its stage is stable, but its status still says implementable.",
        lambda _today: _status("implementable") & Q(details__stage="stable"),
    ),
    Rule(
        "implemented-but-unstable", "Implemented, but not stable",
        "Its status is implemented, but its stage is not stable.",
        lambda _today: _status("implemented") & (_without("stage") | ~Q(details__stage__in=DONE)),
    ),
    Rule(
        "no-latest-milestone", "Under way without a latest milestone",
        "It is implementable or implemented, but names no latest milestone.",
        lambda _today: _status("implementable", "implemented") & _without("latest-milestone"),
    ),
    Rule(
        "stage-without-milestone", "A stage without its milestone",
        "It names a stage, but no release for that stage.",
        _stage_without_milestone,
    ),
    Rule(
        "stages-out-of-order", "Stages out of order",
        "A later stage was reached in an earlier release than the stage before it.",
        lambda _today: Q(pk__in=RawSQL(OUT_OF_ORDER, ())),  # noqa: S611 -- our own words
    ),
    Rule(
        "replaced-by-nothing", "Replaced or withdrawn, by nothing",
        "It was replaced or withdrawn, but says not what took its place.",
        lambda _today: _status("replaced", "superseded", "withdrawn") & _without("superseded-by"),
    ),
    Rule(
        "shipped-without-release", "Shipped without a release note",
        "It is shipped, but no release note says what is new.",
        _not_released,
    ),
    Rule(
        "planned-in-the-past", "Planned in a quarter that is over",
        "It is still planned or in progress in a quarter that is over.",
        lambda today: Q(state__in=lifecycle.IN_A_QUARTER, quarter__gt="", quarter__lt=quarter_of(today)),
    ),
    Rule(
        "planned-without-quarter", "Planned without a quarter",
        "It is planned or in progress, but stands in no quarter.",
        lambda _today: Q(state__in=lifecycle.IN_A_QUARTER, quarter=""),
    ),
    Rule(
        "quarter-without-plan", "A quarter, but not planned",
        "It stands in a quarter, but is not planned.",
        lambda _today: Q(state__in=lifecycle.IN_NO_QUARTER, quarter__gt=""),
    ),
    Rule(
        "nobody-answers-for-it", "In progress without an owner",
        "It is in progress, but nobody answers for it.",
        lambda _today: Q(state=lifecycle.IN_PROGRESS, owner=None),
    ),
    Rule(
        "target-passed", "Past its target day",
        "Its target day is over, but it is neither shipped nor closed.",
        lambda today: Q(target_on__lt=today) & ~Q(state__in=RoadmapItem.CLOSED),
    ),
    Rule(
        "closed-without-reason", "Declined or deferred without a reason",
        "It was declined or deferred, but nobody said why.",
        lambda _today: Q(state__in=(lifecycle.DECLINED, lifecycle.DEFERRED), state_reason=""),
    ),
    Rule(
        "closed-but-impeded", "Closed, but something is in its way",
        "It is closed, but something is still said to be in its way.",
        lambda _today: Q(state__in=RoadmapItem.CLOSED) & ~Q(impediment=""),
    ),
)  # fmt: skip
BY_KEY = {rule.key: rule for rule in RULES}


def contradictory(items: ItemQuerySet, key: str = "") -> ItemQuerySet:
    """The items that contradict themselves, in one way or in any."""
    today, rules = timezone.localdate(), [BY_KEY[key]] if key else RULES
    found = Q()
    for rule in rules:
        found |= rule.found(today)
    return items.filter(found)


def flagged(items: ItemQuerySet, today: dt.date | None = None) -> ItemQuerySet:
    """Items that know which rules they break: `broken(item)` tells."""
    today = today or timezone.localdate()
    return items.annotate(
        **{
            _flag(rule): Case(
                When(rule.found(today), then=Value(value=True)),
                default=Value(value=False),
                output_field=BooleanField(),
            )
            for rule in RULES
        }
    )


def broken(item: Any) -> list[Rule]:
    """The rules that a flagged item breaks."""
    return [rule for rule in RULES if getattr(item, _flag(rule))]


def rules_broken_by(item: RoadmapItem) -> list[Rule]:
    """The same for one item, in one query."""
    question, values = _of_one_item(timezone.localdate())
    with connection.cursor() as cursor:
        cursor.execute(question, [*values, item.pk])
        row = cursor.fetchone() or ()
    return [rule for rule, found in zip(RULES, row, strict=False) if found]


@functools.lru_cache(maxsize=1)
def _of_one_item(today: dt.date) -> tuple[str, tuple[Any, ...]]:
    """What to ask of one item on a day, and the values but its key: put into words once, as that takes longest."""
    names = [_flag(rule) for rule in RULES]
    asked = flagged(RoadmapItem.objects.filter(pk=0), today).order_by().values_list(*names)
    question, values = asked.query.sql_with_params()
    return question, values[:-1]  # the key comes last


def counts(items: ItemQuerySet) -> list[tuple[Rule, int]]:
    """How many of these items break each rule, in one query; rules that none breaks are left out."""
    today = timezone.localdate()
    numbers = items.order_by().aggregate(
        **{_flag(rule): Count("pk", filter=rule.found(today), distinct=True) for rule in RULES}
    )
    return [(rule, numbers[_flag(rule)]) for rule in RULES if numbers[_flag(rule)]]


def examples(items: ItemQuerySet, rules: Iterable[Rule], most: int = 3) -> dict[str, list[str]]:
    """A few addresses of items for each rule."""
    return {
        rule.key: list(contradictory(items, rule.key).order_by("slug").values_list("slug", flat=True)[:most])
        for rule in rules
    }


def _flag(rule: Rule) -> str:
    return f"breaks_{rule.key.replace('-', '_')}"
