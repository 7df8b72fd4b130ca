"""The queries behind what is shown: a fixed number of them, however many services there are."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils import timezone

from hub.catalog.models import Cluster, Enablement, Service
from hub.status import needs, shown
from hub.status.models import Impact, Incident, Maintenance, Target
from hub.status.shown import Platform, Shown

Cell = tuple[int, int | None]
LINKS = Service.needs.through._default_manager
NEEDED = LINKS.filter(from_service=OuterRef("pk")).order_by("pk").values("to_service")
RUNNING = Impact.objects.filter(ends_at=None, incident__in=Incident.objects.open())
TOUCHING = RUNNING.filter(service=OuterRef("pk")).order_by("pk").values("pk")


@dataclass(frozen=True)
class Board:
    """Everything that is shown at one moment: each service, each cell of the grid, the platform."""

    now: dt.datetime
    services: dict[int, Service]
    stages: dict[int, str | None]
    by_service: dict[int, Shown]
    grid: dict[Cell, Shown]
    platform: Platform
    maintenance: list[Maintenance]
    needs: dict[int, list[int]]

    def needs_of(self, service: Service) -> list[Service]:
        """The services it cannot work without."""
        return self._by_name(self.needs.get(service.pk, ()))

    def needing(self, service: Service) -> list[Service]:
        """The services that cannot work without it."""
        return self._by_name(key for key, needed in self.needs.items() if service.pk in needed)

    def _by_name(self, keys: Iterable[int]) -> list[Service]:
        return sorted((self.services[key] for key in keys), key=lambda one: one.name.lower())


def board(now: dt.datetime | None = None) -> Board:
    """Read the whole board with three queries, more only while work is announced or an incident is open."""
    now = now or timezone.now()
    staged = Service.objects.only("slug", "name", "summary", "owner").with_stage(now.date())
    staged = staged.annotate(needed=ArraySubquery(NEEDED), touching=ArraySubquery(TOUCHING))
    services = {service.pk: service for service in staged}
    works = works_at(now)
    grid = measured(now, works)
    touching = [key for service in services.values() for key in service.touching]
    told = list(Impact.objects.filter(pk__in=touching).select_related("incident")) if touching else []
    grid = _told(grid, told)
    needed = {key: service.needed for key, service in services.items()}
    grid = needs.weighed(grid, needed, {key: service.name for key, service in services.items()})
    merged = {key: _service(key, grid, works) for key in services}
    stages = {key: service.stage for key, service in services.items()}
    line = shown.platform_of((service.name, stages[key], merged[key]) for key, service in services.items())
    return Board(now, services, stages, merged, grid, line, works, needed)


def works_at(now: dt.datetime) -> list[Maintenance]:
    """The announced work that goes on."""
    going_on = Maintenance.objects.filter(starts_at__lte=now, ends_at__gt=now)
    return list(going_on.prefetch_related("services", "clusters"))


def measured(now: dt.datetime, works: list[Maintenance]) -> dict[Cell, Shown]:
    """What the probes say of each pair of service and cluster, with announced work laid over it."""
    cells: dict[Cell, list[Shown]] = defaultdict(list)
    for target in Target.objects.enabled().select_related("cluster").order_by("pk"):
        cells[target.service_id, target.cluster_id].append(shown.shown_of(target, now))
    return _covered({cell: shown.worst(parts) for cell, parts in cells.items()}, works)


def by_service(now: dt.datetime) -> dict[int, Shown]:
    """What each service shows: the worst of its targets."""
    return board(now).by_service


def grid(now: dt.datetime) -> dict[Cell, Shown]:
    """What each probed pair of service and cluster shows; None as cluster means wherever it runs."""
    return board(now).grid


def platform(now: dt.datetime) -> Platform:
    """The line about the whole platform."""
    return board(now).platform


def of_service(service: Service, now: dt.datetime) -> Shown:
    """What one service shows."""
    return board(now).by_service.get(service.pk, shown.NOT_PROBED)


def _told(grid: dict[Cell, Shown], impacts: list[Impact]) -> dict[Cell, Shown]:
    """The grid with what people said of it; a place that nothing probes is there as long as an incident touches it."""
    for impact in impacts:
        where = [
            cell for cell in grid if cell[0] == impact.service_id and impact.cluster_id in {None, cell[1]}
        ]
        for cell in where or [(impact.service_id, impact.cluster_id)]:
            grid[cell] = shown.in_incident(grid.get(cell, shown.NOT_PROBED), impact)
    return grid


def _service(key: int, grid: dict[Cell, Shown], works: list[Maintenance]) -> Shown:
    """The worst of a service's cells; work announced for all of it covers even what nothing probes."""
    total = shown.worst([part for cell, part in grid.items() if cell[0] == key])
    whole = next((work for work in works if not _clusters(work) and key in _services(work)), None)
    if whole and total.silent:
        return shown.in_maintenance(total, whole.starts_at, whole.ends_at, whole.title)
    return total


def _covered(grid: dict[Cell, Shown], works: list[Maintenance]) -> dict[Cell, Shown]:
    """The grid with announced work laid over it."""
    for work in works:
        services, clusters = _services(work), _clusters(work)
        for cell, part in grid.items():
            if cell[0] in services and (not clusters or cell[1] in clusters):
                grid[cell] = shown.in_maintenance(part, work.starts_at, work.ends_at, work.title)
    return grid


def _services(work: Maintenance) -> set[int]:
    return {service.pk for service in work.services.all()}


def _clusters(work: Maintenance) -> set[int]:
    return {cluster.pk for cluster in work.clusters.all()}


def enabled_cells(day: dt.date) -> set[Cell]:
    """Which service is enabled on which cluster on that day: the rest of the grid is "not enabled here"."""
    return set(Enablement.objects.on(day).values_list("service_id", "cluster_id"))


def clusters() -> list[Cluster]:
    """The columns of the grid."""
    return list(Cluster.objects.only("slug", "name", "purpose"))
