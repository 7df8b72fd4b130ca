"""Links that the words of a recording suggest: found with proof, decided by people, never by themselves."""

import pytest

from hub.core.errors import Refused
from hub.recordings import actions
from hub.recordings.linking import mentions, names, sentence, suggest_links
from hub.recordings.models import Spelling, Suggestion
from tests.cast import CAST, browser_of
from tests.factories import (
    DemoFactory,
    RecordingFactory,
    RoadmapItemFactory,
    SegmentFactory,
    ServiceFactory,
    TeamFactory,
)
from tests.pages import main_of, text_of
from tests.recordings.watched import captioned

PAGE = "/community/recordings/talk/suggestions/"
API = "/api/v1/recordings/talk/suggestions/"
SAID = [
    (0, 2_000, "", "Hello. We publish the winner with"),
    (2_000, 4_000, "", "MLflow today. Not xMLflowy, not mlflow-plugin."),
    (4_000, 6_000, "", "mlflow again, and the feature"),
    (6_000, 8_000, "", "store on Kubeflow-Pipelines."),
    (70_000, 72_000, "", "Later cube flow pipelines fail for Car Pricing."),
]


@pytest.fixture
def talk(db):
    ServiceFactory(slug="mlflow", name="MLflow", version="2.9")
    kfp = ServiceFactory(slug="kfp", name="Kubeflow Pipelines")
    Spelling.objects.create(wrong="cube flow pipelines", right="Kubeflow Pipelines", service=kfp)
    TeamFactory(slug="car-pricing", name="Car Pricing")
    recording = RecordingFactory(slug="talk")
    SegmentFactory(recording=recording, title="First", starts_s=0, ends_s=60)
    captioned(recording, SAID)
    return recording


def found(recording):
    rows = recording.suggestions.order_by("at_ms", "kind", "key")
    return [(row.kind, row.key, row.at_ms, row.times, bool(row.segment), row.state) for row in rows]


def test_names_are_found_with_their_second_whatever_their_spelling(talk):
    suggest_links(talk)
    assert found(talk) == [
        ("service", "mlflow", 2_000, 2, True, "open"),
        ("service", "kfp", 6_000, 1, True, "open"),
        ("service", "kfp", 70_000, 1, False, "open"),
        ("team", "car-pricing", 70_000, 1, False, "open"),
    ]
    proof = talk.suggestions.get(key="mlflow").sentence
    assert proof == "We publish the winner with MLflow today.", "the sentence, over the end of a line"


def test_name_over_the_end_of_a_line_is_heard(db):
    ServiceFactory(slug="feature-store", name="Feature Store")
    said = [*mentions(SAID, names())]
    assert [(row.key, row.at_ms) for row in said] == [("feature-store", 4_000)]


def test_titles_of_demos_and_items_are_names_when_they_are_more_than_a_word(db):
    DemoFactory(slug="winner", title="The winner", state="accepted")
    DemoFactory(slug="secret", title="Hello today", state="proposed")
    DemoFactory(slug="hello", title="Hello")
    RoadmapItemFactory(slug="fail", title="Fail for car pricing")
    assert {(row.kind, row.key) for row in mentions(SAID, names())} == {("demo", "winner"), ("item", "fail")}


def test_names_with_signs_break_nothing(db):
    for number, name in enumerate(("C++ (new)", "a|b.*", "[x]", "Go", "  ")):
        ServiceFactory(slug=f"odd-{number}", name=name)
    said = [(0, 1_000, "", "We use c++ (new), a|b.* and go, [x].")]
    assert [row.key for row in mentions(said, names())] == ["odd-0", "odd-1", "odd-2"]
    assert list(mentions([], names())) == []
    assert list(mentions(said, [])) == []


@pytest.mark.parametrize(
    ("text", "start", "end", "proof"),
    [
        ("One. Two is MLflow! Three.", 12, 18, "Two is MLflow!"),
        ("MLflow", 0, 6, "MLflow"),
        ("word " * 200 + "MLflow " + "word " * 200, 1000, 1006, None),
    ],
)
def test_proof_is_the_sentence_and_never_endless(text, start, end, proof):
    said = sentence(text, start, end)
    assert "MLflow" in said
    assert len(said) < 500
    assert proof in (None, said)


def test_run_again_nothing_decided_changes(talk, admin):
    suggest_links(talk)
    actions.dismiss_suggestion(talk.suggestions.get(key="mlflow"), by=admin)
    actions.accept_suggestion(talk.suggestions.get(key="kfp", at_ms=6_000), by=admin)
    before = found(talk)
    for _ in range(2):
        suggest_links(talk)
        assert found(talk) == before
    talk.tracks.get().cues.filter(starts_ms=70_000).delete()
    suggest_links(talk)
    assert [row[-1] for row in found(talk)] == ["dismissed", "accepted"], "what is no longer said is not open"


def test_accepted_link_is_made_and_leads_both_ways(talk, as_admin, client):
    suggest_links(talk)
    row = talk.suggestions.get(key="mlflow")
    assert "We publish the winner with MLflow today." in text_of(as_admin.get(PAGE))
    assert as_admin.post(f"{PAGE}{row.pk}/acceptance/").status_code == 302
    row.refresh_from_db()
    assert (row.state, row.decided_by.handle) == ("accepted", "ada")
    link = row.segment.segmentservice_set.get()
    assert (link.service.slug, link.version) == ("mlflow", "2.9")
    assert 'href="/community/recordings/talk/?t=0"' in main_of(client.get("/services/mlflow/"))


def test_link_said_outside_all_chapters_gets_one(talk, admin):
    suggest_links(talk)
    row = actions.accept_suggestion(talk.suggestions.get(kind="team"), by=admin)
    assert (row.segment.starts_s, row.segment.ends_s, row.segment.title) == (70, 100, "Car Pricing")
    assert [team.slug for team in row.segment.teams.all()] == ["car-pricing"]


def test_what_was_decided_or_is_gone_is_refused(talk, admin, as_admin):
    suggest_links(talk)
    row = talk.suggestions.get(kind="team")
    actions.dismiss_suggestion(row, by=admin)
    with pytest.raises(Refused):
        actions.accept_suggestion(row, by=admin)
    assert as_admin.post(f"{API}{row.pk}/acceptance/").status_code == 409
    gone = Suggestion.objects.create(recording=talk, kind="service", key="gone", at_ms=0, sentence="x")
    with pytest.raises(Refused):
        actions.accept_suggestion(gone, by=admin)
    assert not talk.segments.exclude(title="First").exists()


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("door", ["page", "api"])
def test_only_those_who_answer_for_it_decide(cast, talk, who, door):
    suggest_links(talk)
    row, browser = talk.suggestions.get(key="mlflow"), browser_of(cast(who))
    address = f"{PAGE if door == 'page' else API}{row.pk}/dismissal/"
    refused = {"page": 302, "api": 401} if who == "anonymous" else {"page": 403, "api": 403}
    allowed = {"page": 302, "api": 200}
    assert browser.post(address).status_code == (allowed if who == "admin" else refused)[door]
    row.refresh_from_db()
    assert row.state == ("dismissed" if who == "admin" else "open")


def test_program_looks_through_the_words(as_admin, client, talk):
    assert [row["key"] for row in as_admin.post(API).json()] == ["mlflow", "kfp", "kfp", "car-pricing"]
    assert len(as_admin.get(API).json()) == 4
    assert client.get(API).status_code == 401


def test_suggestions_are_named_as_people_name_things(as_admin, talk):
    suggest_links(talk)
    Suggestion.objects.create(recording=talk, kind="demo", key="gone-demo", at_ms=0, sentence="x")
    text = text_of(as_admin.get(PAGE))
    for words in ("Service Kubeflow Pipelines", "Team Car Pricing", "Demo gone-demo"):
        assert words in text
