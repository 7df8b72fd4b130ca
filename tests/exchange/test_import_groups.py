"""sigs.yaml and its relatives."""

# ruff: noqa: E501 -- a case reads best on one line

import datetime as dt

import pytest

from hub.accounts.models import User
from hub.meetings.models import Series
from hub.sigs.models import Group, Subproject, Term
from tests.exchange.conftest import GROUPS, reasons


def test_a_group_comes_in_with_everything_that_hangs_on_it(take_in) -> None:
    report = take_in({"sigs.yaml": GROUPS})
    group = Group.objects.get()
    assert (group.slug, group.name, group.kind, group.chat) == (
        "sig-serving",
        "Serving",
        "sig",
        "sig-serving",
    )
    assert group.mission == "Serves models."
    assert group.charter_url == ""
    assert group.details == {"label": "serving", "charter": "charter.md"}
    terms = Term.objects.values_list("user__handle", "role", "starts_on")
    assert set(terms) == {("ada", "chair", None), ("grace", "tech-lead", None), ("alan", "emeritus", None)}
    assert Subproject.objects.get().links == ["https://code.example.org/gateway/OWNERS"]
    assert report.refused == []
    assert report.unknown == {}


def test_a_person_from_an_import_cannot_sign_in(take_in) -> None:
    take_in({"sigs.yaml": GROUPS})
    ada = User.objects.get(handle="ada")
    assert (ada.name, ada.company, ada.email) == ("Ada Byron", "Engines", "")
    assert not ada.has_usable_password()
    assert not ada.is_platform_admin


def test_a_meeting_keeps_its_words_and_gets_a_rule_where_they_are_plain(take_in) -> None:
    take_in({"sigs.yaml": GROUPS})
    series = Series.objects.get()
    assert series.slug == "sig-serving-regular-meeting"
    assert series.cadence == "Tuesday 9:00 PT (Pacific Time), weekly"
    assert (series.rrule, series.time, series.timezone) == (
        "FREQ=WEEKLY;BYDAY=TU",
        dt.time(9),
        "America/Los_Angeles",
    )
    assert series.notes_url == "https://notes.example.org/serving"


def test_a_meeting_in_an_unknown_zone_keeps_its_words_only(take_in) -> None:
    report = take_in({"sigs.yaml": GROUPS.replace("PT (Pacific Time)", "Mars Time")})
    series = Series.objects.get()
    assert (series.time, series.timezone, series.cadence) == (None, "UTC", "Tuesday 9:00 Mars Time, weekly")
    assert reasons(report) == [
        "sigs.yaml:22: group sig-serving: 'Mars Time' is not a known time zone; only the words are kept"
    ]


def test_two_meetings_of_one_title_get_names_that_tell_them_apart(take_in) -> None:
    more = "  - {description: Regular Meeting, day: Friday, time: '10:00', tz: UTC, frequency: weekly}\n  contact:"
    take_in({"sigs.yaml": GROUPS.replace("  contact:", more, 1)})
    assert sorted(Series.objects.values_list("slug", flat=True)) == [
        "sig-serving-regular-meeting", "sig-serving-regular-meeting-friday",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "kind"),
    [("sigs", "sig"), ("workinggroups", "working-group"), ("committees", "committee"), ("usergroups", "user-group"), ("guilds", "other")],
)  # fmt: skip
def test_every_kind_of_group_with_the_same_fields_is_taken_in(take_in, key: str, kind: str) -> None:
    take_in({"groups.yaml": f"{key}:\n- dir: g\n  name: G\n  mission_statement: m\n"})
    group = Group.objects.get()
    assert group.kind == kind
    assert group.details == ({"kind": "guilds"} if key == "guilds" else {})


def test_a_lead_without_a_name_is_refused_and_the_group_is_not(take_in) -> None:
    report = take_in({"sigs.yaml": GROUPS.replace("      name: Ada Byron\n", "")})
    assert Group.objects.count() == 1
    assert not Term.objects.filter(role="chair").exists()
    assert reasons(report) == [
        "sigs.yaml:9: person ada: name is missing; left out",
        "sigs.yaml:9: group sig-serving: a chair without a name or handle; left out",
    ]


def test_of_two_groups_with_one_slug_the_second_is_named(take_in) -> None:
    report = take_in({"sigs.yaml": "sigs:\n- {dir: a, name: One, mission_statement: m}\n- {dir: a, name: Two, mission_statement: m}\n"})  # fmt: skip
    assert Group.objects.get().name == "One"
    assert len(report.refused) == 1
    assert "sigs.yaml:3: group a: is there already, in " in reasons(report)[0]
    assert reasons(report)[0].endswith("sigs.yaml:2; left out")


def test_a_leader_in_two_groups_is_one_person(take_in) -> None:
    text = "sigs:\n- dir: {0}\n  name: N\n  leadership:\n    chairs:\n    - {{github: ada, name: Ada, company: '{1}'}}\n"
    report = take_in({"a.yaml": text.format("a", ""), "b.yaml": text.format("b", "Engines")})
    assert User.objects.get().company == "Engines"
    assert report.refused == []
    again = take_in({})
    assert (again.total("created"), again.total("changed")) == (0, 0)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("  name: Serving\n", "  name: [a]\n", "name must be text, not a list; left out"),
        ("  mission_statement: Serves models.", "  mission_statement: {a: b}", "mission_statement must be text"),
        ("    chairs:\n    - github: Ada\n      name: Ada Byron\n      company: Engines\n", "    chairs: Ada\n", "chairs must be a list"),
        ("https://meet.example.org/serving", "javascript:alert(1)", "is not a web address"),
        ("https://code.example.org/gateway/OWNERS", "javascript:alert(1)", "is not a web address"),
        ('"9:00"', '"9:99"', "is not a time like 17:00"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_with_its_line(take_in, before: str, after: str, said: str) -> None:
    assert before in GROUPS
    report = take_in({"sigs.yaml": GROUPS.replace(before, after)})
    assert [reason for reason in reasons(report) if said in reason and ":0:" not in reason]


def test_a_field_without_a_place_is_reported_with_where_it_first_was(take_in) -> None:
    report = take_in({"sigs.yaml": GROUPS.replace("  label:", "  motto: On time\n  label:")})
    assert [(row["field"], row["count"], row["line"]) for row in report.as_json()["unknown_fields"]] == [
        ("motto", 1, 6)
    ]
