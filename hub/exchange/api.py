"""Bring items in from a table, for programs."""

from __future__ import annotations

import json
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import Throttled
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hub.accounts.authentication import person
from hub.core.parsers import CleanJSONParser
from hub.core.permissions import authorize
from hub.exchange.pace import wait_before_uploading
from hub.exchange.sheets import columns as guessing
from hub.exchange.sheets import taking_in
from hub.exchange.sheets.planning import plan
from hub.exchange.sheets.plans import Plan
from hub.exchange.sheets.reading import BYTES, Grid
from hub.roadmap.models import RoadmapItem


class ColumnsField(serializers.DictField):
    """A mapping of words; a form sends it as JSON in a text."""

    def to_internal_value(self, data: Any) -> Any:
        found: Any = data
        if isinstance(data, str):
            try:
                found = json.loads(data)
            except (ValueError, RecursionError):
                raise serializers.ValidationError("Must be JSON.") from None
        if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
            raise serializers.ValidationError("Must be a mapping of words to words.")
        return found


class ItemsSheetSerializer(serializers.Serializer[Any]):
    """A table of items: as a file, or as text in `csv`."""

    file = serializers.FileField(required=False, max_length=200, allow_empty_file=True)
    csv = serializers.CharField(required=False, max_length=BYTES, trim_whitespace=False, allow_blank=True)
    name = serializers.CharField(required=False, max_length=200, default="table.csv")
    columns = ColumnsField(
        required=False, default=dict, help_text="Field by column name; the others are guessed."
    )
    states = ColumnsField(required=False, default=dict, help_text="State by the word of the table.")
    dry_run = serializers.BooleanField(default=False, help_text="Report the same and write nothing.")
    all_or_nothing = serializers.BooleanField(default=False, help_text="Write nothing when a row is refused.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One of the two, and not too large."""
        file = attrs.pop("file", None)
        if (file is None) == ("csv" not in attrs):
            raise serializers.ValidationError("Send the table as `file` or as `csv`.")
        if file is not None and file.size > BYTES:
            raise serializers.ValidationError(
                {"file": f"The file is larger than {BYTES // 1024 // 1024} MB."}
            )
        attrs["data"] = file.read() if file is not None else attrs.pop("csv").encode()
        wrong = set(attrs["states"].values()) - set(RoadmapItem.State.values)
        if wrong or set(attrs["columns"].values()) - {"", *guessing.FIELDS}:
            raise serializers.ValidationError(
                "`columns` or `states` has a word that is no field or no state."
            )
        return attrs


class RowFaultSerializer(serializers.Serializer[Any]):
    column = serializers.CharField()
    reason = serializers.CharField()


class RowChangeSerializer(serializers.Serializer[Any]):
    field = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()


class RowReportSerializer(serializers.Serializer[Any]):
    row = serializers.IntegerField(help_text="Line of the file.")
    title = serializers.CharField()
    outcome = serializers.ChoiceField(["new", "changed", "unchanged", "refused"])
    item = serializers.CharField(allow_null=True)
    changes = RowChangeSerializer(many=True)
    refused = RowFaultSerializer(many=True)


class ImportReportSerializer(serializers.Serializer[Any]):
    dry_run = serializers.BooleanField()
    columns = serializers.DictField(child=serializers.CharField())
    new = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    refused = serializers.IntegerField()
    rows = RowReportSerializer(many=True)


class ImportItemsView(APIView):
    """Items from a table: what becomes of every row, before or after it is written."""

    parser_classes = [CleanJSONParser, MultiPartParser]

    @extend_schema(request=ItemsSheetSerializer, responses={200: ImportReportSerializer})
    def post(self, request: Request) -> Response:
        """Take a table in, or with `dry_run` say what would become of it."""
        me = person(request)
        authorize(me, "exchange.import_items")
        if wait := wait_before_uploading(me):
            raise Throttled(wait)
        form = ItemsSheetSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        told = form.validated_data
        grid = taking_in.grid_of(told["data"])
        columns = _columns(grid, told["columns"])
        taking_in.check_columns(columns, grid)
        states = taking_in.states_for(grid, columns, told["states"])
        if told["dry_run"]:
            found = plan(grid, columns, states, me)
        else:
            found = taking_in.take_in(
                grid, columns, states, told["name"], by=me, whole=told["all_or_nothing"]
            )
        return Response(_report(found, grid, columns, dry_run=told["dry_run"]))


def _columns(grid: Grid, told: dict[str, str]) -> list[str]:
    """What each column means: as told, else guessed where the guess is not taken."""
    guessed = guessing.guess(grid.header)
    return [
        told[name] if name in told else field if field not in told.values() else ""
        for name, field in zip(grid.header, guessed, strict=True)
    ]


def _report(found: Plan, grid: Grid, columns: list[str], *, dry_run: bool) -> dict[str, Any]:
    meant = {name: field for name, field in zip(grid.header, columns, strict=True) if field}
    rows = [row.as_json() for row in found.rows]
    return {"dry_run": dry_run, "columns": meant, **found.counts(), "rows": rows}
