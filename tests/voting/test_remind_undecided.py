"""Reminders: once, shortly before the close, only to those who have cast nothing; nobody else learns who."""

import datetime as dt

import pytest

from hub.activity.models import Entry, Notification
from hub.activity.tasks import tell
from hub.voting import actions, tasks
from tests.voting import rounds

PAPER = {"approved": ["alpha"]}


def reminders():
    return Entry.objects.filter(kind="voting.closing_soon")


@pytest.mark.parametrize("secrecy", ["open", "peers", "detached"])
def test_only_who_cast_nothing_is_reminded_and_once(group, five, chair, secrecy):
    decision = rounds.open_vote(group, secrecy=secrecy)
    rounds.cast(decision, dict.fromkeys(five[:3], PAPER))
    if secrecy != "detached":
        actions.recuse(decision, person=five[3], reason="Sells it", by=five[3])
    with rounds.at(decision.closes_at - dt.timedelta(hours=23)):
        tasks.remind_undecided()
        tasks.remind_undecided()
    entry = reminders().get()
    missing = five[3:] if secrecy == "detached" else five[4:]
    assert entry.data["tell"] == sorted(person.pk for person in missing)
    tell(entry.pk)
    assert set(Notification.objects.filter(entry=entry).values_list("user", flat=True)) == set(
        entry.data["tell"]
    )


def test_reminder_is_internal_and_names_nobody(group, five, as_outsider, as_anonymous):
    decision = rounds.open_vote(group)
    rounds.cast(decision, {five[0]: PAPER})
    with rounds.at(decision.closes_at - dt.timedelta(hours=23)):
        actions.remind_undecided()
    entry = reminders().get()
    assert (entry.public, entry.actor) == (False, None)
    assert not [person for person in five if person.name in entry.summary or person.handle in entry.summary]
    for browser in (as_outsider, as_anonymous):
        answer = browser.get("/api/entries/").content.decode()
        assert '"tell"' not in answer


@pytest.mark.parametrize(
    ("days", "hours_before", "told"), [(7, 25, 0), (7, 24, 1), (7, 1, 1), (1, 7, 0), (1, 5, 1), (7, 0, 0)]
)
def test_reminder_comes_in_the_last_day_or_the_last_quarter(group, five, days, hours_before, told):
    decision = rounds.open_vote(group, days=days)
    with rounds.at(decision.closes_at - dt.timedelta(hours=hours_before)):
        assert actions.remind_undecided() == told


def test_nobody_is_reminded_when_all_have_voted(group, five):
    decision = rounds.open_vote(group)
    rounds.cast(decision, dict.fromkeys(five, PAPER))
    with rounds.at(decision.closes_at - dt.timedelta(hours=1)):
        assert actions.remind_undecided() == 0
    assert not reminders().exists()


def test_nobody_is_reminded_of_lazy_consensus_or_of_what_is_over(group, five, chair):
    rounds.open_vote(group, kind="lazy")
    voided = rounds.open_vote(group, question="Another?")
    actions.void_decision(voided, by=chair, reason="Asked wrongly")
    with rounds.at(voided.closes_at - dt.timedelta(hours=1)):
        assert actions.remind_undecided() == 0
