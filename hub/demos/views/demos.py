"""Reading about demos: the list, one demo, and who showed what."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from hub.core import related
from hub.core.pagination import paginate
from hub.demos import numbers, showing
from hub.demos.forms import FilterForm
from hub.demos.models import Demo


# /community/demos/
@require_GET
def demos(request: HttpRequest) -> HttpResponse:
    """What teams showed each other and what is coming, the latest first."""
    visible = Demo.objects.visible_to(request.user)
    form = FilterForm(request.GET, tools=visible.all_tools())
    asked = form.asked()
    rows = visible.chosen(asked).latest_first().select_related("team", "meeting__series")
    shown = rows.prefetch_related("presenters", "services", related.visible(Demo, "segments", request.user))
    page = paginate(request, shown)
    context = {"form": form, "asked": asked, "page": page, "numbers": numbers.of_demos(request.user)}
    return render(request, "demos/demo_list.html", context)


# /community/demos/<slug>/
@require_GET
def demo(request: HttpRequest, slug: str) -> HttpResponse:
    """One demo: what to expect, who shows it, when, the minute to watch, and what I may do."""
    found = showing.found_by(request, slug)
    return render(request, "demos/demo_detail.html", showing.about(found, request.user))


# /community/demos/teams/
@require_GET
def teams(request: HttpRequest) -> HttpResponse:
    """The teams that showed something."""
    page = paginate(request, numbers.teams(request.user), 100)
    context = {"page": page, "title": "Teams that showed something", "key": "team", "noun": "teams"}
    return render(request, "demos/shown_by.html", context)


# /community/demos/people/
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """The people who showed something."""
    page = paginate(request, numbers.people(request.user), 100)
    context = {"page": page, "title": "People who showed something", "key": "presenter", "noun": "people"}
    return render(request, "demos/shown_by.html", context)
