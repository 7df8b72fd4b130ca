"""From a form to a verb and back: what was typed stays, and what the verb says stands at the right field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from hub.core.errors import Refused

Noun = TypeVar("Noun")


def carry_out(form: forms.BaseForm, verb: Callable[..., Noun], *subject: Any, **facts: Any) -> Noun | None:
    """Call the verb with what the form holds; None when the form or the verb does not accept it.

    The verb's objections become errors of the form, so the page shows them beside what was typed.
    """
    if not form.is_valid():
        return None
    try:
        return verb(*subject, **form.cleaned_data, **facts)
    except ValidationError as error:
        _place(form, error)
    except Refused as refusal:
        form.add_error(None, ValidationError(refusal.reason, code="refused"))
    return None


def status_of(form: forms.BaseForm) -> int:
    """The HTTP status of the page that shows the form: 200 untouched, 409 refused, 422 not understood."""
    if not form.is_bound or form.is_valid():
        return 200
    return 409 if form.has_error(NON_FIELD_ERRORS, "refused") else 422


def _place(form: forms.BaseForm, error: ValidationError) -> None:
    """Each message at its field; what the form has no field for stands on top."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)
