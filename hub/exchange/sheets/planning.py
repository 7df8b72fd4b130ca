"""What taking a table in would do, row by row: new, changed from what to what, as it is, or refused and why."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.text import slugify

from hub.accounts.models import User
from hub.core import limits
from hub.core.permissions import may
from hub.exchange import values
from hub.exchange.names import Names
from hub.exchange.sheets.columns import FIELDS
from hub.exchange.sheets.plans import CHANGED, NEW, REFUSED, SAME, Plan, RowPlan
from hub.exchange.sheets.reading import Grid
from hub.exchange.tables import BY_KIND
from hub.roadmap.actions.proposing import ADDRESSES
from hub.roadmap.models import RoadmapItem
from hub.roadmap.quarters import is_quarter
from hub.roadmap.rules import led_groups

ITEM = BY_KIND["item"]
LINKED = {"group": "group", "team": "team", "owner": "person", "proposed_by": "person"}
ID = "external_id"


def plan(grid: Grid, columns: list[str], states: dict[str, str], by: User, *, lock: bool = False) -> Plan:
    """What taking the table in would do now; with `lock`, the items it concerns are held until the end."""
    if not {"title", "slug", ID} & set(columns):
        return Plan([], "Say which column is the title.")
    return _Planning(grid, columns, states, by, lock=lock).run()


class _Planning:
    """One table on its way."""

    def __init__(
        self, grid: Grid, columns: list[str], states: dict[str, str], by: User, *, lock: bool
    ) -> None:
        self.grid, self.columns, self.states, self.lock = grid, columns, states, lock
        self.names, self.by = Names(), by
        self.any_group = may(by, "exchange.import_for_any_group")
        self.led = led_groups(by)
        self.place = {name: index for index, name in enumerate(columns) if name in FIELDS}
        self.seen: dict[tuple[str, str], int] = {}

    def run(self) -> Plan:
        """All rows."""
        self.find_items()
        self.slugs = set(RoadmapItem.objects.values_list("slug", flat=True)) | ADDRESSES
        return Plan([self.row(line, cells) for line, cells in self.grid.rows])

    def cell(self, cells: tuple[str, ...], name: str) -> str:
        return cells[self.place[name]].strip() if name in self.place else ""

    def find_items(self) -> None:
        """The items that rows may mean: by the other tool's id, by address, by title."""
        told = {
            name: {self.cell(cells, name) for _, cells in self.grid.rows} for name in (ID, "slug", "title")
        }
        titles = {_plain(title) for title in told["title"]}
        items = (
            RoadmapItem.objects.select_for_update(of=("self",)) if self.lock else RoadmapItem.objects.all()
        )
        keys = [
            key for key, slug, title, known in RoadmapItem.objects.values_list("pk", "slug", "title", f"details__{ID}")
            if slug in told["slug"] or _plain(title) in titles or (known and known in told[ID])
        ]  # fmt: skip
        self.by_id: dict[str, RoadmapItem] = {}
        self.by_slug: dict[str, RoadmapItem] = {}
        self.by_title: dict[str, list[RoadmapItem]] = {}
        found = items.filter(Q(pk__in=keys)).order_by("pk")
        for item in found.prefetch_related("services", "group", "team", "owner", "proposed_by"):
            self.by_slug[item.slug] = item
            self.by_title.setdefault(_plain(item.title), []).append(item)
            if known := item.details.get(ID):
                self.by_id[known] = item

    def row(self, line: int, cells: tuple[str, ...]) -> RowPlan:
        """One row."""
        found = RowPlan(line, self.cell(cells, "title") or self.cell(cells, "slug") or self.cell(cells, ID))
        found.title = found.title[: limits.NAME]
        if len(cells) > len(self.grid.header):
            found.refuse("", "has more cells than the header; is a text with a delimiter not in quotes?")
            return found
        self.which(found, cells)
        self.values(found, cells)
        if found.outcome != REFUSED:
            self.compare(found)
            self.allow(found)
        if found.outcome == NEW:
            self.slug_for(found)
        return found

    def which(self, found: RowPlan, cells: tuple[str, ...]) -> None:
        """Which item the row means, if there is one; a second row about it is refused."""
        key, slug, title = (self.cell(cells, name) for name in (ID, "slug", "title"))
        same = self.by_title.get(_plain(title), []) if title else []
        found.item = self.by_id.get(key) or self.by_slug.get(slug)
        if found.item is None and not slug and not (key and any(item.details.get(ID) for item in same)):
            if len(same) > 1:
                found.refuse(
                    self.word("title"), f"{len(same)} items have this title; say which by its address"
                )
            found.item = same[0] if len(same) == 1 else None
        if found.item is not None and found.item.canonical_id is not None:
            found.refuse(self.word("title"), "the item was merged into another one")
        means = ("item", str(found.item.pk)) if found.item else ("row", key or slug or _plain(title))
        if (first := self.seen.setdefault(means, found.line)) != found.line:
            found.refuse(self.word("title"), f"is about the same item as the row on line {first}")

    def word(self, name: str) -> str:
        """The name of a column in the file."""
        return self.grid.header[self.place[name]] if name in self.place else name

    def values(self, found: RowPlan, cells: tuple[str, ...]) -> None:
        """The checked values of a row; an empty cell says nothing."""
        for name in self.place:
            raw = self.cell(cells, name)
            if not raw:
                continue
            try:
                self.value(found, name, raw)
            except values.Unfit as error:
                found.refuse(self.word(name), str(error))
        if found.item is None and not found.values.get("title") and found.outcome != REFUSED:
            found.refuse(self.word("title"), "is missing: a new item needs one")

    def value(self, found: RowPlan, name: str, raw: str) -> None:
        """One cell. Raises Unfit."""
        if name == ID:
            found.external_id = values.line(raw)
            if len(found.external_id) > limits.NAME:
                raise values.Unfit(f"is longer than {limits.NAME} characters")
        elif name == "services":
            table = BY_KIND["service"]
            found.services = sorted({self.names.find(table, one.strip()) for one in _split(raw)})
        elif name == "link":
            found.values["links"] = [{"label": "Source", "url": values.web_address(raw)}]
        elif name in LINKED:
            column = ITEM.fields[name].attname
            found.values[column] = self.names.find(BY_KIND[LINKED[name]], values.line(raw))
        else:
            found.values[name] = self.fitted(name, raw)

    def fitted(self, name: str, raw: str) -> Any:
        """A cell as its field holds it: states, kinds and quarters also in the words of other tools."""
        field = ITEM.fields[name]
        if name == "state":
            raw = self.states.get(" ".join(raw.split())) or raw
        if name == "quarter":
            raw = _quarter(raw)
            if not is_quarter(raw):
                raise values.Unfit(f"{values.short(raw)} is not a quarter like 2026-Q4")
        if field.choices:
            labels = {str(label).lower(): value for value, label in field.flatchoices}
            raw = labels.get(raw.lower(), raw.lower() if raw.lower() in labels.values() else raw)
        return values.fit(field, raw)

    def compare(self, found: RowPlan) -> None:
        """What is new about an item that is there."""
        item = found.item
        if item is None:
            found.outcome = NEW
            return
        found.values.pop("slug", None)  # its address stays
        if "links" in found.values:
            url = found.values.pop("links")[0]["url"]
            if url not in {link.get("url") for link in item.links}:
                found.values["links"] = [*item.links, {"label": "Source", "url": url}]
        changed = {}
        for column, value in found.values.items():
            if not values.same(getattr(item, column), value):
                changed[column] = value
                found.changes.append(self.change(item, column, value))
        found.values = changed
        self.compare_more(found, item)
        found.outcome = CHANGED if found.changes else SAME

    def compare_more(self, found: RowPlan, item: RoadmapItem) -> None:
        if found.services is not None:
            held = {service.pk: service.slug for service in item.services.all()}
            new = [key for key in found.services if key not in held]
            found.services = new or None
            if new:
                names = {key: name for name, key in self.names.read(BY_KIND["service"]).items()}
                after = sorted({*held.values(), *(names[key] for key in new)})
                found.changes.append(("Services", ", ".join(sorted(held.values())), ", ".join(after)))
        if found.external_id and item.details.get(ID) != found.external_id:
            found.values["details"] = item.details | {ID: found.external_id}
            found.changes.append((FIELDS[ID], str(item.details.get(ID, "")), found.external_id))

    def change(self, item: RoadmapItem, column: str, value: Any) -> tuple[str, str, str]:
        """One change in words: what it is, before and after."""
        name = column.removesuffix("_id")
        if name in LINKED:
            held = getattr(item, name)
            names = self.names.read(BY_KIND[LINKED[name]])
            after = next(word for word, key in names.items() if key == value)
            before = (getattr(held, "handle", "") or getattr(held, "slug", "")) if held else ""
            return FIELDS[name], str(before), after
        if name == "links":
            return FIELDS["link"], "", str(value[-1]["url"])
        return FIELDS[name], _shown(getattr(item, column)), _shown(value)

    def allow(self, found: RowPlan) -> None:
        """Leads bring in what their own groups steer."""
        if self.any_group or found.outcome == SAME:
            return
        before = found.item.group_id if found.item else None
        after = found.values.get("group_id", before)
        if (found.item and before not in self.led) or after not in self.led:
            found.refuse(self.word("group"), "you lead no group that steers it")

    def slug_for(self, found: RowPlan) -> None:
        """The address of a new item: its own, or one from its title that is free."""
        base = (
            found.values.get("slug") or slugify(found.values["title"])[: limits.SLUG - 5].strip("-") or "item"
        )
        if found.values.get("slug") in ADDRESSES:
            found.refuse(self.word("slug"), f"{values.short(base)} is an address of the hub")
            return
        slug, number = base, 1
        while slug in self.slugs:
            number += 1
            slug = f"{base}-{number}"
        self.slugs.add(slug)
        found.values["slug"] = slug
        if found.external_id:
            found.values["details"] = {ID: found.external_id}


def _plain(title: str) -> str:
    return " ".join(title.lower().split())


def _split(raw: str) -> list[str]:
    return [one for one in raw.replace(";", ",").replace("\n", ",").split(",") if one.strip()]


def _quarter(raw: str) -> str:
    """2026-Q4, also from Q4 2026, 2026 Q4 and 2026Q4."""
    found = raw.upper().replace("-", " ").replace("/", " ").replace("Q", " Q").split()
    if len(found) == 2:
        year, quarter = sorted(found, key=lambda word: word.startswith("Q"))
        return f"{year}-{quarter}"
    return raw


def _shown(value: Any) -> str:
    return "" if value is None else str(value)
