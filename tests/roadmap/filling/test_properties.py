"""What the Method of Equal Shares promises, checked on everything in small rounds."""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.roadmap.filling import Instance, Project, Voter, equal_shares, greedy
from tests.roadmap.filling.rounds import KEYS, rounds


def utility(voter, keys, costs):
    """Points times cost, as the method counts it."""
    return sum((voter.marks.get(key, 0) * costs[key] for key in keys), Fraction(0))


def unjust(instance, funded):
    """A group of voters that could do better with its share of the capacity, even with one more item: or nothing.

    Extended justified representation up to one item (Peters, Pierczynski and Skowron 2021): take voters S, items T
    that cost no more than the share of S, and for each item of T the least utility that anybody in S has of it. Then
    somebody in S has of what is funded at least the sum of these, or more than it with one more item of T.
    """
    costs = {item.key: item.cost for item in instance.items}
    whole = sum(voter.weight for voter in instance.voters)
    groups = [g for size in range(1, len(instance.voters) + 1) for g in combinations(instance.voters, size)]
    bundles = [b for size in range(1, len(costs) + 1) for b in combinations(sorted(costs), size)]
    for group, bundle in product(groups, bundles):
        share = instance.open_capacity * sum(voter.weight for voter in group) / whole
        least = {key: min(voter.marks.get(key, 0) for voter in group) for key in bundle}
        if sum(costs[key] for key in bundle) > share or not all(least.values()):
            continue
        demand = sum(least[key] * costs[key] for key in bundle)
        if not any(satisfied(voter, funded, bundle, costs, demand) for voter in group):
            return group, bundle
    return None


def satisfied(voter, funded, bundle, costs, demand):
    has = utility(voter, funded, costs)
    if has >= demand:
        return True
    more = [utility(voter, [key], costs) for key in bundle if key not in funded]
    return any(has + one > demand for one in more)


@pytest.mark.slow
@pytest.mark.parametrize("completion", ["none", "add-one"])
def test_every_group_is_represented_up_to_one_item(completion):
    """1,500 random rounds with weights and points, every group and every bundle of each."""
    for instance in rounds(1500, seed=21):
        assert unjust(instance, equal_shares(instance, completion=completion).funded) is None


def test_every_round_of_three_voters_and_three_items_is_just():
    """All 512 approval ballots of three voters over three items, at three capacities."""
    items = tuple(Project(key, key, Fraction(cost)) for key, cost in zip("abc", (2, 3, 4), strict=True))
    subsets = [[key for key in "abc" if bits & 1 << "abc".index(key)] for bits in range(8)]
    for ballots in product(subsets, repeat=3):
        for capacity in (4, 6, 9):
            voters = [Voter(dict.fromkeys(ballot, 1)) for ballot in ballots]
            instance = Instance(items, voters, Fraction(capacity))
            for completion in ("none", "add-one"):
                assert unjust(instance, equal_shares(instance, completion=completion).funded) is None


def test_the_check_finds_the_injustice_of_greedy():
    """So that it can fail."""
    assert any(unjust(instance, greedy(instance).funded) for instance in rounds(300, seed=22))


@pytest.mark.parametrize("completion", ["none", "add-one"])
def test_capacity_is_kept_and_nobody_pays_too_much_or_for_what_was_not_marked(completion):
    for instance in rounds(1500, seed=23):
        filling = equal_shares(instance, completion=completion)
        costs = {item.key: item.cost for item in instance.items}
        assert filling.spent == sum(costs[key] for key in filling.funded) <= instance.capacity
        assert filling.left_over >= 0
        left = [filling.endowment * voter.weight for voter in instance.voters]
        for purchase in filling.purchases:
            payments = filling.payments[purchase.key]
            assert sum(payments.values()) == costs[purchase.key]
            assert set(payments) == {i for i, v in enumerate(instance.voters) if v.marks.get(purchase.key)}
            for i, paid in payments.items():
                voter = instance.voters[i]
                assert paid == min(left[i], purchase.price * voter.marks[purchase.key] * voter.weight)
                left[i] -= paid
                assert left[i] >= 0
        for item in filling.passed_over:
            assert item.had == sum(left[i] for i, v in enumerate(instance.voters) if v.marks.get(item.key))
            assert (item.reason == "not affordable") is (
                item.had < item.cost <= instance.capacity and item.points > 0
            )
            assert item.fits is (item.reason == "not affordable" and item.cost <= filling.left_over)


def test_completion_never_funds_for_less_than_the_first_endowment_did():
    """It keeps raising from the plain outcome, so it ends at that one or at a later one within the capacity."""
    for instance in rounds(500, seed=24):
        filling, plain = equal_shares(instance), equal_shares(instance, completion="none")
        assert filling.endowment >= plain.endowment
        if not filling.raises:
            assert filling.funded == plain.funded


def test_copies_are_weights():
    for instance in rounds(500, seed=25, weighted=False):
        heavier = [replace(v, weight=Fraction(1 + i % 3)) for i, v in enumerate(instance.voters)]
        copied = [v for i, v in enumerate(instance.voters) for _ in range(1 + i % 3)]
        for fill in (equal_shares, greedy):
            weighed = fill(replace(instance, voters=heavier))
            assert weighed.funded == fill(replace(instance, voters=copied)).funded
            assert weighed.endowment == fill(replace(instance, voters=copied)).endowment


def test_the_scale_of_points_and_money_does_not_matter():
    for instance in rounds(300, seed=26):
        items = tuple(replace(item, cost=item.cost * 7) for item in instance.items)
        voters = [Voter({k: Fraction(p, 3) for k, p in v.marks.items()}, v.weight) for v in instance.voters]
        scaled = Instance(items, voters, instance.capacity * 7)
        step = instance.capacity / 20
        assert equal_shares(instance, step=step).funded == equal_shares(scaled, step=step * 7).funded
        assert greedy(instance).funded == greedy(scaled).funded


def some_rounds():
    keys = st.sampled_from(KEYS[:5])
    ballot = st.builds(
        Voter,
        st.dictionaries(keys, st.integers(0, 4)),
        st.sampled_from([Fraction(1), Fraction(2), Fraction(1, 3)]),
    )
    costs = st.lists(st.fractions(0, 12, max_denominator=4), min_size=5, max_size=5)
    return st.builds(
        lambda costs, voters, capacity: Instance(
            tuple(Project(key, key, cost) for key, cost in zip(KEYS, costs, strict=False)), voters, capacity
        ),
        costs,
        st.lists(ballot, max_size=7),
        st.fractions(0, 30, max_denominator=3),
    )


@settings(max_examples=300, deadline=None)
@given(some_rounds(), st.randoms(use_true_random=False))
def test_the_order_of_items_and_voters_does_not_change_a_byte(instance, dice):
    items, voters = list(instance.items), list(instance.voters)
    dice.shuffle(items)
    dice.shuffle(voters)
    shuffled = Instance(tuple(items), voters, instance.capacity)
    assert repr(equal_shares(instance).as_json()) == repr(equal_shares(shuffled).as_json())
    assert repr(greedy(instance).as_json()) == repr(greedy(shuffled).as_json())


@settings(max_examples=200, deadline=None)
@given(
    some_rounds(),
    st.sets(st.sampled_from(KEYS[:5]), max_size=2),
    st.sets(st.sampled_from(KEYS[:5]), max_size=2),
)
def test_must_haves_are_in_and_left_outs_are_not(instance, musts, outs):
    outs -= musts
    costs = {item.key: item.cost for item in instance.items}
    capacity = instance.capacity + sum(costs[key] for key in musts)
    settled = replace(instance, capacity=capacity, must_haves=tuple(musts), left_out=tuple(outs))
    rest = replace(
        instance,
        items=tuple(item for item in instance.items if item.key not in musts | outs),
        voters=[
            replace(v, marks={k: p for k, p in v.marks.items() if k not in musts | outs})
            for v in instance.voters
        ],
    )
    for fill in (equal_shares, greedy):
        filling = fill(settled)
        assert filling.funded == (*sorted(musts), *fill(rest).funded)
        assert filling.spent <= capacity
        assert {item.key for item in filling.passed_over} == set(costs) - set(filling.funded)


@settings(max_examples=100, deadline=None)
@given(some_rounds())
def test_with_one_voter_for_everything_it_is_full_when_all_fits(instance):
    total = sum((item.cost for item in instance.items), Fraction(0))
    everything = Voter({item.key: 1 for item in instance.items})
    filling = equal_shares(replace(instance, voters=[everything], capacity=total))
    assert set(filling.funded) == {item.key for item in instance.items}
    assert filling.left_over == 0
