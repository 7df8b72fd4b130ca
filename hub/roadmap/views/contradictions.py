"""What on the roadmap cannot be true all at once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from hub.core.pagination import paginate
from hub.roadmap.consistency import BY_KEY, broken, contradictory, counts, flagged
from hub.roadmap.models import RoadmapItem


# /roadmap/contradictions/
@require_GET
def contradictions(request: HttpRequest) -> HttpResponse:
    """How many items contradict themselves in which way, and which they are."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in BY_KEY else ""
    visible = RoadmapItem.objects.visible_to(request.user)
    items = flagged(contradictory(visible, kind)).defer("need", "workaround").select_related("group")
    page = paginate(request, items.order_by("title", "pk"))
    for item in page.object_list:
        item.rules = broken(item)
    context = {"page": page, "kind": BY_KEY.get(kind), "counts": counts(visible)}
    return render(request, "roadmap/contradictions.html", context)
