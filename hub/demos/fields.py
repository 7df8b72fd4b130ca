"""Fields of forms that demos need: people by name, and a question with two answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from hub.accounts.models import User

MOST = 10


class NamesField(forms.CharField):
    """People by name or handle, with commas or one a line; gives the people in this order."""

    def clean(self, value: Any) -> Any:
        """The people; whoever cannot be told is named in the error."""
        text = str(super().clean(value)).replace("\n", ",").replace(";", ",")
        names = list(dict.fromkeys(" ".join(name.split()) for name in text.split(",") if name.strip()))
        if len(names) > MOST:
            raise forms.ValidationError(f"Name at most {MOST} people.")
        return list(dict.fromkeys(_person(name) for name in names))

    def prepare_value(self, value: Any) -> Any:
        """People as they are typed: by name, by handle where two have the name."""
        if isinstance(value, str) or value is None:
            return value
        return ", ".join(_typed(person) for person in value)


class MeansField(forms.TypedChoiceField):
    """Yes or no, each with what it means; nothing said means yes."""

    widget = forms.RadioSelect

    def __init__(self, *, yes: str, no: str, **kwargs: Any) -> None:
        super().__init__(
            choices=[("yes", yes), ("no", no)],
            coerce=lambda word: word == "yes",
            empty_value=True,  # type: ignore[arg-type] # whatever the coercion gives
            required=False,
            initial=True,
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        """The answer as its word."""
        return ("no", "yes")[value] if isinstance(value, bool) else value


def _person(name: str) -> User:
    """The one person of that handle or name; else the only one whose name has all these words."""
    people = User.objects.filter(is_active=True)
    exact = list(people.filter(Q(handle=name.removeprefix("@")) | Q(name__iexact=name))[:2])
    if not exact:
        words = Q()
        for word in name.split():
            words &= Q(name__icontains=word)
        exact = list(people.filter(words).order_by("name")[:4])
    if not exact:
        raise forms.ValidationError(f"Nobody here is called {name[:60]}.")
    if len(exact) > 1:
        several = ", ".join(f"{person.name} (@{person.handle})" for person in exact[:3])
        raise forms.ValidationError(f"“{name[:60]}” could be {several}. Use the handle.")
    return exact[0]


def _typed(person: User) -> str:
    same = User.objects.filter(is_active=True, name__iexact=person.name).exclude(pk=person.pk)
    return f"@{person.handle}" if "," in person.name or same.exists() else person.name
