"""The doors of the catalogue: services and clusters, what they are and where they run."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hub.catalog.forms import ClusterFilter, ServiceFilter
from hub.catalog.ladder import ladder
from hub.catalog.models import Cluster, ClusterStage, PipelineStep, Service, ServiceStage
from hub.core.pagination import paginate
from hub.core.related import visible

SHOWN = 8  # rows of a kind on a detail page; the list behind shows the rest


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """All services by pipeline step, and the ladder of their maturity."""
    today = timezone.localdate()
    form = ServiceFilter(request.GET)
    everything = Service.objects.visible_to(request.user).ladder(today)
    rungs = ladder(everything, PipelineStep.choices, ServiceStage.Stage.values)
    context = {
        "form": form,
        "page": paginate(request, form.rows(request.user, today)),
        "ladder": rungs,
        "gaps": [rung.label for rung in rungs if not rung.count],
        "stages": ServiceStage.Stage,
    }
    return render(request, "catalog/service_list.html", context)


@require_safe
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """One service: its stage and why, where it runs, who looks after it, what is known about it."""
    today = timezone.localdate()
    rows = Service.objects.visible_to(request.user).with_stage(today).with_places(today)
    found = get_object_or_404(rows, slug=slug)
    context = {"service": found, "history": history(found), **mentions(found, request.user)}
    return render(request, "catalog/service_detail.html", context)


@require_safe
def clusters(request: HttpRequest) -> HttpResponse:
    """All clusters."""
    form = ClusterFilter(request.GET)
    page = paginate(request, form.rows(request.user, timezone.localdate()))
    return render(request, "catalog/cluster_list.html", {"form": form, "page": page})


@require_safe
def cluster(request: HttpRequest, slug: str) -> HttpResponse:
    """One cluster: its stage and why, and what runs on it."""
    today = timezone.localdate()
    found = get_object_or_404(Cluster.objects.visible_to(request.user).with_stage(today), slug=slug)
    running = Service.objects.visible_to(request.user).on(found, today).with_stage(today)
    context = {
        "cluster": found,
        "history": history(found),
        "teams": found.teams.visible_to(request.user),
        "page": paginate(request, running.select_related("owner").in_order_of_work()),
    }
    return render(request, "catalog/cluster_detail.html", context)


def history(thing: Service | Cluster) -> list[ServiceStage | ClusterStage]:
    """Its stages, the latest first; the first that has begun is the one in force."""
    return list(thing.stages.select_related("by").order_by("-starts_on", "-pk"))


def mentions(found: Service, user: Any) -> dict[str, Any]:
    """What other features know about a service, as far as `user` may see it."""
    items = found.items.visible_to(user).open().order_by("-quarter", "-proposed_on")
    demos = found.demos.visible_to(user).select_related("team", "meeting")
    segments = visible(found.demos.model, "segments", user)
    return {
        "conclusions": found.conclusions.visible_to(user).select_related("group"),
        "demos": demos.prefetch_related(segments)[:SHOWN],
        "items": items[:SHOWN],
        "segments": found.segments.visible_to(user).order_by("-recording__recorded_on", "starts_s")[:SHOWN],
        "steps": found.steps.select_related("path").order_by("path__title", "position")[:SHOWN],
    }
