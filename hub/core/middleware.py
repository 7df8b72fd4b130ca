"""From what went wrong inside to an answer that says what to do: refusals and a database that is away."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from hub.core.errors import Refused
from hub.core.views import unavailable

# What a browser sends by itself, or what nobody should read back.
NEVER_SHOWN = {"csrfmiddlewaretoken", "next"}
SECRET_WORDS = ("password", "token", "secret")
WORTH_KEEPING = 40  # characters; a single shorter word is a choice in a form, not something typed


class Answers:
    """Turns what a view raises into an answer for people."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A refusal is an answer; without a database there is one page that says so."""
        if isinstance(error, Refused):
            return refusal(request, error)
        if isinstance(error, (OperationalError, InterfaceError)):
            return unavailable()
        return None


def refusal(request: HttpRequest, error: Refused) -> HttpResponse:
    """Say why not. Nothing that was typed is lost: a button leads back, a filled form is shown again."""
    kept, origin = typed(request), back(request)
    context = {"reason": error.reason, "typed": kept, "back": origin}
    if getattr(request, "htmx", False):
        answer = render(request, "409.html#alert", context, status=409)
        answer["HX-Retarget"], answer["HX-Reswap"] = "#messages", "innerHTML show:window:top"
        return answer
    if origin and not kept:
        messages.error(request, error.reason)
        return HttpResponseRedirect(origin)
    return render(request, "409.html", context, status=409)


def typed(request: HttpRequest) -> dict[str, str]:
    """What a person wrote into the form that was refused: texts, not choices, and never a secret."""
    return {
        name.replace("_", " ").capitalize(): value
        for name, values in request.POST.lists()
        for value in [", ".join(values)]
        if name not in NEVER_SHOWN
        and not any(word in name for word in SECRET_WORDS)
        and (len(value) > WORTH_KEEPING or " " in value.strip())
    }


def back(request: HttpRequest) -> str:
    """The page of ours that the request came from, if it says so and is not the refused address itself."""
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(
        came_from, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    itself = request.method == "GET" and came_from == request.build_absolute_uri()
    return came_from if ours and not itself else ""
