"""What people found: a pro or con of one option by one criterion, with its evidence."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from hub.accounts.models import User
from hub.activity.actions import follow, record
from hub.core.errors import Refused
from hub.sigs.actions.evaluations import locked, one_line
from hub.sigs.actions.keys import free_key
from hub.sigs.evidence import within_hub
from hub.sigs.models import Criterion, Evaluation, Finding, Option

MOST_IN_A_CELL = 50


@transaction.atomic
def add_finding(
    evaluation: Evaluation,
    *,
    by: User,
    option: Option,
    criterion: Criterion,
    leaning: str,
    text: str,
    evidence_url: str = "",
) -> Finding:
    """Write down what speaks for or against an option by a criterion, and where that can be seen.

    The same words a second time are the same finding. Raises Refused when the evaluation is closed,
    ValidationError (also for an option or criterion of another evaluation).
    """
    evaluation = locked(evaluation)
    _refuse_strangers(evaluation, option, criterion)
    finding = Finding(option=option, criterion=criterion, leaning=leaning, text=one_line(text), author=by)
    finding.evidence_url = within_hub(evidence_url)
    cell = Finding.objects.filter(option=option, criterion=criterion)
    if again := cell.filter(leaning=leaning, text=finding.text).first():
        return again
    if cell.count() >= MOST_IN_A_CELL:
        raise Refused(
            f"There are {MOST_IN_A_CELL} findings here: edit one instead of adding another.", "too_many"
        )
    finding.key = free_key(cell, finding.text, "finding")
    finding.full_clean()
    finding.save()
    follow(evaluation, by=by)
    summary = f"found a {leaning} of {option}, {criterion}: {finding.text}"
    record("sigs.finding_added", evaluation, summary, by=by)
    return finding


def _refuse_strangers(evaluation: Evaluation, option: Option, criterion: Criterion) -> None:
    if option.evaluation_id != evaluation.pk:
        raise ValidationError({"option": "This option is not compared here."})
    if criterion.evaluation_id != evaluation.pk:
        raise ValidationError({"criterion": "Nothing is compared by this criterion here."})


@transaction.atomic
def edit_finding(finding: Finding, *, by: User, leaning: str, text: str, evidence_url: str = "") -> Finding:
    """Say better what was found. Raises Refused when the evaluation is closed, ValidationError."""
    evaluation = locked(finding.option.evaluation)
    finding = Finding.objects.select_related("option", "criterion").get(pk=finding.pk)
    before = (finding.leaning, finding.text, finding.evidence_url)
    finding.leaning, finding.text = leaning, one_line(text)
    finding.evidence_url = within_hub(evidence_url)
    if before != (finding.leaning, finding.text, finding.evidence_url):
        finding.full_clean()
        finding.save(update_fields=["leaning", "text", "evidence_url"])
        summary = f"edited what was found of {finding.option}: {finding.text}"
        record("sigs.finding_edited", evaluation, summary, by=by)
    return finding


@transaction.atomic
def remove_finding(finding: Finding, *, by: User) -> None:
    """Take a finding back; what is gone stays gone. Raises Refused when the evaluation is closed."""
    evaluation = locked(finding.option.evaluation)
    found = Finding.objects.select_related("option").filter(pk=finding.pk).first()
    if found:
        summary = f"removed what was found of {found.option}: {found.text}"
        found.delete()
        record("sigs.finding_removed", evaluation, summary, by=by)
