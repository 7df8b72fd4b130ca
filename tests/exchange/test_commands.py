"""The commands, as they are typed."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from hub.sigs.models import Group
from tests.exchange.conftest import GROUPS

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("import_community", *arguments, stdout=out)
    return out.getvalue()


def test_report_for_people_puts_problems_last_and_the_sum_at_the_end(folder) -> None:
    path = folder({"sigs.yaml": GROUPS.replace('"9:00"', "never"), "notes.txt": "x"})
    lines = run(str(path)).splitlines()
    assert lines[0].startswith(f"{path}/sigs.yaml (groups, 1 file, ")
    assert lines[1] == "  person            3 created        0 changed        0 unchanged"
    assert lines.index("Ignored: 1") < lines.index("Refused: 1")
    assert lines[lines.index("Refused: 1") + 1] == (
        f"  {path}/sigs.yaml:21: series sig-serving-regular-meeting: time 'never' is not a time like 17:00"
    )
    assert lines[-1].startswith("9 created, 0 changed, 0 unchanged; 1 refused.")


def test_report_for_programs_keeps_its_promise(folder) -> None:
    report = json.loads(run(str(folder({"sigs.yaml": GROUPS})), "--json"))
    assert (report["created"], report["changed"], report["unchanged"]) == (9, 0, 0)
    assert (report["refused"], report["unknown_fields"]) == ([], [])
    assert report["sources"][0]["kinds"]["group"] == {"created": 1, "changed": 0, "unchanged": 0}


def test_dry_run_says_would(folder) -> None:
    assert (
        run(str(folder({"sigs.yaml": GROUPS})), "--dry-run")
        .splitlines()[-1]
        .startswith("Would be: 9 created")
    )
    assert not Group.objects.exists()


@pytest.mark.parametrize("files", [{}, {"notes.txt": "x"}, {"sigs.yaml": "sigs: ["}])
def test_nothing_imported_ends_with_an_error(folder, tmp_path: Path, files: dict) -> None:
    path = folder(files) if files else tmp_path / "absent"
    with pytest.raises(SystemExit) as end:
        run(str(path))
    assert end.value.code == 1


def test_refusals_alone_are_no_error(folder) -> None:
    assert "1 refused" in run(str(folder({"sigs.yaml": GROUPS, "b.yaml": "a: ["})))
