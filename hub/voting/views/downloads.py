"""What anybody needs to count a closed decision again."""

from __future__ import annotations

from pathlib import Path

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hub.voting.pages import showing
from hub.voting.proof import verify_decision
from hub.voting.proof.bundle import bundle_of


# /community/decisions/<slug>/bundle.json
@require_safe
def bundle(request: HttpRequest, slug: str) -> HttpResponse:
    """Settings, ballots, result and ledger of a decision that is over; before the close there is nothing here."""
    found = showing.find(request.user, slug)
    if not found.is_over:
        raise Http404
    if not showing.may_see_bundle(request.user, found):
        return redirect_to_login(request.path)
    return _file(bundle_of(found), f"{found.slug}.json", "application/json")


# /community/decisions/<slug>/verify_decision.py
@require_safe
def verifier(request: HttpRequest, slug: str) -> HttpResponse:
    """The verifier, one file of plain Python; the same for every decision."""
    showing.find(request.user, slug)
    source = Path(verify_decision.__file__).read_bytes()
    return _file(source, "verify_decision.py", "text/x-python; charset=utf-8")


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
