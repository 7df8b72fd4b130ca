"""The Method of Equal Shares (Peters, Pierczynski and Skowron 2021), completed by raising everybody's endowment."""

from __future__ import annotations

from fractions import Fraction

from hub.roadmap.filling import exact
from hub.roadmap.filling.exact import Run
from hub.roadmap.filling.instance import BadInstance, Instance
from hub.roadmap.filling.ladder import Ladder
from hub.roadmap.filling.outcome import Filling, PassedOver, Purchase
from hub.roadmap.filling.standing import standing, supporters_of, why_not
from hub.roadmap.filling.table import Table, table_of

COMPLETIONS = ("add-one", "none")


def equal_shares(instance: Instance, *, completion: str = "add-one", step: Fraction | None = None) -> Filling:
    """Fill a round so that every voter decides on an equal share of the capacity (or on one after its weight).

    An item costs its supporters the same per point, and whoever has less left pays all of it. The item that is
    bought next has the highest effective support: its cost divided by that price. With "add-one", endowments are then
    raised step by step, and the last outcome before the first that costs more than the capacity counts.
    """
    if completion not in COMPLETIONS:
        raise BadInstance(f'there is no completion "{completion}": choose add-one or none.')
    table = table_of(instance)
    most = int(instance.open_capacity * table.money)
    if not instance.voters:
        return _filling(instance, table, Run(Fraction(0), (), 0, ()), completion)
    start = Fraction(instance.open_capacity) / sum(Fraction(voter.weight) for voter in instance.voters)
    size = step if step is not None else usual_step(start)
    if size <= 0 or completion == "none":
        return _filling(instance, table, exact.run(table, table.endowment(start), most), completion)
    ladder = Ladder(table, table.endowment(size))
    last, above, raises = ladder.climb(table.endowment(start), most)
    return _filling(
        instance, table, ladder.priced(last, most), completion, raises=raises, step=size, above=above
    )


def usual_step(start: Fraction) -> Fraction:
    """One unit for each voter, but at least a thousandth and at most a hundredth of the endowment."""
    return min(max(Fraction(1), start / 1000), start / 100)


def _filling(
    instance: Instance,
    table: Table,
    run: Run,
    completion: str,
    *,
    raises: int = 0,
    step: Fraction = Fraction(0),
    above: Run | None = None,
) -> Filling:
    """Back from the numbers of the table to keys, voters and fractions."""
    musts = sum(
        (Fraction(item.cost) for item in instance.items if item.key in instance.must_haves), Fraction(0)
    )
    spent = Fraction(run.cost, table.money) + musts
    return Filling(
        rule="equal-shares",
        completion=completion,
        instance=instance,
        funded=(*sorted(instance.must_haves), *(table.keys[item] for item in run.items)),
        purchases=tuple(_purchases(instance, table, run)),
        passed_over=tuple(_passed_over(instance, table, run, instance.capacity - spent)),
        endowment=run.endowment * table.unit / table.money,
        raises=raises,
        step=step,
        overspending=Fraction(above.cost, table.money) + musts if above else None,
    )


def _purchases(instance: Instance, table: Table, run: Run) -> list[Purchase]:
    supporters = supporters_of(instance)
    members: dict[int, list[int]] = {}
    for place, group in enumerate(table.group_of):
        members.setdefault(group, []).append(place)
    each = Fraction(table.unit, table.money)
    found = []
    for step in run.steps:
        key = table.keys[step.item]
        emptied = {
            place: gave * each * instance.voters[place].weight
            for group, gave in step.emptied.items()
            for place in members[group]
        }
        found.append(
            Purchase(
                key,
                Fraction(table.costs[step.item], table.money),
                Fraction(table.points[step.item], table.unit * table.mark),
                supporters[key],
                Fraction(step.support) / (table.unit * table.mark),
                None if step.price is None else step.price * each * table.mark,
                dict(sorted(emptied.items())),
                tuple(table.keys[other] for other in step.tied),
            )
        )
    return found


def _passed_over(instance: Instance, table: Table, run: Run, free: Fraction) -> list[PassedOver]:
    """Why the others are not funded: most points first, then lower cost, then key."""
    left, over = run.left or (), run.over * table.money
    had = {
        key: Fraction(sum(table.weights[group] * left[group] for group, _ in backers), over)
        for key, backers in zip(table.keys, table.backers, strict=True)
    }
    bought = {table.keys[item] for item in run.items}
    found = []
    for item, points, supporters in standing(instance):
        if item.key in bought or item.key in instance.must_haves:
            continue
        reason = why_not(instance, item.key, item.cost, points) or "not affordable"
        fits = reason == "not affordable" and item.cost <= free
        found.append(
            PassedOver(item.key, item.cost, points, supporters, reason, had.get(item.key, Fraction(0)), fits)
        )
    return found
