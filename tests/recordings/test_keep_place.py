"""Where somebody stopped is kept for them alone, and offered when they come back."""

import pytest
from django.core.exceptions import ValidationError

from hub.activity.models import Entry
from hub.recordings import actions
from hub.recordings.models import Watch
from tests.factories import RecordingFactory
from tests.pages import text_of

PLACE = "/community/recordings/talk/place/"


@pytest.fixture
def talk(db):
    return RecordingFactory(slug="talk", seconds=1800)


def test_person_goes_on_where_they_stopped(as_member, as_outsider, talk):
    for seconds in (754, 760):
        assert as_member.post(PLACE, {"seconds": seconds}).status_code == 204
    page = as_member.get(talk.get_absolute_url())
    assert "You stopped at 12:40. Go on from there" in text_of(page)
    assert 'href="?t=760"' in page.content.decode()
    assert "You stopped" not in text_of(as_outsider.get(talk.get_absolute_url()))
    assert "You stopped" not in text_of(as_member.get(f"{talk.get_absolute_url()}?t=5")), (
        "another second is asked"
    )
    assert Watch.objects.count() == 1
    assert not Entry.objects.exists(), "what somebody watches is nobody's business"


@pytest.mark.parametrize("seconds", [3, 1790])
def test_nobody_is_asked_at_the_beginning_or_the_end(as_member, talk, seconds):
    as_member.post(PLACE, {"seconds": seconds})
    assert "You stopped" not in text_of(as_member.get(talk.get_absolute_url()))


@pytest.mark.parametrize("sent", [{}, {"seconds": "x"}, {"seconds": -1}, {"seconds": 99_999_999}])
def test_senseless_place_is_refused(as_member, talk, sent):
    assert as_member.post(PLACE, sent).status_code == 422
    assert not Watch.objects.exists()


def test_visitor_has_no_place(client, talk):
    assert client.post(PLACE, {"seconds": 100}).status_code == 302
    assert not Watch.objects.exists()


def test_place_in_a_hidden_recording_is_not_kept(as_member, talk):
    talk.state = "draft"
    talk.save()
    assert as_member.post(PLACE, {"seconds": 100}).status_code == 404


def test_program_keeps_and_reads_a_place(as_member, talk):
    address = "/api/v1/recordings/talk/place/"
    assert as_member.get(address).json() == {"seconds": None}
    answer = as_member.put(address, {"seconds": 100}, content_type="application/json")
    assert (answer.status_code, answer.json()) == (200, {"seconds": 100})
    assert as_member.get(address).json() == {"seconds": 100}
    assert as_member.delete(address).status_code == 204
    assert as_member.get(address).json() == {"seconds": None}
    assert as_member.put(address, {"seconds": -1}, content_type="application/json").status_code == 400


def test_place_beyond_the_end_is_no_place(talk, member):
    with pytest.raises(ValidationError):
        actions.keep_place(talk, by=member, seconds=2000)
