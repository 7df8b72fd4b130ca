"""The nouns of groups: who is in them, what they compare and what they concluded."""

from hub.sigs.models.conclusions import CaseVerdict, Conclusion, ConclusionQuerySet
from hub.sigs.models.evaluations import Criterion, Evaluation, EvaluationQuerySet, Finding, Option
from hub.sigs.models.groups import Group, GroupQuerySet, Lead, Subproject, Term, TermQuerySet

__all__ = [
    "CaseVerdict",
    "Conclusion",
    "ConclusionQuerySet",
    "Criterion",
    "Evaluation",
    "EvaluationQuerySet",
    "Finding",
    "Group",
    "GroupQuerySet",
    "Lead",
    "Option",
    "Subproject",
    "Term",
    "TermQuerySet",
]
