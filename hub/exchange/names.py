"""Which thing a name in a file means."""

from __future__ import annotations

from hub.exchange import values
from hub.exchange.tables import Table


class Names:
    """Which thing a name means; read from the database when first asked for, and again after a write."""

    def __init__(self) -> None:
        self.known: dict[str, dict[str, int | None]] = {}

    def find(self, table: Table, name: str) -> int:
        """The key of the thing; raises Unfit when nobody or several have the name."""
        names = self.known.get(table.kind)
        if names is None:
            names = self.read(table)
        key = names.get(name, 0)
        if key is None:
            raise values.Unfit(f"{values.short(name)} means more than one {table.word}")
        if not key:
            raise values.Unfit(f"no {table.word} is called {values.short(name)}")
        return key

    def read(self, table: Table) -> dict[str, int | None]:
        """All names of one kind; a name that two things have means none of them."""
        names: dict[str, int | None] = {}
        for name, key in table.all_names():
            names[name] = key if names.get(name, key) == key else None
        self.known[table.kind] = names
        return names

    def forget(self, table: Table) -> None:
        """Something was written."""
        self.known.pop(table.kind, None)
