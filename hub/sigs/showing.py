"""What the page of an evaluation shows: reads only, a fixed number of queries."""

from __future__ import annotations

from typing import Any

from hub.activity.models import Entry
from hub.core.permissions import may
from hub.sigs.matrix import matrix_of
from hub.sigs.models import Evaluation, EvaluationQuerySet

HISTORY = 20


def evaluations(user: Any) -> EvaluationQuerySet:
    """Evaluations with what hangs on one of them."""
    rows: EvaluationQuerySet = Evaluation.objects.visible_to(user).select_related("group", "created_by")
    return rows


def rights(evaluation: Evaluation, user: Any) -> dict[str, bool]:
    """What somebody may do with it now."""
    leads = may(user, "sigs.close_evaluation", evaluation)
    takes_part = leads or may(user, "sigs.edit_evaluation", evaluation)
    return {
        "leads": leads,
        "may_write": evaluation.is_open and takes_part,
        "takes_part": takes_part,
    }


def about(evaluation: Evaluation, user: Any) -> dict[str, Any]:
    """The context of the page."""
    history = Entry.objects.visible_to(user).about(evaluation).select_related("actor")
    return {
        "evaluation": evaluation,
        "matrix": matrix_of(evaluation),
        "decisions": decisions_of(evaluation, user),
        "conclusions": evaluation.conclusions.visible_to(user),
        "may_decide": may(user, "voting.draft_decision", evaluation.group),
        "history": history[:HISTORY],
        **rights(evaluation, user),
    }


def decisions_of(evaluation: Evaluation, user: Any) -> Any:
    """What was put to the vote from it, as far as `user` may see it."""
    rows: Any = evaluation.decisions
    return rows.visible_to(user)
