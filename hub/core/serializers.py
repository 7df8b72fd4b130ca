"""Fields that several API shapes share."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers


@extend_schema_field(OpenApiTypes.URI)
class PageField(serializers.Field):
    """The address of the thing's page for people."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(source="*", read_only=True, **kwargs)

    def to_representation(self, value: Any) -> str:
        return f"{settings.BASE_URL}{value.get_absolute_url()}"


def slugs(source: str | None = None, field: str = "slug") -> serializers.SlugRelatedField:
    """The slugs of related things; the lists must be prefetched."""
    extra: dict[str, Any] = {"source": source} if source else {}
    return serializers.SlugRelatedField(slug_field=field, many=True, read_only=True, **extra)


def slug(source: str | None = None, field: str = "slug") -> serializers.SlugRelatedField:
    """The slug of one related thing, or null."""
    extra: dict[str, Any] = {"source": source} if source else {}
    return serializers.SlugRelatedField(slug_field=field, read_only=True, allow_null=True, **extra)
