"""The kinds of entries: what each is called, who hears of it by default, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

TELL = "hub.activity.tasks.tell"
HOOK = "hub.activity.tasks.hook"


@dataclass(frozen=True)
class Kind:
    """One kind of entry, as written in the table of reactions.

    `label` stands in people's preferences; `words` say the same to whoever reads it, where `label` speaks of "me".
    `reactions` are names of tasks that take an entry's key.
    `in_app` and `by_mail` hold until a person chooses otherwise; with `to_followers` off only those named
    by the verb are told. `facts` names what of an entry's data may leave in webhooks: what everybody may read.
    A `private` kind stands in the feed of nobody but its actor, those whom the verb named, and platform admins.
    """

    label: str
    reactions: tuple[str, ...] = ()
    in_app: bool = True
    by_mail: bool = False
    to_followers: bool = True
    private: bool = False
    facts: tuple[str, ...] = ()
    words: str = ""

    @property
    def plain(self) -> str:
        """What happens, in words that speak to nobody in particular: for programs and lists of everything."""
        return self.words or self.label


@cache
def kinds() -> dict[str, Kind]:
    """The table of the project (`settings.REACTIONS` names it): activity itself knows no feature."""
    table: dict[str, Kind] = import_string(settings.REACTIONS)
    return table


def kind_of(name: str) -> Kind:
    """The kind of that name; an entry of an unknown kind has no consequences."""
    return kinds().get(name, Kind(label=name))


def told_kinds() -> dict[str, Kind]:
    """The kinds that people can be told of: those with a choice to make."""
    return {name: kind for name, kind in kinds().items() if TELL in kind.reactions}


def private_kinds() -> list[str]:
    """The kinds that only those concerned read."""
    return [name for name, kind in kinds().items() if kind.private]


def hooked_kinds() -> dict[str, Kind]:
    """The kinds that webhooks can be sent of."""
    return {name: kind for name, kind in kinds().items() if HOOK in kind.reactions}
