"""All decisions."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hub.core.pagination import paginate
from hub.voting.forms.drafting import groups_of
from hub.voting.models import Decision
from hub.voting.pages.listing import DecisionFilter
from hub.voting.pages.standing import standings


# /community/decisions/
@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """What groups decide, open votes first, with what is asked of me."""
    form = DecisionFilter(request.GET, user=request.user)
    page = paginate(request, form.rows())
    say_what_is_asked(list(page.object_list), request.user)
    may_draft = request.user.is_authenticated and groups_of(request.user).exists()
    return render(request, "voting/decision_list.html", {"form": form, "page": page, "may_draft": may_draft})


def say_what_is_asked(rows: list[Decision], user: Any) -> None:
    """Beside each open vote, whether mine is missing."""
    mine = standings([row for row in rows if row.state == Decision.State.OPEN], user)
    for row in rows:
        elector = mine.get(row.pk)
        if elector and row.kind not in Decision.WITHOUT_BALLOTS:
            row.asked = "You voted" if elector.voted else "Your vote is missing"  # type: ignore[attr-defined]
