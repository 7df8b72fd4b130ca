"""What an evaluation compares, and by what: add, edit and remove options and criteria."""

from __future__ import annotations

from typing import TypeVar

from django.db import transaction
from django.db.models import Max

from hub.accounts.models import User
from hub.activity.actions import record
from hub.core.errors import Refused
from hub.sigs.actions.evaluations import MOST, locked, one_line
from hub.sigs.actions.keys import free_key
from hub.sigs.models import Criterion, Evaluation, Option

Compared = TypeVar("Compared", Option, Criterion)


@transaction.atomic
def add_option(
    evaluation: Evaluation, *, by: User, name: str, summary: str = "", url: str = "", status_quo: bool = False
) -> Option:
    """Compare one more option. Raises Refused when the evaluation is closed or full, ValidationError."""
    evaluation = locked(evaluation)
    option = Option(
        evaluation=evaluation,
        name=one_line(name),
        summary=one_line(summary),
        url=url.strip(),
        status_quo=status_quo,
    )
    return _add(option, by=by, kind="option")


@transaction.atomic
def add_criterion(evaluation: Evaluation, *, by: User, name: str, why: str = "") -> Criterion:
    """Compare by one more criterion. Raises Refused when the evaluation is closed or full, ValidationError."""
    evaluation = locked(evaluation)
    return _add(
        Criterion(evaluation=evaluation, name=one_line(name), why=one_line(why)), by=by, kind="criterion"
    )


def _add(row: Compared, *, by: User, kind: str) -> Compared:
    rows = type(row).objects.filter(evaluation=row.evaluation)
    if rows.count() >= MOST:
        raise Refused(f"There are {MOST} already, more than anybody compares: remove one first.", "too_many")
    row.position = (rows.aggregate(last=Max("position"))["last"] or 0) + 1
    row.key = free_key(rows, row.name, kind)
    row.full_clean()
    row.save()
    _note(row, f"added the {kind} {row.name} to {row.evaluation}", by=by)
    return row


@transaction.atomic
def edit_option(
    option: Option, *, by: User, name: str, summary: str = "", url: str = "", status_quo: bool = False
) -> Option:
    """Say better what an option is; its findings stay. Raises Refused when closed, ValidationError."""
    evaluation = locked(option.evaluation)
    option = evaluation.options.get(pk=option.pk)
    told = {
        "name": one_line(name),
        "summary": one_line(summary),
        "url": url.strip(),
        "status_quo": status_quo,
    }
    return _edit(option, told, by=by)


@transaction.atomic
def edit_criterion(criterion: Criterion, *, by: User, name: str, why: str = "") -> Criterion:
    """Say better what a criterion means; its findings stay. Raises Refused when closed, ValidationError."""
    evaluation = locked(criterion.evaluation)
    criterion = evaluation.criteria.get(pk=criterion.pk)
    return _edit(criterion, {"name": one_line(name), "why": one_line(why)}, by=by)


def _edit(row: Compared, told: dict[str, object], *, by: User) -> Compared:
    if all(getattr(row, name) == value for name, value in told.items()):
        return row
    for name, value in told.items():
        setattr(row, name, value)
    row.full_clean()
    row.save(update_fields=list(told))
    _note(row, f"edited {row.name} in {row.evaluation}", by=by)
    return row


@transaction.atomic
def remove_option(option: Option, *, by: User) -> None:
    """Take an option out of the comparison. Raises Refused while it has findings, or when closed."""
    evaluation = locked(option.evaluation)
    _remove(evaluation.options.filter(pk=option.pk).first(), by=by)


@transaction.atomic
def remove_criterion(criterion: Criterion, *, by: User) -> None:
    """Compare no longer by a criterion. Raises Refused while it has findings, or when closed."""
    evaluation = locked(criterion.evaluation)
    _remove(evaluation.criteria.filter(pk=criterion.pk).first(), by=by)


def _remove(row: Option | Criterion | None, *, by: User) -> None:
    """What others found is never lost on the way; removing what is gone changes nothing."""
    if row is None:
        return
    if count := row.findings.count():
        things = "finding stands" if count == 1 else "findings stand"
        raise Refused(f"{count} {things} under “{row.name}”: remove them first, one by one.", "has_findings")
    _note(row, f"removed {row.name} from {row.evaluation}", by=by)
    row.delete()


def _note(row: Option | Criterion, summary: str, *, by: User) -> None:
    record("sigs.evaluation_edited", row.evaluation, summary, by=by)
