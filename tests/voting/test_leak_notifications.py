"""Notifications and mails of a running vote: the opening, its reminder, the close, and nothing between."""

import pytest
from django.core import mail

from hub.activity import telling
from hub.activity.actions import follow
from hub.activity.kinds import TELL, kind_of, told_kinds
from hub.activity.models import Entry, Notification, Preference
from tests.voting import leaks, rounds
from tests.voting.leaks import NOTHING, VIEWERS, bodies

SIGNED_IN = [name for name in VIEWERS if name != "anonymous"]


@pytest.fixture
def loud(polls):
    """Everybody wants everything, in the hub and by mail, and follows the three votes."""
    people = [*polls.crowd, *(polls.viewers[name] for name in SIGNED_IN)]
    for person in people:
        for kind in told_kinds():
            Preference.objects.create(user=person, kind=kind, in_app=True, by_mail=True)
        for vote in polls.votes.values():
            follow(vote, by=person)
    return polls


def tell_all() -> None:
    """The queue does its work: everybody concerned is told, and the mails leave."""
    mail.outbox.clear()
    for entry in Entry.objects.order_by("pk"):
        if TELL in kind_of(entry.kind).reactions:
            telling.tell(entry)
    telling.send_waiting_mail()


def mailbox(person) -> bytes:
    """The mails of one person as they leave, without the mark that each mail has of its own."""
    mine = [message.message() for message in mail.outbox if message.to == [person.email]]
    for message in mine:
        del message["Message-ID"], message["Date"]
    return b"\n".join(message.as_bytes() for message in mine)


@pytest.mark.parametrize("viewer", SIGNED_IN)
def test_news_and_mails_are_the_same_however_people_voted(loud, viewer):
    person = loud.viewers[viewer]
    tell_all()  # of the openings

    def read():
        tell_all()
        pages = bodies(person, ["/notifications/", "/api/v1/notifications/?page_size=200", "/session.json"])
        return {**pages, "mailbox": mailbox(person)}

    assert loud.told(read) == NOTHING


def test_casting_tells_nobody(loud):
    tell_all()
    told = Notification.objects.count()
    with loud.cast(leaks.ONE, loud.crowd[:3]):
        tell_all()
        assert (Notification.objects.count(), mail.outbox) == (told, [])


def test_reminder_goes_to_the_undecided_one_by_one_and_names_nobody(loud):
    with loud.cast(leaks.ONE, loud.crowd[:3]), rounds.at(leaks.NOW + leaks.dt.timedelta(days=6, hours=12)):
        rounds.actions.remind_undecided()
        tell_all()
        entries = Entry.objects.filter(kind="voting.closing_soon")
        told = {row.user for row in Notification.objects.filter(entry__in=entries).select_related("user")}
        assert told == {*loud.crowd[3:], loud.viewers["member"], loud.viewers["chair"]}
        for message in mail.outbox:
            assert len(message.to) == 1
            assert message.cc == message.bcc == []
            body = message.message().as_bytes()
            others = [person for person in loud.crowd if [person.email] != message.to]
            assert not [person for person in others if person.name.encode() + b" " in body + b" "]
        reminded = [
            message.to[0] for message in mail.outbox if "closes" in message.body or "close" in message.subject
        ]
        assert loud.viewers["voter"].email not in reminded


@pytest.mark.parametrize("viewer", SIGNED_IN)
def test_mail_of_the_close_holds_no_outcome(loud, viewer):
    with loud.cast(leaks.ONE, loud.crowd[:3]):
        for vote in loud.votes.values():
            rounds.close(vote)
        tell_all()
        box = mailbox(loud.viewers[viewer]).decode().casefold()
    for word in ("quokka", "walrus", " wins", "adopted", "rejected", "not decided"):
        assert word not in box
