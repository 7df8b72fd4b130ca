"""What programs send and get about one meeting."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from hub.accounts.models import User
from hub.meetings.models import AgendaItem, Attendance, Revision

MOST_KEY = 2**31 - 1
EMPTY = {"number": 0, "base": 0, "text": "", "is_merge": False, "by": None, "at": None}


def somebody() -> Any:
    """A person by their handle, when they are here."""
    return serializers.SlugRelatedField(
        slug_field="handle", queryset=User.objects.filter(is_active=True), required=False, allow_null=True
    )


class PointSerializer(serializers.ModelSerializer[AgendaItem]):
    """A point of an agenda or of the backlog."""

    presenter: Any = serializers.SlugRelatedField(slug_field="handle", read_only=True, allow_null=True)
    added_by: Any = serializers.SlugRelatedField(slug_field="handle", read_only=True, allow_null=True)
    meeting: Any = serializers.PrimaryKeyRelatedField(read_only=True, allow_null=True)
    carried_from: Any = serializers.PrimaryKeyRelatedField(read_only=True, allow_null=True)

    class Meta:
        model = AgendaItem
        fields = [
            "id", "title", "text", "minutes", "presenter", "added_by", "url", "outcome", "meeting", "carried_from",
            "began_at", "over_at",
        ]  # fmt: skip


class NewPointSerializer(serializers.ModelSerializer[AgendaItem]):
    """A point, and the day it is for; without one it waits in the backlog."""

    presenter = somebody()
    minutes = serializers.IntegerField(min_value=1, max_value=480, required=False)
    on = serializers.DateField(required=False, allow_null=True)

    class Meta:
        model = AgendaItem
        fields = ["title", "text", "minutes", "presenter", "url", "on"]


class EditPointSerializer(serializers.ModelSerializer[AgendaItem]):
    """What changes of a point."""

    presenter = somebody()
    minutes = serializers.IntegerField(min_value=1, max_value=480)

    class Meta:
        model = AgendaItem
        fields = ["title", "text", "minutes", "presenter", "url"]


class PlaceSerializer(serializers.Serializer[Any]):
    """The day a point is put on; null for the backlog."""

    on = serializers.DateField(allow_null=True)


class OrderSerializer(serializers.Serializer[Any]):
    """Points in their order."""

    on = serializers.DateField(required=False, allow_null=True)
    order = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1), max_length=200
    )


class RunningSerializer(serializers.Serializer[Any]):
    """What to do with a meeting that takes place."""

    act = serializers.ChoiceField(["begin", "next", "end"])
    after = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=2**63 - 1)


class CarryingSerializer(serializers.Serializer[Any]):
    """Where to carry what was not reached."""

    to = serializers.ChoiceField(["next", "backlog"], default="next")


class AnswerSerializer(serializers.Serializer[Any]):
    """Whether somebody comes."""

    answer = serializers.ChoiceField(Attendance.Answer.choices, allow_blank=True)


class PresenceSerializer(serializers.Serializer[Any]):
    """People who were there, or were not."""

    people: Any = serializers.SlugRelatedField(
        slug_field="handle", queryset=User.objects.filter(is_active=True), many=True, allow_empty=False
    )
    was_there = serializers.BooleanField(allow_null=True)


class AttendanceSerializer(serializers.ModelSerializer[Attendance]):
    """What a person said about coming, and whether they were there."""

    person: Any = serializers.SlugRelatedField(slug_field="handle", source="user", read_only=True)

    class Meta:
        model = Attendance
        fields = ["person", "answer", "was_there", "said_at"]


class RevisionSerializer(serializers.ModelSerializer[Revision]):
    """A saved state of minutes."""

    by: Any = serializers.SlugRelatedField(slug_field="handle", read_only=True, allow_null=True)

    class Meta:
        model = Revision
        fields = ["number", "base", "is_merge", "by", "at"]


class MinutesSerializer(serializers.Serializer[Any]):
    """Minutes as they were at a revision; number 0 while there are none."""

    number = serializers.IntegerField()
    base = serializers.IntegerField()
    text = serializers.CharField(allow_blank=True)
    is_merge = serializers.BooleanField()
    by = serializers.CharField(source="by.handle", default=None, allow_null=True)
    at = serializers.DateTimeField(allow_null=True)


class NewMinutesSerializer(serializers.Serializer[Any]):
    """Minutes, the revision their author had before them, and whether to keep both where they contradict."""

    text = serializers.CharField(allow_blank=True, trim_whitespace=False, max_length=50_000)
    base = serializers.IntegerField(min_value=0, max_value=MOST_KEY)
    keep_both = serializers.BooleanField(default=False)


class MinutesConflictSerializer(serializers.Serializer[Any]):
    """Somebody changed the same lines meanwhile: their revision, what was sent, and one text that holds both."""

    type = serializers.SerializerMethodField()
    title = serializers.SerializerMethodField()
    status = serializers.SerializerMethodField()
    detail = serializers.CharField(source="reason")
    code = serializers.CharField()
    theirs = MinutesSerializer()
    mine = serializers.CharField()
    both = serializers.CharField()

    def get_type(self, _contradiction: Any) -> str:
        """Nothing more is known than the code says."""
        return "about:blank"

    def get_title(self, _contradiction: Any) -> str:
        """The name of the status."""
        return "Conflict"

    def get_status(self, _contradiction: Any) -> int:
        """The status."""
        return 409


class DateSerializer(serializers.Serializer[Any]):
    """One date of a series with what is on it."""

    series = serializers.CharField(source="date.series.slug")
    day = serializers.DateField()
    meeting = serializers.IntegerField(source="meeting.pk", allow_null=True)
    title = serializers.CharField(source="date.title")
    starts_at = serializers.DateTimeField(source="date.starts_at")
    ends_at = serializers.DateTimeField(source="date.ends_at")
    state = serializers.CharField(source="meeting.state")
    began_at = serializers.DateTimeField(source="meeting.began_at", allow_null=True)
    over_at = serializers.DateTimeField(source="meeting.over_at", allow_null=True)
    before = serializers.SerializerMethodField()
    after = serializers.SerializerMethodField()
    planned_minutes = serializers.IntegerField(source="agenda.planned")
    minutes = serializers.IntegerField(source="agenda.length")
    excess_minutes = serializers.IntegerField(source="agenda.excess")
    agenda = serializers.SerializerMethodField()
    revision = serializers.SerializerMethodField()
    demos = serializers.SerializerMethodField()
    recordings = serializers.SerializerMethodField()

    def get_before(self, page: Any) -> str | None:
        """The day of the date before."""
        return page.before.day.isoformat() if page.before else None

    def get_after(self, page: Any) -> str | None:
        """The day of the date after."""
        return page.after.day.isoformat() if page.after else None

    @extend_schema_field(PointSerializer(many=True))
    def get_agenda(self, page: Any) -> Any:
        """The points, in order."""
        return PointSerializer([point.item for point in page.agenda.points], many=True).data

    def get_revision(self, page: Any) -> int:
        """The number of the revision of the minutes that holds; 0 for none."""
        return page.revision.number if page.revision else 0

    def get_demos(self, page: Any) -> list[str]:
        """The demos on it."""
        return [demo.slug for demo in page.demos]

    def get_recordings(self, page: Any) -> list[str]:
        """The recordings of it."""
        return [recording.slug for recording in page.recordings]
