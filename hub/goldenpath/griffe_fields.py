"""Shows the help text of a Django model field as its documentation on reference pages.

The reference is read from the source without importing Django, so the help text is taken from the
syntax tree: `name = models.CharField(help_text="...")`.
"""

from __future__ import annotations

import ast
from typing import Any

import griffe

RELATIONS = ("ForeignKey", "OneToOneField", "ManyToManyField")


class FieldHelp(griffe.Extension):
    """Gives every model field without a docstring its help text as docstring."""

    def on_attribute_instance(self, *, attr: griffe.Attribute, **_: Any) -> None:
        """Called by griffe for each attribute it finds."""
        if attr.docstring is None and (text := help_text(attr.value)):
            attr.docstring = griffe.Docstring(text, parent=attr)


def help_text(value: object) -> str | None:
    """The help text in `CharField(help_text="...")`, or None where there is no plain one."""
    if not isinstance(value, griffe.ExprCall) or not is_field(str(value.function)):
        return None
    for argument in value.arguments:
        if isinstance(argument, griffe.ExprKeyword) and argument.name == "help_text":
            return literal(str(argument.value))
    return None


def is_field(function: str) -> bool:
    """Whether a call such as `models.TextField` makes a model field."""
    name = function.rpartition(".")[2]
    return name.endswith("Field") or name in RELATIONS


def literal(source: str) -> str | None:
    """The string a piece of source spells, or None when it is computed."""
    try:
        text = ast.literal_eval(source)
    except (ValueError, SyntaxError):
        return None
    return text if isinstance(text, str) else None
