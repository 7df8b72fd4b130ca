"""Evaluations go in and out whole, and what people changed in the hub stays."""

from pathlib import Path

import pytest

from hub.exchange.actions import import_community
from hub.exchange.exporting.folder import export_community
from hub.sigs import actions
from hub.sigs.models import Criterion, Evaluation, Finding, Option
from tests import factories as make

pytestmark = pytest.mark.django_db

WHICH = """\
question: Which one?
group: sig-a
context: |
  Two lines
  of it.
started_by: ada
started_on: 2026-01-02
criteria:
  - {name: Cost of running, why: We pay.}
  - {key: people, name: People}
options:
  - name: The first
    url: https://example.org/
    findings:
      - criterion: cost-of-running
        leaning: con
        text: It is dear.
        evidence: /community/demos/x/
        author: ada
        since: 2026-02-03
      - {criterion: People, leaning: pro, text: Everybody knows it.}
  - {key: stay, name: Stay, status_quo: true}
"""


def write(folder: Path, text: str = WHICH, name: str = "which") -> Path:
    (folder / "evaluations").mkdir(parents=True, exist_ok=True)
    (folder / "community.yml").write_text("name: Test\n")
    (folder / "people.yml").write_text("ada: {name: Ada}\n")
    (folder / "groups.yml").write_text("sig-a: {name: SIG A}\n")
    (folder / "evaluations" / f"{name}.yml").write_text(text)
    return folder


def refusals(folder: Path) -> list[str]:
    return [remark.reason for remark in import_community([folder], by=None).refused]


def test_an_evaluation_goes_in_with_all_that_is_in_it(tmp_path: Path) -> None:
    assert refusals(write(tmp_path)) == []

    found = Evaluation.objects.get()
    assert (found.slug, found.group.slug, found.created_by.handle, found.context) == (  # type: ignore[union-attr]
        "which", "sig-a", "ada", "Two lines\nof it.",
    )  # fmt: skip
    assert list(found.options.values_list("key", "name", "status_quo")) == [
        ("the-first", "The first", False),
        ("stay", "Stay", True),
    ]
    assert list(found.criteria.values_list("key", "why")) == [("cost-of-running", "We pay."), ("people", "")]
    rows = Finding.objects.order_by("pk").values_list(
        "criterion__key", "leaning", "text", "evidence_url", "key"
    )
    assert list(rows) == [
        ("cost-of-running", "con", "It is dear.", "/community/demos/x/", "it-is-dear"),
        ("people", "pro", "Everybody knows it.", "", "everybody-knows-it"),
    ]


def test_a_second_import_changes_nothing_and_keeps_what_people_changed(tmp_path: Path) -> None:
    write(tmp_path)
    import_community([tmp_path], by=None)
    person = make.UserFactory()
    option, finding = Option.objects.get(key="the-first"), Finding.objects.get(key="it-is-dear")
    actions.edit_option(option, by=person, name="Renamed")
    actions.edit_criterion(Criterion.objects.get(key="people"), by=person, name="Who knows it")
    actions.edit_finding(finding, by=person, leaning="pro", text="It became cheap.")
    actions.edit_evaluation(Evaluation.objects.get(), by=person, question="Which then?")

    report = import_community([tmp_path], by=None)

    assert (report.total("created"), report.total("changed"), report.refused) == (0, 0, [])
    assert Evaluation.objects.get().question == "Which then?"
    assert set(Option.objects.values_list("name", flat=True)) == {"Renamed", "Stay"}
    assert set(Finding.objects.values_list("text", flat=True)) == {"It became cheap.", "Everybody knows it."}


def test_what_is_new_in_the_file_goes_in(tmp_path: Path) -> None:
    import_community([write(tmp_path)], by=None)

    write(
        tmp_path,
        WHICH.replace("It is dear.", "It is dear.\n        key: it-is-dear").replace("dear.", "very dear."),
    )
    report = import_community([tmp_path], by=None)

    assert (report.total("created"), report.total("changed"), report.refused) == (0, 1, [])
    assert Finding.objects.get(key="it-is-dear").text == "It is very dear."


def test_an_export_reads_back_to_the_same_bytes(tmp_path: Path) -> None:
    import_community([write(tmp_path / "given")], by=None)
    actions.add_finding(
        Evaluation.objects.get(), by=make.UserFactory(handle="bob"), option=Option.objects.get(key="stay"),
        criterion=Criterion.objects.get(key="people"), leaning="pro", text="Nobody has to learn: anything #1",
        evidence_url="https://example.org/?a=1#t=3",
    )  # fmt: skip
    export_community(tmp_path / "first")
    for model in (Finding, Option, Criterion, Evaluation):
        model.objects.all().delete()

    report = import_community([tmp_path / "first"], by=None)
    export_community(tmp_path / "second")

    assert report.refused == []
    name = "evaluations/which.yml"
    assert (tmp_path / "second" / name).read_bytes() == (tmp_path / "first" / name).read_bytes()
    assert Finding.objects.count() == 3


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (
            "leaning: con",
            "leaning: bad",
            "finding It is dear.: leaning 'bad' is none of: pro, con; left out",
        ),
        (
            "criterion: cost-of-running",
            "criterion: beauty",
            "no criterion is called 'which/beauty'; left out",
        ),
        ("evidence: /community/demos/x/", "evidence: javascript:x", "Give a web address"),
        ("author: ada", "author: nobody", "no person is called 'nobody'"),
        ("{key: people, name: People}", "{key: people, name: Cost of running}", "has this name already"),
        (
            "  - name: The first",
            "  - name: The first\n    status_quo: true",
            "means that everything stays as it is",
        ),
        ("{key: people, name: People}", "{key: new, name: People}", "the address of the form"),
        ("group: sig-a", "group: sig-b", "no group is called 'sig-b'; left out"),
        ("started_by: ada", "started_by: ada\nstate: half", "is none of: open, closed"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path: Path, old: str, new: str, reason: str) -> None:
    refused = refusals(write(tmp_path, WHICH.replace(old, new)))

    assert any(reason in text for text in refused), refused
    assert not any("database refused" in text for text in refused)
