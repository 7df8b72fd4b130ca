"""Recordings of demos and talks."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils import timezone

from hub.core import limits
from hub.core.fulltext import Document, Finds
from hub.meetings.models import Meeting
from hub.sigs.models import Group, Term


def clock(seconds: int | None) -> str:
    """A length or moment as players show it: 4:05, 1:02:03."""
    minutes, rest = divmod(seconds or 0, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


class RecordingQuerySet(models.QuerySet["Recording"]):
    def visible_to(self, user: Any) -> RecordingQuerySet:
        """What is published, for those it is meant for; drafts for those who answer for them."""
        shown, audience = Q(state__in=Recording.SHOWN), Recording.Audience
        if not user.is_authenticated:
            return self.filter(shown, audience=audience.PUBLIC)
        if user.is_platform_admin:
            return self
        terms = Term.objects.on(timezone.localdate()).filter(user=user)
        led = terms.leading().values("group")
        meant = ~Q(audience=audience.GROUP) | Q(group__in=terms.in_office().values("group"))
        own = Q(owner=user) | Q(pk__in=SignOff.objects.filter(user=user).values("recording"))
        own |= Q(group__in=led) | Q(meeting__in=Meeting.objects.filter(series__group__in=led))
        return self.filter(shown & meant | own)

    def listed(self) -> RecordingQuerySet:
        """Those that can be watched: neither drafts nor retired."""
        return self.filter(state=Recording.State.PUBLISHED)

    def playable_by(self, user: Any) -> RecordingQuerySet:
        """Those whose files this person may have: of a retired one the words stay, not the files."""
        return self.visible_to(user).exclude(state=Recording.State.RETIRED)

    def chosen(self, asked: dict[str, Any]) -> RecordingQuerySet:
        """Recordings of an event, series, year, speaker, with a tag, made `since`, with words (`q`), in a state.

        Only those that can be watched, unless one looks for words or asks for another state.
        """
        lookups = {
            "event": "event",
            "series": "meeting__series",
            "year": "recorded_on__year",
            "speaker": "speakers__contains",
            "tag": "tags__contains",
        }
        found = self if asked.get("q") else self.listed()
        if state := asked.get("state"):
            found = self.filter(state=state)
        for name, lookup in lookups.items():
            if name in asked:
                found = found.filter(**{lookup: [asked[name]] if name in ("speaker", "tag") else asked[name]})
        if since := asked.get("since"):
            found = found.filter(recorded_on__gte=since, recorded_on__lte=timezone.localdate())
        if words := asked.get("q"):
            query = SearchQuery(words, search_type="websearch", config="english")
            found = found.filter(Q(Finds(Document(), query)) | Q(title__icontains=words))
        return found

    def events(self) -> list[str]:
        """Every event that something was recorded at, by name."""
        names = self.exclude(event="").order_by("event").values_list("event", flat=True)
        return list(names.distinct())

    def years(self) -> list[int]:
        """Every year that something was recorded in, the latest first."""
        return [
            day.year for day in self.exclude(recorded_on=None).order_by().dates("recorded_on", "year", "DESC")
        ]

    def related_to(self, recording: Recording) -> RecordingQuerySet:
        """Other recordings of the same speakers, or else of the same event, the nearest in time first."""
        others = self.exclude(pk=recording.pk)
        near = Q(speakers__overlap=recording.speakers) if recording.speakers else Q(pk=None)
        if recording.event:
            near |= Q(event=recording.event)
        same = Case(When(speakers__overlap=recording.speakers or [""], then=0), default=1)
        return others.filter(near).order_by(same, F("recorded_on").desc(nulls_last=True), "title", "pk")


class Recording(models.Model):
    """A recorded meeting or talk; the media may lie elsewhere (`video_url`)."""

    class State(models.TextChoices):
        DRAFT = "draft", "Not published yet"
        PUBLISHED = "published", "Published"
        RETIRED = "retired", "Retired"

    class Audience(models.TextChoices):
        PUBLIC = "public", "Everybody"
        INTERNAL = "internal", "People who are signed in"
        GROUP = "group", "People of a group"

    SHOWN = (State.PUBLISHED, State.RETIRED)  # of a retired one the words stay, and no link to it breaks

    slug = models.SlugField(max_length=limits.SLUG, unique=True, help_text="Name in addresses.")
    title = models.CharField(max_length=limits.LINE, help_text="Title shown to people.")
    description = models.TextField(
        blank=True, validators=[limits.text_limit], help_text="What it is about (Markdown)."
    )
    event = models.CharField(
        max_length=limits.NAME, blank=True, db_index=True, help_text="Event it was recorded at."
    )
    recorded_on = models.DateField(null=True, blank=True, db_index=True, help_text="Day of the recording.")
    seconds = models.PositiveIntegerField(
        null=True, blank=True, help_text="Length (seconds); empty if unknown."
    )
    language = models.CharField(max_length=20, blank=True, help_text="Language spoken, as in the source.")
    speakers = ArrayField(
        models.CharField(max_length=limits.NAME), default=list, blank=True, help_text="Who speaks."
    )
    tags = ArrayField(models.CharField(max_length=100), default=list, blank=True, help_text="Free words.")
    video_url = models.URLField(
        max_length=limits.URL, blank=True, help_text="Where the video is, when elsewhere."
    )
    links = models.JSONField(
        default=list, blank=True, help_text="Further addresses, each with `label` and `url`."
    )
    licence = models.CharField(
        max_length=limits.LINE, blank=True, help_text="Terms of use, as in the source."
    )
    meeting = models.ForeignKey(
        Meeting,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="recordings",
        help_text="The meeting recorded.",
    )
    state = models.CharField(
        max_length=10, choices=State, default=State.PUBLISHED, db_index=True, help_text="How far it is."
    )
    audience = models.CharField(
        max_length=10, choices=Audience, default=Audience.PUBLIC, help_text="Whom it is meant for."
    )
    group = models.ForeignKey(
        Group, models.SET_NULL, null=True, blank=True, related_name="recordings",
        help_text="The group whose people may see it, when it is meant for a group.",
    )  # fmt: skip
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="owned_recordings",
        help_text="Who answers for it.",
    )  # fmt: skip
    began_at = models.DateTimeField(
        null=True, blank=True, help_text="When its first second was; finds chapters by the agenda."
    )
    published_at = models.DateTimeField(null=True, blank=True, help_text="When it was published here.")
    keep_until = models.DateField(
        null=True,
        blank=True,
        help_text="Day on which it is retired unless somebody keeps it; empty for never.",
    )
    warned_days = models.PositiveSmallIntegerField(
        null=True,
        editable=False,
        help_text="How many days before that day its owner was warned last: 60, 30 or 7.",
    )
    state_reason = models.CharField(max_length=limits.LINE, blank=True, help_text="Why it was retired.")
    retired_at = models.DateTimeField(null=True, editable=False, help_text="When it was retired.")
    details = models.JSONField(
        default=dict, blank=True, help_text="Further fields of the source it came from."
    )

    objects = RecordingQuerySet.as_manager()

    class Meta:
        ordering = [F("recorded_on").desc(nulls_last=True), "title", "pk"]
        indexes = [
            GinIndex(fields=["speakers"], name="recording_by_speaker"),
            GinIndex(fields=["tags"], name="recording_by_tag"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(audience="group") | Q(group__isnull=False), name="recording_for_a_group_names_it"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/community/recordings/{self.slug}/"

    @property
    def is_shown(self) -> bool:
        """Out of the hands of those who prepare it: published, or retired later."""
        return self.state in self.SHOWN

    @property
    def is_retired(self) -> bool:
        """Its words are here, its files are not."""
        return self.state == self.State.RETIRED

    @property
    def is_open(self) -> bool:
        """Everybody may know of it, signed in or not."""
        return self.state in self.SHOWN and self.audience == self.Audience.PUBLIC


class SignOff(models.Model):
    """What a speaker says to the publication of a recording in which they speak; asked before it is published."""

    recording = models.ForeignKey(
        Recording, models.CASCADE, related_name="sign_offs", help_text="The recording."
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="sign_offs", help_text="The speaker."
    )
    agrees = models.BooleanField(
        null=True, blank=True, help_text="What they said; empty while they have not answered."
    )
    words = models.CharField(max_length=limits.LINE, blank=True, help_text="What should be cut, or why not.")
    asked_at = models.DateTimeField(default=timezone.now, help_text="When they were asked.")
    said_at = models.DateTimeField(null=True, blank=True, help_text="When they answered.")
    reminded_days = models.PositiveSmallIntegerField(
        null=True, editable=False, help_text="After how many days they were reminded last: 3 or 10."
    )

    class Meta:
        ordering = ["user__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["recording", "user"], name="one_sign_off_per_speaker"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.recording}"
