"""Groups of the community, and who leads them from when to when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from hub.core import limits


class GroupQuerySet(models.QuerySet["Group"]):
    def visible_to(self, user: Any) -> GroupQuerySet:
        """Groups are known to everyone."""
        return self

    def matching(self, words: str) -> GroupQuerySet:
        """Groups with the words in their name or mission; without words, all."""
        return self.filter(Q(name__icontains=words) | Q(mission__icontains=words)) if words else self

    def with_people(self, day: dt.date) -> GroupQuerySet:
        """Adds `size`, and as `leads` the terms of those who lead on that day: one more query for all."""
        terms = Term.objects.on(day)
        people = terms.filter(group=OuterRef("pk")).order_by().values("group")
        count = people.annotate(count=Count("user", distinct=True)).values("count")
        leads = terms.leading().select_related("user")
        return self.annotate(size=Coalesce(Subquery(count), 0)).prefetch_related(
            Prefetch("terms", leads, to_attr="leads")
        )


@dataclass
class Lead:
    """A person who leads a group, in all their roles."""

    user: Any
    roles: list[str]
    since: dt.date | None


class Group(models.Model):
    """A special interest group, working group, committee or user group."""

    class Kind(models.TextChoices):
        SIG = "sig", "Special interest group"
        WORKING_GROUP = "working-group", "Working group"
        COMMITTEE = "committee", "Committee"
        USER_GROUP = "user-group", "User group"
        OTHER = "other", "Other group"

    slug = models.SlugField(
        max_length=limits.SLUG, unique=True, help_text="Name in addresses, such as sig-serving."
    )
    name = models.CharField(max_length=limits.NAME, help_text="Name shown to people.")
    kind = models.CharField(
        max_length=20, choices=Kind, default=Kind.SIG, help_text="What sort of group it is."
    )
    mission = models.TextField(
        blank=True, validators=[limits.text_limit], help_text="What it is for (Markdown)."
    )
    charter_url = models.URLField(max_length=limits.URL, blank=True, help_text="Where its charter is kept.")
    chat = models.CharField(max_length=limits.NAME, blank=True, help_text="Chat channel, without the #.")
    mailing_list = models.URLField(max_length=limits.URL, blank=True, help_text="Mailing list or forum.")
    details = models.JSONField(
        default=dict, blank=True, help_text="Further fields of the source it came from."
    )

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/community/groups/{self.slug}/"

    def led_by(self) -> list[Lead]:
        """Who leads it today, each once; needs the `leads` of `with_people`."""
        people: dict[int, Lead] = {}
        for term in self.leads:  # type: ignore[attr-defined]
            lead = people.setdefault(term.user_id, Lead(term.user, [], term.starts_on))
            lead.roles.append(term.get_role_display())
            lead.since = min((day for day in (lead.since, term.starts_on) if day), default=None)
        return list(people.values())


class TermQuerySet(models.QuerySet["Term"]):
    def on(self, day: dt.date) -> TermQuerySet:
        """Terms in force on that day (the end day no longer counts)."""
        return self.filter(Q(starts_on=None) | Q(starts_on__lte=day)).filter(
            Q(ends_on=None) | Q(ends_on__gt=day)
        )

    def leading(self) -> TermQuerySet:
        """Terms of people who lead, not only take part."""
        return self.filter(role__in=Term.LEADING)

    def in_office(self) -> TermQuerySet:
        """Terms of people who take part: an emeritus lead is honoured, not in office."""
        return self.exclude(role=Term.Role.EMERITUS)


class Term(models.Model):
    """A person's role in a group, from a day to a day."""

    class Role(models.TextChoices):
        CHAIR = "chair", "Chair"
        TECH_LEAD = "tech-lead", "Tech lead"
        EMERITUS = "emeritus", "Emeritus lead"
        LIAISON = "liaison", "Liaison"
        MEMBER = "member", "Member"

    LEADING = (Role.CHAIR, Role.TECH_LEAD)

    group = models.ForeignKey(Group, models.CASCADE, related_name="terms", help_text="The group.")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="terms", help_text="The person."
    )
    role = models.CharField(
        max_length=20, choices=Role, default=Role.MEMBER, help_text="What they are in it."
    )
    starts_on = models.DateField(null=True, blank=True, help_text="First day; empty when nobody noted it.")
    ends_on = models.DateField(null=True, blank=True, help_text="First day no longer; empty while it lasts.")

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["role", "user__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "user", "role", "starts_on"], name="term_starts_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gt=F("starts_on")),
                name="term_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()} of {self.group}"


class Subproject(models.Model):
    """A piece of work that a group owns."""

    group = models.ForeignKey(
        Group, models.CASCADE, related_name="subprojects", help_text="The owning group."
    )
    name = models.CharField(max_length=limits.NAME, help_text="Its name, unique in the group.")
    description = models.TextField(
        blank=True, validators=[limits.text_limit], help_text="What it is (Markdown)."
    )
    links = models.JSONField(
        default=list, blank=True, help_text="Addresses of its owners files or repositories."
    )

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["group", "name"], name="one_subproject_per_name")]

    def __str__(self) -> str:
        return self.name
