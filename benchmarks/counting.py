"""What counting costs: 100,000 distinct ballots over 20 options, from plain Python lists to the result.

Schulze beside pref_voting's and beside pyrankvote's transferable vote in the same run, then Scottish STV for five
seats. The others live in an environment of their own (make oracles); without it they are left out. Options:
--ballots 100000 --options 20 --seats 5 --runs 5.
"""

import argparse
import json
import random
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from hub.voting.counting import Profile, Rules, count
from tests.voting.oracles import environment


def distinct_ballots(number, size):
    """Strict, complete orders, no two alike: nothing can be grouped."""
    dice, found = random.Random(1), set()
    while len(found) < number:
        found.add(tuple(dice.sample(range(1, size + 1), size)))
    return [list(row) for row in sorted(found)]


def seconds(profile, rules, runs):
    """The median of some runs, by the clock and of the processor: they differ on a busy machine."""
    took, used = [], []
    for _ in range(runs):
        began, at = time.perf_counter(), time.process_time()
        count(profile, rules)
        took.append(time.perf_counter() - began)
        used.append(time.process_time() - at)
    return statistics.median(took), statistics.median(used)


def peers(profile, seats):
    """Seconds of the others on the same ballots; nothing when they are not there."""
    if why := environment.missing():
        print(f"counting: the other programs are left out: {why}", file=sys.stderr)
        return None
    same = {"rows": profile.rows, "weights": [1] * len(profile.rows)}
    answers = environment.ask([
        {"what": "linear_schulze", **same},
        {"what": "transferable", "seats": 1, **same},
        {"what": "transferable", "seats": seats, **same},
    ])  # fmt: skip
    return [answer["seconds"] for answer in answers]


def line(name, ours, n, beside):
    value, used = ours
    found = {"name": name, "value": round(value, 3), "unit": "s", "cpu": round(used, 3), "n": n}
    if beside:
        found["peer"] = {who: round(took, 2) for who, took in beside.items()}
        found["ratio"] = {who: round(took / value, 1) for who, took in beside.items()}
    return json.dumps(found)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--ballots", type=int, default=100_000)
    options.add_argument("--options", type=int, default=20)
    options.add_argument("--seats", type=int, default=5)
    options.add_argument("--runs", type=int, default=5)
    args = options.parse_args()
    names = tuple(f"option {i:02}" for i in range(args.options))
    profile = Profile(names, distinct_ballots(args.ballots, args.options))
    n = f"{args.ballots} distinct ballots x {args.options} options"
    schulze = seconds(profile, Rules("schulze"), args.runs)
    stv = seconds(profile, Rules("stv", seats=args.seats), max(1, args.runs // 2))
    theirs = peers(profile, args.seats)
    print(line("counting_schulze", schulze, n, theirs and {
        "pref_voting Schulze": theirs[0], "pyrankvote IRV": theirs[1]
    }))  # fmt: skip
    print(line("counting_stv", stv, f"{n}, {args.seats} seats", theirs and {"pyrankvote STV": theirs[2]}))


if __name__ == "__main__":
    main()
