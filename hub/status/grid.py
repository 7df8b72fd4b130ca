"""The grid of services and clusters as people see it: all of it, or the part that concerns a team or a cluster."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from hub.accounts.models import Team
from hub.catalog.models import Cluster, Service, ServiceStage
from hub.status import summary
from hub.status.reading import Board, Cell
from hub.status.shown import UNPROMISED, Shown, worst


@dataclass(frozen=True)
class CellView:
    """One field of the grid: measured, enabled but not probed, or not enabled at all."""

    cluster: Cluster | None
    shown: Shown | None
    enabled: bool
    key: str

    @property
    def word(self) -> str:
        """What the field says."""
        if self.shown is not None:
            return self.shown.word
        return "Not probed" if self.enabled else "Not enabled"


@dataclass(frozen=True)
class Row:
    """A service with its fields."""

    service: Service
    shown: Shown
    cells: list[CellView]
    stage: str | None

    @property
    def unpromised(self) -> str:
        """The stage in which nobody may count on it: such trouble is not the platform's."""
        return ServiceStage.Stage(self.stage).label if self.stage in UNPROMISED else ""


@dataclass(frozen=True)
class Part:
    """What of the grid is wanted: what a team runs and uses, or what is on one cluster.

    The clusters of a team are those it works on; of a team of which nobody said where it works, only the services it
    runs are known.
    """

    team: Team | None = None
    cluster: Cluster | None = None

    def clusters(self) -> set[int] | None:
        """The columns that are wanted; None for all."""
        if self.cluster:
            return {self.cluster.pk}
        return set(self.team.clusters.values_list("pk", flat=True)) or None if self.team else None


@dataclass(frozen=True)
class Grid:
    """Rows and columns, worst first.

    `narrow` is a grid of some clusters: each field tells of one, and nothing tells of the service everywhere.
    """

    rows: list[Row]
    columns: list[Cluster | None]
    narrow: bool
    untold: int


def grid_of(board: Board, enabled: set[Cell], everywhere: list[Cluster], part: Part) -> Grid:
    """The wanted part of the grid. `everywhere` are all clusters, in the order of the columns."""
    wanted = part.clusters()
    told = {cell[0] for cell in enabled} | {
        key for key, shown in board.by_service.items() if not shown.silent
    }
    keys = {key for key in told if _concerns(key, board, enabled, wanted, part.team)}
    used = {cell[1] for cell in (*board.grid, *enabled) if cell[0] in keys}
    columns: list[Cluster | None] = [None] if None in used else []
    columns += [one for one in everywhere if one.pk in used and (wanted is None or one.pk in wanted)]
    rows = [_row(board, enabled, key, columns, narrow=wanted is not None) for key in keys]
    rows.sort(key=lambda row: (row.shown.rank, row.service.name.lower()))
    return Grid(rows, columns, wanted is not None, len(board.services) - len(told))


def _concerns(
    key: int, board: Board, enabled: Collection[Cell], wanted: set[int] | None, team: Team | None
) -> bool:
    """Whether a service is wanted: it is on one of the clusters, or on none, as what is there for all."""
    if wanted is None:
        return team is None or board.services[key].owner_id == team.pk
    places = {cell[1] for cell in (*board.grid, *enabled) if cell[0] == key} - {None}
    return not places or bool(places & wanted)


def _row(board: Board, enabled: set[Cell], key: int, columns: list[Cluster | None], *, narrow: bool) -> Row:
    cells = [_cell(board, enabled, key, column) for column in columns]
    shown = worst([cell.shown for cell in cells if cell.shown]) if narrow else board.by_service[key]
    return Row(board.services[key], shown, cells, board.stages[key])


def _cell(board: Board, enabled: set[Cell], key: int, cluster: Cluster | None) -> CellView:
    cell = (key, cluster.pk if cluster else None)
    place = summary.cluster_id(cell[1]) or ""
    return CellView(cluster, board.grid.get(cell), cell in enabled, f"{board.services[key].slug}/{place}")
