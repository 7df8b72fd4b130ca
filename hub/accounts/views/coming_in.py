"""Sign in, sign out, and, in a demo only, sign in as somebody else."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from hub.accounts import actions, people
from hub.accounts.forms import SignInForm
from hub.accounts.models import User
from hub.core.addresses import client_address, safe_next

BACKEND = "django.contrib.auth.backends.ModelBackend"


# /sign-in/
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The form, and coming in."""
    if request.user.is_authenticated:
        return redirect(safe_next(request))
    form = SignInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.check_password(**form.cleaned_data, address=client_address(request))
        except actions.TooManyTries as refusal:
            return _closed_for_now(request, form, refusal)
        if user:
            login(request, user, backend=BACKEND)
            return redirect(safe_next(request))
        form.add_error(
            None, "This handle or e-mail address and password do not match. Check both and try again."
        )
    return _form(request, form, status=422 if form.errors else 200)


def _closed_for_now(request: HttpRequest, form: SignInForm, refusal: actions.TooManyTries) -> HttpResponse:
    form.add_error(None, refusal.reason)
    response = _form(request, form, status=429)
    response["Retry-After"] = str(refusal.wait)
    return response


def _form(request: HttpRequest, form: SignInForm, status: int) -> HttpResponse:
    context = {"form": form, "next": safe_next(request, "")}
    return render(request, "accounts/sign_in.html", context, status=status)


# /sign-out/
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave; public pages stay readable."""
    logout(request)
    messages.success(request, "You are signed out.")
    return redirect("/")


# /sign-in-as/
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """In a demo: pick a person and see the hub with their eyes."""
    if not settings.DEMO:
        raise Http404
    if request.method == "POST":
        user = get_object_or_404(User.objects.visible_to(request.user), handle=request.POST.get("handle", ""))
        login(request, user, backend=BACKEND)
        messages.success(request, f"You are now {user.name}.")
        return redirect(safe_next(request))
    wanted = request.GET.get("q", "").strip()[:100]
    context = {"sorts": people.by_sort(wanted), "q": wanted, "next": safe_next(request, "")}
    return render(request, "accounts/sign_in_as.html", context)
