"""A CNCF landscape."""

# ruff: noqa: E501 -- a case reads best on one line

import textwrap

import pytest

from hub.catalog.models import Service, ServiceStage
from tests.exchange.conftest import reasons


def landscape(*items: str) -> dict[str, str]:
    head = "landscape:\n- category: null\n  name: Runtime\n  subcategories:\n  - name: Storage\n    items:\n"
    return {"landscape.yml": head + "".join(textwrap.indent(item, "    ") for item in items)}


def project(level: str, extra: str, name: str = "Ark Light") -> str:
    return (
        f"- item: null\n  name: {name}\n  project: {level}\n  homepage_url: https://x.org\n  extra: {extra}\n"
    )


def stages() -> list[tuple[str, str]]:
    return [(row.stage, str(row.starts_on)) for row in ServiceStage.objects.order_by("starts_on", "pk")]


def test_a_project_becomes_a_service_with_its_stages(take_in) -> None:
    extra = (
        "{accepted: '2018-01-02', incubating: '2019-01-02', graduated: '2020-01-02', archived: '2021-01-02'}"
    )
    report = take_in(landscape(project("archived", extra)))
    assert Service.objects.get().slug == "ark-light"
    assert stages() == [
        ("alpha", "2018-01-02"),
        ("beta", "2019-01-02"),
        ("stable", "2020-01-02"),
        ("retired", "2021-01-02"),
    ]
    assert report.refused == []


@pytest.mark.parametrize(
    ("level", "extra", "expected"),
    [
        ("incubating", "{accepted: '2019-01-02', incubating: '2019-01-02'}", [("beta", "2019-01-02")]),
        ("incubating", "{accepted: '2019-01-02'}", [("beta", "2019-01-02")]),
        ("sandbox", "{accepted: '2019-01-02'}", [("alpha", "2019-01-02")]),
        ("archived", "{accepted: '2019-01-02', archived: '2020-01-02'}", [("alpha", "2019-01-02"), ("retired", "2020-01-02")]),
    ],
)  # fmt: skip
def test_a_project_begins_at_the_level_it_was_taken_in_at(
    take_in, level: str, extra: str, expected: list
) -> None:
    assert take_in(landscape(project(level, extra))).refused == []
    assert stages() == expected


@pytest.mark.parametrize(
    ("level", "extra", "said"),
    [
        ("sandbox", "{accepted: '2999-01-02'}", "a stage cannot begin in the future (2999-01-02); left out"),
        ("sandbox", "{accepted: soon}", "accepted 'soon' is not a date"),
        ("gold", "{accepted: '2019-01-02'}", "project 'gold' is none of: sandbox, incubating, graduated, archived"),
        ("graduated", "{accepted: '2019-01-02', incubating: '2020-01-02'}", "it is graduated, but no date says since when"),
        ("graduated", "{accepted: '2019-01-02', incubating: '2021-01-02', graduated: '2020-01-02'}", "are out of order"),
    ],
)  # fmt: skip
def test_a_stage_that_cannot_be_is_named(take_in, level: str, extra: str, said: str) -> None:
    report = take_in(landscape(project(level, extra)))
    assert Service.objects.count() == 1
    assert [reason for reason in reasons(report) if said in reason]


def test_what_is_no_project_is_no_service(take_in) -> None:
    take_in(landscape("- item: null\n  name: Product\n", project("sandbox", "{accepted: '2019-01-02'}")))
    assert Service.objects.get().name == "Ark Light"


def test_two_projects_of_one_name_the_second_is_named(take_in) -> None:
    extra = "{accepted: '2019-01-02'}"
    report = take_in(landscape(project("sandbox", extra), project("sandbox", extra, name="ark light")))
    assert Service.objects.count() == 1
    assert "service ark-light: is there already" in reasons(report)[0]


def test_a_name_without_letters_is_refused(take_in) -> None:
    report = take_in(landscape(project("sandbox", "{}", name="'!!'")))
    assert Service.objects.count() == 0
    assert "left out" in reasons(report)[0]
