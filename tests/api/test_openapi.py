"""The OpenAPI is true: generated without a warning, committed, and a fuzzer finds no fault behind it."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command

from hub.accounts.limiter import Limit
from hub.accounts.tokens import issue_token
from hub.voting import pace
from tests import factories
from tests.voting import rounds

COMMITTED = Path(__file__).resolve().parents[2] / "docs" / "reference" / "openapi.yml"
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


def test_committed_description_is_the_one_that_is_served(tmp_path):
    call_command("spectacular", "--fail-on-warn", "--validate", "--file", str(tmp_path / "openapi.yml"))
    made = yaml.safe_load((tmp_path / "openapi.yml").read_text())
    assert yaml.safe_load(COMMITTED.read_text()) == made, (
        "run: python manage.py spectacular --file docs/reference/openapi.yml"
    )


def test_reader_opens_the_browsable_page(client):
    answer = client.get("/api/v1/docs/")
    assert answer.status_code == 200
    assert b"https://" not in answer.content.replace(b"https://github.com", b"")


def votes_to_break(person):
    """A draft, an open vote, one with concerns and one that is counted, in a group that the person leads."""
    group = factories.TermFactory(user=person, role="chair").group
    rounds.draft(group, question="Draft?")
    rounds.open_vote(group, question="Open?")
    concerned = rounds.open_vote(group, question="Consent?", kind="consent")
    factories.ConcernFactory(decision=concerned, author=person)
    rounds.close(rounds.open_vote(group, question="Closed?"))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("writes", [False, True], ids=["anonymous", "writer"])
def test_fuzzer_finds_no_fault(live_server, writes, tmp_path, monkeypatch):
    monkeypatch.setattr(pace, "PACE", Limit(tries=100_000, seconds=60))  # the fuzzer waits out every 429
    service = factories.ServiceFactory()
    factories.RoadmapItemFactory().services.add(service)
    factories.DemoFactory(state="published")
    factories.SegmentFactory()
    fuzzer = factories.UserFactory()
    votes_to_break(fuzzer)
    _, key = issue_token(by=fuzzer, name="fuzzer", scope="write")
    header = ["--header", f"Authorization: Bearer {key}"] if writes else []
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "schemathesis.cli",
            "run",
            f"{live_server.url}/api/v1/openapi.json",
            "--checks",
            CHECKS,
            "--phases",
            "examples,coverage,fuzzing",
            "--max-examples",
            "6",
            "--seed",
            "1",
            "--no-color",
            "--suppress-health-check",
            "all",
            "--warnings",
            "off",
            *header,
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=1200,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]
