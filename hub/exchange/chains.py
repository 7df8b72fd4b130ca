"""Links between things of one kind, such as a conclusion and the earlier one whose place it takes."""

from __future__ import annotations

from hub.exchange import values
from hub.exchange.names import Names
from hub.exchange.tables import Table


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
