"""What an address of the roadmap asks for, in words, and where to go back to."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from hub.roadmap.filters import FilterForm

FURTHER = ("kind", "need", "team", "owner", "earliest", "latest", "moved", "since", "impeded")


def asked_for(request: HttpRequest, form: FilterForm) -> dict[str, Any]:
    """What is asked for, each wish with the address that leaves it out."""
    asked = form.asked()
    chips = [chip | {"without": without(request, chip["name"])} for chip in form.chips(asked)]
    clear = without(request, *asked)
    further = any(name in asked for name in FURTHER)
    return {"form": form, "asked": asked, "chips": chips, "clear": clear, "further": further}


def without(request: HttpRequest, *names: str) -> str:
    """The address of the page with some wishes left out, on its first page."""
    query = request.GET.copy()
    for name in [*names, "page", "move"]:
        query.pop(name, None)
    return f"?{query.urlencode()}" if query else request.path


def safe_next(request: HttpRequest, otherwise: str) -> str:
    """Where the form asks to go back to, if that is a page of ours."""
    wanted = request.POST.get("next", "")
    if wanted.startswith("?"):
        wanted = otherwise + wanted
    if not wanted or not url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        return otherwise
    return wanted
