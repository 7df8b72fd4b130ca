"""What tests of leaks share: three running votes, and whether anything that is served depends on the ballots.

A leak is found by difference. The same votes are run twice in one database, each time taken back: once with some
ballots, once with others (`choices`), or cast by others (`voters`). What is read in between is compared byte
for byte, for everybody who may look. Whatever depends on what was voted shows, in whichever form: a number, an
order, a colour, a length. Besides, no receipt, nonce or ballot may stand anywhere as it is kept.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.test import Client

from hub.accounts.models import User
from hub.voting.models import Ballot, BallotBox, Decision
from tests.cast import browser_of
from tests.voting import rounds

NOW = dt.datetime(2026, 11, 24, 10, tzinfo=dt.UTC)  # a Tuesday; the votes close a week later
VIEWERS = ("anonymous", "outsider", "member", "voter", "chair", "admin")
ONE = {
    "peers": {"ranks": [["quokka"], ["walrus"]]},
    "detached": {"approved": ["quokka"]},
    "open": {"vote": "yes"},
}
OTHER = {"peers": {"ranks": [["walrus"]]}, "detached": {"approved": ["walrus"]}, "open": {"vote": "no"}}
KINDS = {"peers": "schulze", "detached": "approval", "open": "majority"}
CHANGING = re.compile(
    rb'(csrfmiddlewaretoken" value="|csrf-token" content="|nonce-|"X-CSRFToken": ?"|&quot;X-CSRFToken&quot;: ?&quot;)'
    rb"[A-Za-z0-9_/+=-]+"
)
CLOCK = ("Set-Cookie", "Expires")  # headers that say when something was asked
HASH = re.compile(rb"\b[0-9a-f]{8,64}\b|[0-9a-f]{8,64}(?=\xe2\x80\xa6)")

Read = Callable[[], Mapping[str, bytes]]


@dataclass
class Polls:
    """Three running votes of one group, six people who vote or not, and those who look."""

    votes: dict[str, Decision]
    crowd: list[User]
    viewers: dict[str, Any]
    receipts: dict[str, list[str]] = field(default_factory=dict)
    nonces: list[str] = field(default_factory=list)

    @contextmanager
    def cast(self, papers: Mapping[str, Any], crowd: list[User]) -> Iterator[None]:
        """The crowd votes; afterwards it never happened. One of those who look voted, always alike."""
        with transaction.atomic(), rounds.at(NOW + dt.timedelta(hours=30)):
            for name, decision in self.votes.items():
                people = crowd if name != "open" else self.crowd[:3]  # there it is no secret who voted
                ballots = dict.fromkeys(people, papers[name])
                rounds.cast(decision, {self.viewers["voter"]: ONE[name], **ballots})
            self.note()
            yield
            transaction.set_rollback(True)

    def note(self) -> None:
        """Keep the marks by which a ballot would be known."""
        boxes = [paper for box in BallotBox.objects.all() for paper in box.papers]
        rows = list(Ballot.objects.select_related("elector__decision"))
        secret = [row.receipt for row in rows if row.elector.decision.secrecy != "open"]
        self.receipts = {
            "secret": secret + [paper["receipt"] for paper in boxes],
            "open": [row.receipt for row in rows if row.elector.decision.secrecy == "open"],
        }
        self.nonces = [row.nonce for row in rows] + [paper["nonce"] for paper in boxes]

    def marks(self, texts: Mapping[str, bytes], *, ledger: bool = False) -> list[str]:
        """Where a receipt, a nonce or a ballot as it is kept stands; `ledger` allows receipts of the open vote."""
        marks = [*self.receipts["secret"], *self.nonces, *([] if ledger else self.receipts["open"])]
        wanted = [mark[:12].encode() for mark in marks]
        return [name for name, text in texts.items() if any(mark in text for mark in wanted)]

    def told(self, read: Read, *, ledger: bool = False) -> dict[str, list[str]]:
        """What gives something away about running votes; all empty is what is promised."""
        with self.cast(ONE, self.crowd[:3]):
            first = read()
            marked = self.marks(first, ledger=ledger)
        with self.cast(OTHER, self.crowd[:3]):
            choices = read()
        with self.cast(ONE, self.crowd[3:]):
            voters = read()
        assert first, "nothing was read"
        return {
            "marks": marked,
            "choices": differing(first, choices),
            "voters": differing(first, voters),
        }

    def after(self, read: Read) -> list[str]:
        """The names of what does depend on the ballots once the votes are closed: that the difference is seen."""

        def closed(papers: Mapping[str, Any]) -> Mapping[str, bytes]:
            with self.cast(papers, self.crowd[:3]):
                for decision in self.votes.values():
                    rounds.close(decision)
                return read()

        return differing(closed(ONE), closed(OTHER))


NOTHING: dict[str, list[str]] = {"marks": [], "choices": [], "voters": []}


def polls(group: Any, cast: Callable[[str], Any]) -> Polls:
    """An open vote in each secrecy; the chair, the member and a voter are electors, and so is the crowd."""
    viewers = {name: cast(name) for name in VIEWERS if name != "voter"}
    with rounds.at(NOW):
        voter, *crowd = rounds.members(group, 7)
        viewers["voter"] = voter
        votes = {
            secrecy: rounds.open_vote(
                group,
                by=viewers["chair"],
                question=f"Which {secrecy} animal?",
                kind=kind,
                secrecy=secrecy,
                options=["Quokka", "Walrus", "Stay as it is"],
                minimum_hours=48,
            )
            for secrecy, kind in KINDS.items()
        }
    return Polls(votes, crowd, viewers)


def differing(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    """Names whose texts are not the same, hashes and tokens of forms left out."""
    assert one.keys() == other.keys()
    return [name for name, text in one.items() if plain(text) != plain(other[name])]


def plain(text: bytes) -> bytes:
    """A text without what is random in it."""
    return HASH.sub(b"#", CHANGING.sub(rb"\1", text))


def bodies(person: Any, addresses: list[str], send: str = "get", **rest: Any) -> dict[str, bytes]:
    """What somebody is answered: headers and body as they go over the wire."""
    browser = browser_of(person)
    return {f"{send} {address}": raw(browser, send, address, **rest) for address in addresses}


def raw(browser: Client, send: str, address: str, **rest: Any) -> bytes:
    """One answer with its code and headers."""
    answer = getattr(browser, send)(address, **rest)
    head = [f"{name}: {value}" for name, value in sorted(answer.headers.items()) if name not in CLOCK]
    body = b"".join(answer) if answer.streaming else answer.content
    assert answer.status_code < 500, body
    return b"\n".join([str(answer.status_code).encode(), *(line.encode() for line in head), body])
