"""The detached secret ballot: in the database nothing leads from a person to a paper, and nothing tells an order."""

import json
from random import Random
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from hub.accounts.models import RateWindow
from hub.activity.models import Entry, Notification
from hub.voting import actions
from hub.voting.models import Ballot, BallotBox, Decision, Elector
from hub.voting.tally import papers
from tests.voting import rounds

KEYS = ["alpha", "beta", "stay-as-it-is"]


@pytest.fixture
def decision(group, chair) -> Decision:
    rounds.members(group, 29)
    return rounds.open_vote(group, secrecy="detached", kind="schulze")


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table: where it stands on disk, which transaction wrote it and which locked it last."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT ctid::text, xmin::text, xmax::text, to_jsonb(t) FROM "{table}" t')  # noqa: S608
            found[table] = [
                {"ctid": place, "xmin": writer, "xmax": locker, "row": json.loads(row)}
                for place, writer, locker, row in cursor.fetchall()
            ]
    return found


def sequences() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sequencename, COALESCE(last_value, 0) FROM pg_sequences WHERE schemaname = 'public'"
        )
        return dict(cursor.fetchall())


def cast_in_random_order(decision: Decision) -> dict[int, str]:
    """Every elector hands in a ballot, in an order of chance; gives the receipt of each."""
    electors = list(decision.electors.select_related("person"))
    Random(7).shuffle(electors)  # noqa: S311 -- the same order in every run
    receipts = {}
    for number, elector in enumerate(electors):
        ranks = [[key] for key in (KEYS[number % 3 :] + KEYS[: number % 3])]
        done = actions.cast_ballot(decision, by=elector.person, paper={"ranks": ranks})
        receipts[elector.pk] = done.receipt
    return receipts


@pytest.mark.django_db(transaction=True)
def test_casting_changes_one_row_of_one_table(decision):
    """Real transactions. The decision itself was locked by the last one, which tells who wrote nothing."""
    before, counters = everything(), sequences()
    cast_in_random_order(decision)
    after = everything()
    for dump in (before, after):
        dump["voting_decision"] = [row | {"xmax": ""} for row in dump["voting_decision"]]
    assert {table for table in after if after[table] != before[table]} == {"voting_ballotbox"}
    assert len(after["voting_ballotbox"]) == 1
    assert sequences() == counters
    assert len({row["xmin"] for row in after["voting_elector"]}) == 1  # all written by the opening


def test_box_holds_two_sorted_lists_and_nothing_between(decision):
    receipts = cast_in_random_order(decision)
    row = everything()["voting_ballotbox"][0]["row"]
    assert set(row) == {"id", "decision_id", "papers", "handed_in"}
    assert row["handed_in"] == sorted(receipts)
    assert [paper["receipt"] for paper in row["papers"]] == sorted(receipts.values())
    assert {frozenset(paper) for paper in row["papers"]} == {frozenset({"receipt", "nonce", "content"})}
    assert not Ballot.objects.exists()


def test_what_is_kept_is_the_same_whatever_the_order_of_voting(group, chair, monkeypatch):
    """The whole content of the box is a function of who voted and of the papers, not of when."""
    people = [chair, *rounds.members(group, 5)]
    votes = {person: {"ranks": [[KEYS[n % 3]]]} for n, person in enumerate(people)}
    boxes = []
    for order in (people, people[::-1]):
        decision = rounds.open_vote(group, secrecy="detached", kind="schulze", question=f"Nr {len(boxes)}?")
        for person in order:
            nonce = f"{people.index(person):032x}"
            monkeypatch.setattr("secrets.token_hex", lambda _n, nonce=nonce: nonce)
            actions.cast_ballot(decision, by=person, paper=votes[person])
        box = BallotBox.objects.get(decision=decision)
        electors = dict(decision.electors.values_list("pk", "person_id"))
        boxes.append((box.papers, [electors[key] for key in box.handed_in]))
    assert boxes[0] == boxes[1]


def test_no_receipt_nonce_or_paper_stands_beside_a_person(decision):
    """Wherever a receipt or nonce occurs in a dump, it is in the box."""
    receipts = cast_in_random_order(decision)
    nonces = {paper["nonce"] for paper in BallotBox.objects.get().papers}
    for table, rows in everything().items():
        text = json.dumps(rows, default=str)
        found = [word for word in (*receipts.values(), *nonces) if word in text]
        assert bool(found) == (table == "voting_ballotbox"), table


def test_nobody_is_told_and_nothing_is_written_down(decision):
    before = [model.objects.count() for model in (Entry, Notification)]
    height = decision.ledger.count()
    cast_in_random_order(decision)
    assert [model.objects.count() for model in (Entry, Notification)] == before
    assert decision.ledger.count() == height
    assert not set(Elector.objects.values_list("recused_at", flat=True)) - {None}


def test_no_table_has_a_column_for_a_link():
    """The box refers to its decision and to nothing else; nothing refers to the box."""
    box = apps.get_model("voting", "BallotBox")
    links = [field.name for field in box._meta.get_fields() if field.is_relation]
    times = [field.name for field in box._meta.get_fields() if "Date" in field.get_internal_type()]
    assert (links, times) == (["decision"], [])


def test_ballot_is_handed_in_once_and_not_changed(decision):
    person = decision.electors.first().person
    done = actions.cast_ballot(decision, by=person, paper={"ranks": [["alpha"]]})
    for paper in ({"ranks": [["beta"]]}, {"ranks": [["alpha"]]}):
        with rounds.refused("handed_in"):
            actions.cast_ballot(decision, by=person, paper=paper)
    box = BallotBox.objects.get()
    assert [paper["receipt"] for paper in box.papers] == [done.receipt]


def test_same_form_sent_twice_shows_the_same_receipt(decision):
    """A double click must not swallow the only receipt there is."""
    person = decision.electors.first().person
    paper = {"ranks": [["alpha"]]}
    one = actions.cast_ballot(decision, by=person, paper=paper, token="of-the-form")
    assert actions.cast_ballot(decision, by=person, paper=paper, token="of-the-form") == one
    for other in (
        {"paper": paper, "token": "another"},
        {"paper": {"ranks": [["beta"]]}, "token": "of-the-form"},
    ):
        with rounds.refused("handed_in"):
            actions.cast_ballot(decision, by=person, **other)
    row = BallotBox.objects.get().papers[0]
    assert row["receipt"] == papers.receipt_of(paper, row["nonce"])
    assert "of-the-form" not in json.dumps(everything(), default=str)


def test_two_people_with_one_token_have_receipts_of_their_own(decision):
    people = [elector.person for elector in decision.electors.all()[:3]]
    paper = {"ranks": [["alpha"]]}
    done = {actions.cast_ballot(decision, by=who, paper=paper, token="same").receipt for who in people}
    assert len(done) == 3 == len(BallotBox.objects.get().papers)


def test_crash_while_handing_in_leaves_the_box_as_it_was(decision, monkeypatch):
    first, second = [elector.person for elector in decision.electors.all()[:2]]
    actions.cast_ballot(decision, by=first, paper={"ranks": [["alpha"]]})
    before = BallotBox.objects.values().get()
    save = BallotBox.save

    def breaks(box, **fields):
        save(box, **fields)
        raise RuntimeError("The power goes.")

    monkeypatch.setattr(BallotBox, "save", breaks)
    with pytest.raises(RuntimeError):
        actions.cast_ballot(decision, by=second, paper={"ranks": [["beta"]]})
    assert BallotBox.objects.values().get() == before


def test_published_ballots_are_the_papers_by_receipt(decision):
    receipts = cast_in_random_order(decision)
    closed = rounds.close(decision)
    listed = BallotBox.objects.get().papers
    assert sorted(receipts.values()) == [row["receipt"] for row in listed]
    assert closed.result["turnout"] == {
        "electors": 30, "ballots": 30, "by_team": [{"team": "No team", "electors": 30, "ballots": 30}],
    }  # fmt: skip


@pytest.mark.parametrize("door", ["page", "api"])
def test_the_doors_keep_no_count_of_tries_after_a_detached_ballot(door, group, member, as_member):
    rounds.members(group, 9)
    decision = rounds.open_vote(group, secrecy="detached")
    if door == "page":
        answer = as_member.post(f"{decision.get_absolute_url()}ballot/", {"option-alpha": "1"})
    else:
        address = f"/api/v1/decisions/{decision.slug}/ballot/"
        answer = as_member.put(address, {"content": {"approved": ["alpha"]}}, content_type="application/json")
    assert answer.status_code == 200
    assert len(BallotBox.objects.get(decision=decision).handed_in) == 1
    assert not RateWindow.objects.exists()
