"""What is known about each candidate at the opening: read once, kept with the round, never changed."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.utils import timezone

from hub.accounts.models import Membership
from hub.catalog.models import Enablement, Service
from hub.demos.models import Demo
from hub.roadmap.models import Candidate, RoadmapItem
from hub.roadmap.rounds.downtime import Downtime, downtimes
from hub.roadmap.rounds.electorate import capacities
from hub.roadmap.tallies import ROOT, VOICES

GIVEN = (Demo.State.GIVEN, Demo.State.PUBLISHED)
NEEDS = (3, 2, 1, 0)


def note(candidates: Sequence[Candidate], now: dt.datetime) -> None:
    """Write on each candidate what is known about it now (not saved); a fixed number of queries for all."""
    items = [row.item_id for row in candidates]
    support, services = _support(items, timezone.localdate(now)), _services(items, timezone.localdate(now))
    demos, down = _demos(items), downtimes(_keys(services), now)
    for row in candidates:
        own = services.get(row.item_id, [])
        row.evidence = {
            "as_of": now.isoformat(timespec="seconds"),
            **_basics(row.item, timezone.localdate(now)),
            "support": support[row.item_id],
            "services": [{name: value for name, value in fact.items() if name != "key"} for fact in own],
            "incidents": _incidents([fact["key"] for fact in own], down),
            "demos": demos[row.item_id],
        }


def _basics(item: RoadmapItem, day: dt.date) -> dict[str, Any]:
    return {
        "title": item.title,
        "state": item.state,
        "estimate": str(item.estimate) if item.estimate is not None else None,
        "proposed_on": item.proposed_on.isoformat(),
        "waits_days": max(0, (day - item.proposed_on).days),
    }


def _support(items: list[int], day: dt.date) -> dict[int, dict[str, Any]]:
    """By item: how many people, teams and people of teams (capacity) say which level; a team says its strongest."""
    voices: dict[int, dict[int, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(VOICES.format(where=f"WHERE {ROOT} = ANY(%s)"), [items])
        for root, person, need, _ in cursor.fetchall():
            voices[root][person] = need
    people = {person for said in voices.values() for person in said}
    rows = Membership.objects.on(day).filter(user__in=people).values_list("user", "team")
    teams_of: dict[int, list[int]] = defaultdict(list)
    for person, team in rows:
        teams_of[person].append(team)
    held = capacities(day)
    return {item: _levels(voices[item], teams_of, held) for item in items}


def _levels(said: dict[int, int], teams_of: dict[int, list[int]], held: dict[int, int]) -> dict[str, Any]:
    of_team: dict[int, int] = {}
    for person, need in said.items():
        for team in teams_of.get(person, ()):
            of_team[team] = max(of_team.get(team, 0), need)
    people, teams = Counter(said.values()), Counter(of_team.values())
    sizes: Counter[int] = Counter()
    for team, need in of_team.items():
        sizes[need] += held[team]
    counted = {"people": people, "teams": teams, "capacity": sizes}
    return {name: {str(need): numbers[need] for need in NEEDS} for name, numbers in counted.items()}


def _services(items: list[int], day: dt.date) -> dict[int, list[dict[str, Any]]]:
    """By item: its services, the stage of each and since when, and on how many clusters it runs."""
    pairs = list(RoadmapItem.services.through.objects.filter(roadmapitem__in=items).values_list(
        "roadmapitem", "service"
    ))  # fmt: skip
    keys = {service for _, service in pairs}
    places = Counter(Enablement.objects.on(day).filter(service__in=keys).values_list("service", flat=True))
    facts = {
        row.pk: {
            "key": row.pk, "slug": row.slug, "name": row.name, "stage": row.stage,
            "since": row.stage_since.isoformat() if row.stage_since else None, "clusters": places[row.pk],
        }
        for row in Service.objects.filter(pk__in=keys).with_stage(day)
    }  # fmt: skip
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for item, service in pairs:
        found[item].append(facts[service])
    return {item: sorted(rows, key=lambda fact: str(fact["slug"])) for item, rows in found.items()}


def _demos(items: list[int]) -> Counter[int]:
    given = RoadmapItem.demos.through.objects.filter(roadmapitem__in=items, demo__state__in=GIVEN)
    return Counter(given.values_list("roadmapitem", flat=True))


def _keys(services: dict[int, list[dict[str, Any]]]) -> set[int]:
    return {fact["key"] for rows in services.values() for fact in rows}


def _incidents(keys: Iterable[int], down: dict[int, Downtime]) -> dict[str, Any]:
    """Outages of the services of an item; where nothing is probed, that it is not measured, never zero."""
    measured = [down[key] for key in keys if key in down]
    if not measured:
        return {"measured": False}
    return {
        "measured": True,
        "days": Downtime.DAYS,
        "outages": sum(row.outages for row in measured),
        "minutes": round(sum(row.seconds for row in measured) / 60),
    }
