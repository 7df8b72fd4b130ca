"""What is settled stays settled whoever writes: plain SQL is refused too."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from hub.voting import actions
from hub.voting.models import Ballot, BallotBox, Decision, Elector, LedgerEvent, Option
from hub.voting.models.settings import Settings
from tests.factories import ConclusionFactory, EvaluationFactory, ServiceFactory, UserFactory, now
from tests.voting import rounds

PAPER = {"approved": ["alpha"]}
FROZEN_BESIDES = {
    "slug", "group", "question", "context", "purpose", "opened_at", "closes_at", "frozen", "frozen_hash",
    "electorate_hash",
}  # fmt: skip
OTHER = {
    "SmallIntegerField": "2", "PositiveSmallIntegerField": "2", "PositiveIntegerField": "77", "BooleanField": "NOT {0}",
    "CharField": "'x'", "SlugField": "'x'", "TextField": "'x'", "JSONField": """'{{"a": 1}}'""",
    "DateTimeField": "{0} + interval '1 hour'", "ForeignKey": "{0} + 1",
}  # fmt: skip


AT_THE_COMMIT = "SET CONSTRAINTS ALL IMMEDIATE"


def sql(statement: str, *values) -> None:
    """Run it in a savepoint, as somebody with a shell would."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def refused_by_the_database(statement: str, *values, why: str) -> None:
    with pytest.raises(IntegrityError, match=why):
        sql(statement, *values)


@pytest.fixture
def voted(group, five) -> Decision:
    decision = rounds.open_vote(group, secrecy="open")
    rounds.cast(decision, dict.fromkeys(five[:2], PAPER))
    return decision


def settings_fields() -> list[str]:
    return [field.name for field in Settings._meta.fields]


@pytest.mark.parametrize("name", [*settings_fields(), *sorted(FROZEN_BESIDES)])
def test_setting_is_frozen_from_the_opening(voted, name):
    field = Decision._meta.get_field(name)
    new = OTHER[field.get_internal_type()].format(field.column)
    statement = f"UPDATE voting_decision SET {field.column} = {new}"  # noqa: S608 -- the names are ours
    refused_by_the_database(statement, why="frozen since its opening")
    rounds.close(voted)
    refused_by_the_database(statement, why="frozen since its opening")


@pytest.mark.parametrize("made", [EvaluationFactory, ConclusionFactory])
@pytest.mark.parametrize("over", [False, True])
def test_what_it_came_from_is_frozen_until_that_is_gone(group, made, over):
    column = "evaluation" if made is EvaluationFactory else "reopens"
    origin, other = made(group=group), made(group=group)
    decision = rounds.open_vote(group, **{column: origin})
    if over:
        rounds.close(decision)
    move = f"UPDATE voting_decision SET {column}_id = %s"  # noqa: S608 -- the names are ours
    refused_by_the_database(move, other.pk, why="frozen since its opening")
    refused_by_the_database(f"{move}; {AT_THE_COMMIT}", None, why="frozen since its opening")
    origin.delete()
    sql(AT_THE_COMMIT)
    assert getattr(Decision.objects.get(), f"{column}_id") is None


def test_services_are_frozen_until_they_are_gone(group):
    mine, other = ServiceFactory.create_batch(2)
    decision = rounds.open_vote(group, services=[mine])
    row = (decision.pk, other.pk)
    insert = "INSERT INTO voting_decision_services (decision_id, service_id) VALUES (%s, %s)"
    refused_by_the_database(insert, *row, why="frozen")
    refused_by_the_database("UPDATE voting_decision_services SET service_id = %s", other.pk, why="frozen")
    delete = "DELETE FROM voting_decision_services"
    refused_by_the_database(f"{delete}; {AT_THE_COMMIT}", why="frozen")
    rounds.close(decision)
    refused_by_the_database(insert, *row, why="frozen")
    mine.delete()
    sql(AT_THE_COMMIT)
    assert not decision.services.exists()


@pytest.mark.parametrize("state", ["open", "closed", "decided", "void"])
def test_decision_begins_as_a_draft(group, state):
    row = rounds.draft(group)
    row.pk, row.slug, row.state = None, "another", state
    row.opened_at, row.closes_at, row.closed_at, row.result = now(), now(days=1), now(days=1), {}
    with pytest.raises(IntegrityError, match="begins as a draft"):
        row.save(force_insert=True)


def test_reason_of_a_void_is_said_once(voted, admin):
    change = "UPDATE voting_decision SET void_reason = 'Else'"
    refused_by_the_database(change, why="said once")
    rounds.close(voted)
    refused_by_the_database(change, why="said once")
    actions.void_decision(voted, by=admin, reason="Asked wrongly")
    refused_by_the_database(change, why="said once")


def test_who_stepped_aside_stays_aside(voted, five):
    actions.recuse(voted, person=five[3], reason="Sells it", by=five[3])
    for change in ("recused_at = NULL", "recused_at = now() + interval '1 hour'", "recusal_reason = 'Else'"):
        refused_by_the_database(f"UPDATE voting_elector SET {change}", why="stays aside")  # noqa: S608


def test_handle_of_an_elector_is_frozen(voted):
    refused_by_the_database("UPDATE voting_elector SET handle = 'else'", why="electorate is frozen")


def test_ballot_is_not_taken_away(voted, five):
    take = "UPDATE voting_ballot SET current = false WHERE current"
    refused_by_the_database(f"{take}; {AT_THE_COMMIT}", why="never taken away")
    rounds.cast(voted, {five[0]: {"approved": ["beta"]}})
    sql(AT_THE_COMMIT)
    refused_by_the_database(f"{take}; {AT_THE_COMMIT}", why="never taken away")


@pytest.mark.parametrize("name", settings_fields())
def test_every_setting_stands_in_the_frozen_value(voted, name):
    assert voted.frozen[name] == getattr(voted, name)


def test_named_electors_are_frozen_too(group, chair, five):
    decision = rounds.open_vote(group, electorate="named", invited=five)
    other = UserFactory()
    row = (decision.pk, other.pk)
    refused_by_the_database(
        "INSERT INTO voting_decision_invited (decision_id, user_id) VALUES (%s, %s)", *row, why="frozen"
    )
    refused_by_the_database("DELETE FROM voting_decision_invited", why="frozen")
    refused_by_the_database("UPDATE voting_decision_invited SET user_id = %s", other.pk, why="frozen")
    assert decision.frozen["invited"] == 5


def test_every_list_of_settings_is_frozen_too():
    """A new list among the settings needs its own guard."""
    assert [field.name for field in Settings._meta.local_many_to_many] == ["invited"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE voting_option SET name = 'Else' WHERE key = 'alpha'",
        "UPDATE voting_option SET position = 9",
        "DELETE FROM voting_option",
        """INSERT INTO voting_option (decision_id, key, name, text, status_quo, position, team)
           SELECT id, 'late', 'Late', '', false, 9, '' FROM voting_decision""",
    ],
)
def test_options_are_frozen(voted, statement):
    refused_by_the_database(statement, why="options of a decision are frozen")


def test_option_does_not_move_to_another_decision(voted, group):
    other = rounds.draft(group, question="Another?")
    refused_by_the_database("UPDATE voting_option SET decision_id = %s", other.pk, why="frozen")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM voting_elector",
        "UPDATE voting_elector SET team = 'Else'",
        "UPDATE voting_elector SET source = 'late', reason = 'x'",
        "UPDATE voting_elector SET person_id = (SELECT max(id) FROM accounts_user)",
    ],
)
def test_electorate_is_frozen(voted, statement):
    UserFactory()
    refused_by_the_database(statement, why="(lectorate is frozen|never deleted)")


@pytest.mark.parametrize("source", ["rule", "late"])
@pytest.mark.parametrize("over", [False, True])
def test_elector_joins_late_or_not_at_all(voted, source, over):
    if over:
        rounds.close(voted)
    reason = "x" if source == "late" else ""
    row = Elector(decision=voted, person=UserFactory(), handle="late", source=source, reason=reason)
    if source == "late" and not over:
        row.save()
        return
    with pytest.raises(IntegrityError, match="frozen since the opening"):
        row.save()


def test_nobody_steps_aside_after_the_close(voted):
    rounds.close(voted)
    refused_by_the_database("UPDATE voting_elector SET recused_at = now()", why="frozen")


@pytest.mark.parametrize(
    "statement",
    [
        """UPDATE voting_ballot SET content = '{"approved": ["beta"]}'""",
        "UPDATE voting_ballot SET receipt = 'x' WHERE id = (SELECT min(id) FROM voting_ballot)",
        "UPDATE voting_ballot SET cast_at = now()",
        "UPDATE voting_ballot SET revision = 5",
        "UPDATE voting_ballot SET elector_id = (SELECT max(id) FROM voting_elector)",
        "DELETE FROM voting_ballot",
    ],
)
def test_ballot_is_never_changed(voted, statement):
    refused_by_the_database(statement, why="A ballot is never")


def test_ballot_that_was_replaced_does_not_come_back(voted, five):
    rounds.cast(voted, {five[0]: {"approved": ["beta"]}})
    refused_by_the_database(
        "UPDATE voting_ballot SET current = true WHERE NOT current", why="(never changed|one_current)"
    )


def test_no_ballot_after_the_close(voted, five):
    rounds.close(voted)
    elector = voted.electors.get(person=five[4])
    with pytest.raises(IntegrityError, match="cast while a decision is open"), transaction.atomic():
        Ballot.objects.create(elector=elector, content=PAPER, nonce="n", receipt="r")
    assert Ballot.objects.count() == 2


def test_database_knows_one_current_ballot_per_elector(voted, five):
    elector = voted.electors.get(person=five[0])
    with pytest.raises(IntegrityError, match="one_current_ballot_per_elector"):
        Ballot.objects.create(elector=elector, revision=2, content=PAPER, nonce="n", receipt="r")


def test_box_is_sealed_at_the_close(group, five):
    decision = rounds.close(rounds.open_vote(group, secrecy="detached"))
    refused_by_the_database("UPDATE voting_ballotbox SET papers = '[1]'", why="while a decision is open")
    refused_by_the_database("DELETE FROM voting_ballotbox", why="never deleted")
    assert BallotBox.objects.get().decision == decision


@pytest.mark.parametrize(
    "statement",
    [
        """UPDATE voting_decision SET result = '{"winners": ["beta"]}'""",
        "UPDATE voting_decision SET result = NULL",
        "UPDATE voting_decision SET closed_at = now() + interval '1 day'",
        "UPDATE voting_decision SET ballots_hash = 'x'",
        "DELETE FROM voting_decision",
    ],
)
@pytest.mark.parametrize("void", [False, True])
def test_result_is_never_changed(voted, admin, statement, void):
    decision = rounds.close(voted)
    if void:
        actions.void_decision(decision, by=admin, reason="Asked wrongly")
    refused_by_the_database(statement, why="(never changed|never deleted)")


@pytest.mark.parametrize(
    "statement", ["UPDATE voting_ledgerevent SET payload = '{}'", "DELETE FROM voting_ledgerevent"]
)
def test_ledger_only_grows(voted, statement):
    refused_by_the_database(statement, why="ledger is never changed")
    with pytest.raises(IntegrityError, match="one_event_per_height"), transaction.atomic():
        LedgerEvent.objects.create(decision=voted, height=0, kind="opened", at=now(), hash="x")


def test_draft_is_free(group, chair):
    decision = rounds.draft(group)
    for change in DRAFT_CHANGES:
        change(decision)
    decision.delete()
    assert not Decision.objects.exists()


DRAFT_CHANGES: list[Callable[[Decision], object]] = [
    lambda decision: Decision.objects.update(question="Else?", seats=2),
    lambda decision: Option.objects.filter(key="alpha").update(name="Other"),
    lambda decision: Option.objects.filter(key="beta").delete(),
    lambda decision: decision.invited.set([UserFactory()]),
]
