"""The rules of a decision as fields: the models' own choices and sentences, and which kind each matters for."""

from __future__ import annotations

from typing import Any

from django import forms

from hub.sigs.models import Term
from hub.voting.models import Decision

RANKS = ("schulze", "ranked-pairs", "stv")
MARKS = ("score", "star")
CHOOSES = ("approval", *MARKS, *RANKS, "points")
VOTES = ("majority", "consent", *CHOOSES)

# Which kinds a setting matters for; one that is not named matters for all.
MATTERS = {
    "quorum_base": VOTES,
    "quorum": VOTES,
    "threshold": ("majority",),
    "threshold_of": ("majority",),
    "unranked": ("schulze", "ranked-pairs", *MARKS),
    "tie_rule": CHOOSES,
    "seats": CHOOSES,
    "team_cap": CHOOSES,
    "max_mark": MARKS,
    "credits": ("points",),
    "quadratic": ("points",),
    "secrecy": VOTES,
    "shown": VOTES,
}
LABELS = {
    "electorate": "Who may vote",
    "quorum_base": "Quorum",
    "quorum": "Quorum, the number",
    "threshold": "For it must be",
    "threshold_of": "Of what",
    "unranked": "What an option left out means",
    "tie_rule": "In a tie",
    "seats": "How many win",
    "team_cap": "Winners from one team",
    "max_mark": "Best mark",
    "credits": "Credits",
    "quadratic": "Quadratic costs",
    "secrecy": "Secrecy",
    "shown": "When counts and ballots are shown",
    "minimum_hours": "Open at least, in hours",
    "role": "Role to fill",
    "term_days": "Length of a term, in days",
}
KINDS = {
    "lazy": "A proposal passes unless somebody raises a concern. No ballots: for things nobody should mind.",
    "consent": "Everybody says whether they can live with it. Concerns have names and are settled one by one.",
    "majority": "Yes or no, with a threshold.",
    "approval": "Tick all you could live with; the most ticks win. The simplest choice between several options.",
    "score": "A mark for each option; the highest sum wins.",
    "star": "Marks, then a runoff between the best two: hard to game by giving only best marks.",
    "schulze": "Rank the options; who beats all others in pairs wins. For one choice among rivals.",
    "ranked-pairs": "Rank the options; the clearest pairwise results count first. Like Schulze, easier to retell.",
    "stv": "Rank the candidates; seats are shared out in proportion. For several seats.",
    "points": "Hand out credits among the options: shows how much people care.",
}
ROLES = [("", "Choose the role"), *((role.value, role.label) for role in (*Term.LEADING, Term.Role.LIAISON))]
FIRST = ("electorate", "invited")
COUNTING = (
    "max_mark", "credits", "quadratic", "threshold", "threshold_of", "seats", "team_cap", "unranked", "tie_rule",
)  # fmt: skip
VALIDITY = ("quorum_base", "quorum", "minimum_hours")
SECRECY = ("secrecy", "shown")


def settings_fields() -> dict[str, forms.Field]:
    """A field for each setting, with the model's choices, limits, default and sentence."""
    fields: dict[str, forms.Field] = {}
    for name, label in LABELS.items():
        fields[name] = _field(name, label)
    return fields


def _field(name: str, label: str) -> forms.Field:
    column: Any = Decision._meta.get_field(name)
    given: dict[str, Any] = {"label": label, "help_text": column.help_text}
    if name == "role":
        return forms.ChoiceField(choices=ROLES, required=False, **given)
    if column.choices:
        return forms.ChoiceField(
            choices=column.choices, initial=column.default, widget=forms.RadioSelect, **given
        )
    if column.get_internal_type() == "BooleanField":
        return forms.BooleanField(required=False, **given)
    lowest = next((v.limit_value for v in column.validators if v.code == "min_value" and v.limit_value), 0)
    highest = next(v.limit_value for v in reversed(column.validators) if v.code == "max_value")
    return forms.IntegerField(
        initial=column.get_default(), required=not column.null, min_value=lowest, max_value=highest,
        widget=forms.NumberInput({"class": "short", "inputmode": "numeric"}), **given,
    )  # fmt: skip
