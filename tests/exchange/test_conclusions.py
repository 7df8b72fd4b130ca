"""Conclusions in community files: the whole record, chains in any order, and the way back unchanged."""

from pathlib import Path

import pytest

from hub.exchange.actions import import_community
from hub.exchange.exporting.folder import export_community
from hub.exchange.report import Report
from hub.sigs.models import CaseVerdict, Conclusion
from hub.voting.models import ReturnCondition
from tests import factories as make

pytestmark = pytest.mark.django_db

WHOLE = """\
sig-tracking:
  name: SIG Tracking
  conclusions:
  - slug: second
    title: MLflow
    concluded_on: 2026-01-28
    review_on: 2027-01-27
    confidence: medium
    supersedes: first
    verdict: It is **MLflow**.
    conditions: While it is small.
    reasons: Mature.
    dissent: One team.
    return_condition: Or when KServe asks.
    cases:
    - {use_case: Secret models, verdict: A store of their own}
    - {use_case: All others, verdict: MLflow}
    returns:
    - {service: kubeflow, stage: beta}
  - slug: first
    title: Wait
    concluded_on: 2025-01-28
    verdict: Wait.
"""


def take(folder: Path, groups: str, services: str = "kubeflow: {name: Kubeflow}\n") -> Report:
    folder.mkdir(exist_ok=True)
    (folder / "community.yml").write_text("format: 1\n")
    (folder / "groups.yml").write_text(groups)
    (folder / "services.yml").write_text(services)
    return import_community([folder], by=None)


def test_the_whole_record_goes_in(tmp_path) -> None:
    report = take(tmp_path / "a", WHOLE)
    assert (report.refused, report.unknown) == ([], {})
    made = Conclusion.objects.get(slug="second")
    assert (made.confidence, made.conditions, made.dissent) == ("medium", "While it is small.", "One team.")
    assert made.supersedes == Conclusion.objects.get(slug="first")
    assert [str(case) for case in made.cases.all()] == [
        "Secret models: A store of their own",
        "All others: MLflow",
    ]
    assert [str(row) for row in made.returns.all()] == ["Kubeflow reaches beta"]


def test_a_second_time_nothing_changes(tmp_path) -> None:
    take(tmp_path / "a", WHOLE)
    report = take(tmp_path / "a", WHOLE)
    assert (report.total("created"), report.total("changed")) == (0, 0)
    assert (CaseVerdict.objects.count(), ReturnCondition.objects.count()) == (2, 1)


def test_an_export_reads_back_to_the_same_files(tmp_path) -> None:
    take(tmp_path / "a", WHOLE)
    export_community(tmp_path / "out")
    ReturnCondition.objects.all().delete()
    Conclusion.objects.update(supersedes=None)
    Conclusion.objects.all().delete()
    import_community([tmp_path / "out"], by=None)
    export_community(tmp_path / "again")
    for file in ("groups/sig-tracking.yml", "services/kubeflow.yml"):
        assert (tmp_path / "again" / file).read_bytes() == (tmp_path / "out" / file).read_bytes()
    assert "supersedes: first" in (tmp_path / "again/groups/sig-tracking.yml").read_text()


def test_what_the_group_has_noted_since_is_left_alone(tmp_path) -> None:
    take(tmp_path / "a", WHOLE)
    Conclusion.objects.filter(slug="second").update(
        review_on=make.today(9), asked_for=make.today(-9), supersedes=None
    )
    ReturnCondition.objects.update(met_on=make.today(-1))
    report = take(tmp_path / "a", WHOLE)
    assert report.total("changed") == 0
    kept = Conclusion.objects.get(slug="second")
    assert (kept.review_on, kept.asked_for, kept.supersedes) == (make.today(9), make.today(-9), None)
    assert ReturnCondition.objects.get().met_on == make.today(-1)


def conclusions(**supersedes: str) -> str:
    """A group with a conclusion for each name, and what it takes the place of."""
    lines = ["sig-tracking:\n  name: SIG Tracking\n  conclusions:"]
    for slug, earlier in supersedes.items():
        more = f", supersedes: {earlier}" if earlier else ""
        lines.append(f"  - {{slug: {slug}, title: {slug}, verdict: V, concluded_on: 2026-01-01{more}}}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("chain", "line", "reason"),
    [
        ({"a": "nowhere"}, 4, "no conclusion is called 'nowhere'"),
        ({"a": "a"}, 4, "'a' leads back to it"),
        ({"a": "c", "b": "a", "c": "b"}, 6, "'b' leads back to it"),
        ({"a": "", "b": "a", "c": "a"}, 6, "'a' has another one in its place already"),
    ],
)
def test_a_chain_that_cannot_be_is_named_with_its_line_and_the_rest_goes_in(
    tmp_path, chain, line, reason
) -> None:
    report = take(tmp_path / "a", conclusions(**chain))
    assert [(remark.place.line, reason in remark.reason) for remark in report.refused] == [(line, True)]
    assert Conclusion.objects.count() == len(chain)


def test_a_chain_crosses_groups_and_files_in_any_order(tmp_path) -> None:
    folder = tmp_path / "a"
    (folder / "groups").mkdir(parents=True)
    (folder / "community.yml").write_text("format: 1\n")
    for slug, own, earlier in (("a-sig", "late", "early"), ("z-sig", "early", "")):
        text = conclusions(**{own: earlier}).split("\n", 1)[1].replace("\n  ", "\n").removeprefix("  ")
        (folder / "groups" / f"{slug}.yml").write_text(text)
    assert import_community([folder], by=None).refused == []
    assert Conclusion.objects.get(slug="late").supersedes == Conclusion.objects.get(slug="early")


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ("returns: [{service: nobody, stage: beta}]", "no service is called 'nobody'; left out"),
        ("returns: [{service: kubeflow, stage: retired}]", "nobody waits for retired"),
        ("returns: [{service: kubeflow, stage: soon}]", "stage 'soon'"),
        ("returns: [{service: kubeflow}]", "stage is missing"),
        ("cases: [{use_case: Models}]", "verdict is missing"),
        ("cases: [{use_case: A, verdict: x}, {use_case: A, verdict: y}]", "is there already"),
        ("confidence: certain", "confidence 'certain'"),
    ],
)
def test_what_does_not_fit_is_named_and_the_conclusion_goes_in(tmp_path, part, reason) -> None:
    group = conclusions(one="").replace("concluded_on: 2026-01-01", f"concluded_on: 2026-01-01, {part}")
    report = take(tmp_path / "a", group)
    assert len(report.refused) == 1
    assert reason in report.refused[0].reason
    assert Conclusion.objects.filter(slug="one").exists()
