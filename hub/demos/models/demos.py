"""Demos: something a team shows to the others."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery
from django.db import models
from django.db.models import Case, F, Func, Q, When
from django.utils import timezone

from hub.accounts.models import Team
from hub.catalog.models import Service
from hub.core import limits
from hub.core.fulltext import Document, Finds
from hub.demos import lifecycle
from hub.meetings.models import AgendaItem, Meeting, Series
from hub.sigs.models import Term

RECORDED = Q(segments__recording__state="published")  # recordings lie above: by name


class DemoQuerySet(models.QuerySet["Demo"]):
    def visible_to(self, user: Any) -> DemoQuerySet:
        """What was accepted is for everyone, proposals for people who are signed in.

        What was declined or withdrawn is for its presenters and those who answer proposals.
        """
        if not user.is_authenticated:
            return self.filter(state__in=Demo.PUBLIC)
        if user.is_platform_admin:
            return self
        led = Term.objects.on(timezone.localdate()).leading().filter(user=user).values("group")
        own = Q(proposed_by=user) | Q(pk__in=Demo.presenters.through.objects.filter(user=user).values("demo"))
        return self.filter(Q(state__in=Demo.OPEN) | own | Q(series__group__in=led))

    def shown(self) -> DemoQuerySet:
        """Those that were given, recorded or not."""
        return self.filter(state__in=lifecycle.SHOWN)

    def recorded(self, *, yes: bool = True) -> DemoQuerySet:
        """Those with a piece of a published recording, or those without."""
        pieces = Demo.objects.filter(RECORDED).values("pk")
        return self.filter(pk__in=pieces) if yes else self.exclude(pk__in=pieces)

    def chosen(self, asked: dict[str, Any]) -> DemoQuerySet:
        """Demos of a team or presenter, about a service, with a tool, in a state, given `since`, with words (`q`)."""
        lookups = {
            "team": "team__slug",
            "service": "services__slug",
            "tool": "tools__contains",
            "presenter": "presenters__handle",
        }
        found: DemoQuerySet = self
        for name, lookup in lookups.items():
            if name in asked:
                found = found.filter(**{lookup: [asked[name]] if name == "tool" else asked[name]})
        if state := asked.get("state"):
            found = found.shown() if state == "shown" else found.filter(state=state)
        if "recorded" in asked:
            found = found.recorded(yes=asked["recorded"] == "yes")
        if since := asked.get("since"):
            found = found.filter(meeting__starts_at__date__gte=since, meeting__ends_at__lte=timezone.now())
        if words := asked.get("q"):
            query = SearchQuery(words, search_type="websearch", config="english")
            found = found.filter(Q(Finds(Document(), query)) | Q(title__icontains=words))
        return found

    def latest_first(self) -> DemoQuerySet:
        """What is prepared, then what has a date, the latest first; what was declined or withdrawn last."""
        left = Case(When(state__in=(Demo.State.DECLINED, Demo.State.WITHDRAWN), then=1), default=0)
        return self.order_by(left, "-meeting__starts_at", "title", "pk")

    def all_tools(self) -> list[str]:
        """Every tool that some demo shows, by name."""
        tools = (
            self.order_by().annotate(tool=Func(F("tools"), function="unnest")).values_list("tool", flat=True)
        )
        return sorted(set(tools), key=str.lower)


class Demo(models.Model):
    """A demo, from the proposal to the published recording."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        ACCEPTED = "accepted", "Accepted"
        SCHEDULED = "scheduled", "Scheduled"
        GIVEN = "given", "Given"
        PUBLISHED = "published", "Published"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    PUBLIC = (State.ACCEPTED, State.SCHEDULED, State.GIVEN, State.PUBLISHED)
    OPEN = (State.PROPOSED, *PUBLIC)

    slug = models.SlugField(max_length=limits.SLUG, unique=True, help_text="Name in addresses.")
    title = models.CharField(max_length=limits.NAME, help_text="What is shown, in one line.")
    abstract = models.TextField(
        blank=True, validators=[limits.text_limit], help_text="What to expect (Markdown)."
    )
    shows = models.CharField(
        max_length=limits.LINE,
        blank=True,
        help_text="What people will have seen afterwards, in one sentence.",
    )
    state = models.CharField(max_length=20, choices=State, default=State.PROPOSED, help_text="How far it is.")
    state_reason = models.CharField(
        max_length=limits.LINE, blank=True, help_text="Why it was declined or withdrawn."
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="proposed_demos",
        help_text="Who proposed it.",
    )  # fmt: skip
    proposed_at = models.DateTimeField(default=timezone.now, help_text="When it was proposed.")
    may_record = models.BooleanField(default=True, help_text="Whether it may be recorded.")
    team = models.ForeignKey(
        Team, models.SET_NULL, null=True, blank=True, related_name="demos", help_text="Team that shows it."
    )
    presenters = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="demos", help_text="Who presents it."
    )
    services = models.ManyToManyField(
        Service, blank=True, related_name="demos", help_text="Services it shows."
    )
    tools = ArrayField(models.CharField(max_length=60), default=list, blank=True, help_text="Tools it shows.")
    series = models.ForeignKey(
        Series, models.SET_NULL, null=True, blank=True, related_name="planned_demos",
        help_text="The meeting it is planned for; its group answers for it.",
    )  # fmt: skip
    meeting = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="demos", help_text="When it is shown."
    )
    slot = models.OneToOneField(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="demo",
        help_text="Its place on the agenda of that meeting.",
    )  # fmt: skip
    reminded_at = models.DateTimeField(
        null=True,
        editable=False,
        help_text="When its presenters were reminded of its date; empty again when it moves.",
    )
    minutes = models.PositiveSmallIntegerField(default=15, help_text="Planned length (minutes).")

    objects = DemoQuerySet.as_manager()

    class Meta:
        ordering = ["-meeting__starts_at", "title", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/community/demos/{self.slug}/"

    @property
    def is_ahead(self) -> bool:
        """It was not shown yet, and still may be."""
        return self.state in lifecycle.AHEAD

    @property
    def is_shown(self) -> bool:
        """It was given."""
        return self.state in lifecycle.SHOWN

    @property
    def other_tools(self) -> list[str]:
        """The tools that are no service of ours: those are named already."""
        services = {service.name.lower() for service in self.services.all()}
        return [tool for tool in self.tools if tool.lower() not in services]
