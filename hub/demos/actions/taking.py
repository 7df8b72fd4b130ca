"""What becomes of wishes as the demo that answers them goes its way."""

from __future__ import annotations

from django.db import transaction

from hub.accounts.models import User
from hub.activity.actions import record
from hub.core.errors import Refused
from hub.demos.models import Demo, Wish

State = Wish.State


def held(wish: Wish) -> Wish:
    """The wish as it is now, held until the transaction ends."""
    return Wish.objects.select_for_update(of=("self",)).select_related("demo", "made_by").get(pk=wish.pk)


def wishers(wish: Wish) -> list[User]:
    """Everybody who wishes for it, and who did so first."""
    people = {voice.user_id: voice.user for voice in wish.said.select_related("user")}
    if wish.made_by:
        people[wish.made_by.pk] = wish.made_by
    return list(people.values())


@transaction.atomic
def take_wish(wish: Wish, *, demo: Demo, by: User) -> Wish:
    """Answer a wish with a demo: those who wished for it hear who shows it.

    Raises Refused when somebody else took it first, or it is off the list.
    """
    wish = held(wish)
    if wish.demo_id == demo.pk and wish.state == State.TAKEN:
        return wish
    if wish.state != State.OPEN:
        raise Refused(_gone(wish), "not_open")
    wish.state, wish.demo = State.TAKEN, demo
    wish.save(update_fields=["state", "demo"])
    record("demos.wish_taken", wish, f"wants to show {wish.title}", by=by, tell=wishers(wish), demo=demo.slug)
    return wish


def wishes_shown(demo: Demo, *, by: User | None) -> None:
    """The demo was given: what it answers is shown, and those who wished for it hear where to look."""
    for wish in demo.wishes.select_for_update(of=("self",)).filter(state=State.TAKEN):
        wish.state = State.SHOWN
        wish.save(update_fields=["state"])
        lines = [f"The demo: {demo.title}"]
        record("demos.wish_shown", wish, f"showed {wish.title}" if by else f"noted that {wish.title} was shown",
               by=by, tell=wishers(wish), demo=demo.slug, lines=lines)  # fmt: skip


def wishes_awaited(demo: Demo) -> None:
    """The demo was not given after all: what it answers waits for it again."""
    demo.wishes.filter(state=State.SHOWN).update(state=State.TAKEN)


def free_wishes(demo: Demo, *, by: User | None) -> None:
    """The demo does not come: what it would have answered is open again, and those who wished for it hear so."""
    for wish in demo.wishes.select_for_update(of=("self",)).filter(state=State.TAKEN):
        wish.state, wish.demo = State.OPEN, None
        wish.save(update_fields=["state", "demo"])
        record(
            "demos.wish_reopened", wish, f"put {wish.title} back on the wish list", by=by, tell=wishers(wish)
        )


def _gone(wish: Wish) -> str:
    if wish.state == State.CLOSED:
        return f"“{wish.title}” is off the wish list."
    return f"“{wish.title}” was taken already: somebody shows it."
