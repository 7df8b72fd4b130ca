"""Reading rounds: all of them, one as it stands, who votes in it, and the ballots once it is over."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET
from django_htmx.http import HttpResponseClientRefresh

from hub.core.errors import Refused
from hub.core.pagination import paginate
from hub.core.permissions import authorize, may
from hub.roadmap.models import Round
from hub.roadmap.rounds import pages
from hub.roadmap.rounds.download import as_pabulib
from hub.roadmap.rounds.forms import AdmitForm, AdmitTeamForm
from hub.roadmap.views.rounds.drafting import draft_page


# /roadmap/rounds/
@require_GET
def rounds(request: HttpRequest) -> HttpResponse:
    """What is open, what waits for an answer, and what earlier quarters got."""
    return render(request, "roadmap/rounds/list.html", pages.listed(request.user))


# /roadmap/rounds/<slug>/
@require_GET
def one_round(request: HttpRequest, slug: str) -> HttpResponse:
    """One round: the draft to work on, the candidates to vote on, or what came out."""
    found = pages.find(request.user, slug)
    if found.state == Round.State.DRAFT:
        return draft_page(request, found)
    if request.headers.get("HX-Trigger") == "counting":  # its open page asks for the result
        return HttpResponse(status=204) if pages.is_counting(found) else HttpResponseClientRefresh()
    if found.is_over and found.result:
        context = pages.result(found, request.user, request.GET.get("capacity", ""))
        return render(request, "roadmap/rounds/result.html", context)
    return render(request, "roadmap/rounds/running.html", pages.running(found, request.user))


# /roadmap/rounds/<slug>/voters/
@login_required
@require_GET
def voters(request: HttpRequest, slug: str) -> HttpResponse:
    """Who has a ballot, and who was let in later and why; never whether they used it."""
    found = pages.find(request.user, slug)
    if found.opened_at is None:
        raise Http404
    return voters_page(request, found)


def voters_page(
    request: HttpRequest, found: Round, form: AdmitForm | AdmitTeamForm | None = None
) -> HttpResponse:
    """The electorate, with a form to let somebody in while the round is open."""
    rows = found.electorate.select_related("user", "team").order_by("team__name", "user__name", "pk")
    context = pages.head(found, request.user) | {"page": paginate(request, rows, 100)}
    if found.state == Round.State.OPEN and may(request.user, "roadmap.run_round"):
        context["form"] = form or (AdmitTeamForm() if found.votes_by_team else AdmitForm())
    status = 422 if form is not None else 200
    return render(request, "roadmap/rounds/voters.html", context, status=status)


# /roadmap/rounds/<slug>/ballots/
@login_required
@require_GET
def ballots(request: HttpRequest, slug: str) -> HttpResponse:
    """Every ballot with its name, once the round is over."""
    found = pages.find(request.user, slug)
    authorize(request.user, "roadmap.see_ballots")
    if not found.is_over:
        return redirect(found)
    rows = found.electorate.exclude(cast_at=None).select_related("user", "team", "cast_by")
    page = paginate(request, rows.order_by("team__name", "user__name", "pk"), 100)
    titles = {row.item.slug: row.evidence.get("title", row.item.title) for row in pages.candidates_of(found)}
    for row in page.object_list:
        marks = sorted(row.marks.items(), key=lambda pair: (-pair[1], titles[pair[0]]))
        row.lines = [(titles[slug], mark) for slug, mark in marks]
    return render(request, "roadmap/rounds/ballots.html", pages.head(found, request.user) | {"page": page})


# /roadmap/rounds/<slug>/ballots.pb
@require_GET
def ballots_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The ballots of a closed round without names, as a Pabulib file to fill it again elsewhere."""
    found = pages.find(request.user, slug)
    if not found.is_over:
        raise Refused("Ballots are shown after the close.", "not_closed")
    answer = HttpResponse(as_pabulib(found), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.slug}.pb"'
    return answer
