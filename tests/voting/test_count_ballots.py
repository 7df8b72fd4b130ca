"""Anybody counts any election from its ballot file."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("HUB_TEST_DATA") or ROOT.parent / "shared" / "data")
BLT = '3 1\n4 1 2 0\n3 2 1 0\n2 3 2 1 0\n0\n"Ann"\n"Bob"\n"Cem"\n"Board"\n'


def counted(path, *options):
    out = io.StringIO()
    call_command("count_ballots", str(path), *options, stdout=out)
    return out.getvalue()


def as_json(path, *options):
    return json.loads(counted(path, *options, "--json"))


@pytest.fixture
def blt(tmp_path):
    path = tmp_path / "board.blt"
    path.write_text(BLT)
    return path


def test_anybody_reads_who_won_and_why(blt):
    text = counted(blt, "--method", "schulze")
    assert text.startswith("BLT: Board\nSchulze, 9 ballots, 1 seat, not ranked means last\n\nWinners: Bob\n")
    assert "1. Bob\n" in text
    assert "Ballots that prefer the row to the column" in text


def test_anybody_reads_the_stages_of_a_transferable_vote(blt):
    text = counted(blt, "--method", "stv")
    assert "Stage 1: first preferences (quota 5.00000)" in text
    assert "Stage 2: exclusion of Cem (quota 5.00000)\n           5.00000  Bob (elected)" in text


def test_anybody_reads_the_ties(tmp_path):
    path = tmp_path / "tie.csv"
    path.write_text("Ann,Bob\n1,2\n2,1\n")
    text = counted(path, "--method", "rp", "--seed", "dice")
    assert "place 1: Ann = Bob: by draw: " in text
    assert "seed dice" in text


def test_json_has_the_agreed_keys(blt):
    found = as_json(blt, "--method", "ranked_pairs")
    assert {"winners", "ranking", "method", "ballots", "ties"} <= set(found)
    assert (found["winners"], found["ranking"]) == (["Bob"], [["Bob"], ["Ann"], ["Cem"]])
    assert (found["method"], found["ballots"], found["ties"]) == ("ranked-pairs", 9, [])
    assert (found["seats"], found["unranked"], found["format"]) == (1, "last", "BLT")


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("Scottish_STV", "stv"),
        ("scottish-stv", "stv"),
        ("IRV", "stv"),
        ("condorcet", "schulze"),
        ("tideman", "ranked-pairs"),
    ],
)
def test_methods_have_their_usual_names(blt, name, method):
    assert as_json(blt, "--method", name)["method"] == method


def test_seats_come_from_the_file_unless_given(tmp_path):
    path = tmp_path / "two.blt"
    path.write_text(BLT.replace("3 1\n", "3 2\n", 1))
    assert len(as_json(path, "--method", "stv")["winners"]) == 2
    assert len(as_json(path, "--method", "stv", "--seats", "1")["winners"]) == 1


def test_approval_counts_whom_a_ballot_ranks(tmp_path):
    path = tmp_path / "a.blt"
    path.write_text('3 1\n4 1 0\n3 2 3 0\n2 3 0\n0\n"Ann"\n"Bob"\n"Cem"\n')
    found = as_json(path, "--method", "approval")
    assert (found["ranking"], found["totals"]) == (
        [["Cem"], ["Ann"], ["Bob"]],
        {"Ann": "4", "Bob": "3", "Cem": "5"},
    )


def test_the_same_file_gives_the_same_bytes(blt):
    for options in (["--method", "stv", "--seats", "2"], ["--method", "schulze", "--json"]):
        assert counted(blt, *options) == counted(blt, *options)


def test_teams_are_capped_and_the_status_quo_wins_its_ties(tmp_path, blt):
    teams = tmp_path / "teams.csv"
    teams.write_text("Ann,Blue\nBob,Blue\n")
    capped = as_json(blt, "--method", "schulze", "--seats", "2", "--teams", str(teams), "--team-cap", "1")
    assert capped["winners"] == ["Bob", "Cem"]
    assert capped["notes"] == ["“Ann” is passed over: Blue already has 1 of the winners."]
    tie = tmp_path / "tie.csv"
    tie.write_text("Ann,Bob\n1,2\n2,1\n")
    for name in ("Ann", "Bob"):
        found = as_json(tie, "--method", "schulze", "--tie-rule", "status_quo", "--status-quo", name)
        assert found["winners"] == [name]


@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        ("", ["--method", "schulze"], "line 1: the file is empty."),
        ("Ann,Bob\n1,x\n", ["--method", "schulze"], 'line 2: the rank of "Bob" must be a whole number, not "x".'),
        ("Ann,Bob\n1,2\n", ["--method", "schulze", "--seats", "3"], "there are 3 seats and only 2 options."),
        ("Ann,Bob\n1,2\n", ["--method", "approval"], "approval needs ballots that leave out what they do not approve"),
        ("Ann,Bob\n1,2\n", ["--method", "stv", "--tie-rule", "status-quo", "--status-quo", "Eve"], "The status quo"),
        ("Ann,Bob\n1,2\n", ["--method", "score"], "score needs marks, and ballot files hold ranks"),
        ("Ann,Bob\n1,2\n", ["--method", "dice"], 'there is no method "dice"'),
        ("Ann,Bob\n1,2\n", ["--method", "stv", "--seats", "0"], '"0" is not a whole number of at least 1'),
    ],
)  # fmt: skip
def test_what_cannot_be_counted_is_refused_with_its_reason(tmp_path, text, options, words):
    path = tmp_path / "a.csv"
    path.write_text(text)
    with pytest.raises(CommandError) as refused:
        counted(path, *options)
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        counted(tmp_path / "nothing.csv", "--method", "schulze")


def test_a_bad_file_is_one_line_on_standard_error_and_a_code_for_scripts(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Ann,Bob\n1\n")
    command = [sys.executable, ROOT / "manage.py", "count_ballots", path, "--method", "schulze"]
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "hub.settings"}
    ended = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert (
        ended.stderr == f"CommandError: {path}: line 2: the ballot has 1 cells, and there are 2 candidates.\n"
    )


@pytest.mark.skipif(not DATA.is_dir(), reason=f"no example data in {DATA.name}")
def test_debian_2006_flips_with_the_rule_for_what_is_not_ranked():
    path = DATA / "voting-vectors" / "leader2006_tally.txt"
    assert as_json(path, "--method", "schulze")["winners"] == ["Anthony Towns"]
    assert as_json(path, "--method", "schulze", "--unranked", "last")["winners"] == ["Anthony Towns"]
    assert as_json(path, "--method", "schulze", "--unranked", "no-opinion")["winners"] == ["Steve McIntyre"]
