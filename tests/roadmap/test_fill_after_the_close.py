"""The close commits at once; the quarter is filled afterwards, outside any lock, and its result is written once."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, transaction

from hub.activity.models import Entry
from hub.celery import app
from hub.core.errors import Refused
from hub.exchange.exporting.folder import export_community
from hub.roadmap import tasks
from hub.roadmap.actions import rounds
from hub.roadmap.models import Round
from hub.roadmap.rounds.outcome import outcome
from tests.roadmap import filled
from tests.voting.test_races import attempt, together

REAL = pytest.mark.django_db(transaction=True)
DATABASE = pytest.mark.django_db
WORDS = "Closed; being counted. This page shows the result as soon as it is there."
BEFORE = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
LONGEST = 30  # seconds a thread is waited for


@pytest.fixture
def eager():
    """Tasks run where they are called."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


@pytest.fixture
def counted(admin, member):
    """A round that is closed and not filled yet."""
    return filled.counting(filled.opened({"alpha": 3, "beta": 9}), {member: {"alpha": 4}})


class Slow:
    """Fillings that begin, and go on when they are let."""

    def __init__(self, monkeypatch, count=1):
        self.begun, self.go = threading.Barrier(count + 1), threading.Event()
        monkeypatch.setattr(rounds.filling, "outcome", self.fill)

    def fill(self, found):
        result = outcome(found)
        self.begun.wait(LONGEST)
        assert self.go.wait(LONGEST)
        return result


def told():
    return Entry.objects.filter(kind="roadmap.round_closed").count()


def result_of(found):
    return Round.objects.get(pk=found.pk).result


# --- the close first, the result afterwards --------------------------------------------------------------------
@REAL
def test_close_by_hand_is_filled_by_the_queue_at_once(eager, monkeypatch):
    seen = []

    def looked(found):
        with ThreadPoolExecutor(1) as other:  # what everybody else sees when the filling begins
            seen.append(other.submit(attempt, lambda: Round.objects.get(pk=found.pk).state).result())
        return outcome(found)

    monkeypatch.setattr(rounds.filling, "outcome", looked)
    found, by = filled.opened(), filled.platform()
    with filled.at(found.opened_at + rounds.closing.MINIMUM):
        rounds.close_round(found, by=by)
    assert seen == ["closed"]
    assert result_of(found)["ballots"] == 0
    assert told() == 1


@REAL
def test_filling_that_fails_leaves_it_closed_and_the_clock_comes_back(eager, monkeypatch):
    found = filled.opened()
    monkeypatch.setattr(rounds.filling, "outcome", lambda _: 1 / 0)
    with filled.at(found.closes_at):
        tasks.close_due_rounds()
        row = Round.objects.get()
        assert (row.state, row.closed_at, row.result, told()) == ("closed", found.closes_at, None, 0)
        monkeypatch.undo()
        tasks.close_due_rounds()
    row = Round.objects.get()
    assert (row.closed_at, row.result["ballots"], told()) == (found.closes_at, 0, 1)


@REAL
def test_clock_takes_up_what_a_killed_worker_left(eager):
    found = filled.opened()
    app.conf.task_always_eager = False  # nobody takes the message
    filled.counting(found)
    assert result_of(found) is None
    app.conf.task_always_eager = True
    tasks.close_due_rounds()
    assert result_of(found) is not None
    assert rounds.unfilled() == []


@REAL
def test_one_filling_that_fails_keeps_no_other_waiting(eager, monkeypatch):
    bad, good = filled.opened(), filled.opened({"delta": 9}, quarter="2027-Q2")
    monkeypatch.setattr(rounds.filling, "outcome", lambda found: 1 / 0 if found == bad else outcome(found))
    with filled.at(max(bad.closes_at, good.closes_at)):
        tasks.close_due_rounds()
    assert (result_of(bad), result_of(good)["ballots"]) == (None, 0)


# --- no lock meanwhile -----------------------------------------------------------------------------------------
@REAL
def test_nobody_waits_for_the_row_while_it_is_filled(monkeypatch):
    found = filled.counting(filled.opened())
    slow = Slow(monkeypatch)
    with ThreadPoolExecutor(1) as other:
        filling = other.submit(attempt, lambda: rounds.fill_round(found))
        slow.begun.wait(LONGEST)
        with transaction.atomic():  # raises when anybody holds it
            held = Round.objects.select_for_update(nowait=True).get(pk=found.pk)
        slow.go.set()
        filling.result(LONGEST)
    assert held.result is None
    assert result_of(found) is not None


@REAL
def test_two_fillings_at_once_write_once_and_tell_once(monkeypatch):
    found = filled.counting(filled.opened())
    slow = Slow(monkeypatch, count=2)
    with ThreadPoolExecutor(2) as others:
        fillings = [others.submit(attempt, lambda: rounds.fill_round(found)) for _ in range(2)]
        slow.begun.wait(LONGEST)
        slow.go.set()
        answers = [filling.result(LONGEST).result for filling in fillings]
    assert answers == [result_of(found)] * 2
    assert told() == 1


@REAL
def test_clock_begins_no_second_filling_beside_one_that_goes_on(eager, monkeypatch):
    app.conf.task_always_eager = False
    found = filled.counting(filled.opened())
    app.conf.task_always_eager = True
    slow = Slow(monkeypatch)
    with ThreadPoolExecutor(1) as other:
        filling = other.submit(attempt, lambda: tasks.fill_round(found.pk))
        slow.begun.wait(LONGEST)
        monkeypatch.setattr(rounds.filling, "outcome", lambda _: pytest.fail("filled twice at once"))
        assert rounds.fill_alone(found).result is None
        slow.go.set()
        filling.result(LONGEST)
    assert result_of(found) is not None
    assert told() == 1


@REAL
def test_filling_that_ends_after_a_void_changes_nothing(monkeypatch):
    found, by = filled.counting(filled.opened()), filled.platform()
    slow = Slow(monkeypatch)
    with ThreadPoolExecutor(1) as other:
        filling = other.submit(attempt, lambda: rounds.fill_round(found))
        slow.begun.wait(LONGEST)
        rounds.void_round(found, by=by, reason="Wrong costs")
        slow.go.set()
        assert filling.result(LONGEST).state == "void"
    row = Round.objects.get()
    assert (row.state, row.statement, row.result, told()) == ("void", "Wrong costs", None, 0)
    assert rounds.unfilled() == []


@REAL
def test_void_and_filling_at_once_leave_no_half():
    found, by = filled.counting(filled.opened()), filled.platform()
    calls = [lambda: rounds.fill_round(found), lambda: rounds.void_round(found, by=by, reason="Costs")]
    together(*calls, calls[0])
    row = Round.objects.get()
    assert row.state == "void"
    assert (row.result is not None) == (told() == 1)


# --- while it is counted ---------------------------------------------------------------------------------------
@DATABASE
@pytest.mark.parametrize("who", ["as_anonymous", "as_member", "as_admin"])
def test_pages_say_that_it_is_being_counted(request, counted, who):
    browser = request.getfixturevalue(who)
    page = browser.get(counted.get_absolute_url(), {"capacity": "5"})
    assert page.status_code == 200
    assert WORDS in page.content.decode()
    assert "1 of" in page.content.decode()
    assert "Being counted" in browser.get("/roadmap/rounds/").content.decode()
    assert "Closed; being counted." in browser.get("/roadmap/alpha/").content.decode()
    for address in ("/roadmap/", "/", "/activity/", "/activity/feed.atom"):
        assert browser.get(address).status_code == 200
    rounds.fill_round(counted)
    assert WORDS not in browser.get(counted.get_absolute_url()).content.decode()
    assert "Being counted" not in browser.get("/roadmap/rounds/").content.decode()


@DATABASE
def test_open_page_is_told_when_the_result_is_there(counted, as_anonymous):
    def asked():
        return as_anonymous.get(
            counted.get_absolute_url(), headers={"HX-Request": "true", "HX-Trigger": "counting"}
        )

    assert (asked().status_code, asked().content) == (204, b"")
    rounds.fill_round(counted)
    assert asked().headers["HX-Refresh"] == "true"


@DATABASE
def test_programs_read_that_there_is_no_result_yet(counted, as_admin, client):
    api = f"/api/v1/rounds/{counted.slug}/"
    assert as_admin.get(api).json()["state"] == "closed"
    assert as_admin.get(f"{api}result/").json() == {"turnout": {"voters": 2, "voted": 1}, "result": None}
    for answer in (
        as_admin.get(f"{api}what-if/", {"capacity": "5"}),
        as_admin.post(f"{api}confirmation/", {"taken": {"alpha": True}}, content_type="application/json"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "not_filled")


@DATABASE
def test_platform_team_answers_only_once_it_is_filled(counted, admin, as_admin):
    with pytest.raises(Refused) as refusal:
        rounds.confirm_round(counted, by=admin, taken={"alpha": True, "beta": False})
    assert refusal.value.code == "not_filled"
    page = as_admin.get(f"{counted.get_absolute_url()}confirmation/")
    assert page.status_code == 409
    assert "being counted" in page.content.decode()
    rounds.fill_round(counted)
    done = rounds.confirm_round(counted, by=admin, taken={"alpha": True, "beta": False})
    assert done.state == "confirmed"


@DATABASE
def test_platform_team_voids_it_while_it_is_counted(counted, as_admin, as_member):
    page = as_admin.post(f"{counted.get_absolute_url()}void/", {"reason": "Wrong costs"})
    assert page.status_code == 302
    rounds.fill_round(counted)
    assert result_of(counted) is None
    page = as_member.get(counted.get_absolute_url()).content.decode()
    assert "Wrong costs" in page
    assert WORDS not in page


@DATABASE
@pytest.mark.parametrize("state", ["draft", "open"])
def test_what_is_not_closed_is_not_filled(admin, state):
    found = (filled.drafted if state == "draft" else filled.opened)()
    assert rounds.fill_round(found).result is None
    assert rounds.unfilled() == []


@DATABASE
def test_it_stays_at_home_until_it_is_filled(counted, tmp_path):
    export_community(tmp_path / "before", ballots=True)
    assert not list((tmp_path / "before").rglob(f"{counted.slug}*"))
    rounds.fill_round(counted)
    export_community(tmp_path / "after", ballots=True)
    assert list((tmp_path / "after").rglob(f"{counted.slug}*"))


# --- the database ----------------------------------------------------------------------------------------------
@pytest.fixture
def sql(db):
    """Runs a statement; says what the database refuses it with."""

    def run(statement, *values):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, values)
        except DatabaseError as error:
            return str(error).splitlines()[0]
        return ""

    return run


SET = "UPDATE roadmap_round SET result = %s::jsonb WHERE id = %s"


def test_database_takes_a_result_once_after_the_close(sql, counted):
    assert "is set once it is closed" in sql(SET, "null", counted.pk)
    assert "is set once it is closed" in sql(SET, "[]", counted.pk)
    assert sql(SET, '{"a": 1}', counted.pk) == ""
    for other in ('{"a": 2}', "{}", "null", None):
        assert sql(SET, other, counted.pk) == "The result of a round is never changed."
    assert result_of(counted) == {"a": 1}


@pytest.mark.parametrize("state", ["draft", "open", "void"])
def test_database_takes_no_result_of_what_is_not_closed(sql, admin, state):
    found = filled.drafted() if state == "draft" else filled.opened()
    if state == "void":
        rounds.void_round(filled.counting(found), by=admin, reason="No")
    assert sql(SET, '{"a": 1}', found.pk) in (
        "The result of a round is set once it is closed.",
        "A round that is confirmed or void is never changed.",
    )
    assert result_of(found) is None


def test_database_confirms_nothing_without_a_result(sql, counted):
    said = sql("UPDATE roadmap_round SET state = 'confirmed' WHERE id = %s", counted.pk)
    assert said == "A round is confirmed once it has a result."


@pytest.mark.parametrize(
    "change", [{"closed_at": None}, {"closed_at": BEFORE}, {"capacity": 99}, {"state": "open"}]
)
def test_database_keeps_a_closed_round_as_it_is_while_it_is_counted(counted, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        Round.objects.filter(pk=counted.pk).update(**change)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE roadmap_roundvoter SET marks = '{}' WHERE round_id = %s",
        "UPDATE roadmap_roundvoter SET cast_at = NULL WHERE round_id = %s",
        "DELETE FROM roadmap_roundvoter WHERE round_id = %s",
        "UPDATE roadmap_candidate SET cost = 1 WHERE round_id = %s",
        "DELETE FROM roadmap_candidate WHERE round_id = %s",
    ],
)
def test_database_keeps_the_ballots_while_they_are_counted(sql, counted, change):
    assert sql(change, counted.pk)
