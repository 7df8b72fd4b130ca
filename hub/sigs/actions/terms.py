"""Take part in a group, leave it, give somebody a role in it: dated terms, never a flag."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from hub.accounts.models import User
from hub.activity.actions import follow, record, unfollow
from hub.core.errors import Refused
from hub.sigs.models import Group, Term, TermQuerySet


@transaction.atomic
def join_group(group: Group, *, by: User) -> Term:
    """Take part in a group from today; who is in it already stays as they are."""
    group, today = _locked(group), timezone.localdate()
    if own := group.terms.on(today).in_office().filter(user=by).first():
        return own
    term = Term(group=group, user=by, role=Term.Role.MEMBER, starts_on=today)
    term.full_clean()
    term.save()
    follow(group, by=by)
    record("sigs.joined", group, f"joined {group}", by=by)
    return term


@transaction.atomic
def leave_group(group: Group, *, by: User, leave_unled: bool = False) -> None:
    """Take part no longer, from today; what one did in the group stays.

    Raises Refused when nobody would lead the group any more, unless `leave_unled` says that this is meant.
    """
    group, today = _locked(group), timezone.localdate()
    own = group.terms.on(today).in_office().filter(user=by)
    terms = list(own)
    if not terms:
        return
    if not leave_unled:
        _refuse_unled(group, today, terms)
    for term in terms:
        _end(term, today)
    unfollow(group, by=by)
    leads = _leads(group, today)
    record("sigs.left", group, f"left {group}", by=by, tell=leads)


@transaction.atomic
def appoint(
    group: Group,
    *,
    person: User,
    role: str,
    by: User | None,
    reason: str,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
) -> Term:
    """Give somebody a role in a group from a day (today) to a day (open), with the reason.

    A term in the same role that would run into it ends where it begins, so that nobody holds a role twice.
    Said again, it is the same term. Raises ValidationError.
    """
    group, starts_on = _locked(group), starts_on or timezone.localdate()
    reason = _said(reason)
    held = group.terms.filter(user=person, role=role)
    if again := held.on(starts_on).filter(ends_on=ends_on).first():
        return again
    _make_room(held, starts_on, ends_on)
    term = held.filter(starts_on=starts_on).first()
    term = term or Term(group=group, user=person, role=role, starts_on=starts_on)
    term.ends_on = ends_on
    _check(term)
    term.save()
    summary = f"made {person} {term.get_role_display().lower()} of {group}: {reason}"
    record("sigs.appointed", group, summary, by=by, tell=[person], person=person.handle, role=role)
    return term


def _make_room(held: TermQuerySet, starts_on: dt.date, ends_on: dt.date | None) -> None:
    """Terms in the same role end where the new one begins; those that would begin in it do not begin."""
    meeting = held.filter(Q(ends_on=None) | Q(ends_on__gt=starts_on))
    if ends_on:
        meeting = meeting.filter(Q(starts_on=None) | Q(starts_on__lt=ends_on))
    for term in meeting:
        _end(term, starts_on)


def _check(term: Term) -> None:
    if term.ends_on and term.starts_on and term.ends_on <= term.starts_on:
        raise ValidationError({"ends_on": "A term ends after it begins."})
    if not term.user.is_active:
        raise ValidationError({"person": f"{term.user} has left the hub."})
    term.full_clean()


@transaction.atomic
def end_term(
    term: Term, *, by: User | None, reason: str, ends_on: dt.date | None = None, leave_unled: bool = False
) -> None:
    """End somebody's term, from today or from a later day, with the reason.

    A term that would not have lasted a day is taken back. Raises Refused when it is over already, or when nobody
    would lead the group any more (unless `leave_unled`), ValidationError for a day before today.
    """
    group, today = _locked(term.group), timezone.localdate()
    term = Term.objects.select_related("user").get(pk=term.pk)
    reason, last = _said(reason), ends_on or today
    if last < today:
        raise ValidationError({"ends_on": "What was, was: choose today or a later day."})
    if term.ends_on and term.ends_on <= today:
        raise Refused(f"The term of {term.user} is over since {term.ends_on:%-d %B %Y}.", "over")
    if not leave_unled:
        _refuse_unled(group, last, [term])
    _end(term, last)
    summary = f"ended the term of {term.user} as {term.get_role_display().lower()} of {group}: {reason}"
    record(
        "sigs.term_ended", group, summary, by=by, tell=[term.user], person=term.user.handle, role=term.role
    )


def _end(term: Term, day: dt.date) -> None:
    """The first day no longer; a term that begins on it, or later, never was."""
    if term.starts_on and term.starts_on >= day:
        term.delete()
        return
    term.ends_on = day
    term.save(update_fields=["ends_on"])


def _refuse_unled(group: Group, day: dt.date, ending: list[Term]) -> None:
    """Nobody leaves a group without a lead by a slip."""
    leading = group.terms.on(day).leading()
    keys = [term.pk for term in ending]
    if leading.filter(pk__in=keys).exists() and not leading.exclude(pk__in=keys).exists():
        raise Refused(
            f"Then nobody would lead {group}. Have somebody elected or appointed first,"
            " or say that it stays without a lead.",
            "last_lead",
        )


def _leads(group: Group, day: dt.date) -> list[User]:
    return [term.user for term in group.terms.on(day).leading().select_related("user")]


def _said(reason: str) -> str:
    words = " ".join(reason.split())
    if not words:
        raise ValidationError({"reason": "Say why, in a sentence: it stands in the group's history."})
    return words


def _locked(group: Group) -> Group:
    """The group, held until the transaction ends: whoever changes who is in it waits for the other."""
    return Group.objects.select_for_update(no_key=True).get(pk=group.pk)
