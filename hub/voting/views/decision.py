"""One decision: its page, who may vote, its ledger, and the ballots once they are published."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hub.core.pagination import paginate
from hub.core.permissions import authorize, may
from hub.voting.forms.acts import AdmitForm, RecuseForm
from hub.voting.models import Decision
from hub.voting.pages import showing
from hub.voting.pages.ballot_words import read
from hub.voting.pages.standing import standing_of
from hub.voting.proof import ledger as chain
from hub.voting.tally import published as boxes

RECEIPTS_FROM = 6  # letters of a receipt that are worth looking for


# /community/decisions/<slug>/
@require_safe
def decision(request: HttpRequest, slug: str) -> HttpResponse:
    """The question, the rules and my part in it; after the close the result."""
    found = showing.find(request.user, slug)
    page = render(request, "voting/decision_detail.html", showing.about(found, request.user))
    if request.user.is_authenticated:
        add_never_cache_headers(page)  # it shows my ballot: the browser keeps no copy of it
    return page


# /community/decisions/<slug>/electors/
@login_required
@require_safe
def electors(request: HttpRequest, slug: str) -> HttpResponse:
    """Who may vote, in which team, by which rule; never who has voted."""
    found = showing.find(request.user, slug)
    authorize(request.user, "voting.see_electors", found)
    return render(request, "voting/electors.html", electors_of(request, found))


def electors_of(request: HttpRequest, found: Decision, **forms: Any) -> dict[str, Any]:
    """The context of the list, with the forms of those who may change it."""
    rows = found.electors.select_related("person")
    is_voting = found.state == Decision.State.OPEN and not showing.is_past(found)
    steers = is_voting and may(request.user, "voting.admit_elector", found)
    return {
        "decision": found,
        "page": paginate(request, rows, 100),
        "electorate": showing.words(found)["electorate"],
        "steers": steers,
        "admit_form": AdmitForm(auto_id="admit_%s"),
        "recuse_form": RecuseForm(auto_id="recuse_%s") if found.secrecy == Decision.Secrecy.OPEN else None,
        **forms,
    }


# /community/decisions/<slug>/ledger/
@require_safe
def ledger(request: HttpRequest, slug: str) -> HttpResponse:
    """Every event of the vote, each chained to the one before."""
    found = showing.find(request.user, slug)
    page = paginate(request, found.ledger.order_by("-height"), 100)
    context = {"decision": found, "page": page, "head": chain.head(found)}
    return render(request, "voting/ledger.html", context)


# /community/decisions/<slug>/ballots/
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ballots(request: HttpRequest, slug: str) -> HttpResponse:
    """The published ballots by receipt, or the one whose receipt is asked for.

    The form sends it as a body: in an address it would stand in logs and histories, beside who asked.
    """
    found = showing.find(request.user, slug)
    if not showing.may_see_ballots(found, standing_of(found, request.user), request.user):
        return _not_now(request, found)
    options = list(found.options.all())
    asked = request.POST.get("receipt", "").strip().lower()[:64]
    rows = [row for row in boxes.shown(found) if not asked or _fits(row, asked)]
    page = paginate(request, rows, 100)
    names = showing.names_of(options)
    read_rows = [{**row, "reading": read(row["content"], names)} for row in page.object_list]
    context = {"decision": found, "page": page, "rows": read_rows, "asked": asked}
    return render(request, "voting/ballots.html", context)


def _fits(row: dict[str, Any], asked: str) -> bool:
    """A whole receipt, or the beginning of one that is long enough to mean something."""
    return len(asked) >= RECEIPTS_FROM and str(row["receipt"]).startswith(asked)


def _not_now(request: HttpRequest, found: Decision) -> HttpResponse:
    """Before the close there is nothing to see; afterwards an open vote is for people who are signed in."""
    if found.is_over and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if found.state in (Decision.State.DRAFT, Decision.State.VOID):
        raise Http404
    return render(request, "voting/ballots_hidden.html", {"decision": found, **showing.words(found)})
