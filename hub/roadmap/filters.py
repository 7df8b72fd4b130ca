"""Which items a page of the roadmap shows: everything the address can ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet

from hub.catalog.models import PipelineStep, Service
from hub.core import limits
from hub.core.fulltext import Document, Finds
from hub.roadmap.models import ItemQuerySet, RoadmapItem
from hub.roadmap.quarters import is_quarter
from hub.sigs.models import Group

OPEN, ANY = "open", "any"
STATES = [(OPEN, "Open"), *RoadmapItem.State.choices, (ANY, "Any state")]
STEPS = [("", "Every step"), *PipelineStep.choices, ("none", "No step")]
SORTS = [("need", "Most needed first"), ("new", "Newest first"), ("title", "By title")]
ORDERS = {
    "need": ("-blocked", "-supporters", "-proposed_on", "-pk"),
    "new": ("-proposed_on", "-pk"),
    "title": ("title", "pk"),
}


class FilterForm(forms.Form):
    """What can be asked for; what makes no sense counts as not asked."""

    q = forms.CharField(label="Search", max_length=200, required=False)
    state = forms.ChoiceField(label="State", choices=STATES, required=False)
    step = forms.ChoiceField(label="Step", choices=STEPS, required=False)
    quarter = forms.CharField(label="Quarter", max_length=7, required=False)
    group = forms.ChoiceField(label="Group", required=False)
    service = forms.ChoiceField(label="Service", required=False)
    since = forms.DateField(label="Proposed since", required=False)
    sort = forms.ChoiceField(label="Order", choices=SORTS, required=False)
    mine = forms.BooleanField(label="Only mine", required=False)
    page = forms.CharField(max_length=limits.SLUG, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("group", "Every group", Group.objects.filter(items__isnull=False))
        self._offer("service", "Every service", Service.objects.filter(items__isnull=False))

    def _offer(self, name: str, every: str, rows: QuerySet[Any]) -> None:
        field: Any = self.fields[name]
        field.choices = [("", every), *rows.distinct().order_by("name").values_list("slug", "name")]

    def chosen_fields(self) -> list[forms.BoundField]:
        """The fields with a list to choose from."""
        return [self[name] for name in ("state", "step", "group", "service")]

    def asked(self) -> dict[str, Any]:
        """What was asked for and makes sense."""
        self.full_clean()
        asked = {name: value for name, value in self.cleaned_data.items() if value and name != "page"}
        if not is_quarter(asked.get("quarter", "")):
            asked.pop("quarter", None)
        return asked


def chosen(asked: dict[str, Any], user: Any, *, states: bool = True) -> ItemQuerySet:
    """The items that were asked for; without a wish for a state, the open ones (unless `states` is off)."""
    items = RoadmapItem.objects.visible_to(user)
    if states:
        items = _in_state(items, asked.get("state", OPEN))
    if step := asked.get("step"):
        items = items.filter(step="" if step == "none" else step)
    for name, lookup in (("quarter", "quarter"), ("group", "group__slug"), ("service", "services__slug")):
        if name in asked:
            items = items.filter(**{lookup: asked[name]})
    if since := asked.get("since"):
        items = items.filter(proposed_on__gte=since)
    if asked.get("mine") and user.is_authenticated:
        mine = Q(proposed_by=user) | Q(owner=user) | Q(pk__in=user.supports.values("item"))
        items = items.filter(mine)
    if words := asked.get("q"):
        query = SearchQuery(words, search_type="websearch", config="english")
        items = items.filter(Q(Finds(Document(), query)) | Q(title__icontains=words))
    return items


def _in_state(items: ItemQuerySet, state: str) -> ItemQuerySet:
    if state == ANY:
        return items
    return items.open() if state == OPEN else items.filter(state=state)
