"""Anybody fills any round from its Pabulib file."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.roadmap.filling.test_pabulib import APPROVAL

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("HUB_TEST_DATA") or ROOT.parent / "shared" / "data") / "pabulib"
GDANSK = DATA / "poland_gdansk_2020_aniolki.pb"
WIELICZKA = DATA / "poland_wieliczka_2023.pb"
real = pytest.mark.skipif(not DATA.exists(), reason="the real elections are not here (HUB_TEST_DATA)")


def filled(path, *options):
    out, err = io.StringIO(), io.StringIO()
    call_command("fill_round", str(path), *options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def as_json(path, *options):
    return json.loads(filled(path, *options, "--json")[0])


@pytest.fixture
def benches(tmp_path):
    path = tmp_path / "benches.pb"
    path.write_text(APPROVAL)
    return path


def test_json_has_the_agreed_keys(benches):
    found = as_json(benches, "--rule", "greedy")
    assert (found["funded"], found["spent"], found["budget"], found["rule"]) == (
        ["2", "1"],
        900,
        1000,
        "greedy",
    )
    found = as_json(benches, "--rule", "equal-shares")
    assert (found["funded"], found["spent"], found["budget"], found["rule"]) == (
        ["2", "1"],
        900,
        1000,
        "equal-shares",
    )
    assert (found["completion"], type(found["spent"])) == ("add-one", int)


def test_without_completion_less_may_be_funded(benches):
    assert as_json(benches, "--rule", "equal_shares", "--completion", "none")["funded"] == ["2"]


def test_amounts_that_are_not_whole_stay_so(tmp_path):
    path = tmp_path / "parts.pb"
    path.write_text(APPROVAL.replace("2;500", "2;499,75"))
    assert as_json(path, "--rule", "greedy")["spent"] == 899.75


def test_payments_add_up_to_the_cost(benches):
    found = as_json(benches, "--rule", "equal-shares", "--payments")
    assert found["payments"] == {"2": {"10": 250, "11": 250}, "1": {"10": 400}}


def test_people_read_what_is_funded_and_why_the_rest_is_not(benches):
    text, _ = filled(benches, "--rule", "equal-shares")
    assert text.startswith(
        "Three benches\nMethod of Equal Shares, 3 items, 3 voters\nBudget 1,000, spent 900, left over 100"
    )
    assert "       2  Tree\n          cost 500, points 2, support 2, 250 per point" in text
    assert "       3  Lamp\n          cost 300, points 0, no supporters" in text
    text, _ = filled(benches, "--rule", "greedy")
    assert "Most points first" in text


def test_people_read_why_something_has_no_room(tmp_path):
    path = tmp_path / "tight.pb"
    path.write_text(APPROVAL.replace("budget;1000", "budget;600"))
    assert "cost 400, points 1, no room: 100 was free" in filled(path, "--rule", "greedy")[0]
    text, _ = filled(path, "--rule", "equal-shares", "--completion", "none")
    assert "Each voter has 200." in text
    assert "cost 500, points 2, not affordable: supporters had 400; would still fit" in text


def test_warnings_go_beside_the_result(tmp_path):
    path = tmp_path / "odd.pb"
    path.write_text(APPROVAL.replace("budget", "num_votes;9\nbudget"))
    out, err = filled(path, "--rule", "greedy", "--json")
    assert json.loads(out)["warnings"] == ["line 4: num_votes is 9, and there are 3."]
    assert "odd.pb: line 4: num_votes is 9" in err


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (APPROVAL.replace("2;500", "2;-500"), 'line 9: the cost of project "2" is below 0.'),
        ("", "line 1: the section META is missing."),
    ],
)  # fmt: skip
def test_a_bad_file_ends_with_its_name_the_line_and_the_reason(tmp_path, text, reason):
    path = tmp_path / "bad.pb"
    path.write_text(text)
    with pytest.raises(CommandError, match=r"bad\.pb: ") as raised:
        filled(path, "--rule", "greedy")
    assert str(raised.value) == f"{path}: {reason}"
    assert raised.value.returncode == 1


def test_a_missing_file_says_so(tmp_path):
    with pytest.raises(CommandError, match=r"none\.pb: No such file"):
        filled(tmp_path / "none.pb", "--rule", "greedy")


@pytest.mark.parametrize("options", [["--rule", "best"], [], ["--rule", "greedy", "--completion", "add-one"]])
def test_what_is_not_offered_is_refused(benches, options):
    with pytest.raises(CommandError):
        filled(benches, *options)


def test_it_runs_without_a_database(benches, tmp_path):
    command = [
        sys.executable,
        str(ROOT / "manage.py"),
        "fill_round",
        str(benches),
        "--rule",
        "greedy",
        "--json",
    ]
    nowhere = {
        **os.environ,
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "HUB_VAR": str(tmp_path / "var"),
    }
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=nowhere)
    assert (done.returncode, json.loads(done.stdout)["funded"]) == (0, ["2", "1"])
    benches.write_text("id;cost")
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=nowhere)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip().endswith("line 1: this is no Pabulib file: it must begin with META.")


@real
def test_gdansk_has_its_published_winners():
    found = as_json(GDANSK, "--rule", "greedy")
    assert (found["funded"], found["spent"], found["budget"]) == (["1", "3"], 255900, 256000)


@real
def test_wieliczka_has_its_official_result():
    """The city used this method with this completion: the file says `equalshares/add1` and which 30 were funded."""
    found = as_json(WIELICZKA, "--rule", "equal-shares")
    assert found["agrees_with_file"] is True
    assert (len(found["funded"]), found["spent"], found["warnings"]) == (30, 995079, [])
    assert (found["endowment"], found["overspending"]) == (315, 1045079)


@real
def test_wieliczka_would_have_been_another_city_by_greedy_or_without_completion():
    assert as_json(WIELICZKA, "--rule", "greedy")["spent"] == 998997
    plain = as_json(WIELICZKA, "--rule", "equal-shares", "--completion", "none")
    assert (len(plain["funded"]), plain["spent"]) == (21, 450548)


@real
def test_the_payments_of_wieliczka_add_up():
    found = as_json(WIELICZKA, "--rule", "equal-shares", "--payments")
    costs = {item["key"]: item["cost"] for item in found["purchases"]}
    assert {key: round(sum(paid.values()), 2) for key, paid in found["payments"].items()} == costs
