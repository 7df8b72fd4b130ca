"""Wish for a demo, join a wish, leave it, take it off the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce, Lower

from hub.accounts.models import User
from hub.activity.actions import record
from hub.core.errors import Refused
from hub.core.slugs import save_with_slug
from hub.demos.actions.taking import held, wishers
from hub.demos.models import Wish, WishVoice

if TYPE_CHECKING:
    from hub.catalog.models import Service

State = Wish.State
WISHING = 5_001  # the one lock that all new wishes take: two people with one wish make one
MOST_OPEN = 20  # of one person


@transaction.atomic
def make_wish(*, by: User, title: str, why: str = "", service: Service | None = None) -> Wish:
    """Ask that something be shown. Whoever asks for what is on the list already joins that wish.

    Raises ValidationError, Refused for somebody with too many open wishes.
    """
    title = " ".join(title.split())
    _hold_wishing()
    if again := _on_the_list(title):
        join_wish(again, by=by)
        again.refresh_from_db()
        return again
    if Wish.objects.open().filter(made_by=by).count() >= MOST_OPEN:
        raise Refused(f"You have {MOST_OPEN} open wishes. Somebody has to show one first.", "too_many")
    wish = Wish(title=title, why=" ".join(why.split()), service=service, made_by=by)
    save_with_slug(wish, title, "wish")
    _say(wish, by)
    record("demos.wish_made", wish, f"would like to see {wish.title}", by=by)
    return wish


@transaction.atomic
def join_wish(wish: Wish, *, by: User) -> Wish:
    """Wish for it too, and hear when it is shown; said already, nothing happens. Raises Refused off the list."""
    wish = held(wish)
    if not wish.is_alive:
        now = wish.get_state_display().lower()
        raise Refused(f"“{wish.title}” is {now}: there is nothing left to wish for.", "gone")
    if _say(wish, by):
        told = [wish.made_by] if wish.made_by else []
        record("demos.wish_joined", wish, f"would like to see {wish.title} too", by=by, tell=told)
    return wish


@transaction.atomic
def leave_wish(wish: Wish, *, by: User) -> Wish:
    """No longer wish for it; without having said so, nothing happens. Raises Refused off the list."""
    wish = held(wish)
    if not wish.is_alive:
        raise Refused(f"“{wish.title}” is {wish.get_state_display().lower()} already.", "gone")
    wish.said.filter(user=by).delete()
    _recount(wish)
    return wish


@transaction.atomic
def close_wish(wish: Wish, *, by: User, reason: str) -> Wish:
    """Take a wish off the list and say why; those who wished for it hear so.

    Raises Refused when somebody shows it or it is off already, ValidationError without a reason.
    """
    wish = held(wish)
    if wish.state != State.OPEN:
        raise Refused(f"“{wish.title}” is {wish.get_state_display().lower()}.", "not_open")
    if not reason.strip():
        raise ValidationError(
            {"reason": ValidationError("Say why, for those who wished for it.", "required")}
        )
    wish.state, wish.reason = State.CLOSED, " ".join(reason.split())
    wish.full_clean()
    wish.save(update_fields=["state", "reason"])
    record("demos.wish_closed", wish, f"took {wish.title} off the wish list", by=by, tell=wishers(wish),
           lines=[wish.reason], reason=wish.reason)  # fmt: skip
    return wish


def recount_voices() -> None:
    """Count again who wishes for what: after wishes were taken in from files."""
    said = WishVoice.objects.filter(wish=OuterRef("pk")).order_by().values("wish").annotate(count=Count("pk"))
    counted = Coalesce(Subquery(said.values("count")), 0)
    Wish.objects.annotate(counted=counted).exclude(voices=F("counted")).update(voices=counted)


def _say(wish: Wish, by: User) -> bool:
    _voice, new = WishVoice.objects.get_or_create(wish=wish, user=by)
    _recount(wish)
    return new


def _recount(wish: Wish) -> None:
    wish.voices = wish.said.count()
    wish.save(update_fields=["voices"])


def _on_the_list(title: str) -> Wish | None:
    rows = Wish.objects.alive().annotate(small=Lower("title"))
    return rows.filter(small=title.lower()).first()


def _hold_wishing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WISHING])
