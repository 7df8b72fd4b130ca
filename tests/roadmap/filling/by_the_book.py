"""The Method of Equal Shares written down once more from its definition: slow, in fractions, and nothing shared."""

from fractions import Fraction


def price_of(cost, left, marks, weights):
    """The least rate r with sum(min(left, weight * points * r)) = cost, by trying every voter as the richest payer."""
    if sum(left[i] for i in marks) < cost:
        return None
    rates = {left[i] / (weights[i] * marks[i]) for i in marks}
    below = max(
        (r for r in rates if sum(min(left[i], weights[i] * marks[i] * r) for i in marks) <= cost),
        default=Fraction(0),
    )
    gave = sum(min(left[i], weights[i] * marks[i] * below) for i in marks)
    if gave == cost:
        return below
    able = [i for i in marks if left[i] > weights[i] * marks[i] * below]
    fixed = sum(left[i] for i in marks if i not in able)
    return (cost - fixed) / sum(weights[i] * marks[i] for i in able)


def plain(costs, ballots, weights, per_weight):
    """What is bought, in order, with who pays what; ties to points, then cost, then key."""
    left = [per_weight * w for w in weights]
    bought = {}
    while True:
        found = []
        for key, cost in costs.items():
            marks = {i: Fraction(b[key]) for i, b in enumerate(ballots) if b.get(key)}
            if key in bought or not marks:
                continue
            points = sum(weights[i] * marks[i] for i in marks)
            rate = price_of(cost, left, marks, weights)
            if rate is not None:
                found.append((-(cost / rate if rate else points), -points, cost, key, rate, marks))
        if not found:
            return bought
        *_, key, rate, marks = min(found, key=lambda each: each[:4])
        bought[key] = {i: min(left[i], weights[i] * marks[i] * rate) for i in marks}
        for i, paid in bought[key].items():
            left[i] -= paid


def completed(costs, ballots, weights, capacity, step):
    """Whole multiples of the step above the first endowment, one by one."""
    costs = {key: cost for key, cost in costs.items() if cost <= capacity}
    wanted = {key for ballot in ballots for key, points in ballot.items() if points and key in costs}
    start = capacity / sum(weights)
    last, rung = plain(costs, ballots, weights, start), start // step
    while set(last) != wanted:
        rung += 1
        following = plain(costs, ballots, weights, rung * step)
        if sum(costs[key] for key in following) > capacity:
            break
        last = following
    return last
