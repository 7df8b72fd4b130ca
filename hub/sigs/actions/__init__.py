"""What people do in groups: compare, write down what they found, take part, lead."""

from hub.sigs.actions.comparing import (
    add_criterion,
    add_option,
    edit_criterion,
    edit_option,
    remove_criterion,
    remove_option,
)
from hub.sigs.actions.evaluations import (
    close_evaluation,
    edit_evaluation,
    reopen_evaluation,
    start_evaluation,
)
from hub.sigs.actions.findings import add_finding, edit_finding, remove_finding
from hub.sigs.actions.terms import appoint, end_term, join_group, leave_group

__all__ = [
    "add_criterion",
    "add_finding",
    "add_option",
    "appoint",
    "close_evaluation",
    "edit_criterion",
    "edit_evaluation",
    "edit_finding",
    "edit_option",
    "end_term",
    "join_group",
    "leave_group",
    "remove_criterion",
    "remove_finding",
    "remove_option",
    "reopen_evaluation",
    "start_evaluation",
]
