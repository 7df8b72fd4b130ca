"""The roadmap: the quarters as a board, or everything as a list."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from hub.core.pagination import paginate
from hub.roadmap.board import page_of
from hub.roadmap.filters import ORDERS, FilterForm, chosen


# /roadmap/
@require_GET
def roadmap(request: HttpRequest) -> HttpResponse:
    """The quarters as a board, or everything as a list."""
    form = FilterForm(request.GET)
    asked = form.asked()
    if request.GET.get("view") == "list" or "q" in asked:
        return _list(request, form, asked)
    return _board(request, form, asked)


def _list(request: HttpRequest, form: FilterForm, asked: dict[str, Any]) -> HttpResponse:
    items = chosen(asked, request.user).select_related("group")
    page = paginate(request, items.order_by(*ORDERS[asked.get("sort", "need")]))
    return render(request, "roadmap/item_list.html", {"form": form, "asked": asked, "page": page})


def _board(request: HttpRequest, form: FilterForm, asked: dict[str, Any]) -> HttpResponse:
    context = page_of(asked, request.GET.get("from", ""), request.user, timezone.localdate())
    return render(request, "roadmap/board.html", context | {"form": form, "asked": asked})
