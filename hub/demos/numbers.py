"""What was shown, in numbers: each is the length of a list that its link opens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, F, Func, Q, QuerySet, TextField

from hub.accounts.models import Team, User
from hub.demos.models import Demo, DemoQuerySet

DEMOS = "/community/demos/"


@dataclass(frozen=True)
class Number:
    """A number, what it counts, and where the list is; `part` says how much of it is there, with a list of its own."""

    value: int
    noun: str
    url: str
    part: str = ""
    part_url: str = ""


def unnested(rows: QuerySet[Any], column: str) -> QuerySet[Any]:
    """Each word of an array column with the number of rows that have it, the most frequent first."""
    word = Func(F(column), function="unnest", output_field=TextField())
    return rows.order_by().values(word=word).annotate(count=Count("pk")).order_by("-count", "word")


def shown(user: Any) -> DemoQuerySet:
    """Every demo that was given."""
    return Demo.objects.visible_to(user).shown()


def tools(user: Any) -> QuerySet[Any]:
    """Every tool that was shown."""
    return unnested(shown(user), "tools")


def teams(user: Any) -> QuerySet[Any]:
    """Every team that showed something, with how many demos."""
    given = Count("demos", filter=Q(demos__in=shown(user).values("pk")), distinct=True)
    rows: QuerySet[Any] = Team.objects.visible_to(user).annotate(count=given)
    return rows.filter(count__gt=0).order_by("-count", "name", "pk")


def people(user: Any) -> QuerySet[Any]:
    """Everybody who showed something, with how many demos."""
    given = Count("demos", filter=Q(demos__in=shown(user).values("pk")), distinct=True)
    rows: QuerySet[Any] = User.objects.visible_to(user).annotate(count=given)
    return rows.filter(count__gt=0).order_by("-count", "name", "pk")


def demos_number(given: int, recorded: int) -> Number:
    """How many demos were given, and how many of them can be watched where that is less."""
    part = f"{recorded} recorded" if recorded < given else ""
    return Number(given, "demos", f"{DEMOS}?state=shown", part, f"{DEMOS}?state=shown&recorded=yes")


def of_demos(user: Any) -> list[Number]:
    """The numbers above the list of demos, in one query."""
    rows = shown(user)
    given, recorded, shown_tools, by_teams, by_people = counts(
        rows,
        rows.recorded(),
        tools(user),
        teams(user),
        people(user),
    )
    return [
        demos_number(given, recorded),
        Number(shown_tools, "tools shown", "/community/tools/"),
        Number(by_teams, "teams showed something", f"{DEMOS}teams/"),
        Number(by_people, "people showed something", f"{DEMOS}people/"),
    ]


def counts(*rows: QuerySet[Any]) -> tuple[int, ...]:
    """The lengths of several lists, asked in one query."""
    asked: list[str] = []
    params: list[Any] = []
    for row in rows:
        sql, values = row.order_by().query.sql_with_params()
        asked.append(f"(SELECT count(*) FROM ({sql}) AS counted)")  # noqa: S608 -- made by Django
        params.extend(values)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(asked)}", params)
        return tuple(cursor.fetchone())
