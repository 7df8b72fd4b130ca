"""Take the items out that a list shows, as CSV or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from rest_framework import serializers
from rest_framework.utils.encoders import JSONEncoder

from hub.catalog.models import Service
from hub.core.serializers import slug
from hub.demos.models import Demo
from hub.roadmap.api.serializers import RoadmapItemSerializer
from hub.roadmap.filters import ORDERS, FilterForm, chosen
from hub.roadmap.models import ItemQuerySet, Move, RoadmapItem
from hub.roadmap.taking_out import in_chunks, lines
from hub.voting.models import Decision


class MoveSerializer(serializers.ModelSerializer[Move]):
    by = slug(field="handle")

    class Meta:
        model = Move
        fields = ["from_state", "to_state", "from_quarter", "to_quarter", "reason", "by", "at"]


def asked_for(request: HttpRequest) -> ItemQuerySet:
    """What the list at the same address would show, all pages of it."""
    asked = FilterForm(request.GET).asked()
    items = chosen(asked, request.user).order_by(*ORDERS[asked.get("sort", "need")])
    return items.select_related("group", "team", "owner", "proposed_by").prefetch_related(
        Prefetch("services", Service.objects.order_by("slug"))
    )


# /roadmap/export.csv
@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """The items of the list as CSV."""
    answer = StreamingHttpResponse(lines(asked_for(request)), content_type="text/csv; charset=utf-8")
    return _named(answer, "csv")


# /roadmap/export.json
@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """The items of the list as the API shows them, each with its moves and how many people need it."""
    seen = [
        Prefetch("demos", Demo.objects.visible_to(request.user).order_by("slug")),
        Prefetch("decisions", Decision.objects.visible_to(request.user).order_by("slug")),
    ]
    items = asked_for(request).prefetch_related(*seen, "conclusions", "stages")
    return _named(StreamingHttpResponse(_texts(items), content_type="application/json"), "json")


def _texts(items: ItemQuerySet) -> Iterator[str]:
    yield f'{{"exported_at": {json.dumps(timezone.now().isoformat())}, "items": ['
    first, of_item, of_move = True, RoadmapItemSerializer(), MoveSerializer()
    for chunk in in_chunks(items):
        rows = (_told(item, of_item, of_move) for item in chunk)
        told = ",\n".join(json.dumps(row, cls=JSONEncoder, ensure_ascii=False) for row in rows)
        yield told if first else f",\n{told}"
        first = False
    yield "]}\n"


def _told(item: RoadmapItem, of_item: RoadmapItemSerializer, of_move: MoveSerializer) -> dict[str, Any]:
    """One item; the shapes are made once, for making them costs more than filling them."""
    needs: dict[int, int] = item.needs  # type: ignore[attr-defined]
    people = {"blocked": needs.get(3, 0), "important": needs.get(2, 0), "nice": needs.get(1, 0)}
    moves = [of_move.to_representation(move) for move in item.moves_made]  # type: ignore[attr-defined]
    return {**of_item.to_representation(item), "needs": people, "moves": moves}


def _named(answer: StreamingHttpResponse, form: str) -> HttpResponse:
    answer["Content-Disposition"] = f'attachment; filename="roadmap-{timezone.localdate()}.{form}"'
    answer["Cache-Control"] = "no-store"  # what it holds depends on who asks
    return answer  # type: ignore[return-value]
