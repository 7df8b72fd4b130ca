"""Anybody takes the ballots of a closed round home, without names, and fills the round again."""

import io
import json

import pytest
from django.core.management import call_command

from hub.roadmap.actions import rounds
from tests.factories import TeamFactory
from tests.roadmap import filled

COSTS = {"alpha": 3, "beta": 5, "gamma": 4, "delta": 2, "must": 2, "out": 1}
STANDINGS = {"must": "must", "out": "excluded"}


@pytest.fixture
def over(db):
    """A round of eleven ballots, with something that must be done and something left out."""
    people = filled.crowd(11, TeamFactory(slug="secret-team", name="Secret team"))
    found = filled.opened(COSTS, standings=STANDINGS, capacity=11, title="Round; of “Q1”")
    ways = ({"alpha": 6, "gamma": 4}, {"beta": 10}, {"delta": 3, "alpha": 7}, {"gamma": 1})
    return filled.closed(found, {person: ways[n % 4] for n, person in enumerate(people)})


def taken(browser, found):
    return browser.get(f"/roadmap/rounds/{found.slug}/ballots.pb")


def refilled(text, folder, rule):
    """What `manage.py fill_round` makes of the download."""
    path, out = folder / "round.pb", io.StringIO()
    path.write_text(text, "utf-8")
    call_command("fill_round", str(path), "--rule", rule, "--json", stdout=out, stderr=io.StringIO())
    return json.loads(out.getvalue())


@pytest.mark.parametrize("rule", ["equal-shares", "greedy"])
def test_the_command_funds_from_the_download_what_the_round_proposes(over, as_anonymous, tmp_path, rule):
    again = refilled(taken(as_anonymous, over).content.decode(), tmp_path, rule)
    kept = over.result["views"]["people"][rule]["funded"]
    assert kept[0] == "must"
    assert again["funded"] == [slug for slug in kept if slug != "must"]
    assert len(again["funded"]) >= 2
    assert (again["budget"], again["warnings"]) == (9, [])


@pytest.mark.parametrize("ballot", ["points", "approval"])
def test_rounds_of_teams_come_out_the_same_too(as_anonymous, tmp_path, ballot):
    teams = [TeamFactory(slug=f"team-{n}", capacity=n + 1) for n in range(5)]
    crowds = [filled.crowd(2, team) for team in teams]
    found = filled.opened(COSTS, standings=STANDINGS, capacity=11, voters="teams", ballot=ballot)
    ways = ({"alpha": 1, "gamma": 1}, {"beta": 1}, {"delta": 1, "alpha": 1})
    for n, (team, people) in enumerate(zip(teams, crowds, strict=True)):
        rounds.cast_ballot(found, by=people[0], team=team, marks=ways[n % 3])
    over = filled.closed(found)
    again = refilled(taken(as_anonymous, over).content.decode(), tmp_path, "equal-shares")
    kept = over.result["views"]["teams"]["equal-shares"]["funded"]
    assert again["funded"] == [slug for slug in kept if slug != "must"] != []


def test_a_round_in_which_nobody_voted_is_a_file_too(as_anonymous, tmp_path, member):
    over = filled.closed(filled.opened(COSTS, standings=STANDINGS, capacity=11))
    answer = taken(as_anonymous, over)
    assert answer.status_code == 200
    assert "num_votes;0" in answer.content.decode()


def test_download_names_nobody_and_its_order_tells_nothing(over, as_anonymous):
    text = taken(as_anonymous, over).content.decode()
    for row in over.electorate.select_related("user"):
        assert row.user.handle not in text
        assert row.user.name not in text
    assert "ecret" not in text
    assert "must" not in text
    votes = text.split("VOTES\n")[1].splitlines()[1:]
    assert [line.split(";")[0] for line in votes] == [str(n) for n in range(1, 12)]
    as_cast = [",".join(sorted(row.marks)) for row in over.electorate.exclude(cast_at=None).order_by("pk")]
    assert sorted(line.split(";")[1] for line in votes) == sorted(as_cast)
    assert [line.split(";")[1] for line in votes] != as_cast
    assert taken(as_anonymous, over).content.decode() == text


def test_it_arrives_as_a_file_and_leads_there_from_page_and_api(over, as_anonymous):
    answer = taken(as_anonymous, over)
    assert answer["Content-Disposition"] == f'attachment; filename="{over.slug}.pb"'
    assert answer["Content-Type"].startswith("text/plain")
    address = f"/roadmap/rounds/{over.slug}/ballots.pb"
    assert f'href="{address}"' in as_anonymous.get(over.get_absolute_url()).content.decode()
    assert as_anonymous.get(f"/api/v1/rounds/{over.slug}/").json()["ballots_file"].endswith(address)


def test_before_the_close_there_is_nothing_to_take(as_admin, as_anonymous, member):
    open_now, draft = filled.opened(), filled.drafted(quarter="2027-Q4", title="Drafted")
    for browser in (as_anonymous, as_admin):
        answer = taken(browser, open_now)
        assert answer.status_code == 409
        assert "VOTES" not in answer.content.decode()
    assert taken(as_anonymous, draft).status_code == 404
    assert taken(as_admin, draft).status_code == 409
    assert taken(as_anonymous, type(draft)(slug="none")).status_code == 404
    assert as_anonymous.get(f"/api/v1/rounds/{open_now.slug}/").json()["ballots_file"] is None


def test_download_costs_the_same_for_any_number(over, as_anonymous, queries, member):
    few = filled.closed(filled.opened(quarter="2027-Q3"), {member: {"alpha": 1}})
    counts = [queries(lambda found=found: taken(as_anonymous, found)) for found in (few, over)]
    assert counts[0] == counts[1] <= 5
