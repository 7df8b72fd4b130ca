"""What one needs, proposed and answers for."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from hub.roadmap.mine import mine_of


# /roadmap/mine/
@login_required
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """My needs with how far they are and what happened last, my proposals, and what I answer for."""
    return render(request, "roadmap/mine.html", mine_of(request.user))  # type: ignore[arg-type]
