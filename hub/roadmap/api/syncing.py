"""The sync for programs: its agenda, notes on items, what teams tell."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hub.accounts.authentication import person
from hub.accounts.models import Team
from hub.core.permissions import authorize
from hub.meetings.dates import Date
from hub.roadmap import actions
from hub.roadmap.models import RoadmapItem
from hub.roadmap.sync import dates
from hub.roadmap.sync.reading import Sync, sync


class SyncNoteSerializer(serializers.Serializer[Any]):
    """What was said about an item in a sync."""

    item = serializers.SlugField()
    text = serializers.CharField()


class SyncTextSerializer(serializers.Serializer[Any]):
    """What a team tells the others."""

    text = serializers.CharField()


class SyncPointSerializer(serializers.Serializer[Any]):
    """An item on the agenda, why it is there, and its share of the time."""

    item = serializers.SlugField()
    title = serializers.CharField()
    why = serializers.CharField()
    seconds = serializers.IntegerField()
    impediment = serializers.CharField()
    notes = serializers.ListField(child=serializers.CharField())


class SyncUpdateSerializer(serializers.Serializer[Any]):
    """What one team told."""

    team = serializers.SlugField()
    text = serializers.CharField()


class SyncSerializer(serializers.Serializer[Any]):
    """A sync: what it walks through and what was written down."""

    quarter = serializers.CharField()
    starts_at = serializers.DateTimeField()
    seconds = serializers.IntegerField()
    fits = serializers.BooleanField()
    points = SyncPointSerializer(many=True)
    updates = SyncUpdateSerializer(many=True)


def as_data(found: Sync) -> dict[str, Any]:
    """A sync as programs read it."""
    points = [
        {
            "item": stop.item.slug,
            "title": stop.item.title,
            "why": stop.point.why.value,
            "seconds": stop.point.seconds,
            "impediment": stop.item.impediment,
            "notes": [note.text for note in stop.notes],
        }
        for stop in found.stops
    ]
    updates = [{"team": row.team.slug, "text": row.text} for row in found.updates]
    return {
        "quarter": found.quarter,
        "starts_at": found.date.starts_at,
        "seconds": found.agenda.seconds,
        "fits": found.agenda.fits,
        "points": points,
        "updates": updates,
    }


class SyncView(APIView):
    """One sync by its series and day."""

    @extend_schema(responses=SyncSerializer)
    def get(self, request: Request, series: str, day: str) -> Response:
        """What it walks through, and what was written down."""
        found = sync(_date(request, series, day), request.user, timezone.now())
        return Response(SyncSerializer(as_data(found)).data)


class SyncNotesView(APIView):
    """Notes on items, written down in a sync."""

    @extend_schema(request=SyncNoteSerializer, responses={201: SyncNoteSerializer})
    def post(self, request: Request, series: str, day: str) -> Response:
        """Write what was said about an item; it stays with the item and with the meeting."""
        date = _date(request, series, day)
        form = SyncNoteSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        rows = RoadmapItem.objects.visible_to(request.user)
        item = get_object_or_404(rows, slug=form.validated_data["item"])
        authorize(request.user, "roadmap.note_item", item)
        text = form.validated_data["text"]
        actions.note_in_sync(item, by=person(request), text=text, series=date.series, day=date.day)
        return Response(form.data, status=201)


class SyncUpdateView(APIView):
    """What a team tells the others in a sync."""

    @extend_schema(request=SyncTextSerializer, responses=SyncUpdateSerializer)
    def put(self, request: Request, series: str, day: str, team: str) -> Response:
        """Write what a team tells; told again it replaces what it said."""
        date = _date(request, series, day)
        found = get_object_or_404(Team.objects.visible_to(request.user), slug=team)
        authorize(request.user, "roadmap.tell_update", found)
        form = SyncTextSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        text = form.validated_data["text"]
        told = actions.tell_update(found, by=person(request), text=text, series=date.series, day=date.day)
        return Response({"team": found.slug, "text": told.text})


def _date(request: Request, series: str, day: str) -> Date:
    found = dates.found(get_object_or_404(dates.syncs(request.user), slug=series), day)
    if found is None:
        raise NotFound("It does not meet on this day.")
    return found
