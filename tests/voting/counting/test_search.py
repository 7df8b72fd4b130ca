"""A search for elections where more support does harm, or where a twin changes who wins: none for Schulze and
Ranked Pairs, and the same search finds one at once for a method that is known for it."""

import random

import pytest

from hub.voting.counting import Profile, Rules, count

TRIES = 500


def first(method, unranked="last"):
    def winners(profile):
        return set(count(profile, Rules(method, unranked=unranked, tie_rule="none")).ranking[0])

    return winners


def first_where_victories_differ(unranked):
    """Ranked Pairs where no two victories are equally strong: what it promises, it promises there."""

    def winners(profile):
        result = count(profile, Rules("ranked-pairs", unranked=unranked, tie_rule="none"))
        strengths = [pair.votes_for for pair in result.pairs]
        return set(result.ranking[0]) if len(set(strengths)) == len(strengths) else None

    return winners


def instant_runoff(profile):
    """Naive on purpose: the first of the fewest goes out."""
    left = list(range(len(profile.options)))
    while len(left) > 1:
        tops = dict.fromkeys(left, 0)
        for row, weight in zip(profile.rows, profile.weights, strict=True):
            best = min(left, key=lambda i: row[i] or 99)
            tops[best] += weight if row[best] else 0
        left.remove(min(left, key=lambda i: tops[i]))
    return {profile.options[left[0]]}


def borda(profile):
    """A point for every option a ballot puts behind."""
    points = dict.fromkeys(profile.options, 0)
    for row, weight in zip(profile.rows, profile.weights, strict=True):
        for name, rank in zip(profile.options, row, strict=True):
            points[name] += weight * sum((rank or 99) < (other or 99) for other in row)
    return {name for name in points if points[name] == max(points.values())}


def election_at_random(dice, *, ties):
    size = dice.randint(3, 5)
    rows = []
    for _ in range(dice.randint(3, 7)):
        row = dice.sample(range(1, size + 1), size)
        if ties:
            row = [dice.choice([rank, rank, max(rank - 1, 1), None]) for rank in row]
        rows.append([rank and 2 * rank for rank in row])  # room between ranks
    return Profile(tuple("ABCDE"[:size]), rows, [dice.randint(1, 40) for _ in rows])


def harmed_by_support(winners, dice, *, ties, unranked="last"):
    """An election with a winner who no longer wins when some ballots rank it higher and change nothing else."""
    profile = election_at_random(dice, ties=ties)
    before = winners(profile) or ()
    for place, name in enumerate(profile.options):
        if name not in before:
            continue
        for _ in range(5):
            rows = [list(row) for row in profile.rows]
            for row in rows:
                if dice.random() < 0.3 and (row[place] or unranked == "last"):
                    row[place] = dice.choice([1, dice.randint(1, row[place] or 11)])
            after = winners(Profile(profile.options, rows, profile.weights))
            if after is not None and name not in after:
                return profile
    return None


def changed_by_a_twin(winners, dice, *, ties):
    """An election where a twin, next to an option on every ballot, changes whether one of others wins."""
    profile = election_at_random(dice, ties=ties)
    place = dice.randrange(len(profile.options))
    rows = []
    for row in profile.rows:
        spread = [rank and 3 * rank for rank in row]
        mine = spread[place]
        twin = mine and mine + dice.choice([-1, 0, 1] if ties else [-1, 1])
        rows.append([*spread, twin])
    if ties:  # the twin may only be tied with others where its original is
        rows = [_kept_apart(row, place) for row in rows]
    name = profile.options[place]
    cloned = winners(Profile((*profile.options, "twin"), rows, profile.weights))
    merged = {name if winner == "twin" else winner for winner in cloned}
    return None if merged == winners(profile) else profile


def _kept_apart(row, place):
    shared = [rank for i, rank in enumerate(row[:-1]) if rank == row[place] and i != place]
    return [*row[:-1], row[place]] if shared else row


def found(search, winners, **kind):
    dice = random.Random(2026)  # noqa: S311 -- the same elections every time
    return sum(search(winners, dice, **kind) is not None for _ in range(TRIES))


@pytest.mark.parametrize("unranked", ["last", "no-opinion"])
@pytest.mark.parametrize("ties", [False, True])
def test_more_support_never_harms_a_winner_of_schulze(ties, unranked):
    assert found(harmed_by_support, first("schulze", unranked), ties=ties, unranked=unranked) == 0


@pytest.mark.parametrize("unranked", ["last", "no-opinion"])
@pytest.mark.parametrize("ties", [False, True])
def test_more_support_never_harms_a_winner_of_ranked_pairs(ties, unranked):
    winners = first_where_victories_differ(unranked)
    assert found(harmed_by_support, winners, ties=ties, unranked=unranked) == 0


@pytest.mark.parametrize("unranked", ["last", "no-opinion"])
@pytest.mark.parametrize("ties", [False, True])
@pytest.mark.parametrize("method", ["schulze", "ranked-pairs"])
def test_a_twin_changes_nothing_for_others(method, ties, unranked):
    assert found(changed_by_a_twin, first(method, unranked), ties=ties) == 0


def test_the_search_finds_support_that_harms_where_there_is_some():
    assert found(harmed_by_support, instant_runoff, ties=False) > 0


def test_the_search_finds_twins_that_decide_where_there_are_some():
    assert found(changed_by_a_twin, borda, ties=False) > 0
    assert found(changed_by_a_twin, instant_runoff, ties=False) > 0
