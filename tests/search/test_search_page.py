"""One box over everything: what is found, in which order, by whom, and what odd input does."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.demos.models import Demo
from hub.search.hits import Hits, marked
from hub.search.query import cleaned
from hub.search.sources import SOURCES
from tests import factories as make
from tests.pages import links_of, main_of, queries_of, text_of
from tests.recordings.words.saying import track

pytestmark = pytest.mark.django_db


def one_of_each(word):
    group = make.GroupFactory(name=f"{word} group")
    track(make.RecordingFactory(slug="said-in"), f"Here a {word} is seen")
    return [
        group,
        make.PathFactory(title=f"{word} path"),
        make.DocPageFactory(title=f"{word} page"),
        make.ServiceFactory(name=f"{word} service"),
        make.ClusterFactory(name=f"{word} cluster"),
        make.ConclusionFactory(title=f"{word} conclusion"),
        make.EvaluationFactory(question=f"{word} evaluation"),
        make.DecisionFactory(question=f"{word} decision", announced_at=make.now()),
        make.RoadmapItemFactory(title=f"{word} item"),
        make.DemoFactory(title=f"{word} demo"),
        make.RecordingFactory(title=f"{word} recording"),
        make.TeamFactory(name=f"{word} team"),
        make.UserFactory(name=f"{word} person", handle="a.b-c_d"),
    ]


SAID_IN = "/community/recordings/said-in/"


def found(client, q, **query):
    response = client.get("/search/", {"q": q, **query})
    assert response.status_code == 200
    return [hit.url for hit in response.context["page"]]


def test_anonymous_finds_every_kind_of_thing_at_its_own_address(client):
    things = one_of_each("zebra")

    addresses = [thing.get_absolute_url() for thing in things]
    assert sorted(found(client, "zebra")) == sorted([*addresses, f"{SAID_IN}?t=1"])
    assert {source.kind for source, _ in client.get("/search/?q=zebra").context["facets"]} == {
        source.kind for source in SOURCES
    }


def test_anonymous_narrows_to_a_kind_and_still_sees_the_other_counts(client):
    one_of_each("zebra")

    response = client.get("/search/?q=zebra&kind=team")

    assert [hit.kind for hit in response.context["page"]] == ["team"]
    assert response.context["total"] == len(SOURCES)


@pytest.mark.parametrize(
    "q",
    [
        "registr",
        "model registries",
        '"model registry"',
        "REGISTRY model",
        "model -kubeflow",
        "kubeflow or registry",
    ],
)
def test_words_are_found_by_stem_by_beginning_and_as_on_the_web(client, q):
    make.ServiceFactory(slug="mlflow", name="MLflow", summary="The model registry.")
    make.ServiceFactory(slug="other", name="Other", summary="Registry of kubeflow pipelines.")

    assert "/services/mlflow/" in found(client, q)


@pytest.mark.parametrize("q", ['"registry model"', "model registry kubeflow", "model -registry"])
def test_words_that_do_not_fit_are_not_found(client, q):
    make.ServiceFactory(name="MLflow", summary="The model registry.")

    assert found(client, q) == []


def test_a_name_comes_before_a_mention_and_the_platform_before_recordings(client):
    make.RecordingFactory(slug="talk", title="Feast in an hour")
    make.ServiceFactory(slug="feast", name="Feast")
    make.ServiceFactory(slug="other", name="Other", description="Works with feast.")

    assert found(client, "feast")[0] == "/services/feast/"


def test_speakers_tags_and_tools_are_found(client):
    make.RecordingFactory(slug="talk", speakers=["Ada Lovelace"], tags=["engines"])
    make.DemoFactory(slug="demo", tools=["Katib"])

    assert found(client, "lovelace") == found(client, "engine") == ["/community/recordings/talk/"]
    assert found(client, "katib") == ["/community/demos/demo/"]


@pytest.mark.parametrize(("who", "count"), [("anonymous", 0), ("outsider", 2), ("admin", 2)])
def test_hits_and_counts_show_nobody_more_than_pages_do(who, count, cast):
    make.RecordingFactory(title="zebra internal", audience="internal")
    make.DemoFactory(title="zebra proposal", state=Demo.State.PROPOSED)

    response = cast(f"as_{who}").get("/search/?q=zebra")

    assert response.context["total"] == count
    assert len(response.context["page"]) == count
    assert ("zebra internal" in text_of(response)) is bool(count)


def test_a_change_is_found_at_once(client):
    item = make.RoadmapItemFactory(title="Old words")
    item.title = "Zebra crossing"
    item.save()

    assert found(client, "zebra") == [item.get_absolute_url()]
    assert found(client, "old words") == []


def test_what_fits_is_marked_and_the_rest_is_harmless(client):
    make.RoadmapItemFactory(
        title="Zebra <script>alert(1)</script>",
        need="A **zebra** <img src=x onerror=alert(2)> & \x02more\x03",
    )

    page = main_of(client.get("/search/?q=zebra"))

    assert "<mark>Zebra</mark>" in page
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "**" not in page


def test_nothing_typed_says_what_can_be_found(client):
    assert "Search everything in one place" in text_of(client.get("/search/"))


def test_nothing_found_offers_to_propose_it(client):
    response = client.get("/search/", {"q": "feature store & more"})

    assert "/roadmap/new/?title=feature%20store%20%26%20more" in links_of(response)


def test_many_hits_come_in_pages_that_keep_words_and_kind(client):
    for _ in range(25):
        make.TeamFactory(name="zebra")

    assert len(found(client, "zebra")) == 20
    assert len(found(client, "zebra", page=2)) == 5
    assert "?q=zebra&amp;kind=team&amp;page=2" in links_of(client.get("/search/?q=zebra&kind=team"))


@pytest.mark.parametrize(
    "q",
    [
        "'", '"', '"""', "\\", "%", "a & | ! b", "(((", ":*", "a:*", "-", "--", "or", "or or", "the", "C++", "<->",
        "x\x00y", "\ud7ff", "日本語", "é" * 200, "x" * 10_000, "word " * 2_000, "'; DROP TABLE x; --", "a\nb", "don't",
    ],
)  # fmt: skip
def test_odd_input_is_answered(client, q):
    one_of_each("word")

    assert client.get("/search/", {"q": q}).status_code == 200
    assert client.get("/search/", {"q": q, "kind": "nonsense", "page": "x"}).status_code == 200


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(text=st.text(max_size=60))
def test_any_text_is_a_query(text, anonymous):
    hits = Hits(anonymous, text)

    assert hits[0:20] == []
    assert len(cleaned(text)) <= 300


@given(text=st.text(alphabet="\x02\x03<>&ab", max_size=20))
def test_marks_are_always_balanced_and_nothing_else_is_markup(text):
    html = marked(text)

    assert html.count("<mark>") == html.count("</mark>") == html.count("<") / 2


def test_search_takes_a_few_queries_however_much_is_found(client):
    one_of_each("zebra")
    few = queries_of(client, "/search/?q=zebra")
    for number in range(30):
        make.RecordingFactory(title=f"zebra {number}")
        track(make.RecordingFactory(), "a zebra again")
    assert queries_of(client, "/search/?q=zebra") <= few <= 6


def test_the_full_text_columns_use_their_indexes(db):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_indexes WHERE indexdef LIKE '%USING gin (search)%'")
        indexed = {row[0] for row in cursor.fetchall()}

    assert indexed == {source.model._meta.db_table for source in SOURCES}


def test_the_word_that_is_still_being_typed_is_marked(client):
    make.ServiceFactory(name="Experiments", summary="Keeps experimental runs.")

    page = main_of(client.get("/search/?q=experimen"))

    assert "<mark>Experiments</mark>" in page
    assert "<mark>experimental</mark>" in page


def test_a_word_as_typed_comes_before_one_that_only_begins_so(client):
    begins = make.ServiceFactory(name="Cachet")
    exact = make.RecordingFactory(title="A talk about the cache")

    hits = [url for url in links_of(client.get("/search/?q=cache")) if not url.startswith("?")]

    assert hits == [exact.get_absolute_url(), begins.get_absolute_url()]
