"""A suggested link that people accept at the same moment, on real connections, is made once."""

import pytest

from hub.activity.models import Entry
from hub.recordings import actions
from hub.recordings.models import Segment, SegmentService, Suggestion
from tests.factories import RecordingFactory, ServiceFactory, UserFactory
from tests.voting.test_races import connections, together  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def suggestion() -> Suggestion:
    """A service that is named outside all chapters."""
    ServiceFactory(slug="mlflow", name="MLflow", version="3.1")
    told = {"kind": "service", "key": "mlflow", "at_ms": 70_000, "sentence": "MLflow it is."}
    return Suggestion.objects.create(recording=RecordingFactory(), **told)


def fresh(row: Suggestion) -> Suggestion:
    return Suggestion.objects.get(pk=row.pk)


def test_accepted_by_many_at_once_it_gets_one_chapter_and_one_link(suggestion):
    people = [UserFactory() for _ in range(6)]
    calls = [
        lambda person=person: actions.accept_suggestion(fresh(suggestion), by=person).state
        for person in people
    ]

    assert together(*calls) == ["accepted"] * 6

    link, row = SegmentService.objects.get(), fresh(suggestion)
    assert (link.version, link.segment, row.segment) == ("3.1", Segment.objects.get(), link.segment)
    assert (link.segment.starts_s, link.segment.ends_s) == (70, 100)
    assert row.decided_by in people
    assert Entry.objects.filter(kind="recordings.link_accepted").count() == 1


def test_two_mentions_of_one_second_accepted_at_once_share_a_chapter(suggestion):
    ServiceFactory(slug="mlflow-two", name="MLflow")  # the same name: the same title of the chapter
    other = Suggestion.objects.create(
        recording=suggestion.recording,
        kind="service",
        key="mlflow-two",
        at_ms=70_500,
        sentence="MLflow it is.",
    )
    by = UserFactory()

    assert (
        together(
            *[
                lambda row=row: actions.accept_suggestion(fresh(row), by=by).state
                for row in (suggestion, other)
            ]
            * 3
        )
        == ["accepted"] * 6
    )
    assert Segment.objects.count() == 1
    assert SegmentService.objects.count() == 2


def test_accepted_and_dismissed_at_once_it_is_one_of_both(suggestion):
    by = UserFactory()
    verdicts = together(
        lambda: actions.accept_suggestion(fresh(suggestion), by=by).state,
        lambda: actions.dismiss_suggestion(fresh(suggestion), by=by).state,
    )

    row = fresh(suggestion)
    assert sorted(verdicts) == sorted([row.state, "decided"])
    assert SegmentService.objects.exists() is (row.state == "accepted")
