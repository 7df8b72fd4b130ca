"""Draft a decision and edit the draft."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from hub.accounts.models import User
from hub.activity.actions import follow, record
from hub.catalog.models import Service
from hub.core import limits
from hub.core.errors import Refused
from hub.core.slugs import save_with_slug
from hub.sigs.models import Conclusion, Evaluation, Group, Term
from hub.voting.actions.holding import clean_text, hold_draft, one_line
from hub.voting.models import Decision, Option
from hub.voting.models.settings import Settings

ADDRESSES = frozenset({"new"})  # words under /community/decisions/ that no decision may take
SAME_CLICK = dt.timedelta(minutes=10)
DEFAULTS = {field.name: field.get_default for field in Settings._meta.fields}
ELECTED = (Term.Role.CHAIR, Term.Role.TECH_LEAD, Term.Role.LIAISON)
MOST_OPTIONS = 100
LONGEST_HOURS = 24 * 366
LONGEST_TERM = 3660  # days: ten years


@transaction.atomic
def draft_decision(
    *,
    group: Group,
    by: User | None,
    question: str,
    context: str = "",
    purpose: str = Decision.Purpose.QUESTION,
    options: Iterable[Mapping[str, Any]] = (),
    invited: Iterable[User] = (),
    services: Iterable[Service] = (),
    evaluation: Evaluation | None = None,
    reopens: Conclusion | None = None,
    **settings: Any,
) -> Decision:
    """Write down a question and how it is to be decided; nobody votes on it before it is opened.

    `options` are objects with `name`, `text` and `status_quo`; `settings` are the fields of Settings by name.
    Sent twice by one person within minutes it is one draft; `by` is None when the hub itself drafts.
    Raises ValidationError.
    """
    line = one_line(question, "question", limits.NAME)
    if by:
        _refuse_other_groups(group, evaluation=evaluation, reopens=reopens)
    if by and (again := _just_drafted(group, by, line)):
        return again
    decision = Decision(group=group, created_by=by, evaluation=evaluation, reopens=reopens)
    _fill(decision, line, context, purpose, settings)
    save_with_slug(decision, line, "decision", ADDRESSES)
    _set_lists(decision, options, invited, services)
    if by:
        follow(decision, by=by)
    return decision


def _refuse_other_groups(group: Group, **sources: Evaluation | Conclusion | None) -> None:
    """A group decides on its own: who leads one never replaces what another concluded."""
    foreign = [name for name, source in sources.items() if source and source.group_id != group.pk]
    if foreign:
        raise ValidationError(dict.fromkeys(foreign, "It belongs to another group."))


def _just_drafted(group: Group, by: User, question: str) -> Decision | None:
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # one draft of a person at a time
    recent = Decision.objects.filter(created_at__gt=timezone.now() - SAME_CLICK)
    return recent.filter(group=group, created_by=by, question=question, state=Decision.State.DRAFT).first()


@transaction.atomic
def edit_decision(
    decision: Decision,
    *,
    by: User,
    question: str,
    context: str = "",
    purpose: str = Decision.Purpose.QUESTION,
    options: Iterable[Mapping[str, Any]] = (),
    invited: Iterable[User] = (),
    services: Iterable[Service] = (),
    **settings: Any,
) -> Decision:
    """Write a draft anew: what is not given takes its default again; its address stays.

    Raises Refused once it was opened or voided ("not_draft"), ValidationError.
    """
    decision, _now = hold_draft(decision)
    if decision.announced_at and purpose != decision.purpose:
        raise Refused("The election is announced: it stays one.", "announced")
    line = one_line(question, "question", limits.NAME)
    _fill(decision, line, context, purpose, settings)
    decision.save()
    decision.options.all().delete()
    _set_lists(decision, options, invited, services)
    if decision.announced_at:
        record("voting.election_edited", decision, f"changed the election “{line}” before its opening", by=by)
    return decision


def _fill(decision: Decision, question: str, context: str, purpose: str, settings: Mapping[str, Any]) -> None:
    if unknown := settings.keys() - DEFAULTS.keys():
        raise ValidationError(f"There is no setting {min(unknown)!r}.")
    decision.question, decision.context = question, clean_text(context, "context")
    decision.purpose = purpose
    for name, default in DEFAULTS.items():
        setattr(decision, name, settings[name] if name in settings else default())
    if decision.kind in Settings.WITHOUT_BALLOTS:
        decision.quorum_base = Settings.QuorumBase.NONE  # nobody casts anything that could be counted
    if decision.purpose != Decision.Purpose.ELECTION:
        decision.role, decision.term_days = "", None
    decision.clean_fields(exclude=["slug", "group", "created_by", "evaluation", "reopens"])
    _fit_together(decision)


def _fit_together(decision: Decision) -> None:
    """Settings that cannot hold together, each named with its reason."""
    wrong: dict[str, str] = {}
    if decision.secrecy != Settings.Secrecy.OPEN and decision.shown != Settings.Shown.CLOSE:
        wrong["shown"] = "A secret vote is shown only after the close."
    if decision.quorum_base == Settings.QuorumBase.PERCENT and decision.quorum > 100:
        wrong["quorum"] = "At most 100 percent."
    if decision.minimum_hours > LONGEST_HOURS:
        wrong["minimum_hours"] = "At most a year."
    if decision.kind in Settings.WITHOUT_OPTIONS and decision.seats != 1:
        wrong["seats"] = "The question itself is put to the vote: there is one answer."
    if decision.purpose == Decision.Purpose.ELECTION:
        wrong |= _fit_for_election(decision)
    if wrong:
        raise ValidationError(wrong)


def _fit_for_election(decision: Decision) -> dict[str, str]:
    wrong = {}
    if decision.kind in Settings.WITHOUT_OPTIONS:
        wrong["kind"] = "Choose between people by a ranking, by approval, by scores or by points."
    if decision.role not in ELECTED:
        wrong["role"] = "Choose the role to fill."
    if decision.term_days is not None and not 1 <= decision.term_days <= LONGEST_TERM:
        wrong["term_days"] = "From one day to ten years; empty for a term without an end."
    if decision.tie_rule == Settings.TieRule.STATUS_QUO:
        wrong["tie_rule"] = "No candidate is the status quo."
    return wrong


def _set_lists(
    decision: Decision,
    options: Iterable[Mapping[str, Any]],
    invited: Iterable[User],
    services: Iterable[Service],
) -> None:
    decision.invited.set(invited)
    decision.services.set(services)
    rows = list(options)
    if rows and decision.purpose == Decision.Purpose.ELECTION:
        raise ValidationError({"options": "The candidates come from nominations."})
    if rows and decision.kind in Settings.WITHOUT_OPTIONS:
        raise ValidationError({"options": "The question itself is put to the vote: there are no options."})
    add_options(decision, rows)


def add_options(decision: Decision, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write the options of a draft in their order, each under a key of its own."""
    taken: set[str] = set()
    for position, row in enumerate(rows):
        if position >= MOST_OPTIONS:
            raise ValidationError({"options": f"At most {MOST_OPTIONS} options."})
        name = one_line(str(row.get("name", "")), "options", limits.NAME)
        option = Option(
            decision=decision,
            key=_free_key(name, position, taken),
            name=name,
            text=clean_text(str(row.get("text", "")), "options"),
            status_quo=bool(row.get("status_quo")),
            position=position,
            person=row.get("person"),
            team=row.get("team", ""),
        )
        _refuse_twins(decision, option)
        option.full_clean()
        option.save()


def _free_key(name: str, position: int, taken: set[str]) -> str:
    base = slugify(name)[:50].strip("-") or f"option-{position + 1}"
    key, number = base, 1
    while key in taken:
        number += 1
        key = f"{base}-{number}"
    taken.add(key)
    return key


def _refuse_twins(decision: Decision, option: Option) -> None:
    if decision.options.filter(name=option.name).exists():
        raise ValidationError({"options": f"“{option.name}” is there twice."})
    if option.status_quo and decision.options.filter(status_quo=True).exists():
        raise ValidationError({"options": "Only one option means that everything stays as it is."})
