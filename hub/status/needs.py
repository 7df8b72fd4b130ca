"""What an outage of one service means for those that cannot work without it. Pure.

A probe that looks at a process alone stays green while the database behind it is gone. So a service whose probes do
not look further is shown as degraded while a service it needs is in outage, and the cause is named. Where a probe looks
behind the process (see profiles.py) it is believed: it would have seen it. Nothing but a shown outage weighs, and it
weighs on the services next to it only, each of which is measured itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hub.status.models import Status
from hub.status.profiles import PROFILES, Depth
from hub.status.shown import Shown

Cell = tuple[int, int | None]


def weighed(
    grid: Mapping[Cell, Shown], needs: Mapping[int, list[int]], names: Mapping[int, str]
) -> dict[Cell, Shown]:
    """The grid (service and cluster) with the outages of needed services counted in."""
    places: dict[int, list[Shown]] = {}
    for (service, _), part in grid.items():
        places.setdefault(service, []).append(part)
    return {
        cell: _weighed(part, [(names[key], out) for key in needs.get(cell[0], ())
                              if (out := _outage(key, cell[1], grid, places)) is not None])
        for cell, part in grid.items()
    }  # fmt: skip


def _outage(
    service: int, cluster: int | None, grid: Mapping[Cell, Shown], places: Mapping[int, list[Shown]]
) -> Shown | None:
    """The outage of a needed service as met on a cluster: of the one that runs there, or else of all there are."""
    here = grid.get((service, cluster)) or grid.get((service, None))
    parts = [here] if here else places.get(service, [])
    return parts[0] if parts and all(part.status == Status.DOWN for part in parts) else None


def _weighed(part: Shown, outages: list[tuple[str, Shown]]) -> Shown:
    if not outages:
        return part
    part = replace(part, broken_needs=tuple(name for name, _ in outages))
    if part.status != Status.OK or _looks_behind(part):
        return part
    name, out = outages[0]
    return replace(
        part,
        status=Status.DEGRADED,
        since=max((at for at in (part.since, out.since) if at), default=None),
        stale_at=min((at for at in (part.stale_at, out.stale_at) if at), default=None),
        detail=f"It answers, but it needs {name}, which is in outage.",
    )


def _looks_behind(part: Shown) -> bool:
    """Whether one of its probes would have seen what is broken behind it."""
    profiles = (PROFILES.get(target.profile) for target in part.targets)
    return any(profile is not None and profile.depth != Depth.PROCESS for profile in profiles)
