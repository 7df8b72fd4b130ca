"""Links between things of one kind, such as a conclusion and the earlier one whose place it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.exchange import values
from hub.exchange.names import Names
from hub.exchange.report import Place
from hub.exchange.rows import Row
from hub.exchange.tables import Table

if TYPE_CHECKING:
    from hub.exchange.upsert import Key, TableWrite


def of(table: Table) -> list[str]:
    """The fields by which things of this kind point to one of their own."""
    return [
        name for name, field in table.fields.items()
        if field.is_relation and not field.many_to_many and field.related_model is table.model
    ]  # fmt: skip


class Chain:
    """One such field of all things of a kind: nothing leads back to itself, nothing is taken twice."""

    def __init__(self, table: Table, name: str, names: Names) -> None:
        self.table, self.names = table, names
        self.column = table.fields[name].attname
        self.once = table.fields[name].one_to_one
        names.forget(table)
        self.links: dict[int, int | None] = dict(table.model._default_manager.values_list("pk", self.column))

    def find(self, owner: int, target: str) -> int:
        """The key of what is meant; raises Unfit when it is unknown, taken, or leads back to the owner."""
        wanted = self.names.find(self.table, target)
        if self._leads_to(wanted, owner):
            raise values.Unfit(f"{values.short(target)} leads back to it")
        if self.once and any(key != owner and held == wanted for key, held in self.links.items()):
            raise values.Unfit(f"{values.short(target)} has another one in its place already")
        return wanted

    def set(self, owner: int, wanted: int) -> bool:
        """Write the link; says whether it is new."""
        if self.links[owner] == wanted:
            return False
        self.table.model._default_manager.filter(pk=owner).update(**{self.column: wanted})
        self.links[owner] = wanted
        return True

    def _leads_to(self, start: int | None, owner: int) -> bool:
        while start is not None and start != owner:
            start = self.links.get(start)
        return start == owner


def connect(write: TableWrite) -> None:
    """Set the links that the rows of a source tell, now that all of them are there."""
    for name in of(write.table):
        chain = Chain(write.table, name, write.upsert.names)
        for key, row in write.spoken.items():
            if name in row.links:
                _connect_one(write, chain, key, row, *row.links[name])


def _connect_one(write: TableWrite, chain: Chain, key: Key, row: Row, target: str, place: Place) -> None:
    """One link, unless the source said the same before: people may have changed it since."""
    owner = write.thing(key).pk
    try:
        wanted = chain.find(owner, target)
    except values.Unfit as error:
        write.report.refuse(place, f"{row.label}: {error}")
        return
    write.told.setdefault(key, {})[chain.column] = now = values.digest(wanted)
    trace = write.traces.get(owner)
    if trace and trace.told.get(chain.column) == now:
        return
    if chain.set(owner, wanted) and key not in write.created:
        write.changed.setdefault(key, set())
