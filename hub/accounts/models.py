"""People, teams, and who was in which team from when to when."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone

from hub.core import limits

HANDLE = RegexValidator(
    r"^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\Z",
    "A handle has letters, digits, dots, dashes and underscores, and starts and ends with a letter or digit.",
)


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: Any) -> UserQuerySet:
        """People are known to everyone who may read the hub."""
        return self.filter(is_active=True)

    def platform_admins(self) -> UserQuerySet:
        """The platform team, those who are still here."""
        return self.filter(is_platform_admin=True, is_active=True)

    def matching(self, words: str) -> UserQuerySet:
        """People with the words in their name, handle or company; without words, all."""
        hit = Q(name__icontains=words) | Q(handle__icontains=words) | Q(company__icontains=words)
        return self.filter(hit) if words else self


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, handle: str, password: str | None = None, **fields: Any) -> User:
        """A person; without a password they can sign in only by single sign-on."""
        user = self.model(handle=handle, **fields)
        user.set_password(password)
        user.full_clean()
        user.save()
        return user

    def create_superuser(self, handle: str, password: str | None = None, **fields: Any) -> User:
        """A platform admin (the name is Django's, for its `createsuperuser` command)."""
        return self.create_user(handle, password, is_platform_admin=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        """The person who signs in with this handle or e-mail address; a handle never contains an @."""
        typed = (username or "").strip().removeprefix("@")
        return self.get(email__iexact=typed) if "@" in typed else self.get(handle=typed)


class User(AbstractBaseUser):
    """A person: somebody who signs in, or who is known from an import (a lead, a presenter)."""

    handle = models.CharField(
        max_length=limits.SLUG,
        unique=True,
        validators=[HANDLE],
        help_text="Short unique name, as in @handle.",
    )
    name = models.CharField(max_length=limits.NAME, help_text="The name people call them by.")
    email = models.EmailField(blank=True, help_text="Where mail goes; empty for people who never signed in.")
    company = models.CharField(max_length=limits.NAME, blank=True, help_text="The company they work for.")
    is_active = models.BooleanField(default=True, help_text="May sign in and is shown.")
    is_platform_admin = models.BooleanField(
        default=False, help_text="Member of the platform team with all rights."
    )
    joined_at = models.DateTimeField(default=timezone.now, help_text="When the hub first knew this person.")

    objects = UserManager()

    USERNAME_FIELD = "handle"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name", "email"]

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="one_person_per_email",
                violation_error_message="Somebody else has this e-mail address.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/people/{self.handle}/"

    @property
    def initials(self) -> str:
        """One or two capitals for the round badge."""
        words = self.name.split() or [self.handle]
        return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Ask the rules, the only place that knows who may."""
        from rules import has_perm  # noqa: PLC0415 -- the rules import the models

        return bool(self.is_active and has_perm(perm, self, obj))

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_platform_admin

    def teams_on(self, day: dt.date) -> models.QuerySet[Team]:
        """The teams this person was in on that day."""
        return Team.objects.filter(memberships__in=self.memberships.on(day)).distinct()


class TeamQuerySet(models.QuerySet["Team"]):
    def visible_to(self, user: Any) -> TeamQuerySet:
        """Teams are known to everyone."""
        return self

    def with_size(self, day: dt.date) -> TeamQuerySet:
        """Adds `size`: how many people are in the team on that day."""
        people = Membership.objects.on(day).filter(team=OuterRef("pk"), user__is_active=True).order_by()
        count = people.values("team").annotate(count=Count("user", distinct=True)).values("count")
        return self.annotate(size=Coalesce(Subquery(count), 0))


class Team(models.Model):
    """A data team that uses the platform, or the team that runs it."""

    slug = models.SlugField(max_length=limits.SLUG, unique=True, help_text="Name in addresses.")
    name = models.CharField(max_length=limits.NAME, help_text="Name shown to people.")
    company = models.CharField(
        max_length=limits.NAME, blank=True, help_text="The company or market it belongs to."
    )
    description = models.TextField(
        blank=True, validators=[limits.text_limit], help_text="What it does (Markdown)."
    )
    capacity = models.PositiveIntegerField(
        null=True, blank=True,
        help_text="People who work with the platform, as published; empty: as many as are in the team.",
    )  # fmt: skip

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/teams/{self.slug}/"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, day: dt.date) -> MembershipQuerySet:
        """Memberships in force on that day (the end day no longer counts)."""
        return self.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gt=day))


class Membership(models.Model):
    """A person in a team, from a day to a day."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", help_text="Who.")
    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships", help_text="In which team.")
    starts_on = models.DateField(help_text="First day in the team.")
    ends_on = models.DateField(
        null=True, blank=True, help_text="First day no longer in it; empty while it lasts."
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "team", "starts_on"], name="membership_starts_once"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                name="membership_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.team} since {self.starts_on}"


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def in_force(self, now: dt.datetime) -> ApiTokenQuerySet:
        """Tokens that open doors at that moment."""
        return self.filter(revoked_at=None).filter(Q(expires_at=None) | Q(expires_at__gt=now))


class ApiToken(models.Model):
    """A key for programs that act for a person; only its digest is kept."""

    class Scope(models.TextChoices):
        READ = "read", "Read only"
        WRITE = "write", "Read and write"

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens", help_text="For whom it acts.")
    name = models.CharField(max_length=limits.NAME, help_text="What it is used for.")
    prefix = models.CharField(max_length=12, help_text="First characters, to tell tokens apart.")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the token.")
    scope = models.CharField(max_length=5, choices=Scope, default=Scope.READ, help_text="What it allows.")
    created_at = models.DateTimeField(default=timezone.now, help_text="When it was made.")
    expires_at = models.DateTimeField(
        null=True, blank=True, help_text="When it stops working; empty for never."
    )
    last_used_at = models.DateTimeField(null=True, blank=True, help_text="Last time it opened a door.")
    revoked_at = models.DateTimeField(null=True, blank=True, help_text="When it was taken back.")

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    def clean(self) -> None:
        """A token that has already run out is of no use."""
        if self.expires_at and self.expires_at <= timezone.now():
            raise ValidationError({"expires_at": "Choose a day in the future."})

    def is_in_force(self, now: dt.datetime) -> bool:
        """Opens doors: neither taken back nor run out, and its person may still sign in."""
        expired = self.expires_at is not None and self.expires_at <= now
        return self.revoked_at is None and not expired and self.user.is_active


class RateWindow(models.Model):
    """How often one thing was tried since a moment; the key is a digest, so nothing typed is kept."""

    key = models.CharField(max_length=64, primary_key=True, help_text="SHA-256 of what is counted.")
    started_at = models.DateTimeField(help_text="When this window began.")
    count = models.PositiveIntegerField(help_text="Tries since then.")

    def __str__(self) -> str:
        return f"{self.count} since {self.started_at}"
