"""Which decisions a list shows: the open ones first, and what they ask of whoever looks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Case, F, IntegerField, Q, Value, When

from hub.core.filters import FilterForm, choice, words
from hub.sigs.models import Group
from hub.voting.models import Decision
from hub.voting.models.decisions import DecisionQuerySet
from hub.voting.pages.standing import waiting

State = Decision.State
FIRST = {State.OPEN: 0, State.DRAFT: 1, State.CLOSED: 2}


class DecisionFilter(FilterForm):
    """Which decisions to show."""

    q = words()
    state = choice("State", State.choices, "Every state")
    group = choice("Group", [], "Every group")
    kind = choice("Way to decide", Decision.Kind.choices, "Every way")
    asked = choice("For me", [("vote", "Waiting for my vote"), ("mine", "Drafted by me")], "All")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        groups = Group.objects.filter(decisions__isnull=False).distinct().order_by("name")
        offered: Any = self.fields["group"]
        offered.choices = [("", "Every group"), *groups.values_list("slug", "name")]
        if not user.is_authenticated:
            self.fields["asked"].widget = forms.HiddenInput()

    def rows(self) -> DecisionQuerySet:
        """The decisions that are wanted."""
        rows = Decision.objects.visible_to(self.user)
        if text := self.chosen("q"):
            rows = rows.filter(Q(question__icontains=text) | Q(context__icontains=text))
        for name, lookup in (("state", "state"), ("group", "group__slug"), ("kind", "kind")):
            if value := self.chosen(name):
                rows = rows.filter(**{lookup: value})
        if self.user.is_authenticated and (asked := self.chosen("asked")):
            mine = (
                Q(created_by=self.user)
                if asked == "mine"
                else Q(pk__in=waiting(self.user).values("decision"))
            )
            rows = rows.filter(mine)
        return in_order(rows).select_related("group", "conclusion")


def in_order(rows: DecisionQuerySet) -> DecisionQuerySet:
    """Open ones by their close, then drafts, then what is to be concluded, then the rest, newest first."""
    steps = [When(state=state, then=Value(step)) for state, step in FIRST.items()]
    step = Case(*steps, default=Value(3), output_field=IntegerField())
    soon = Case(When(state=State.OPEN, then=F("closes_at")))
    return rows.annotate(step=step, soon=soon).order_by("step", "soon", "-closed_at", "-created_at", "-pk")
