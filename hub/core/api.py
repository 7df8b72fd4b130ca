"""How every API door reads."""

from __future__ import annotations

from typing import Any

from rest_framework.viewsets import ReadOnlyModelViewSet


class ReadViewSet(ReadOnlyModelViewSet):
    """Lists and shows what the caller may see. A subclass names `model` and, with `prepare`, what to fetch along."""

    model: Any = None
    lookup_field = "slug"
    lookup_value_regex = r"[-\w]{1,100}"

    def get_queryset(self) -> Any:
        """Only rows that are visible to the caller."""
        return self.prepare(self.model.objects.visible_to(self.request.user))

    def prepare(self, rows: Any) -> Any:
        """Joins and prefetches, so that a list costs the same number of queries at any length."""
        return rows
