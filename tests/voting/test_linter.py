"""Before a vote opens, the hub says what would make it go wrong."""

import datetime as dt
import time
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from hub.voting.linting.linter import Plan, lint, working_days

MONDAY = dt.datetime(2026, 10, 5, 9, tzinfo=ZoneInfo("Europe/Berlin"))
SOUND = Plan(
    kind="schulze",
    election=False,
    options=("MLflow", "Kubeflow Model Registry", "Stay as it is"),
    status_quo=True,
    seats=1,
    tie_rule="draw",
    secrecy="peers",
    electors=20,
    quorum_base="percent",
    quorum=50,
    minimum_hours=72,
    opens_at=MONDAY,
    closes_at=MONDAY + dt.timedelta(days=10),
    turnouts=(40, 75),
)
LONELY = dt.timedelta(hours=71, minutes=59)


def codes(plan):
    return {(problem.level, problem.code) for problem in lint(plan)}


def test_a_sound_plan_has_no_problem():
    assert lint(SOUND) == []


@pytest.mark.parametrize(
    ("change", "level", "code"),
    [
        ({"options": ("MLflow",)}, "stop", "too_few_options"),
        ({"options": (), "election": True}, "stop", "too_few_options"),
        ({"options": ("Ada", "Bo"), "seats": 2, "election": True, "kind": "stv"}, "warn", "no_choice"),
        ({"status_quo": False}, "warn", "no_status_quo"),
        ({"status_quo": False, "tie_rule": "status-quo"}, "stop", "no_status_quo_to_win"),
        ({"options": ("MLflow", "ML flow", "ml FLOW!")}, "warn", "twins"),
        ({"options": ("Feature store", "Feature stores", "No")}, "warn", "twins"),
        ({"options": ("Buy then build", "build, then buy", "No")}, "warn", "twins"),
        ({"electors": 0}, "stop", "no_electors"),
        ({"electors": 4}, "warn", "small_secret"),
        ({"electors": 4, "secrecy": "detached"}, "stop", "too_few_for_secrecy"),
        ({"electors": 4, "secrecy": "detached", "kind": "consent"}, "stop", "too_few_for_secrecy"),
        ({"electors": 5_001, "secrecy": "detached", "kind": "consent"}, "stop", "too_many_for_box"),
        ({"electors": 5_001, "secrecy": "detached"}, "stop", "too_many_for_box"),
        ({"quorum_base": "people", "quorum": 21}, "stop", "quorum_unreachable"),
        ({"quorum": 101}, "stop", "quorum_unreachable"),
        ({"quorum_base": "none"}, "warn", "no_quorum"),
        ({"quorum": 80}, "warn", "quorum_above_habit"),
        ({"closes_at": None}, "stop", "no_close"),
        ({"closes_at": MONDAY + LONELY}, "stop", "shorter_than_minimum"),
        ({"closes_at": MONDAY + dt.timedelta(days=4)}, "warn", "short_window"),
        ({"closes_at": MONDAY + dt.timedelta(days=12)}, "warn", "closes_on_weekend"),
        ({"kind": "majority", "seats": 2}, "stop", "seats_without_options"),
        ({"kind": "consent", "election": True}, "stop", "election_without_candidates"),
        ({"kind": "stv"}, "warn", "stv_for_one"),
        ({"options": ("Yes", "Stay")}, "warn", "two_options"),
        ({"election": True, "seats": 2}, "warn", "not_proportional"),
    ],
)
def test_a_flaw_is_named(change, level, code):
    assert (level, code) in codes(replace(SOUND, **change))


@pytest.mark.parametrize(
    "change",
    [
        {"electors": 5, "secrecy": "detached"},
        {"electors": 5_000, "secrecy": "detached"},
        {"electors": 3, "secrecy": "open"},
        {"electors": 3, "kind": "consent"},
        {"quorum_base": "people", "quorum": 15},
        {"quorum": 75},
        {"options": ("Kubeflow 1.9", "Kubeflow 1.10", "Stay as it is")},
        {"kind": "majority", "options": (), "status_quo": False},
        {"closes_at": MONDAY + dt.timedelta(days=7)},
    ],
)
def test_what_is_just_enough_passes(change):
    assert codes(replace(SOUND, **change)) == set()


def test_what_stops_comes_first():
    found = lint(replace(SOUND, status_quo=False, quorum=101))
    assert [problem.level for problem in found] == ["stop", "warn"]


def test_the_days_between_the_years_are_not_working_days():
    before, after = dt.date(2026, 12, 23), dt.date(2027, 1, 4)
    assert working_days(before, after, ()) == 4  # 28, 29, 30 December and 4 January
    assert working_days(before, after, (dt.date(2026, 12, 30),)) == 3


def test_a_week_over_the_holidays_is_called_short():
    start = dt.datetime(2026, 12, 21, 12, tzinfo=dt.UTC)
    found = codes(replace(SOUND, opens_at=start, closes_at=start + dt.timedelta(days=8)))
    assert ("warn", "short_window") in found


def test_a_close_in_thousands_of_years_is_looked_at_in_no_time():
    begun = time.process_time()
    codes(replace(SOUND, closes_at=dt.datetime(9999, 12, 30, tzinfo=dt.UTC)))
    assert time.process_time() - begun < 0.5
