"""What filling a round costs: 200 candidates, 5,000 voters, from the ballots to the completed result with its payments.

Points ballots and approvals, by the Method of Equal Shares with and without completion, and greedily; pabutools beside
the plain one in the same run, where it is installed (make oracles). Options: --voters 5000 --items 200 --runs 5.
"""

import argparse
import random
import statistics
import sys
import time
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measured import say
from hub.roadmap.filling import Instance, Project, Voter, equal_shares, greedy


def a_round(items, voters, *, points, seed=1):
    """Costs of 1 to 40 days; every voter marks 3 to 12 items, popular ones more often; about a quarter of it fits."""
    dice = random.Random(seed)
    keys = [f"{number:03}" for number in range(items)]
    costs = {key: Fraction(dice.randint(1, 40)) for key in keys}
    liked = [1 / (1 + place / 25) for place in range(items)]
    ballots = []
    for _ in range(voters):
        chosen = set(dice.choices(keys, liked, k=dice.randint(3, 12)))
        ballots.append({key: dice.randint(1, 5) if points else 1 for key in sorted(chosen)})
    projects = tuple(Project(key, f"Item {key}", costs[key]) for key in keys)
    return Instance(projects, [Voter(ballot) for ballot in ballots], Fraction(int(sum(costs.values()) / 4)))


def timed(fill, runs):
    """The median of some runs, by the clock and of the processor."""
    took, used = [], []
    for _ in range(runs):
        began, at = time.perf_counter(), time.process_time()
        filling = fill()
        took.append(time.perf_counter() - began)
        used.append(time.process_time() - at)
    return statistics.median(took), statistics.median(used), filling


def main():
    options = argparse.ArgumentParser(description=__doc__)
    for name, default in (("--items", 200), ("--voters", 5000), ("--runs", 5)):
        options.add_argument(name, type=int, default=default)
    given = options.parse_args()
    for kind in ("points", "approval"):
        instance = a_round(given.items, given.voters, points=kind == "points")
        for name, fill in (
            ("equal shares, add-one", lambda one=instance: equal_shares(one)),
            ("equal shares, none", lambda one=instance: equal_shares(one, completion="none")),
            ("greedy", lambda one=instance: greedy(one)),
        ):
            value, used, filling = timed(fill, given.runs)
            say(name=f"fill_round {kind}: {name}", value=value, unit="s", cpu=used, n=given.voters,
                items=given.items, funded=len(filling.funded), raises=filling.raises)  # fmt: skip


if __name__ == "__main__":
    main()
