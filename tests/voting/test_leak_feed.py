"""The activity feed, its Atom and its API tell of openings and closings, never of ballots."""

import json

import pytest

from hub.activity.models import Entry
from tests.voting import leaks, rounds
from tests.voting.leaks import NOTHING, VIEWERS, bodies

ADDRESSES = [
    "/activity/",
    "/activity/feed.atom",
    "/activity/?kind=voting.decision_opened",
    "/activity/?kind=voting.ballot_cast",
    "/api/v1/entries/?page_size=200",
    "/api/v1/entries/?subject_kind=voting.decision",
    "/api/v1/entries/?subject_kind=voting.ballot",
]


@pytest.mark.parametrize("viewer", VIEWERS)
def test_the_feed_is_the_same_however_people_voted(polls, viewer):
    def read():
        single = [
            f"/api/v1/entries/{key}/" for key in Entry.objects.order_by("pk").values_list("pk", flat=True)
        ]
        return bodies(polls.viewers[viewer], [*ADDRESSES, *single])

    assert polls.told(read) == NOTHING


def test_casting_writes_no_entry(polls):
    before = Entry.objects.count()
    with polls.cast(leaks.ONE, polls.crowd):
        assert Entry.objects.count() == before


@pytest.mark.parametrize("viewer", VIEWERS)
def test_whom_an_entry_tells_is_served_nowhere(polls, viewer):
    keys = [f"/api/v1/entries/{key}/" for key in Entry.objects.values_list("pk", flat=True)]
    told = bodies(polls.viewers[viewer], [*ADDRESSES, *keys])

    assert Entry.objects.exclude(data__tell=[]).exists()
    for name, text in told.items():
        assert b'"tell"' not in text, name
        assert b'"data"' not in text, name


def test_entry_of_the_close_says_nothing_of_the_outcome(polls):
    with polls.cast(leaks.ONE, polls.crowd[:3]):
        for vote in polls.votes.values():
            rounds.close(vote)
        rows = Entry.objects.filter(kind="voting.decision_closed")
        assert rows.count() == 3
        for row in rows:
            kept = json.dumps([row.summary, row.subject_label, row.data]).casefold()
            assert not [
                word for word in ("quokka", "walrus", "yes", "wins", "decided", "adopted") if word in kept
            ]


def test_a_reminder_names_nobody_and_is_not_public(polls):
    soon = leaks.NOW + leaks.dt.timedelta(days=6, hours=12)
    with polls.cast(leaks.ONE, polls.crowd[:3]), rounds.at(soon):
        assert rounds.actions.remind_undecided() == 3
        rows = list(Entry.objects.filter(kind="voting.closing_soon"))
        assert len(rows) == 3
        for row in rows:
            assert not row.public
            assert not [
                person for person in polls.crowd if person.handle in row.summary or person.name in row.summary
            ]
