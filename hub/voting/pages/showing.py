"""What the page of a decision shows: reads only, a fixed number of queries."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rules import has_perm

from hub.core.permissions import may
from hub.voting.forms.acts import AcceptForm, AnswerForm, ConcernForm, NominationForm, ReasonForm
from hub.voting.models import Decision, Nomination, Option
from hub.voting.pages import sentences
from hub.voting.pages.resulting import explained_of
from hub.voting.pages.standing import Standing, standing_of, turnout
from hub.voting.proof import ledger
from hub.voting.tally.turnout import quorum_needs

STEPS = ("group", "conclusion__group", "evaluation", "reopens__group", "created_by")


def find(user: Any, slug: str) -> Decision:
    """The decision that this person may see, with what hangs on it; 404 when there is none."""
    rows = Decision.objects.visible_to(user).select_related(*STEPS)
    return get_object_or_404(rows, slug=slug)


def about(decision: Decision, user: Any, **forms: Any) -> dict[str, Any]:
    """The context of the page; `forms` are those that came back with errors."""
    options = list(decision.options.select_related("person"))
    standing = standing_of(decision, user)
    taken = turnout_shown(decision)
    is_voting = decision.state == Decision.State.OPEN and not is_past(decision)
    steers = may(user, "voting.open_decision", decision)
    return {
        "decision": decision,
        "options": options,
        "lists_options": not decision.is_over or any(option.text for option in options),
        "services": decision.services.all(),
        "standing": standing,
        "turnout": taken,
        "is_voting": is_voting,
        "may_open": steers,
        "may_conclude": steers,
        "may_void": may(user, "voting.void_decision", decision),
        "may_edit": decision.state == Decision.State.DRAFT and may(user, "voting.edit_decision", decision),
        "may_see_ballots": may_see_ballots(decision, standing, user),
        "head": ledger.head(decision) if decision.opened_at else "",
        "explained": explained_of(decision, options),
        "recusal_form": ReasonForm(),
        **words(decision),
        **concerns(decision),
        **election(decision, user),
        **forms,
    }


def is_past(decision: Decision) -> bool:
    """Over by the clock, counted or not."""
    return bool(decision.closes_at and decision.closes_at <= timezone.now())


def words(decision: Decision) -> dict[str, Any]:
    """The rules in sentences."""
    return {
        "rules": sentences.rules_of(decision),
        "secrecy": sentences.secrecy(decision),
        "hidden": sentences.hidden(decision),
        "electorate": sentences.electorate(decision),
        "change": sentences.change(decision),
        "left_out": sentences.left_out(decision),
    }


def turnout_shown(decision: Decision) -> dict[str, Any]:
    """How many voted, of how many, and how many the quorum still misses."""
    if not decision.opened_at:
        return {}
    if decision.result:
        taken = decision.result["turnout"]
        return {"electors": taken["electors"], "ballots": taken["ballots"]}
    taken = turnout(decision)
    needed = quorum_needs(decision.quorum_base, decision.quorum, taken["electors"])
    percent = round(100 * taken["ballots"] / taken["electors"]) if taken["electors"] else 0
    return {**taken, "needed": needed, "missing": max(0, needed - taken["ballots"]), "percent": percent}


def may_see_ballots(decision: Decision, standing: Standing, user: Any) -> bool:
    """After the close by the rules; before it only where the decision said so, and never a secret one."""
    if decision.is_over:
        return may_see_bundle(user, decision)
    if decision.state != Decision.State.OPEN or decision.secrecy != Decision.Secrecy.OPEN:
        return False
    if decision.shown == Decision.Shown.ALWAYS:
        return bool(user.is_authenticated)
    return decision.shown == Decision.Shown.VOTED and standing.may_vote and standing.voted


def may_see_bundle(user: Any, decision: Decision) -> bool:
    """Whether this person, signed in or not, may see the published ballots."""
    return bool(has_perm("voting.see_bundle", user, decision))  # visitors have no has_perm of their own


def concerns(decision: Decision) -> dict[str, Any]:
    """What people hold against it, where that is asked."""
    if decision.kind not in Decision.WITH_CONCERNS or not decision.opened_at:
        return {"shows_concerns": False}
    rows = list(decision.concerns.select_related("author", "settled_by"))
    forms = {"concern_form": ConcernForm(), "answer_form": AnswerForm()}
    return {"shows_concerns": True, "concerns": rows, **forms}


def election(decision: Decision, user: Any) -> dict[str, Any]:
    """Who is proposed, while people can be nominated; later they are the options."""
    if decision.purpose != Decision.Purpose.ELECTION or decision.opened_at:
        return {"election": False}
    rows = list(decision.nominations.select_related("person", "nominated_by"))
    mine = next((row for row in rows if row.person_id == user.pk), None)
    until = decision.nominations_until
    return {
        "election": True,
        "candidates": [row for row in rows if row.state == Nomination.State.ACCEPTED],
        "asked_people": [row for row in rows if row.state == Nomination.State.PROPOSED],
        "my_nomination": mine,
        "nominating": bool(decision.announced_at and until and until > timezone.now()),
        "may_nominate": may(user, "voting.nominate", decision),
        "nomination_form": NominationForm(),
        "accept_form": AcceptForm(initial={"statement": mine.statement if mine else ""}),
    }


def names_of(options: list[Option]) -> dict[str, str]:
    """The name of each option's key, in the order of the author."""
    return {option.key: option.name for option in sorted(options, key=lambda row: row.position)}
