"""One meeting for programs: its agenda, running it, its minutes, who comes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hub.accounts.authentication import person
from hub.core.permissions import authorize
from hub.core.problems import PROBLEM
from hub.meetings import actions
from hub.meetings.api import meeting_shapes as shapes
from hub.meetings.dates import Date, date_on
from hub.meetings.models import AgendaItem, Meeting, Series
from hub.meetings.page import backlog_of, page_of


def series_of(request: Request, slug: str) -> Series:
    """The series, with its group."""
    return get_object_or_404(Series.objects.visible_to(request.user).select_related("group"), slug=slug)


def found(request: Request, slug: str, day: dt.date) -> Date:
    """The date of a series on a day; 404 when it does not meet."""
    date = date_on(series_of(request, slug), day)
    if date is None:
        raise Http404
    return date


def allowed(request: Request, slug: str, day: dt.date, perm: str) -> Date:
    """The date, when the caller may do that to its meeting."""
    date = found(request, slug, day)
    meeting = date.meeting or Meeting(series=date.series, starts_at=date.starts_at, ends_at=date.ends_at)
    authorize(request.user, perm, meeting)
    return date


def read(shape: Any, request: Request, **options: Any) -> Any:
    """What was sent, when it can be understood."""
    form = shape(data=request.data, **options)
    form.is_valid(raise_exception=True)
    return form.validated_data


class DateView(APIView):
    """One date of a series."""

    @extend_schema(responses=shapes.DateSerializer)
    def get(self, request: Request, series: str, day: dt.date) -> Response:
        """Everything about one date, written down or known only by the rule."""
        page = page_of(found(request, series, day), request.user, timezone.now())
        return Response(shapes.DateSerializer(page).data)


class BacklogView(APIView):
    """The points of a series."""

    @extend_schema(responses=shapes.PointSerializer(many=True))
    def get(self, request: Request, series: str) -> Response:
        """What waits for a date."""
        points = [point.item for point in backlog_of(series_of(request, series), request.user)]
        return Response(shapes.PointSerializer(points, many=True).data)

    @extend_schema(request=shapes.NewPointSerializer, responses={201: shapes.PointSerializer})
    def post(self, request: Request, series: str) -> Response:
        """Put a point on the agenda of a date, or without one in the backlog."""
        where = series_of(request, series)
        authorize(request.user, "meetings.add_point", where)
        facts = read(shapes.NewPointSerializer, request)
        on = _day(where, facts.pop("on", None))
        made = actions.add_point(where, by=person(request), on=on, **facts)
        return Response(shapes.PointSerializer(made).data, status=201)


class OrderView(APIView):
    """The order of points."""

    @extend_schema(request=shapes.OrderSerializer, responses=shapes.PointSerializer(many=True))
    def put(self, request: Request, series: str) -> Response:
        """Put the points of a date, or of the backlog, in this order."""
        where = series_of(request, series)
        facts = read(shapes.OrderSerializer, request)
        on = _day(where, facts.get("on"))
        date = date_on(where, on) if on else None
        authorize(request.user, "meetings.run_meeting", (date and date.meeting) or Meeting(series=where))
        points = actions.order_agenda(where, by=person(request), order=facts["order"], on=on)
        return Response(shapes.PointSerializer(points, many=True).data)


class PointView(APIView):
    """One point of an agenda or of the backlog."""

    @extend_schema(request=shapes.EditPointSerializer, responses=shapes.PointSerializer)
    def patch(self, request: Request, series: str, key: int) -> Response:
        """Say better what it is about; what is not named stays."""
        point = _point(request, series, key)
        facts = read(shapes.EditPointSerializer, request, partial=True)
        return Response(shapes.PointSerializer(actions.edit_point(point, by=person(request), **facts)).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, series: str, key: int) -> Response:
        """Take it off."""
        actions.remove_point(_point(request, series, key), by=person(request))
        return Response(status=204)


class PlaceView(APIView):
    """Where a point is."""

    @extend_schema(request=shapes.PlaceSerializer, responses=shapes.PointSerializer)
    def put(self, request: Request, series: str, key: int) -> Response:
        """Put it on a date, or (`on` null) back into the backlog."""
        point = _point(request, series, key)
        on = _day(point.series, read(shapes.PlaceSerializer, request).get("on"))
        return Response(shapes.PointSerializer(actions.place_point(point, by=person(request), on=on)).data)


class RunningView(APIView):
    """Running a meeting."""

    @extend_schema(request=shapes.RunningSerializer, responses=shapes.DateSerializer)
    def post(self, request: Request, series: str, day: dt.date) -> Response:
        """Begin it, go on to the next point (`after` the one at hand), or end it."""
        date = allowed(request, series, day, "meetings.run_meeting")
        facts, by = read(shapes.RunningSerializer, request), person(request)
        if facts["act"] == "begin":
            actions.begin_meeting(date.series, by=by, on=day)
        elif facts["act"] == "next":
            actions.next_point(date.series, by=by, on=day, after=facts.get("after"))
        else:
            actions.end_meeting(date.series, by=by, on=day)
        return DateView().get(request, series, day)


class CarryingView(APIView):
    """Carrying forward."""

    @extend_schema(request=shapes.CarryingSerializer, responses=shapes.PointSerializer(many=True))
    def post(self, request: Request, series: str, day: dt.date) -> Response:
        """Carry what was not reached to the next date, or into the backlog."""
        date = allowed(request, series, day, "meetings.run_meeting")
        to_backlog = read(shapes.CarryingSerializer, request)["to"] == "backlog"
        made = actions.carry_forward(date.series, by=person(request), on=day, to_backlog=to_backlog)
        return Response(shapes.PointSerializer(made, many=True).data)


class AttendanceView(APIView):
    """Who comes to a meeting."""

    @extend_schema(responses=shapes.AttendanceSerializer(many=True))
    def get(self, request: Request, series: str, day: dt.date) -> Response:
        """Who comes, and who was there; for people who are signed in."""
        person(request)
        page = page_of(found(request, series, day), request.user, timezone.now())
        return Response(shapes.AttendanceSerializer(page.attendances, many=True).data)

    @extend_schema(request=shapes.AnswerSerializer, responses=shapes.AttendanceSerializer)
    def put(self, request: Request, series: str, day: dt.date) -> Response:
        """Say whether one comes; an empty answer takes it back."""
        date = allowed(request, series, day, "meetings.attend")
        answer = read(shapes.AnswerSerializer, request)["answer"]
        row = actions.say_whether_coming(date.series, by=person(request), on=day, answer=answer)
        return Response(shapes.AttendanceSerializer(row).data)


class PresenceView(APIView):
    """Who was at a meeting."""

    @extend_schema(request=shapes.PresenceSerializer, responses=shapes.AttendanceSerializer(many=True))
    def put(self, request: Request, series: str, day: dt.date) -> Response:
        """Say who was there (`was_there` null takes it back); of others only who leads the group says so."""
        by, facts = person(request), read(shapes.PresenceSerializer, request)
        others = any(someone != by for someone in facts["people"])
        date = allowed(request, series, day, "meetings.tick_others" if others else "meetings.attend")
        rows = actions.tick_presence(date.series, by=by, on=day, **facts)
        return Response(shapes.AttendanceSerializer(rows, many=True).data)


class MinutesView(APIView):
    """The minutes of a meeting."""

    @extend_schema(responses=shapes.MinutesSerializer)
    def get(self, request: Request, series: str, day: dt.date) -> Response:
        """The text that holds, and the number of its revision."""
        meeting = found(request, series, day).meeting
        last = meeting.revisions.select_related("by").first() if meeting else None
        return Response(shapes.MinutesSerializer(last or shapes.EMPTY).data)

    @extend_schema(
        request=shapes.NewMinutesSerializer,
        responses={200: shapes.MinutesSerializer, (409, PROBLEM): shapes.MinutesConflictSerializer},
    )
    def put(self, request: Request, series: str, day: dt.date) -> Response:
        """Write them, knowing revision `base`; changes of others are joined with it, or answered with 409."""
        date = allowed(request, series, day, "meetings.write_minutes")
        facts = read(shapes.NewMinutesSerializer, request)
        try:
            saved = actions.save_minutes(date.series, by=person(request), on=day, **facts)
        except actions.Contradiction as contradiction:
            told = shapes.MinutesConflictSerializer(contradiction).data
            return Response(told, status=409, content_type=PROBLEM)
        return Response(shapes.MinutesSerializer(saved or shapes.EMPTY).data)


class RevisionsView(APIView):
    """Every saved state of the minutes."""

    @extend_schema(responses=shapes.RevisionSerializer(many=True))
    def get(self, request: Request, series: str, day: dt.date) -> Response:
        """The latest first, without their texts."""
        meeting = found(request, series, day).meeting
        rows = list(meeting.revisions.select_related("by").defer("text")[:500]) if meeting else []
        return Response(shapes.RevisionSerializer(rows, many=True).data)


class RevisionView(APIView):
    """One saved state of the minutes."""

    @extend_schema(responses=shapes.MinutesSerializer)
    def get(self, request: Request, series: str, day: dt.date, number: int) -> Response:
        """As it was."""
        meeting = found(request, series, day).meeting
        rows = meeting.revisions.select_related("by") if meeting and number < 2**31 else None
        if rows is None:
            raise Http404
        return Response(shapes.MinutesSerializer(get_object_or_404(rows, number=number)).data)

    @extend_schema(request=None, responses=shapes.MinutesSerializer)
    def post(self, request: Request, series: str, day: dt.date, number: int) -> Response:
        """Make it the current text again."""
        date = allowed(request, series, day, "meetings.write_minutes")
        number = min(number, 2**31 - 1)
        back = actions.bring_back(date.series, by=person(request), on=day, number=number)
        return Response(shapes.MinutesSerializer(back).data)


def _day(series: Series, on: dt.date | None) -> dt.date | None:
    """The day that was sent; 404 when the series does not meet then."""
    if on and not (1970 <= on.year < 2100 and date_on(series, on)):
        raise Http404
    return on


def _point(request: Request, slug: str, key: int) -> AgendaItem:
    rows = AgendaItem.objects.visible_to(request.user).select_related("series__group", "meeting", "presenter")
    item = get_object_or_404(rows, series__slug=slug, pk=min(key, 2**63 - 1))
    authorize(request.user, "meetings.edit_point", item)
    return item
