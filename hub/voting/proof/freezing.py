"""The settings of a decision as one plain value: what is hashed at the opening and counted by at the close."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hub.voting.models import Decision, Option
from hub.voting.models.settings import Settings
from hub.voting.proof.canonical import moment

FORMAT = 1


def freeze(decision: Decision) -> dict[str, Any]:
    """Everything that decides how this vote is cast and counted; `opened_at` and `closes_at` are set by now."""
    opened_at, closes_at = window(decision)
    return {
        "format": FORMAT,
        "slug": decision.slug,
        "group": decision.group.slug,
        "question": decision.question,
        "context": decision.context,
        "purpose": decision.purpose,
        **settings_of(decision),
        "options": [option_of(option) for option in decision.options.select_related("person")],
        "opened_at": moment(opened_at),
        "closes_at": moment(closes_at),
        "services": sorted(decision.services.values_list("slug", flat=True)),
        "evaluation": decision.evaluation.slug if decision.evaluation else None,
    }


def window(decision: Decision) -> tuple[dt.datetime, dt.datetime]:
    """When it opened and when it closes: both are known of every decision that is open or was."""
    if decision.opened_at is None or decision.closes_at is None:
        raise ValueError(f"{decision.slug} was not opened.")
    return decision.opened_at, decision.closes_at


def settings_of(decision: Decision) -> dict[str, Any]:
    """Every setting under its name; of the named electors only how many, as the list itself is not public."""
    plain = {field.name: getattr(decision, field.name) for field in Settings._meta.fields}
    return {**plain, "invited": decision.invited.count()}


def option_of(option: Option) -> dict[str, Any]:
    """One option as it stands on the paper."""
    return {
        "key": option.key,
        "name": option.name,
        "text": option.text,
        "status_quo": option.status_quo,
        "team": option.team,
        "person": option.person.handle if option.person else None,
    }
