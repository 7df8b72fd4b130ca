"""Which items a page of the roadmap shows: everything the address can ask for."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib.postgres.search import SearchQuery
from django.db.models import F, Q, Value
from django.db.models.functions import NullIf
from django.utils import timezone

from hub.catalog.models import PipelineStep
from hub.core import limits
from hub.core.fulltext import Document, Finds
from hub.roadmap.choices import choices_of
from hub.roadmap.models import ItemQuerySet, RoadmapItem
from hub.roadmap.quarters import is_quarter

OPEN, ANY = "open", "any"
STATES = [(OPEN, "Open"), *RoadmapItem.State.choices, (ANY, "Any state")]
STEPS = [("", "Every step"), *PipelineStep.choices, ("none", "No step")]
KINDS = [("", "Every kind"), *RoadmapItem.Kind.choices]
NEEDS = [
    ("", "Any need"),
    ("blocked", "Somebody is blocked"),
    ("some", "Somebody needs it"),
    ("nobody", "Nobody asked"),
]
SORTS = [
    ("need", "Most needed first"),
    ("new", "Newest first"),
    ("moved", "Moved last"),
    ("target", "Target first"),
    ("title", "By title"),
]
ORDERS: dict[str, tuple[Any, ...]] = {
    "need": ("-blocked", "-supporters", "-proposed_on", "-pk"),
    "new": ("-proposed_on", "-pk"),
    "title": ("title", "pk"),
}
#: What an address says of an item as it is written there.
SAME = {"kind": "kind", "group": "group__slug", "team": "team__slug", "owner": "owner__handle"}


class FilterForm(forms.Form):
    """What can be asked for; what makes no sense counts as not asked."""

    q = forms.CharField(label="Search", max_length=200, required=False)
    state = forms.ChoiceField(label="State", choices=STATES, required=False)
    step = forms.ChoiceField(label="Step", choices=STEPS, required=False)
    group = forms.ChoiceField(label="Group", required=False)
    service = forms.ChoiceField(label="Service", required=False)
    kind = forms.ChoiceField(label="Kind", choices=KINDS, required=False)
    need = forms.ChoiceField(label="Need", choices=NEEDS, required=False)
    team = forms.ChoiceField(label="Built by", required=False)
    owner = forms.CharField(label="Owner", max_length=limits.SLUG, required=False)
    quarter = forms.CharField(label="Quarter", max_length=7, required=False)
    earliest = forms.CharField(label="From quarter", max_length=7, required=False)
    latest = forms.CharField(label="To quarter", max_length=7, required=False)
    since = forms.DateField(label="Proposed since", required=False)
    moved = forms.DateField(label="Moved since", required=False)
    impeded = forms.BooleanField(label="Impeded", required=False)
    mine = forms.BooleanField(label="Only mine", required=False)
    sort = forms.ChoiceField(label="Order", choices=SORTS, required=False)
    page = forms.CharField(max_length=limits.SLUG, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in choices_of().items():
            field: Any = self.fields[name]
            field.choices = choices

    def chosen_fields(self) -> list[forms.BoundField]:
        """The fields with a list to choose from that everybody needs."""
        return [self[name] for name in ("state", "step", "group", "service")]

    def further_fields(self) -> list[forms.BoundField]:
        """Those one needs less often."""
        return [self[name] for name in ("kind", "need", "team")]

    def asked(self) -> dict[str, Any]:
        """What was asked for and makes sense."""
        self.full_clean()
        asked = {name: value for name, value in self.cleaned_data.items() if value and name != "page"}
        for name in ("quarter", "earliest", "latest"):
            if not is_quarter(asked.get(name, "")):
                asked.pop(name, None)
        return asked

    def chips(self, asked: dict[str, Any]) -> list[dict[str, str]]:
        """What was asked for in words, each with the name to leave out of the address."""
        return [
            {"name": name, "label": str(self.fields[name].label), "value": self._said(name, value)}
            for name, value in asked.items()
            if name not in ("sort", "q")
        ]

    def _said(self, name: str, value: Any) -> str:
        choices: Any = getattr(self.fields[name], "choices", ())
        if value is True:
            return ""
        return str(dict(choices).get(value, value))


def chosen(asked: dict[str, Any], user: Any, *, states: bool = True) -> ItemQuerySet:
    """The items that were asked for; without a wish for a state, the open ones (unless `states` is off)."""
    items = RoadmapItem.objects.visible_to(user)
    if states:
        items = _in_state(items, asked.get("state", OPEN))
    if step := asked.get("step"):
        items = items.filter(step="" if step == "none" else step)
    items = items.filter(**{field: asked[name] for name, field in SAME.items() if name in asked})
    if service := asked.get("service"):
        through = RoadmapItem.services.through.objects
        items = items.filter(pk__in=through.filter(service__slug=service).values("roadmapitem"))
    items = _needed(_in_time(items, asked), asked.get("need", ""))
    if asked.get("impeded"):
        items = items.exclude(impediment="")
    if asked.get("mine") and user.is_authenticated:
        mine = Q(proposed_by=user) | Q(owner=user) | Q(pk__in=user.supports.values("item"))
        items = items.filter(mine)
    if words := asked.get("q"):
        query = SearchQuery(words, search_type="websearch", config="english")
        items = items.filter(Q(Finds(Document(), query)) | Q(title__icontains=words))
    return items


def ordered(items: ItemQuerySet, sort: str) -> ItemQuerySet:
    """The items in the order that was asked for."""
    if sort == "target":
        quarter = NullIf("quarter", Value("")).asc(nulls_last=True)
        return items.order_by(F("target_on").asc(nulls_last=True), quarter, *ORDERS["need"])
    if sort == "moved":
        return items.order_by(F("moved_at").desc(nulls_last=True), "-pk")
    return items.order_by(*ORDERS.get(sort, ORDERS["need"]))


def _in_state(items: ItemQuerySet, state: str) -> ItemQuerySet:
    if state == ANY:
        return items
    return items.open() if state == OPEN else items.filter(state=state)


def _in_time(items: ItemQuerySet, asked: dict[str, Any]) -> ItemQuerySet:
    """Within the quarters that were asked for, proposed and moved since the days that were."""
    if quarter := asked.get("quarter"):
        items = items.filter(quarter=quarter)
    if earliest := asked.get("earliest"):
        items = items.filter(quarter__gte=earliest)
    if latest := asked.get("latest"):
        items = items.filter(quarter__lte=latest).exclude(quarter="")
    if since := asked.get("since"):
        items = items.filter(proposed_on__gte=since)
    if moved := asked.get("moved"):
        start = timezone.make_aware(dt.datetime.combine(moved, dt.time()))
        items = items.filter(moved_at__gte=start)
    return items


def _needed(items: ItemQuerySet, need: str) -> ItemQuerySet:
    wanted = {"blocked": Q(blocked__gt=0), "some": Q(supporters__gt=0), "nobody": Q(supporters=0)}
    return items.filter(wanted[need]) if need in wanted else items
