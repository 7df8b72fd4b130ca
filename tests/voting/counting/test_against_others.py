"""The same elections counted by other people's programs: pref_voting, pyrankvote and starvote."""

import os
import random
from pathlib import Path

import pytest

from hub.voting.counting import Profile, Rules, count
from hub.voting.formats import read
from tests.voting.oracles import environment

pytestmark = [pytest.mark.oracles, pytest.mark.slow]
DATA = Path(os.environ.get("HUB_TEST_DATA") or Path(__file__).parents[4] / "shared" / "data")


def elections(number, *, strict=False, best=None, heaviest=9):
    """Random ballots: ranks with ties and gaps, strict and complete ranks, or marks up to the best."""
    dice = random.Random(45)  # noqa: S311 -- the same elections every time
    for _ in range(number):
        size = dice.randint(2, 6)
        rows = []
        for _ in range(dice.randint(1, 9)):
            row = dice.sample(range(1, size + 1), size)
            if best:
                row = [dice.randint(0, best) for _ in row]
            elif not strict:
                row = [dice.choice([rank, rank, max(rank - 1, 1), None]) for rank in row]
            rows.append(row)
        if any(cell for row in rows for cell in row):
            yield Profile(tuple("ABCDEF"[:size]), rows, [dice.randint(1, heaviest) for _ in rows])


def asked(what, profiles, **more):
    return environment.ask([{"what": what, "rows": p.rows, "weights": p.weights, **more} for p in profiles])


def first(profile, method):
    result = count(profile, Rules(method, tie_rule="none"))
    return [profile.options.index(name) for name in result.ranking[0]]


def test_schulze_agrees_with_pref_voting():
    profiles = list(elections(400))
    assert asked("schulze", profiles) == [first(profile, "schulze") for profile in profiles]


def test_ranked_pairs_agrees_with_pref_voting_where_no_victories_are_equal():
    profiles = []
    for profile in elections(400, strict=True, heaviest=60):
        strengths = [pair.votes_for for pair in count(profile, Rules("ranked-pairs")).pairs]
        size = len(profile.options)
        if len(set(strengths)) == len(strengths) == size * (size - 1) // 2:
            profiles.append(profile)
    assert len(profiles) > 100
    assert asked("ranked_pairs", profiles) == [first(profile, "ranked-pairs") for profile in profiles]


def test_instant_runoff_agrees_with_pyrankvote_where_nothing_is_tied():
    profiles = [p for p in elections(400, strict=True, heaviest=60) if not count(p, Rules("stv")).ties]
    ours = [
        [profile.options.index(name) for name in count(profile, Rules("stv")).winners] for profile in profiles
    ]
    assert len(profiles) > 200
    assert asked("stv", profiles, seats=1) == ours


def test_star_agrees_with_starvote_where_it_has_an_answer():
    profiles = list(elections(400, best=5, heaviest=3))
    theirs = asked("star", profiles)
    assert sum(answer is not None for answer in theirs) > 300
    for profile, answer in zip(profiles, theirs, strict=True):
        if answer is not None:
            assert first(profile, "star") == answer


@pytest.mark.skipif(not DATA.is_dir(), reason=f"no example data in {DATA.name}")
def test_tideman_elections_agree_with_pyrankvote():
    for name in ("A1", "A3"):
        election = read(DATA / "voting-vectors" / f"{name}.HIL")
        result = count(election.profile, Rules("stv", seats=election.seats))
        (theirs,) = asked("stv", [election.profile], seats=election.seats)
        assert sorted(result.winners) == sorted(election.options[i] for i in theirs)
