"""For the platform team: whom it has not answered, what is silent, and how long things take."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from hub.core.permissions import authorize
from hub.roadmap import answering


# /roadmap/answers/
@login_required
@require_GET
def answers(request: HttpRequest) -> HttpResponse:
    """Proposals without an answer, silent items, unfinished releases, and the medians."""
    authorize(request.user, "roadmap.see_answers")
    weeks = answering.weeks_of(request.GET.get("weeks", ""))
    lives = answering.lives()
    waiting, quiet = (
        answering.unanswered(request.user),
        answering.silent(request.user, weeks=weeks, now=timezone.now()),
    )
    lacking = answering.unfinished()
    context = {
        "weeks": weeks, "overall": lives[0], "quarters": lives[1:], "not_counted": answering.not_counted(lives[0]),
        "unanswered": waiting[: answering.SHOWN], "unanswered_count": waiting.count(),
        "silent": quiet[: answering.SHOWN], "silent_count": quiet.count(),
        "unfinished": lacking[: answering.SHOWN], "unfinished_count": lacking.count(), "shown": answering.SHOWN,
    }  # fmt: skip
    return render(request, "roadmap/answers.html", context)
