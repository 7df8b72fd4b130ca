"""Runs inside the environment of the other programs: questions as JSON on standard input, answers on standard output.

A question names a program and a method, and gives rows of ranks or marks with weights.
"""

import importlib.machinery
import json
import sys
import time
import types

# What pref_voting and pabutools import and are not asked for anything here.
NEVER_USED = ("matplotlib", "ortools", "nashpy", "scipy", "seaborn", "preflibtools", "pulp", "gurobipy")


class _Absent(types.ModuleType):
    """Lets an import pass, and fails as soon as anything of it is called."""

    __path__ = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return _Absent(f"{self.__name__}.{name}")


class _Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] in NEVER_USED:
            return importlib.machinery.ModuleSpec(name, _Finder, is_package=True)
        return None

    @staticmethod
    def create_module(spec):
        return _Absent(spec.name)

    @staticmethod
    def exec_module(module):
        pass


def allow_pref_voting():
    """Make pref_voting importable without what it never uses here."""
    import numba  # noqa: F401 -- it looks for scipy itself, and does without

    if _Finder not in sys.meta_path:
        sys.meta_path.append(_Finder)


def schulze(rows, weights, **_):
    """Winners by winning votes; what is not ranked is last."""
    allow_pref_voting()
    from pref_voting.margin_based_methods import beat_path

    profile = tied_profile(rows, weights)
    return beat_path(profile, strength_function=profile.support)


def ranked_pairs(rows, weights, **_):
    allow_pref_voting()
    from pref_voting.margin_based_methods import ranked_pairs

    profile = tied_profile(rows, weights)
    return ranked_pairs(profile, strength_function=profile.support)


def tied_profile(rows, weights):
    from pref_voting.profiles_with_ties import ProfileWithTies

    ballots = [{i: rank for i, rank in enumerate(row) if rank} for row in rows]
    profile = ProfileWithTies(ballots, rcounts=weights, candidates=list(range(len(rows[0]))))
    profile.use_extended_strict_preference()
    return profile


def linear_schulze(rows, weights, **_):
    """The fastest they have, for strict and complete orders; only this is timed."""
    import numpy as np

    allow_pref_voting()
    from pref_voting.margin_based_methods import beat_path
    from pref_voting.profiles import Profile

    orders = [sorted(range(len(row)), key=row.__getitem__) for row in rows]
    beat_path(Profile(orders[:10]))  # compiled before the clock starts
    began = time.perf_counter()
    winners = beat_path(Profile(orders))
    return {"winners": np.asarray(winners).tolist(), "seconds": time.perf_counter() - began}


def stv(rows, weights, seats=1, **_):
    return transferable(rows, weights, seats)["winners"]


def transferable(rows, weights, seats=1, **_):
    import pyrankvote

    candidates = [pyrankvote.Candidate(str(i)) for i in range(len(rows[0]))]
    ballots = []
    for row, weight in zip(rows, weights, strict=True):
        order = [candidates[i] for _, i in sorted((rank, i) for i, rank in enumerate(row) if rank)]
        ballots += [pyrankvote.Ballot(ranked_candidates=order) for _ in range(weight)]
    began = time.perf_counter()
    if seats == 1:
        result = pyrankvote.instant_runoff_voting(candidates, ballots)
    else:
        result = pyrankvote.single_transferable_vote(candidates, ballots, number_of_seats=seats)
    seconds = time.perf_counter() - began
    return {"winners": sorted(int(winner.name) for winner in result.get_winners()), "seconds": seconds}


def star(rows, weights, **_):
    import starvote

    ballots = []
    for row, weight in zip(rows, weights, strict=True):
        ballots += [{f"o{i}": mark or 0 for i, mark in enumerate(row)}] * weight
    try:
        winners = starvote.election(starvote.STAR_Voting, ballots, tiebreaker=None)
    except starvote.UnbreakableTieError:
        return None
    return [int(winner[1:]) for winner in winners]


def allow_pabutools():
    """Make pabutools importable without its solvers."""
    if _Finder not in sys.meta_path:
        sys.meta_path.append(_Finder)


def equal_shares(costs, ballots, budget, **_):
    """Without completion, exact; the value of a project to a voter is points times cost."""
    allow_pabutools()
    from pabutools.election import Additive_Cardinal_Sat
    from pabutools.rules import method_of_equal_shares

    instance, profile, ties = budgeting(costs, ballots, budget)
    began = time.perf_counter()
    found = method_of_equal_shares(instance, profile, sat_class=Additive_Cardinal_Sat, tie_breaking=ties)
    return {"funded": [project.name for project in found], "seconds": time.perf_counter() - began}


def greedy(costs, ballots, budget, **_):
    """Most satisfaction for the money first, which with these values is most points."""
    allow_pabutools()
    from pabutools.election import Additive_Cardinal_Sat
    from pabutools.rules import greedy_utilitarian_welfare

    instance, profile, ties = budgeting(costs, ballots, budget)
    found = greedy_utilitarian_welfare(instance, profile, sat_class=Additive_Cardinal_Sat, tie_breaking=ties)
    return {"funded": [project.name for project in found]}


def budgeting(costs, ballots, budget):
    """Their election, and the tie rule of the product. Money comes as text, to be read as fractions."""
    from pabutools.election import CardinalBallot, CardinalProfile, Instance, Project
    from pabutools.fractions import frac
    from pabutools.tiebreaking import TieBreakingRule

    costs = {key: number(cost, frac) for key, cost in costs.items()}
    projects = {key: Project(key, cost) for key, cost in costs.items()}
    instance = Instance(projects.values(), budget_limit=number(budget, frac))
    profile = CardinalProfile(
        [CardinalBallot({projects[k]: p * costs[k] for k, p in ballot.items()}) for ballot in ballots],
        instance=instance,
    )
    points = {key: sum(ballot.get(key, 0) for ballot in ballots) for key in costs}
    ties = TieBreakingRule(lambda _, __, project: (-points[project.name], project.cost, project.name))
    return instance, profile, ties


def number(text, frac):
    over, _, under = text.partition("/")
    return frac(int(over), int(under or 1))


ANSWERS = {
    f.__name__: f
    for f in (schulze, ranked_pairs, linear_schulze, stv, transferable, star, equal_shares, greedy)
}


def main():
    out, sys.stdout = sys.stdout, sys.stderr  # what the programs print is not an answer
    answers = [ANSWERS[question.pop("what")](**question) for question in json.load(sys.stdin)]
    json.dump(answers, out, default=int)


if __name__ == "__main__":
    main()
