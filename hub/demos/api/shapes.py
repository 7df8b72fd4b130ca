"""Demos and wishes as programs see and send them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from hub.accounts.models import Team, User
from hub.catalog.models import Service
from hub.core.serializers import PageField, slug, slugs
from hub.demos.models import Demo, Miss, Wish
from hub.meetings.models import Series


class DemoSerializer(serializers.ModelSerializer[Demo]):
    team = slug()
    presenters = slugs(field="handle")
    services = slugs()
    items = slugs()
    series = slug()
    meeting: Any = serializers.PrimaryKeyRelatedField(read_only=True, allow_null=True)
    page = PageField()

    class Meta:
        model = Demo
        fields = [
            "slug", "title", "abstract", "shows", "state", "state_reason", "team", "presenters", "services", "tools",
            "items", "series", "meeting", "minutes", "may_record", "page",
        ]  # fmt: skip


class DemoProposalSerializer(serializers.ModelSerializer[Demo]):
    team = serializers.SlugRelatedField(
        slug_field="slug", queryset=Team.objects.all(), required=False, allow_null=True
    )
    services: Any = serializers.SlugRelatedField(
        slug_field="slug", queryset=Service.objects.all(), many=True, required=False
    )
    presenters: Any = serializers.SlugRelatedField(
        slug_field="handle", queryset=User.objects.filter(is_active=True), many=True, required=False
    )
    items: Any = serializers.SlugRelatedField(
        slug_field="slug", queryset=Team.objects.none(), many=True, required=False,
        help_text="Roadmap items it is about.",
    )  # fmt: skip
    series = serializers.SlugRelatedField(
        slug_field="slug",
        queryset=Series.objects.exclude(kind=Series.Kind.SYNC),
        required=False,
        allow_null=True,
    )
    wish: Any = serializers.PrimaryKeyRelatedField(
        queryset=Wish.objects.all(), required=False, allow_null=True, help_text="The wish it answers."
    )

    class Meta:
        model = Demo
        fields = [
            "title", "abstract", "shows", "team", "presenters", "services", "tools", "items", "series", "minutes",
            "may_record", "wish",
        ]  # fmt: skip
        extra_kwargs = {"abstract": {"required": True, "allow_blank": False}}

    def get_fields(self) -> dict[str, Any]:
        """As declared; what items there are is known above."""
        found = super().get_fields()
        model: Any = Demo._meta.get_field("items").related_model
        items: Any = found["items"]
        items.child_relation.queryset = model.objects.all()
        return found


class DemoEditSerializer(DemoProposalSerializer):
    class Meta(DemoProposalSerializer.Meta):
        fields = [name for name in DemoProposalSerializer.Meta.fields if name != "wish"]

    wish = None  # it was answered with the proposal


class DemoReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=500, help_text="Why; its presenters read it.")


class DemoWithdrawalSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class DemoScheduleSerializer(serializers.Serializer[Any]):
    series = serializers.SlugRelatedField(slug_field="slug", queryset=Series.objects.all())
    on = serializers.DateField(help_text="The day of the meeting, where the series is at home.")
    overfill = serializers.BooleanField(default=False, help_text="Also when too few minutes are left.")


class DemoNextSerializer(serializers.Serializer[Any]):
    seen = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=2**62,
        help_text="The meeting it was on when you asked; sent twice it moves once.",
    )  # fmt: skip


class DemoDateSerializer(serializers.Serializer[Any]):
    series = serializers.SlugField(source="date.series.slug")
    on = serializers.DateField(source="day")
    starts_at = serializers.DateTimeField(source="date.starts_at")
    ends_at = serializers.DateTimeField(source="date.ends_at")
    free_minutes = serializers.IntegerField(source="free")
    has_room = serializers.BooleanField()


class WishSerializer(serializers.ModelSerializer[Wish]):
    service = slug()
    made_by = slug(field="handle")
    demo = serializers.SerializerMethodField(help_text="The demo that answers it, if you may see it.")
    page = PageField()

    class Meta:
        model = Wish
        fields = [
            "id",
            "title",
            "why",
            "service",
            "made_by",
            "made_at",
            "state",
            "reason",
            "demo",
            "voices",
            "page",
        ]

    def get_demo(self, wish: Wish) -> str | None:
        request = self.context.get("request")
        hidden = (
            wish.demo
            and wish.demo.state not in Demo.PUBLIC
            and not (request and request.user.is_authenticated)
        )
        return None if hidden or wish.demo is None else wish.demo.slug


class WishMakingSerializer(serializers.ModelSerializer[Wish]):
    service = serializers.SlugRelatedField(
        slug_field="slug", queryset=Service.objects.all(), required=False, allow_null=True
    )

    class Meta:
        model = Wish
        fields = ["title", "why", "service"]


class MissSerializer(serializers.ModelSerializer[Miss]):
    class Meta:
        model = Miss
        fields = ["id", "words", "times", "days", "last_on"]


class DemoGapsSerializer(serializers.Serializer[Any]):
    services = serializers.ListField(
        child=serializers.SlugField(), help_text="Services that nobody showed yet."
    )
    misses = MissSerializer(many=True, help_text="Searched for and not found; for people who are signed in.")
