"""People and teams for programs."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from rest_framework import serializers

from hub.accounts.models import Membership, Team, User
from hub.core.api import ReadViewSet
from hub.core.serializers import PageField, slug


class MembershipSerializer(serializers.ModelSerializer[Membership]):
    team = slug()
    person = slug("user", "handle")

    class Meta:
        model = Membership
        fields = ["person", "team", "starts_on", "ends_on"]


class PersonSerializer(serializers.ModelSerializer[User]):
    page = PageField()
    memberships = MembershipSerializer(many=True, read_only=True)

    class Meta:
        model = User
        fields = ["handle", "name", "company", "memberships", "page"]


class TeamSerializer(serializers.ModelSerializer[Team]):
    page = PageField()
    memberships = MembershipSerializer(many=True, read_only=True)

    class Meta:
        model = Team
        fields = ["slug", "name", "company", "description", "capacity", "memberships", "page"]


MEMBERSHIPS = Prefetch("memberships", Membership.objects.select_related("user", "team"))


class PersonViewSet(ReadViewSet):
    """People, with the teams they were in. E-mail addresses are never given out."""

    model = User
    serializer_class = PersonSerializer
    lookup_field = "handle"
    lookup_value_regex = r"[-.\w]{1,100}"
    filterset_fields = ["company"]

    def prepare(self, rows: Any) -> Any:
        return rows.prefetch_related(MEMBERSHIPS)


class TeamViewSet(ReadViewSet):
    """Teams, with who was in them from when to when."""

    model = Team
    serializer_class = TeamSerializer

    def prepare(self, rows: Any) -> Any:
        return rows.prefetch_related(MEMBERSHIPS)
