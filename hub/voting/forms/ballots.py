"""The ballot as a form: plain fields that work without scripts, turned into the paper that is cast."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from django import forms

from hub.voting.models import Decision, Option
from hub.voting.pages.ballot_words import WORDS
from hub.voting.tally import papers

ABSTAIN: dict[str, Any] = {"abstain": True}
RADIOS_UP_TO = 10  # a longer scale is typed, not ticked
VOTES = {kind: [(word, WORDS[word]) for word in words] for kind, words in papers.VOTES.items()}
CHOOSE = "Choose one."


class BallotForm(forms.Form):
    """A vote on one decision; `paper()` is what the fields say, cleaned."""

    use_required_attribute = False

    def __init__(self, *args: Any, decision: Decision, options: list[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decision, self.options = decision, options
        self.abstains = decision.kind not in VOTES and "abstain" in self.data
        if not self.abstains:
            self.add_fields()

    def add_fields(self) -> None:
        """Each kind of ballot has its own."""

    def raw(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """What the fields say, in the form of a paper."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            raw = ABSTAIN if self.abstains else self.raw(cleaned)
            keys = [option.key for option in self.options]
            rules = {name: getattr(self.decision, name) for name in ("max_mark", "credits", "quadratic")}
            self.content = papers.clean(raw, kind=self.decision.kind, options=keys, settings=rules)
        return cleaned

    def paper(self) -> dict[str, Any]:
        """The vote, in the canonical form of its kind; of a form that is valid."""
        return self.content

    def rows(self) -> Iterator[tuple[Option, forms.BoundField]]:
        """Each option with its field."""
        return ((option, self[self.name_of(option)]) for option in self.options)

    @staticmethod
    def name_of(option: Option) -> str:
        """The field of an option."""
        return f"option-{option.key}"


class VoteForm(BallotForm):
    """Majority and consent: the question itself is put to the vote."""

    template = "voting/ballot_vote.html"

    def add_fields(self) -> None:
        self.fields["vote"] = forms.ChoiceField(
            label="Your vote", choices=VOTES[Decision.Kind(self.decision.kind)], widget=forms.RadioSelect,
            error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
        )  # fmt: skip

    def raw(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        return {"vote": cleaned["vote"]}


class ApprovalForm(BallotForm):
    """Every option one could live with."""

    template = "voting/ballot_approval.html"

    def add_fields(self) -> None:
        for option in self.options:
            self.fields[self.name_of(option)] = forms.BooleanField(label=option.name, required=False)

    def raw(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        return {"approved": [o.key for o in self.options if cleaned.get(self.name_of(o))]}


class MarksForm(BallotForm):
    """A mark for each option, or none."""

    template = "voting/ballot_marks.html"

    def add_fields(self) -> None:
        best = self.decision.max_mark
        for option in self.options:
            wrong = f"{option.name}: give a whole number from 0 to {best}, or none."
            self.fields[self.name_of(option)] = (
                forms.TypedChoiceField(
                    label=option.name, coerce=int, empty_value=None, required=False, widget=forms.RadioSelect,
                    choices=[*((n, str(n)) for n in range(best + 1)), ("", self.nothing)],
                    error_messages={"invalid_choice": wrong},
                )
                if self.as_radios
                else forms.IntegerField(
                    label=option.name, required=False, min_value=0, max_value=best,
                    error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
                )
            )  # fmt: skip

    @property
    def nothing(self) -> str:
        """What it means to give no mark, by the rules of this vote."""
        last = self.decision.unranked == Decision.Unranked.LAST
        return "No mark (0)" if last else "No opinion"

    @property
    def as_radios(self) -> bool:
        """Whether the scale is short enough to be seen whole."""
        return self.decision.max_mark <= RADIOS_UP_TO

    def raw(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        marks = {o.key: cleaned[self.name_of(o)] for o in self.options}
        return {"marks": {key: mark for key, mark in marks.items() if mark is not None}}


class RankForm(BallotForm):
    """A place for each option; the same number is a tie, none is "not ranked"."""

    template = "voting/ballot_ranks.html"

    def add_fields(self) -> None:
        places = [("", "Not ranked"), *((n, str(n)) for n in range(1, len(self.options) + 1))]
        for option in self.options:
            self.fields[self.name_of(option)] = forms.TypedChoiceField(
                label=option.name, choices=places, coerce=int, empty_value=None, required=False,
                error_messages={"invalid_choice": f"{option.name}: choose a place from the list."},
            )  # fmt: skip

    @property
    def ties(self) -> bool:
        """Whether two options may share a place."""
        return self.decision.kind != Decision.Kind.STV

    def raw(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        places: dict[int, list[str]] = {}
        for option in self.options:
            if place := cleaned.get(self.name_of(option)):
                places.setdefault(place, []).append(option.key)
        shared = [place for place, keys in places.items() if len(keys) > 1]
        if shared and not self.ties:
            raise forms.ValidationError(
                f"Two options have place {shared[0]}. In this election every place is given once."
            )
        return {"ranks": [places[place] for place in sorted(places)]}


class PointsForm(BallotForm):
    """Points handed out among the options, within the credits."""

    template = "voting/ballot_points.html"

    def add_fields(self) -> None:
        for option in self.options:
            wrong = f"{option.name}: give a whole number of points, 0 or more."
            self.fields[self.name_of(option)] = forms.IntegerField(
                label=option.name, required=False, min_value=0, max_value=self.decision.credits,
                error_messages={
                    "invalid": wrong, "min_value": wrong,
                    "max_value": f"{option.name}: you have {self.decision.credits} credits in all.",
                },
            )  # fmt: skip

    def raw(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        points = {o.key: cleaned.get(self.name_of(o)) for o in self.options}
        return {"points": {key: number for key, number in points.items() if number}}


FORMS: dict[str, type[BallotForm]] = {
    Decision.Kind.MAJORITY: VoteForm,
    Decision.Kind.CONSENT: VoteForm,
    Decision.Kind.APPROVAL: ApprovalForm,
    Decision.Kind.SCORE: MarksForm,
    Decision.Kind.STAR: MarksForm,
    Decision.Kind.SCHULZE: RankForm,
    Decision.Kind.RANKED_PAIRS: RankForm,
    Decision.Kind.STV: RankForm,
    Decision.Kind.POINTS: PointsForm,
}


def ballot_form(
    decision: Decision, options: list[Option], data: Any = None, paper: dict[str, Any] | None = None
) -> BallotForm:
    """The form for this decision, empty, as typed, or with the ballot that stands."""
    form = FORMS[decision.kind]
    return form(data, decision=decision, options=options, initial=fields_of(paper or {}))


def fields_of(paper: dict[str, Any]) -> dict[str, Any]:
    """The values of the fields that would make this paper."""
    values: dict[str, Any] = {"vote": paper.get("vote")}
    for key in paper.get("approved", []):
        values[f"option-{key}"] = True
    for place, group in enumerate(paper.get("ranks", []), 1):
        values |= {f"option-{key}": place for key in group}
    numbers = paper.get("marks", {}) | paper.get("points", {})
    return values | {f"option-{key}": number for key, number in numbers.items()}


def shuffled(options: list[Option], decision: Decision, person: Any) -> list[Option]:
    """The options in an order of this person's own, always the same: nobody profits from being listed first."""

    def weight(option: Option) -> str:
        return hashlib.sha256(f"{decision.slug}\n{person.handle}\n{option.key}".encode()).hexdigest()

    return sorted(options, key=weight)
