"""Each kind of page: what it tells, whom it links to, and what it costs."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hub.core.times import day
from hub.goldenpath.pages import PAGES, Reading
from hub.goldenpath.pages.page import LONG, SHORT, file_name, names_of, parts
from hub.recordings.models import Cut
from hub.status import reading as status
from hub.status.models import Target
from tests import factories as make
from tests.goldenpath import community
from tests.recordings.words import saying as captions

TEMPLATES = Path(__file__).parents[2] / "hub/goldenpath/templates/goldenpath/pages"
KINDS = {kind.folder: kind for kind in PAGES}


def written(folder: str, on: dt.date | None = None) -> dict[str, str]:
    """The pages of one kind by path."""
    reading = Reading(on or timezone.localdate(), status.by_service(timezone.now()))
    return {page.path: page.text for page in KINDS[folder].pages(reading)}


@pytest.mark.django_db
def test_a_service_page_tells_where_it_stands_and_links_the_whole_chain() -> None:
    made = community.small()
    text = written("services")["services/mlflow-0.md"]
    assert text.startswith('---\ntitle: "MLflow 0"\n')
    assert '<span class="stage is-beta">Beta</span> <span class="live-status"' in text
    assert ":   Beta since" in text
    assert "Asked for by three teams" in text  # history
    assert 'data-service-status="mlflow-0" data-status="unknown"' in text
    assert 'data-service-banner="mlflow-0"' in text
    why = text.split('<div class="hub-why"')[1].split("</div>")[0]
    assert f"**Why MLflow 0: [MLflow, not Kubeflow 0](../conclusions/{made.conclusion.slug}.md)**" in why
    assert f"[SIG Registry 0](../groups/{made.group.slug}.md) concluded it on" in why
    assert ", review by " in why
    assert ", confidence medium, with dissent." in why
    assert "Wait and see" not in why  # a later one took its place
    assert "## What was concluded before" in text
    assert f"(../conclusions/{made.conclusion.supersedes.slug}.md)" in text
    assert f"(../roadmap/{made.item.slug}.md)" in text
    assert f"(../paths/{made.path.slug}.md): step 1" in text
    assert f"(/community/recordings/{made.recording.slug}/?t=754) 12:34" in text
    assert f"(../clusters/{made.cluster.slug}.md)" in text
    assert '| <span class="stage is-stable">Supported</span> |' in text
    assert "(https://mlflow.example.org/)" in text
    assert "[Open in the hub](/services/mlflow-0/)" in text
    assert "[Propose a change](/roadmap/new/)" in text


@pytest.mark.django_db
def test_a_golden_path_page_shows_each_step_with_its_services() -> None:
    made = community.small()
    text = written("paths")[f"paths/{made.path.slug}.md"]
    assert "For the\n:   Persona 0\n\nTakes\n:   about 10 minutes\n" in text
    assert "{: #step-1 }" in text
    assert '10 minutes <span class="hub-use">[MLflow 0](../services/mlflow-0.md)' in text
    assert '<span class="stage is-beta">Beta</span> <span class="live-status"' in text
    assert "**You should see:** A version 1" in text
    name = made.cluster.name
    assert 'data-service-banner="mlflow-0" data-steps="{&quot;mlflow-0&quot;:[1]}" data-clusters="' in text
    assert f":&quot;{name}&quot;" in text
    assert text.count("data-service-banner") == 2  # above the path, and in the step
    assert ':   <span class="live-status" data-path-status="mlflow-0"' in text
    assert f"from 12:34 in [Community session 0](../recordings/{made.recording.slug}.md)" in text


@pytest.mark.django_db
def test_a_path_says_without_scripts_what_was_wrong_when_it_was_made() -> None:
    made = community.small()
    began = make.now(minutes=-30)
    Target.objects.update(status="down", status_since=began, observed_at=make.now())
    text = re.sub("<[^>]+>", "", written("paths")[f"paths/{made.path.slug}.md"])
    dated = f"as of {began.day} {began:%b %Y %H:%M} UTC"
    assert f"Step 1 needs MLflow 0: outage {dated}" in text
    assert f"Outage: MLflow 0 {dated}" in text
    assert f"Outage: MLflow 0 {dated}" in re.sub("<[^>]+>", "", written("paths")["paths/index.md"])


@pytest.mark.django_db
def test_a_group_page_has_an_anchor_for_each_conclusion() -> None:
    made = community.small()
    text = written("groups")[f"groups/{made.group.slug}.md"]
    own = f"[MLflow, not Kubeflow 0](../conclusions/{made.conclusion.slug}.md)"
    assert f"### {own} {{: #{made.conclusion.slug} }}" in text
    assert f", replaced on {day(made.conclusion.concluded_on)} by {own}." in text
    assert "- Service: [MLflow 0](../services/mlflow-0.md)" in text
    assert f"- Roadmap: [Stages of models 0](../roadmap/{made.item.slug}.md)" in text
    assert f"(../roadmap/by-group/{made.group.slug}.md)" in text


@pytest.mark.django_db
def test_a_roadmap_item_page_says_where_it_comes_from() -> None:
    made = community.small()
    pages = written("roadmap")
    text = pages[f"roadmap/{made.item.slug}.md"]
    assert ":   [2026&#45;Q4](../roadmap/by-quarter/2026-q4.md)" in text
    assert f"(../conclusions/{made.conclusion.slug}.md)" in text
    assert ":   1 person" in text
    assert made.item.title in pages["roadmap/by-quarter/2026-q4.md"]
    assert made.item.title in pages[f"roadmap/by-group/{made.group.slug}.md"]
    assert made.item.title in pages["roadmap/by-state/proposed.md"]


@pytest.mark.django_db
def test_demo_and_recording_pages_lead_to_each_other() -> None:
    made = community.small()
    assert f"(../recordings/{made.recording.slug}.md)" in written("demos")[f"demos/{made.demo.slug}.md"]
    recording = written("recordings")[f"recordings/{made.recording.slug}.md"]
    assert f"(../demos/{made.demo.slug}.md)" in recording
    assert f"step 1 of [Register a first model 0](../paths/{made.path.slug}.md)" in recording


@pytest.mark.django_db
def test_nobody_reads_on_the_site_what_is_for_people_who_are_signed_in() -> None:
    made = community.small()
    make.DemoFactory(title="Secret proposal", state="proposed", services=[made.service])
    hidden = make.RecordingFactory(title="Internal recording", audience="internal", meeting=made.demo.meeting)
    make.SegmentFactory(recording=hidden, demo=made.demo, title="Internal piece")
    everything = "\n".join(text for folder in KINDS for text in written(folder).values())
    for secret in ("Secret proposal", "Internal recording", "Internal piece"):
        assert secret not in everything


@pytest.mark.django_db
def test_a_hidden_demo_is_not_named_by_a_public_recording() -> None:
    demo = make.DemoFactory(title="Secret proposal", state="proposed")
    segment = make.SegmentFactory(demo=demo)
    step = make.StepFactory(segment=segment)
    assert "Secret proposal" not in written("recordings")[f"recordings/{segment.recording.slug}.md"]
    assert "Secret proposal" not in written("paths")[f"paths/{step.path.slug}.md"]


@pytest.mark.django_db
@pytest.mark.parametrize("folder", KINDS)
def test_a_kind_of_page_costs_the_same_queries_for_1_and_30_rows(folder: str) -> None:
    community.small()
    with CaptureQueriesContext(connection) as one:
        written(folder)
    community.small(30, first=1)
    with CaptureQueriesContext(connection) as thirty:
        pages = written(folder)
    assert len(pages) > 30
    assert len(thirty) == len(one)


@pytest.mark.django_db
@pytest.mark.parametrize("folder", KINDS)
def test_an_empty_community_has_pages_that_say_so(folder: str) -> None:
    index = written(folder)[f"{folder}/index.md"]
    assert re.search(r"yet|Propose", index)


@pytest.mark.django_db
@pytest.mark.parametrize("folder", KINDS)
def test_pages_are_the_same_at_each_publish(folder: str) -> None:
    community.small(3)
    assert written(folder) == written(folder)


@pytest.mark.django_db
def test_a_measurement_that_changes_nothing_changes_no_page() -> None:
    since = timezone.now() - dt.timedelta(days=2)
    target = make.TargetFactory(
        service__slug="mlflow",
        status="ok",
        status_since=since,
        observed_at=timezone.now() - dt.timedelta(seconds=9),
    )
    before = written("services")
    assert "Operational" in before["services/mlflow.md"]
    assert since.strftime("%Y-%m-%dT%H:%M:%SZ") in before["services/mlflow.md"]
    target.observed_at = timezone.now()
    target.save()
    assert written("services") == before
    target.status, target.status_since = "down", timezone.now()
    target.save()
    assert "Outage" in written("services")["services/mlflow.md"]


@pytest.mark.django_db
def test_a_stage_of_tomorrow_is_shown_tomorrow() -> None:
    service = make.ServiceFactory(slug="mlflow")
    make.ServiceStageFactory(subject=service, stage="alpha")
    make.ServiceStageFactory(subject=service, stage="stable", starts_on=make.today(1))
    assert "Alpha since" in written("services")["services/mlflow.md"]
    assert "Stable since" in written("services", make.today(1))["services/mlflow.md"]


@pytest.mark.django_db
def test_a_long_list_is_cut_into_pages() -> None:
    for number in range(SHORT + 1):
        make.ServiceFactory(step="serving", name=f"Service {number:03}")
    pages = written("services")
    assert pages["services/index.md"].count("data-service-status") == SHORT
    assert "(../services/by-step/serving.md)" in pages["services/index.md"]
    assert pages["services/by-step/serving.md"].count("data-service-status") == SHORT + 1


def test_parts_of_a_list_know_their_neighbours() -> None:
    first, second, third = parts("recordings/by-year/2019", range(2 * LONG + 1))
    assert (first.path, first.before, first.after) == ("recordings/by-year/2019.md", "", "2019.2.md")
    assert (second.path, second.before, second.after) == (
        "recordings/by-year/2019.2.md",
        "2019.md",
        "2019.3.md",
    )
    assert (third.before, third.after, len(third.rows)) == ("2019.2.md", "", 1)


def test_a_slug_never_takes_the_place_of_the_folder_or_leaves_it() -> None:
    assert file_name("mlflow") == "mlflow.md"
    assert file_name("index") == "index.page.md"
    assert file_name("README") == "README.page.md"
    assert "/" not in file_name("../../etc/passwd")


def test_names_of_events_are_distinct() -> None:
    names = names_of(["PyData 2019", "pydata-2019", "日本", "中国"])
    assert len(set(names.values())) == 4


@pytest.mark.parametrize("template", sorted(TEMPLATES.glob("*.md")), ids=lambda path: path.name)
def test_a_template_prints_no_value_that_was_not_made_safe(template: Path) -> None:
    safe = {
        "inline",
        "short",
        "block",
        "lines",
        "front",
        "anchor",
        "outside",
        "day",
        "moment",
        "minute",
        "duration",
        "number",
    }
    ours = {"propose", "part.before", "part.after"}
    for expression in re.findall(r"{{\s*(.*?)\s*}}", template.read_text()):
        last = expression.rpartition("|")[2].partition(":")[0]
        assert expression in ours or last in safe, expression


@pytest.mark.django_db
def test_links_to_propose_something_lead_to_forms_of_the_hub() -> None:
    assert f"]({reverse('roadmap:new_item')})" in written("roadmap")["roadmap/index.md"]
    assert f"]({reverse('demos:new_demo')})" in written("demos")["demos/index.md"]


@pytest.mark.django_db
def test_a_recording_carries_its_transcript_under_headings_that_search_lands_on() -> None:
    recording = make.RecordingFactory(slug="talk", title="Talk")
    make.SegmentFactory(recording=recording, title="The *registry*", starts_s=60, ends_s=90)
    said = [f"word{n} <b>`:::` {{{{x}}}}" for n in range(100)]
    captions.track(recording, captions.lines(*said, speaker="Ana"))
    Cut.objects.create(recording=recording, starts_ms=200_000, ends_ms=204_000)
    text = written("recordings")["recordings/talk.md"]
    assert "search:\n  boost: 0.5\n---" in text
    assert "## From 0:00 {: #t-0 }" in text
    assert "## The &#42;registry&#42; {: #t-60 }" in text
    assert "## From 3:00 {: #t-180 }" in text
    assert "[Watch from here](/community/recordings/talk/?t=180)" in text
    assert "**Ana:** word0 &#60;b&#62;" in text
    assert "word50 " not in text
    assert "word52 " in text
    assert "<b>" not in text.split("## From 0:00")[1]
    assert ":::" not in text


@pytest.mark.django_db
def test_a_corrected_transcript_makes_the_page_anew_and_others_stay() -> None:
    first, second = make.RecordingFactory(slug="one"), make.RecordingFactory(slug="two")
    for recording in (first, second):
        captions.track(recording, "cube flow")
    pages = {page.path: page for page in KINDS["recordings"].pages(Reading(timezone.localdate()))}
    known = {path: page.digest for path, page in pages.items()}
    captions.track(first, "Kubeflow")
    again = {
        page.path: page.text for page in KINDS["recordings"].pages(Reading(timezone.localdate(), known=known))
    }
    assert "Kubeflow" in again["recordings/one.md"]
    assert again["recordings/two.md"] is None
