"""Minutes: every saved state is kept, two who write at once lose nothing, and an old state comes back."""

import pytest
from django.db import IntegrityError, connection, transaction

from hub.core.errors import Refused
from hub.meetings import actions
from hub.meetings.models import Meeting, Revision
from tests import factories as make
from tests.meetings.on_day import address, day, now_meeting, weekly
from tests.pages import main_of, text_of

pytestmark = pytest.mark.django_db


def save(series, by, text, base, **more):
    return actions.save_minutes(series, by=by, on=day(), text=text, base=base, **more)


def texts(meeting):
    return list(meeting.revisions.order_by("number").values_list("number", "base", "text", "is_merge"))


def test_anybody_who_is_signed_in_writes_the_minutes(as_outsider, outsider):
    series = weekly()
    answer = as_outsider.post(address(series, day(), "minutes/"), {"text": "# One\r\n\r\nSaid.", "base": 0})

    meeting = Meeting.objects.get()
    assert answer["Location"] == address(series, day(), "?saved=1#minutes")
    assert meeting.notes == "# One\n\nSaid."
    assert meeting.revisions.get().by == outsider


def test_saving_the_same_text_again_makes_no_revision(outsider):
    series = weekly()
    save(series, outsider, "Said.", 0)

    assert save(series, outsider, "Said.\n", 0).number == 1
    assert save(series, outsider, "Said.", 1).number == 1


def test_two_who_change_different_lines_are_joined(outsider, member):
    series = weekly()
    save(series, outsider, "A\nB\nC", 0)
    save(series, outsider, "A1\nB\nC", 1)
    joined = save(series, member, "A\nB\nC1", 1)

    assert (joined.text, joined.number, joined.base, joined.is_merge) == ("A1\nB\nC1", 3, 1, True)
    assert Meeting.objects.get().notes == "A1\nB\nC1"


def test_who_changes_the_same_line_gets_both_texts_back_and_nothing_is_saved(as_member, outsider):
    series = weekly()
    save(series, outsider, "A\nB", 0)
    save(series, outsider, "A\nTheirs", 1)

    response = as_member.post(address(series, day(), "minutes/"), {"text": "A\nMine", "base": 1})

    assert response.status_code == 409
    assert "Otto Outsider changed the same place meanwhile" in text_of(response)
    assert {"Theirs", "Mine"} <= set(text_of(response).split())
    assert "A\nMine</textarea>" in main_of(response)
    assert Meeting.objects.get().notes == "A\nTheirs"


@pytest.mark.parametrize(
    ("settle", "text", "kept"),
    [("both", "A\nMine", "A\nTheirs\nMine"), ("mine", "A\nTheirs, and mine", "A\nTheirs, and mine")],
)
def test_a_contradiction_is_settled_by_its_author(as_member, outsider, settle, text, kept):
    series = weekly()
    save(series, outsider, "A\nB", 0)
    save(series, outsider, "A\nTheirs", 1)
    sent = {"text": text, "base": 1, "seen": 2, "settle": settle}

    assert as_member.post(address(series, day(), "minutes/"), sent).status_code == 302
    assert Meeting.objects.get().notes == kept


def test_settling_what_changed_again_meanwhile_asks_again(as_member, outsider):
    series = weekly()
    for number, text in enumerate(("A\nB", "A\nTheirs", "A\nTheirs again")):
        save(series, outsider, text, number)
    sent = {"text": "A\nMine", "base": 1, "seen": 2, "settle": "mine"}

    assert as_member.post(address(series, day(), "minutes/"), sent).status_code == 409


@pytest.mark.parametrize("base", [7, -1, "x", "", 10**12])
def test_a_base_that_is_none_is_refused_with_the_text_kept(as_member, base):
    series = weekly()

    response = as_member.post(address(series, day(), "minutes/"), {"text": "Mine", "base": base})

    assert response.status_code == 422
    assert "Mine</textarea>" in main_of(response)
    assert not Revision.objects.exists()


def test_a_text_that_is_too_long_stays_in_the_form(as_member):
    response = as_member.post(address(weekly(), day(), "minutes/"), {"text": "x" * 50_001, "base": 0})

    assert response.status_code == 422
    assert "x" * 50_001 in main_of(response)


def test_minutes_of_a_day_far_ahead_are_refused(outsider):
    series = weekly()

    with pytest.raises(Refused, match="too far away"):
        actions.save_minutes(series, by=outsider, on=day(104), text="X", base=0)


def test_everybody_reads_the_revisions_and_what_changed(client, outsider):
    series = weekly()
    save(series, outsider, "A\nB", 0)
    save(series, outsider, "A\nC", 1)
    here = address(series, day(), "minutes/revisions/")

    assert "Revision 2" in text_of(client.get(here))
    page = main_of(client.get(f"{here}2/"))
    assert "<del>B</del>" in page
    assert "<ins>C</ins>" in page
    assert "<ins>A</ins>" in main_of(client.get(f"{here}2/?since=0"))
    for bad in ("3/", "0/", "99999999999/"):
        assert client.get(here + bad).status_code == 404
    assert client.get(f"{here}2/?since=x").status_code == 200


def test_an_old_revision_is_brought_back_as_a_new_one(as_member, outsider):
    series = weekly()
    save(series, outsider, "Old", 0)
    save(series, outsider, "New", 1)

    door = address(series, day(), "minutes/revisions/1/return/")
    assert [as_member.post(door).status_code for _click in range(2)] == [302, 302]
    assert texts(Meeting.objects.get()) == [(1, 0, "Old", False), (2, 1, "New", False), (3, 2, "Old", False)]
    assert as_member.post(address(series, day(), "minutes/revisions/9/return/")).status_code == 409


@pytest.mark.parametrize("sql", ["UPDATE meetings_revision SET text = 'x'", "DELETE FROM meetings_revision"])
def test_nothing_changes_a_revision(outsider, sql):
    save(weekly(), outsider, "Said.", 0)

    with (
        pytest.raises(IntegrityError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_a_revision_outlives_who_wrote_it(outsider):
    save(weekly(), outsider, "Said.", 0)
    Revision.objects.update(by=None)

    assert Revision.objects.get().by is None


def test_notes_that_come_in_past_the_verbs_get_their_revision(db):
    meeting = now_meeting(weekly(), notes="Brought in.")
    meeting.save()
    meeting.notes = "Brought in again."
    meeting.save()
    Meeting.objects.bulk_update([meeting], ["notes"])

    assert texts(meeting) == [(1, 0, "Brought in.", False), (2, 1, "Brought in again.", False)]


def test_texts_in_revisions_are_harmless(client, outsider):
    series = weekly()
    save(series, outsider, "<script>alert(1)</script>", 0)

    assert "<script>alert" not in main_of(client.get(address(series, day(), "minutes/revisions/1/")))


def test_a_meeting_without_minutes_has_an_empty_list_of_revisions(client):
    make.MeetingFactory()

    assert "No minutes yet" in text_of(client.get(address(weekly(), day(), "minutes/revisions/")))
