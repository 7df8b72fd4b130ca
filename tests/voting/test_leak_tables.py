"""A dump of the database while votes run: ballots stand in their own two tables and nowhere else."""

import json
import re

import pytest
from django.db import connection

from hub.accounts.models import RateWindow
from hub.voting.models import BallotBox
from tests.voting import leaks

BALLOTS = {"voting_ballot", "voting_ballotbox"}
KEY = re.compile(r"^\(\d+,", re.MULTILINE)


def tables() -> list[str]:
    """Every table of the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        return sorted(name for (name,) in cursor.fetchall())


def dump(table: str) -> str:
    """All rows of a table as text, as a backup holds them."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT t::text FROM {table} AS t")  # noqa: S608 -- a name of ours
        return "\n".join(row for (row,) in cursor.fetchall())


def dumped() -> dict[str, bytes]:
    """Every table, without the keys of rows: a sequence goes on when what took from it is taken back."""
    return {table: "\n".join(sorted(KEY.sub("(", dump(table)).split("\n"))).encode() for table in tables()}


def test_no_other_table_holds_a_receipt_nonce_or_ballot(polls):
    with polls.cast(leaks.ONE, polls.crowd[:3]):
        everything = dumped()
        assert set(polls.marks(everything)) == {*BALLOTS, "voting_ledgerevent"}
        assert set(polls.marks(everything, ledger=True)) == BALLOTS
        for table in everything.keys() - BALLOTS:
            text = everything[table].replace(b" ", b"").replace(b'\\"', b'"').replace(b'""', b'"')
            for paper in leaks.ONE.values():
                assert json.dumps(paper).replace(" ", "").encode() not in text, table


def test_no_other_table_depends_on_what_was_voted(polls):
    told = polls.told(dumped, ledger=True)
    assert set(told["choices"]) == BALLOTS
    assert set(told["voters"]) == BALLOTS


def test_box_holds_no_time_no_order_and_no_link(polls):
    with polls.cast(leaks.ONE, polls.crowd[:3]):
        before = dump("voting_ballotbox")
        box = BallotBox.objects.get(decision=polls.votes["detached"])
        handed, papers = box.handed_in, box.papers
        assert handed == sorted(handed)
        assert [set(paper) for paper in papers] == [{"receipt", "nonce", "content"}] * 4
        receipts = [paper["receipt"] for paper in papers]
        assert receipts == sorted(receipts)
        assert "2026-" not in before


@pytest.mark.parametrize("secrecy", ["peers", "detached"])
def test_what_slows_a_loop_down_keeps_no_name_no_vote_and_no_time_of_a_detached_ballot(polls, secrecy):
    vote, person = polls.votes[secrecy], polls.crowd[0]
    body = json.dumps({"content": leaks.ONE[secrecy]})
    with leaks.rounds.at(leaks.NOW):
        answer = leaks.browser_of(person).put(
            f"/api/v1/decisions/{vote.slug}/ballot/", body, content_type="application/json"
        )
    assert answer.status_code == 200, answer.content
    assert RateWindow.objects.count() == (0 if secrecy == "detached" else 1)
    kept = dump("accounts_ratewindow")
    assert person.handle not in kept
    assert vote.slug not in kept
