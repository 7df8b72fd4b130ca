"""Keep a table, say what its columns mean, and take its good rows in: all at once, by the person who did it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from hub.activity.actions import record
from hub.core import limits
from hub.core.errors import Refused
from hub.exchange.models import Import, Sheet
from hub.exchange.sheets import columns as guessing
from hub.exchange.sheets.planning import plan
from hub.exchange.sheets.plans import CHANGED, NEW, REFUSED, Plan, RowPlan
from hub.exchange.sheets.reading import Grid, NotATable, read
from hub.roadmap import meanings
from hub.roadmap.models import Move, RoadmapItem

if TYPE_CHECKING:
    from hub.accounts.models import User

MOST = 20  # tables that one person keeps at a time
KIND = "exchange.community_imported"
CHUNK = 500


def keep_sheet(name: str, data: bytes, *, by: User) -> Sheet:
    """Keep an upload, with a guess at what its columns mean. Raises ValidationError."""
    if Sheet.objects.of(by).filter(taken_in_at=None).count() >= MOST:
        raise Refused(f"You have {MOST} tables waiting. Take one in or drop it first.", "too_many")
    grid = grid_of(data)
    fields = guessing.guess(grid.header)
    shown = " ".join(name.replace("\0", "").split())[-limits.NAME :] or "table.csv"
    return Sheet.objects.create(
        name=shown, data=data, columns=fields, states=states_for(grid, fields), uploaded_by=by
    )


def grid_of(data: bytes | memoryview) -> Grid:
    """The table in a file. Raises ValidationError."""
    try:
        return read(bytes(data))
    except NotATable as error:
        raise ValidationError({"file": str(error)}) from None


def states_for(grid: Grid, fields: list[str], told: dict[str, str] | None = None) -> dict[str, str]:
    """What each word of the state column means: as told, else guessed."""
    if "state" not in fields:
        return {}
    guessed = guessing.guess_states(guessing.words_in(grid.rows, fields.index("state")))
    return guessed | {word: state for word, state in (told or {}).items() if word in guessed}


def map_sheet(sheet: Sheet, *, columns: list[str], states: dict[str, str]) -> Sheet:
    """Say what the columns mean, and the words of the column of states. Raises ValidationError, Refused."""
    _refuse_done(sheet)
    grid = grid_of(sheet.data)
    check_columns(columns, grid)
    sheet.columns, sheet.states = columns, states_for(grid, columns, states)
    sheet.save(update_fields=["columns", "states"])
    return sheet


def check_columns(columns: list[str], grid: Grid) -> None:
    """Every column fills a field or none, no field is filled twice. Raises ValidationError."""
    used = [name for name in columns if name]
    if len(columns) != len(grid.header) or set(used) - set(guessing.FIELDS):
        raise ValidationError("Choose a field of the list for each column.")
    if doubled := sorted({guessing.FIELDS[name] for name in used if used.count(name) > 1}):
        raise ValidationError(f"Two columns cannot both be: {', '.join(doubled)}.")


def planned(sheet: Sheet, *, by: User) -> Plan:
    """What taking it in would do now."""
    return plan(grid_of(sheet.data), sheet.columns, sheet.states, by)


@transaction.atomic
def take_sheet_in(sheet: Sheet, *, by: User, all_or_nothing: bool = False) -> Sheet:
    """Write the good rows of a table in one transaction; once. Raises Refused."""
    sheet = Sheet.objects.select_for_update().get(pk=sheet.pk)
    _refuse_done(sheet)
    result = take_in(
        grid_of(sheet.data), sheet.columns, sheet.states, sheet.name, by=by, whole=all_or_nothing
    )
    sheet.result, sheet.taken_in_at, sheet.data = report_of(result), timezone.now(), b""
    sheet.save(update_fields=["result", "taken_in_at", "data"])
    return sheet


@transaction.atomic
def take_in(
    grid: Grid, columns: list[str], states: dict[str, str], name: str, *, by: User, whole: bool = False
) -> Plan:
    """Write what a table says; with `whole`, everything or nothing. Raises Refused."""
    found = plan(grid, columns, states, by, lock=True)
    if found.problem:
        raise Refused(found.problem, "no_title")
    refused = found.counts()[REFUSED]
    if whole and refused:
        raise Refused(f"{refused} rows do not fit, so nothing was written.", "rows_refused")
    try:
        with transaction.atomic():
            _write(found, name, by)
    except IntegrityError:
        raise Refused(
            "Somebody changed the same items meanwhile. Nothing was written; try again.", "meanwhile"
        ) from None
    meanings.remember_meanings()
    _note(found, name, by)
    return found


def _write(found: Plan, name: str, by: User) -> None:
    new = [row for row in found.rows if row.outcome == NEW]
    for row in new:
        row.item = RoadmapItem(**row.values)
    RoadmapItem.objects.bulk_create([row.item for row in new if row.item], batch_size=CHUNK)
    for row in found.rows:
        if row.outcome == CHANGED:
            _change(row, name, by)
    _connect(found.good)


def _change(row: RowPlan, name: str, by: User) -> None:
    """Write one item; its move first, with who made it, for the database names nobody."""
    item: Any = row.item
    state, quarter = row.values.get("state", item.state), row.values.get("quarter", item.quarter)
    if (state, quarter) != (item.state, item.quarter):
        reason = row.values.get("state_reason") or f"Imported from {name}"
        Move.objects.create(
            item=item, by=by, from_state=item.state, to_state=state, from_quarter=item.quarter,
            to_quarter=quarter, reason=reason[: limits.LINE],
        )  # fmt: skip
        row.values["updated_on"] = timezone.localdate()
    for column, value in row.values.items():
        setattr(item, column, value)
    columns = {*row.values}
    if item.impediment and item.is_closed:
        item.impediment, item.impeded_at = "", None
        columns |= {"impediment", "impeded_at"}
    if columns:
        item.save(update_fields=sorted(columns))


def _connect(rows: list[RowPlan]) -> None:
    through = RoadmapItem.services.through
    links = [
        through(roadmapitem_id=row.item.pk, service_id=key)
        for row in rows
        if row.item
        for key in row.services or []
    ]
    through.objects.bulk_create(links, batch_size=CHUNK, ignore_conflicts=True)


def _note(found: Plan, name: str, by: User) -> None:
    """Write down what was taken in; what brought nothing new is no event."""
    counts = found.counts()
    if not found.good:
        return
    row = Import.objects.create(
        source=name, form="sheet", by=by, created=counts[NEW], changed=counts[CHANGED],
        unchanged=counts["unchanged"],
        counts={"item": {"created": counts[NEW], "changed": counts[CHANGED], "unchanged": counts["unchanged"]}},
    )  # fmt: skip
    words = f"imported {name}: {counts[NEW]} new, {counts[CHANGED]} changed"
    record(KIND, row, words, by=by, public=False, created=counts[NEW], changed=counts[CHANGED])


def report_of(found: Plan) -> dict[str, Any]:
    """What became of the rows, to be kept: the counts, and what was refused."""
    rows = [row.as_json() for row in found.rows if row.outcome == REFUSED]
    return {"counts": found.counts(), "refused": [{**row, "changes": []} for row in rows]}


def drop_sheet(sheet: Sheet, *, by: User) -> None:
    """Forget an upload."""
    Sheet.objects.of(by).filter(pk=sheet.pk).delete()


def _refuse_done(sheet: Sheet) -> None:
    if sheet.taken_in_at is not None:
        raise Refused("This table was taken in already.", "done")


def sweep() -> int:
    """Forget uploads after a week; says how many."""
    return Sheet.objects.filter(uploaded_at__lt=timezone.now() - Sheet.KEPT).delete()[0]
