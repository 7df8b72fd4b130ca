"""An export, and its way back into an empty hub."""

from pathlib import Path

from django.apps import apps
from django.db import connection

from hub.exchange.actions import import_community
from hub.exchange.exporting.folder import export_community
from hub.exchange.tables import TABLES


def content(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def wipe() -> None:
    tables = [table.model._meta.db_table for table in TABLES]
    tables += [model._meta.db_table for model in apps.get_app_config("exchange").get_models()]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")


def there_and_back(folder: Path, *, ballots: bool = False) -> dict[str, str]:
    """Export, wipe, import, export: the same to the last byte; importing it over itself changes nothing."""
    export_community(folder / "one", ballots=ballots)
    wipe()
    report = import_community([folder / "one"], by=None)
    assert report.refused == []
    assert report.unknown == {}
    assert report.ignored == []
    export_community(folder / "two", ballots=ballots)
    assert content(folder / "two") == content(folder / "one")
    again = import_community([folder / "two"], by=None)
    assert (again.total("created"), again.total("changed")) == (0, 0)
    assert again.total("unchanged") == report.total("created")
    return content(folder / "one")
