"""What is new on the platform, and whether people use it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hub.core.forms import carry_out, status_of
from hub.core.pagination import paginate
from hub.core.permissions import authorize
from hub.roadmap import actions, showing
from hub.roadmap.life_forms import ReleaseForm, UseForm
from hub.roadmap.released import months, releases_for


# /roadmap/releases/
@require_GET
def releases(request: HttpRequest) -> HttpResponse:
    """What is new on the platform, month by month."""
    page = paginate(request, releases_for(request.user), per_page=20)
    return render(request, "roadmap/releases.html", {"page": page, "months": months(page.object_list)})


# /roadmap/<slug>/release/
@login_required
@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, slug: str) -> HttpResponse:
    """Say better what is new, or name the docs page and the demo that were missing."""
    found = get_object_or_404(showing.items(request.user), slug=slug)
    authorize(request.user, "roadmap.steer_item", found)
    row = getattr(found, "release", None)
    shown = {"note": row.note, "docs_url": row.docs_url, "demo": row.demo and row.demo.slug} if row else None
    form = ReleaseForm(request.POST if request.method == "POST" else None, initial=shown, by=request.user)
    if request.method == "POST" and (_saved := carry_out(form, actions.edit_release, found, by=request.user)):
        messages.success(request, "Saved.")
        return redirect(f"{found.get_absolute_url()}#release")
    return render(request, "roadmap/release_form.html", {"form": form, "item": found}, status=status_of(form))


# /roadmap/<slug>/use/
@login_required
@require_POST
def use(request: HttpRequest, slug: str) -> HttpResponse:
    """Say whether I use what shipped."""
    found = get_object_or_404(showing.items(request.user), slug=slug)
    authorize(request.user, "roadmap.say_use", found)
    form = UseForm(request.POST)
    if carry_out(form, actions.say_use, found, by=request.user):
        messages.success(request, "Thank you. It is counted with what the others say.")
        return redirect(f"{found.get_absolute_url()}#use")
    context = showing.about(found, request.user) | {"use_form": form, "trouble": form}
    return render(request, "roadmap/item_detail.html", context, status=status_of(form))
