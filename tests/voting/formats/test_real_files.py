"""Real elections, as their owners published them."""

import os
import re
from pathlib import Path

import pytest

from hub.voting.counting import Rules, count
from hub.voting.formats import read

DATA = Path(os.environ.get("HUB_TEST_DATA") or Path(__file__).parents[4] / "shared" / "data")
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"no example data in {DATA.name}")
STEERING = DATA / "kubernetes-community" / "elections" / "steering"
VECTORS = DATA / "voting-vectors"
LOGINS = {  # the results of 2021 give names, the ballots logins
    "Paris Pittman": "parispittman",
    "Stephen Augustus": "justaugustus",
    "Christoph Blecker": "cblecker",
    "Tim Pepper": "tpepper",
}


def counted(path, method="schulze", unranked=None, **rules):
    election = read(path)
    rules = {"seats": election.seats or 1, **rules}
    return count(election.profile, Rules(method, unranked=unranked or election.unranked, **rules))


def steering(year, **rules):
    (path,) = [path for path in (STEERING / year).iterdir() if path.name.lower() == "ballots.csv"]
    return counted(path, **rules)


def published(year):
    """Votes cast, the final ranking and the winners, read from the published page."""
    (page,) = [path for path in (STEERING / year).iterdir() if path.name.lower() == "results.md"]
    text = page.read_text().replace("Wittrock", "Whitrock")  # spelt otherwise on the ballots
    before, _, after = text.partition("## Winners")

    def names(part):
        found = re.findall(r"^\d+\. (.+?)\s*$", part, re.MULTILINE)
        return [LOGINS.get(name, name) if year == "2021" else name for name in found]

    return int(re.search(r"votes cast: (\d+)", text)[1]), names(before), names(after)


def plain(names):
    return [re.sub(r" \(@.*\)", "", name) for name in names]


@pytest.mark.parametrize("year", ["2017", "2018", "2019", "2020", "2021"])
def test_kubernetes_elections_give_the_published_winners_and_order(year):
    cast, ranking, winners = published(year)
    rules = {"seats": len(winners)}
    if (
        year == "2017"
    ):  # only so many winners of one company: Michael Rubin would have been the next of Google
        rules |= {"team_cap": 1, "teams": {"Michael Rubin": "Google", "Phillip Whitrock": "Google"}}
    result = steering(year, **rules)
    assert result.ballots == cast
    assert plain(result.winners) == winners
    assert result.ties == ()
    if ranking:
        assert [plain(group) for group in result.ranking] == [[name] for name in ranking]


def test_kubernetes_2017_says_why_somebody_is_passed_over():
    teams = {"Michael Rubin": "Google", "Phillip Whitrock": "Google"}
    result = steering("2017", seats=6, team_cap=1, teams=teams)
    assert result.notes == ("“Michael Rubin” is passed over: Google already has 1 of the winners.",)


def test_kubernetes_2021_elects_somebody_else_when_silence_is_last():
    assert "cblecker" in steering("2021", seats=4).winners
    assert "cblecker" not in steering("2021", seats=4, unranked="last").winners
    assert "deads2k" in steering("2021", seats=4, unranked="last").winners


def test_debian_2006_has_two_answers():
    path = VECTORS / "leader2006_tally.txt"
    last, no_opinion = counted(path), counted(path, unranked="no-opinion")
    assert (last.ballots, last.winners, no_opinion.winners) == (421, ("Anthony Towns",), ("Steve McIntyre",))
    assert no_opinion.ranking[:2] == (("Steve McIntyre",), ("Anthony Towns",))


def test_debian_2007_is_read_although_it_is_not_in_utf_8():
    election = read(VECTORS / "leader2007_tally.txt")
    result = counted(VECTORS / "leader2007_tally.txt")
    assert election.options[5] == "Raphaël Hertzog"
    assert election.notes == ("The file is not in UTF-8 and was read as Latin-1.",)
    assert (result.ballots, result.winners) == (482, ("Sam Hocevar",))
    assert [group[0] for group in result.ranking[:4]] == [
        "Sam Hocevar", "Steve McIntyre", "Raphaël Hertzog", "Wouter Verhelst"
    ]  # fmt: skip


def test_tideman_a1_and_a3_elect_by_stv():
    a1, a3 = (counted(VECTORS / f"{name}.HIL", "stv") for name in ("A1", "A3"))
    assert (a1.ballots, sorted(a1.winners)) == (380, ["Candidate  1", "Candidate  3", "Candidate  9"])
    assert (a3.ballots, set(a3.winners)) == (989, {"6", "8", "4", "11", "5", "2", "14"})
