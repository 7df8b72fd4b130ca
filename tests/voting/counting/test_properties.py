"""What must hold for every election: voters and options are equal, copies are weights, agreement is respected."""

from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hub.voting.counting import METHODS, RANKED, Profile, Rules, count

NAMES = "ABCDE"
quick = settings(max_examples=150, deadline=None)
unranked_rules = st.sampled_from(["last", "no-opinion"])


@st.composite
def ranked(draw, most=5, least=1):
    """Ballots with ties and gaps."""
    options = NAMES[: draw(st.integers(least, most))]
    cell = st.one_of(st.none(), st.integers(0, len(options)))
    rows = draw(st.lists(st.tuples(*[cell] * len(options)), max_size=7))
    weights = draw(st.lists(st.integers(0, 4), min_size=len(rows), max_size=len(rows)))
    return Profile(tuple(options), rows, weights)


@st.composite
def cases(draw, methods=METHODS):
    """Any of the methods with ballots that suit it."""
    method = draw(st.sampled_from(methods))
    rules = Rules(
        method,
        seats=draw(st.integers(1, 3)),
        unranked=draw(unranked_rules),
        tie_rule=draw(st.sampled_from(["draw", "none"])),
        quadratic=draw(st.booleans()),
        credits=20,
    )
    if method in RANKED:
        return draw(ranked()), rules
    if method == "majority":
        sides = st.sampled_from([(1, 0), (0, 1), (None, None)])
        return Profile(("yes", "no"), draw(st.lists(sides, max_size=6))), rules
    options = NAMES[: draw(st.integers(1, 4))]
    cell = st.one_of(st.none(), st.integers(0, 1 if method == "approval" else 2))
    return Profile(tuple(options), draw(st.lists(st.tuples(*[cell] * len(options)), max_size=6))), rules


def prefers(profile, unranked):
    """Pairwise preferences the slow and plain way."""
    last = len(NAMES) + 1 if unranked == "last" else None
    counted = {(a, b): 0 for a in profile.options for b in profile.options if a != b}
    for row, weight in zip(profile.rows, profile.weights, strict=True):
        ranks = {name: cell or last for name, cell in zip(profile.options, row, strict=True)}
        for a, b in counted:
            if ranks[a] and ranks[b] and ranks[a] < ranks[b]:
                counted[a, b] += weight
    return counted


@quick
@given(cases(), st.data())
def test_the_order_of_ballots_and_options_changes_not_a_byte(case, data):
    profile, rules = case
    rows = list(zip(profile.rows, profile.weights or [1] * len(profile.rows), strict=True))
    rows = data.draw(st.permutations(rows))
    places = data.draw(st.permutations(range(len(profile.options))))
    shuffled = Profile(
        tuple(profile.options[i] for i in places),
        [[row[i] for i in places] for row, _ in rows],
        [weight for _, weight in rows],
    )
    assert count(shuffled, rules).as_json() == count(profile, rules).as_json()


@quick
@given(cases(methods=METHODS[1:]), st.data())
def test_names_decide_nothing(case, data):
    profile, rules = case
    renamed = dict(zip(profile.options, data.draw(st.permutations(profile.options)), strict=True))
    rules = replace(rules, tie_rule="none")
    one = count(profile, rules)
    two = count(replace(profile, options=tuple(renamed.values())), rules)
    assume(not any(tie.rule == "draw" for tie in one.ties))  # the order of equal surpluses is always drawn
    assert [{renamed[name] for name in group} for group in one.ranking] == [
        set(group) for group in two.ranking
    ]
    assert {renamed[name] for name in one.winners} == set(two.winners)


@quick
@given(cases())
def test_a_weight_is_so_many_copies(case):
    profile, rules = case
    weights = profile.weights or [2] * len(profile.rows)
    copies = [row for row, weight in zip(profile.rows, weights, strict=True) for _ in range(weight)]
    weighted = count(replace(profile, weights=weights), rules)
    assert count(Profile(profile.options, copies), rules).as_json() == weighted.as_json()


@quick
@given(cases())
def test_winners_are_as_many_as_seats_and_from_the_top(case):
    profile, rules = case
    result = count(profile, rules)
    flat = [name for group in result.ranking for name in group]
    assert sorted(flat) == sorted(profile.options)
    assert len(set(result.winners)) == len(result.winners)
    if rules.tie_rule == "draw" and result.winners and rules.method != "majority":
        assert len(result.winners) == min(rules.seats, len(profile.options))
    cut = [group for group in result.ranking if set(group) & set(result.winners)]
    assert cut == list(result.ranking[: len(cut)])
    assert all(set(group) <= set(result.winners) for group in cut[:-1])


@quick
@given(ranked(), unranked_rules)
def test_the_matrix_is_what_a_plain_loop_counts(profile, unranked):
    matrix = count(profile, Rules("schulze", unranked=unranked)).matrix
    counted = prefers(profile, unranked)
    assert counted == {
        (a, b): matrix[i][j]
        for i, a in enumerate(profile.options)
        for j, b in enumerate(profile.options)
        if i != j
    }


@quick
@given(ranked(least=2), unranked_rules, st.sampled_from(["schulze", "ranked-pairs"]))
def test_whoever_beats_all_wins_and_whoever_loses_to_all_does_not(profile, unranked, method):
    first = count(profile, Rules(method, unranked=unranked)).ranking[0]
    votes = prefers(profile, unranked)
    for name in profile.options:
        others = [other for other in profile.options if other != name]
        if all(votes[name, other] > votes[other, name] for other in others):
            assert first == (name,)
        if all(votes[name, other] < votes[other, name] for other in others):
            assert name not in first


@quick
@given(ranked(least=2), unranked_rules, st.sampled_from(["schulze", "ranked-pairs"]))
def test_what_all_prefer_stands_before(profile, unranked, method):
    result = count(profile, Rules(method, unranked=unranked))
    place = {name: number for number, group in enumerate(result.ranking) for name in group}
    votes = prefers(profile, unranked)
    for a, b in votes:
        if votes[a, b] == profile.ballots > 0:
            assert place[a] < place[b]


@quick
@given(st.sampled_from(RANKED), ranked(), st.data())
def test_whom_all_put_first_wins(method, profile, data):
    assume(profile.ballots)
    chosen = data.draw(st.sampled_from(range(len(profile.options))))
    rows = [
        [1 if i == chosen else (cell + 1 if cell else None) for i, cell in enumerate(row)]
        for row in profile.rows
    ]
    assert count(replace(profile, rows=rows), Rules(method)).winners == (profile.options[chosen],)


@quick
@given(ranked(least=2))
def test_schulze_does_not_elect_the_same_when_all_ballots_are_turned_round(profile):
    full = replace(profile, rows=[[cell or 9 for cell in row] for row in profile.rows])
    back = replace(full, rows=[[10 - cell for cell in row] for row in full.rows])
    ahead, behind = (count(p, Rules("schulze")).ranking[0] for p in (full, back))
    assert len(ahead) > 1 or ahead != behind


@quick
@given(ranked(), st.integers(1, 4))
def test_a_coalition_gets_the_seats_its_votes_are_worth(profile, seats):
    """Droop proportionality: k quotas of voters who put the same options first fill k seats with them."""
    strict = [_strict(row) for row in profile.rows]
    result = count(replace(profile, rows=strict), Rules("stv", seats=seats))
    valid = sum(weight for row, weight in zip(strict, profile.weights, strict=True) if any(row))
    quota = valid // (seats + 1) + 1
    for mask in range(1, 2 ** len(profile.options)):
        members = {i for i in range(len(profile.options)) if mask >> i & 1}
        votes = sum(
            weight
            for row, weight in zip(strict, profile.weights, strict=True)
            if {i for i, rank in enumerate(row) if rank and rank <= len(members)} == members
        )
        names = {profile.options[i] for i in members}
        assert len(names & set(result.winners)) >= min(votes // quota, len(members))


def _strict(row):
    """The same ballot without ties: of those that share a rank, the earlier column first."""
    ranked = sorted((rank, i) for i, rank in enumerate(row) if rank)
    places = {i: place for place, (_, i) in enumerate(ranked, 1)}
    return [places.get(i) for i in range(len(row))]


@quick
@given(ranked(), st.integers(1, 4))
def test_no_part_of_a_vote_goes_missing(profile, seats):
    result = count(profile, Rules("stv", seats=seats))
    valid = sum(w for row, w in zip(profile.rows, profile.weights, strict=True) if any(row))
    for stage in result.rounds:
        parts = [*stage["votes"].values(), stage["non_transferable"], stage["lost"]]
        assert sum(int(part.replace(".", "")) for part in parts) == valid * 100_000


@quick
@given(cases(methods=["approval"]))
def test_approval_is_score_with_one_mark(case):
    profile, rules = case
    scored = count(profile, replace(rules, method="score", unranked="last", max_mark=1))
    approved = count(profile, rules)
    assert (approved.ranking, approved.winners, approved.totals) == (
        scored.ranking,
        scored.winners,
        scored.totals,
    )
