"""Start an evaluation, say its question better, close it, take it up again."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.activity.actions import follow, record
from hub.core.errors import Refused
from hub.core.slugs import save_with_slug
from hub.sigs.actions.keys import free_key
from hub.sigs.models import Criterion, Evaluation, Group, Option

ADDRESSES = frozenset({"new"})  # words under /community/evaluations/ that none may take
STATUS_QUO = "Stay as it is"
MOST = 30  # options or criteria that a person may still compare


@transaction.atomic
def start_evaluation(
    *,
    by: User,
    group: Group,
    question: str,
    context: str = "",
    options: Iterable[str] = (),
    criteria: Iterable[str] = (),
    status_quo: bool = True,
) -> Evaluation:
    """Ask a question in a group, with the options and criteria that are known already.

    With `status_quo`, "Stay as it is" is compared too, unless one of the options says so.
    Sent twice by one person on a day it is one evaluation. Raises ValidationError.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # one evaluation of a person at a time
    question = one_line(question)
    again = Evaluation.objects.open().filter(group=group, question=question, created_by=by)
    if found := again.filter(created_on=timezone.localdate()).first():
        return found
    evaluation = Evaluation(group=group, question=question, context=context.strip(), created_by=by)
    save_with_slug(evaluation, question, "evaluation", ADDRESSES)
    _fill(evaluation, [*options], [*criteria], status_quo=status_quo)
    follow(evaluation, by=by)
    people = people_of(group)
    record("sigs.evaluation_started", evaluation, f"started the evaluation {question}", by=by, tell=people)
    return evaluation


def _fill(evaluation: Evaluation, options: list[str], criteria: list[str], *, status_quo: bool) -> None:
    """The first options and criteria, in the order given; what is named twice is named once."""
    names = _names(options, "options")
    if status_quo and STATUS_QUO.casefold() not in {name.casefold() for name in names}:
        names.append(STATUS_QUO)
    for position, name in enumerate(names):
        stays = status_quo and name.casefold() == STATUS_QUO.casefold()
        key = free_key(evaluation.options.all(), name, "option")
        option = Option(evaluation=evaluation, name=name, key=key, position=position, status_quo=stays)
        _save(option, "options")
    for position, name in enumerate(_names(criteria, "criteria")):
        key = free_key(evaluation.criteria.all(), name, "criterion")
        _save(Criterion(evaluation=evaluation, name=name, key=key, position=position), "criteria")


def _names(typed: list[str], field: str) -> list[str]:
    named: dict[str, str] = {}
    for name in typed:
        if words := one_line(name):
            named.setdefault(words.casefold(), words)
    if len(named) > MOST:
        raise ValidationError(
            {field: f"Nobody compares more than {MOST} at once: name the most likely ones."}
        )
    return list(named.values())


def _save(row: Option | Criterion, field: str) -> None:
    """Save one of several that were typed into one field: what is wrong with it is said there."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise ValidationError({field: [f"{row.name[:60]}: {text}" for text in error.messages]}) from None
    row.save()


@transaction.atomic
def edit_evaluation(evaluation: Evaluation, *, by: User, question: str, context: str = "") -> Evaluation:
    """Say the question better; its address stays. Raises Refused once it is closed, ValidationError."""
    evaluation = locked(evaluation)
    before = (evaluation.question, evaluation.context)
    evaluation.question, evaluation.context = one_line(question), context.strip()
    if before != (evaluation.question, evaluation.context):
        evaluation.full_clean()
        evaluation.save(update_fields=["question", "context"])
        record("sigs.evaluation_edited", evaluation, f"edited the evaluation {evaluation}", by=by)
    return evaluation


@transaction.atomic
def close_evaluation(evaluation: Evaluation, *, by: User) -> Evaluation:
    """End the gathering: what was found stays as it is. Closing what is closed changes nothing."""
    evaluation = locked(evaluation, closed_too=True)
    if evaluation.is_open:
        evaluation.state = Evaluation.State.CLOSED
        evaluation.save(update_fields=["state"])
        words, people = f"closed the evaluation {evaluation}", people_of(evaluation.group)
        record("sigs.evaluation_closed", evaluation, words, by=by, tell=people)
    return evaluation


@transaction.atomic
def reopen_evaluation(evaluation: Evaluation, *, by: User) -> Evaluation:
    """Gather findings again. Reopening what is open changes nothing."""
    evaluation = locked(evaluation, closed_too=True)
    if not evaluation.is_open:
        evaluation.state = Evaluation.State.OPEN
        evaluation.save(update_fields=["state"])
        words, people = f"reopened the evaluation {evaluation}", people_of(evaluation.group)
        record("sigs.evaluation_reopened", evaluation, words, by=by, tell=people)
    return evaluation


def locked(evaluation: Evaluation, *, closed_too: bool = False) -> Evaluation:
    """The evaluation as it is now, held until the transaction ends: writing and closing wait for each other."""
    rows = Evaluation.objects.select_for_update(of=("self",), no_key=True).select_related("group")
    found = rows.get(pk=evaluation.pk)
    if not closed_too and not found.is_open:
        raise Refused(
            f"“{found}” is closed: what was found stays as it is. A lead of the group can reopen it.",
            "closed",
        )
    return found


def people_of(group: Group) -> list[User]:
    """Everybody who takes part in the group today."""
    terms = group.terms.on(timezone.localdate()).in_office().values("user")
    return list(User.objects.filter(pk__in=terms, is_active=True))


def one_line(words: str) -> str:
    """Words on one line, single blanks between them."""
    return " ".join(words.split())
