"""What people type about rounds: settings, candidates, ballots, and answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.auth import get_user_model

from hub.accounts.models import Team
from hub.core import limits
from hub.roadmap.models import QUARTER, Candidate, Round

LEAST = Decimal("0.1")
WINDOW = dt.timedelta(days=14)


class RoundForm(forms.Form):
    """The settings of a round."""

    title = forms.CharField(label="Title", max_length=limits.NAME, help_text="“First quarter of 2027”.")
    quarter = forms.CharField(
        label="Quarter it fills", max_length=7, validators=[QUARTER], help_text="As in 2027-Q1."
    )
    capacity = forms.DecimalField(
        label="Capacity (team-weeks)", min_value=LEAST, max_digits=6, decimal_places=1,
        help_text="What the platform team can build in it: people times weeks, holidays taken off.",
    )  # fmt: skip
    voters = forms.ChoiceField(
        label="Who has a ballot", choices=Round.Voters.choices, widget=forms.RadioSelect, initial="people",
        help_text="Noted when the round opens: everybody who can sign in, or every team with people.",
    )  # fmt: skip
    ballot = forms.ChoiceField(
        label="What a ballot says", choices=Round.Ballot.choices, widget=forms.RadioSelect, initial="points",
        help_text="Points: everybody hands out the same number. Approval: tick what is wanted.",
    )  # fmt: skip
    credits = forms.IntegerField(label="Points on each ballot", min_value=1, max_value=1000, initial=10)
    introduction = forms.CharField(
        label="What one should know to vote", max_length=limits.TEXT, required=False,
        widget=forms.Textarea({"rows": 4}), help_text="Markdown works.",
    )  # fmt: skip


def settings_of(found: Round) -> dict[str, Any]:
    """What the form shows of a round that is there already."""
    return {name: getattr(found, name) for name in RoundForm.base_fields}


class CandidatesForm(forms.Form):
    """The table of a draft: cost, standing and reason of every candidate, and which leave it."""

    def __init__(self, data: Any = None, *, candidates: Sequence[Candidate]) -> None:
        super().__init__(data, auto_id="candidate_%s")
        self.candidates = candidates
        for row in candidates:
            self.fields |= _fields_of(row)

    @property
    def rows(self) -> Iterator[tuple[Candidate, dict[str, forms.BoundField]]]:
        """Each candidate with its fields."""
        for row in self.candidates:
            yield row, {name: self[f"{row.pk}-{name}"] for name in ("cost", "standing", "reason", "remove")}

    def wishes(self) -> list[tuple[Candidate, dict[str, Any]]]:
        """What is wanted of each candidate; an empty dictionary takes it out."""
        wanted = []
        for row in self.candidates:
            facts = {name: self.cleaned_data[f"{row.pk}-{name}"] for name in ("cost", "standing", "reason")}
            wanted.append((row, {} if self.cleaned_data[f"{row.pk}-remove"] else facts))
        return wanted

    def clean(self) -> None:
        for row in self.candidates:
            standing = self.cleaned_data.get(f"{row.pk}-standing")
            if standing != Candidate.Standing.CANDIDATE and not self.cleaned_data.get(f"{row.pk}-reason"):
                self.add_error(f"{row.pk}-reason", f"{row.item.title}: say why.")


def _fields_of(row: Candidate) -> dict[str, forms.Field]:
    title = row.item.title
    return {
        f"{row.pk}-cost": forms.DecimalField(
            label=f"Cost of {title}", required=False, min_value=LEAST, max_digits=5, decimal_places=1,
            initial=row.cost,
        ),
        f"{row.pk}-standing": forms.ChoiceField(
            label=f"Standing of {title}", choices=Candidate.Standing.choices, initial=row.standing
        ),
        f"{row.pk}-reason": forms.CharField(
            label=f"Why, for {title}", required=False, max_length=limits.LINE, initial=row.reason
        ),
        f"{row.pk}-remove": forms.BooleanField(label=f"Take out {title}", required=False),
    }  # fmt: skip


class OpeningForm(forms.Form):
    """Until when people can vote."""

    closes_at = forms.DateTimeField(
        label="People can vote until (UTC)",
        widget=forms.DateTimeInput({"type": "datetime-local", "data-utc": ""}, "%Y-%m-%dT%H:%M"),
    )
    accept_warnings = forms.BooleanField(label="Open it all the same", required=False)


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(
        label="Why", max_length=limits.LINE, help_text="Everybody can read it on the page of the round."
    )


class AdmitForm(ReasonForm):
    """Somebody who may vote though the opening left them out."""

    person = forms.CharField(label="Handle", max_length=limits.SLUG)

    def clean_person(self) -> Any:
        """One person by handle."""
        handle = self.cleaned_data["person"].strip().removeprefix("@")
        found = get_user_model().objects.filter(handle=handle, is_active=True).first()
        if found is None:
            raise forms.ValidationError(f"The hub knows nobody called {handle[:60]}.")
        return found


class AdmitTeamForm(ReasonForm):
    """A team that may vote though the opening left it out."""

    team = forms.ModelChoiceField(label="Team", queryset=Team.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams: Any = self.fields["team"]
        teams.queryset = Team.objects.all()


class ConfirmForm(forms.Form):
    """What is taken of a round, why it departs from the proposal, and what the platform team says."""

    statement = forms.CharField(
        label="What you say to the round", required=False, max_length=limits.TEXT,
        widget=forms.Textarea({"rows": 4}), help_text="Everybody reads it above the result. Markdown works.",
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, candidates: Sequence[Candidate], proposed: frozenset[str]
    ) -> None:
        super().__init__(data, auto_id="answer_%s")
        self.candidates, self.proposed = candidates, proposed
        for row in candidates:
            slug, title = row.item.slug, row.evidence.get("title", row.item.title)
            self.fields[f"taken-{slug}"] = forms.BooleanField(
                label=f"Take {title}", required=False, initial=slug in proposed
            )
            self.fields[f"why-{slug}"] = forms.CharField(
                label=f"Why you depart, for {title}", required=False, max_length=limits.LINE
            )

    @property
    def rows(self) -> Iterator[tuple[Candidate, bool, forms.BoundField, forms.BoundField]]:
        """Each candidate, whether it is proposed, and its two fields."""
        for row in self.candidates:
            slug = row.item.slug
            yield row, slug in self.proposed, self[f"taken-{slug}"], self[f"why-{slug}"]

    def clean(self) -> None:
        for row in self.candidates:
            slug = row.item.slug
            differs = bool(self.cleaned_data.get(f"taken-{slug}")) != (slug in self.proposed)
            if differs and not self.cleaned_data.get(f"why-{slug}"):
                self.add_error(f"why-{slug}", "This is not what the round proposes: say why.")

    def answer(self) -> dict[str, Any]:
        """What the verb takes."""
        slugs = [row.item.slug for row in self.candidates]
        return {
            "taken": {slug: self.cleaned_data[f"taken-{slug}"] for slug in slugs},
            "departures": {slug: why for slug in slugs if (why := self.cleaned_data[f"why-{slug}"])},
            "statement": self.cleaned_data["statement"],
        }
